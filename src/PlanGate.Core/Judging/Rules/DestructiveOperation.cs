using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class DestructiveOperation : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG206",
        "destructive-operation",
        "A create or an update destroys: a flush, a restore over a living cluster, a job that overwrites, a Complete-mode template, arbitrary SQL.",
        "Such a plan shows a plus sign. What it runs may leave nothing behind.",
        Level.SoftMandatory,
        Level.Advisory,
        "Advisory where the plan does not tell what the operation does.");

    public override bool AppliesTo(ClassifiedChange change) => Operations(change).Any();

    public override Level? LevelFor(ClassifiedChange change) => LevelOf(Info, change, Operations(change));

    public override IEnumerable<string> Attributes(ClassifiedChange change) => Operations(change).SelectMany(operation => operation.Names).Distinct();

    public override IEnumerable<string> Because(ClassifiedChange change) => [change.Change.Action switch
    {
        ChangeAction.Create or ChangeAction.CreateThenForget => "the plan creates it, and that runs it",
        ChangeAction.Update => "the update runs it",
        ChangeAction.Delete => "its destroy runs it",
        _ => "its replacement runs it",
    }];

    public override string Message(ClassifiedChange change) => Operations(change).First().Sentence;

    public override string Remedy(ClassifiedChange change) => "Make sure that what it overwrites or deletes is meant to go, and that a copy restores.";

    /// <summary>The level of the strictest of some operations.</summary>
    public static Level? LevelOf(RuleInfo rule, ClassifiedChange change, IEnumerable<Operation> operations) =>
        !operations.Any(operation => operation.Blocks) ? Level.Advisory : rule.LevelIn(change.Environment.Value);

    private static IEnumerable<Operation> Operations(ClassifiedChange change) => change.Operations.Where(operation => operation.Rule == "PG206");
}
