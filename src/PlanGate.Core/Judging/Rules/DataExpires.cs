using PlanGate.Classification;

namespace PlanGate.Judging.Rules;

internal sealed class DataExpires : SettingRule
{
    public override RuleInfo Info { get; } = new(
        "PG203",
        "data-expires",
        "An expiry, a time to live or a lifecycle rule is introduced or shortened, so that data will go by itself.",
        "No later plan shows this deletion: the provider carries it out on its own.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the catalogue's row on the setting is only a draft, or where the plan does not tell what the rule matches.");

    protected override IReadOnlyList<string> Meanings { get; } = [Setting.Expiry];

    public override bool AppliesTo(ClassifiedChange change) => base.AppliesTo(change) || Operations(change).Any();

    public override Level? LevelFor(ClassifiedChange change) =>
        base.AppliesTo(change) ? base.LevelFor(change) : DestructiveOperation.LevelOf(Info, change, Operations(change));

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        Operations(change).Any() ? ["a rule is introduced or changed that deletes data later"] : [$"{Names(change)} {(base.Attributes(change).Count() == 1 ? "is" : "are")} introduced or shortened"];

    public override string Message(ClassifiedChange change) =>
        Operations(change).Select(operation => operation.Sentence).FirstOrDefault() ?? "Data in it will be deleted by itself, without a plan that shows it.";

    public override string Remedy(ClassifiedChange change) => "Make sure that what goes is meant to go, and that what must stay is not matched.";

    public override IEnumerable<string> Attributes(ClassifiedChange change) => base.Attributes(change).Concat(Operations(change).SelectMany(operation => operation.Names)).Distinct();

    private static IEnumerable<Operation> Operations(ClassifiedChange change) => change.Operations.Where(operation => operation.Rule == "PG203");
}
