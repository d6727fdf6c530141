using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class ProtectionRemoved : SettingRule
{
    public override RuleInfo Info { get; } = new(
        "PG201",
        "protection-removed",
        "What keeps data from being destroyed is turned off: deletion protection, retain and final-copy settings, recovery windows, or a lock.",
        "The first of two steps: a protection goes in one plan, the data in the next. This is the step at which somebody can still ask why.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the catalogue's row on the setting is only a draft.");

    protected override IReadOnlyList<string> Meanings { get; } =
    [
        "deletion-protection", "deletion-policy", "force-destroy", "skip-final-snapshot", "final-snapshot", "delete-backups", "recovery-window", "purge-protection",
    ];

    public override bool AppliesTo(ClassifiedChange change) => base.AppliesTo(change) || IsALockThatGoes(change);

    public override Level? LevelFor(ClassifiedChange change) =>
        IsALockThatGoes(change) ? BackupsWeakened.LevelOfARemoval(Info, change) : base.LevelFor(change);

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        IsALockThatGoes(change) ? [change.Change.Action.Replaces ? "the protection goes over to something else" : "the protection is deleted"] : [$"{Names(change)} {(Attributes(change).Count() == 1 ? "is" : "are")} switched off, or no longer protect{(Attributes(change).Count() == 1 ? "s" : "")}"];

    public override string Message(ClassifiedChange change) => IsALockThatGoes(change)
        ? "What it protects can be destroyed from now on."
        : "From now on less stands between this object and the loss of its data.";

    public override string Remedy(ClassifiedChange change) =>
        IsALockThatGoes(change) ? "Keep the protection, or say in the change why it must go." : $"Take back the change of {Names(change)}, or say in the change why it must be.";

    /// <summary>The object itself is a lock, and it goes.</summary>
    public static bool IsALockThatGoes(ClassifiedChange change) =>
        change.LeavesWhatItProtects && NameSplit.Words(change.CatalogueType).Any(word => word is "lock" or "locks" or "protection" or "guard" or "lien" or "immutability" or "worm");
}
