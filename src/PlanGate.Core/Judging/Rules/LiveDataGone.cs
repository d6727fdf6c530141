using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

/// <summary>A rule on drift: what the tool found gone while planning.</summary>
internal sealed class LiveDataGone : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG303",
        "live-data-gone",
        "Drift shows that an object which held data disappeared outside of the tool.",
        "The plan does not destroy it: it is gone already. Somebody should know why.",
        Level.Advisory,
        Level.Advisory);

    public override bool AppliesTo(ClassifiedChange change) => change.HoldsData && change.Change.Action.Destroys;

    public override IEnumerable<string> Because(ClassifiedChange change) => ["it was there at the last run and is not any more"];

    public override string Message(ClassifiedChange change) => "It disappeared outside of the tool; this plan did not do it.";

    public override string Remedy(ClassifiedChange change) => "Find out who deleted it, and restore it before the plan creates an empty one in its place.";
}
