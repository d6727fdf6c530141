using PlanGate.Classification;

namespace PlanGate.Judging.Rules;

internal sealed class ProductionMarkRemoved : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG205",
        "production-mark-removed",
        "The tag that marks an object as production is changed or removed.",
        "Without the mark, the next plan is judged more mildly.",
        Level.SoftMandatory,
        null,
        "Only on objects that hold data, or that production stands on.")
    {
        Unknown = null,
    };

    public override bool AppliesTo(ClassifiedChange change) => change.LostMark is not null && (change.HoldsData || ProductionDestroy.IsStoodOn(change));

    public override Level? LevelFor(ClassifiedChange change) => Info.Level;

    public override IEnumerable<string> Attributes(ClassifiedChange change) => [Classifier.MarkAttribute(change.LostMark!)];

    public override IEnumerable<string> Because(ClassifiedChange change) =>
        [change.LostMark is { Length: > 0 } mark ? $"tag {mark} says production now and will not any more" : "a tag says production now and will not any more"];

    public override string Message(ClassifiedChange change) => "Later changes to it will no longer be judged as changes to production.";

    public override string Remedy(ClassifiedChange change) => "Leave the mark, or show that the object has left production.";
}
