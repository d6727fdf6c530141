using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class BackupsWeakened : SettingRule
{
    public override RuleInfo Info { get; } = new(
        "PG202",
        "backups-weakened",
        "Backups, point-in-time recovery, versioning, replication or object lock are disabled or cut, or the resource that provides them is removed.",
        "Nothing is lost today. What is lost tomorrow cannot be brought back, and cutting a retention often deletes existing backups at once.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the catalogue's row on the setting or the type is only a draft.");

    protected override IReadOnlyList<string> Meanings { get; } = ["backup-retention", "pitr", "versioning", "replication", "soft-delete", "object-lock"];

    public override bool AppliesTo(ClassifiedChange change) => base.AppliesTo(change) || IsAProviderThatGoes(change);

    public override Level? LevelFor(ClassifiedChange change) => IsAProviderThatGoes(change) ? LevelOfARemoval(Info, change) : base.LevelFor(change);

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        IsAProviderThatGoes(change) ? [change.Change.Action.Replaces ? "the resource that provides it goes over to something else" : "the resource that provides it is deleted"] : [$"{Names(change)} {(Attributes(change).Count() == 1 ? "is" : "are")} cut or switched off"];

    public override string Message(ClassifiedChange change) => IsAProviderThatGoes(change)
        ? "What it backed up, versioned or replicated is not any more."
        : "Less can be brought back from now on, and existing backups may be deleted at once.";

    public override string Remedy(ClassifiedChange change) =>
        IsAProviderThatGoes(change) ? "Keep it, or show what takes its place." : $"Take back the change of {Names(change)}, or copy the backups first.";

    /// <summary>The level of the removal of a protective resource.</summary>
    public static Level? LevelOfARemoval(RuleInfo rule, ClassifiedChange change) =>
        change.Entry is { IsChecked: false } ? Level.Advisory : rule.LevelIn(change.Environment.Value);

    // What goes with the data it protects is told on the data's finding.
    private static bool IsAProviderThatGoes(ClassifiedChange change) => change.LeavesWhatItProtects && !ProtectionRemoved.IsALockThatGoes(change);
}
