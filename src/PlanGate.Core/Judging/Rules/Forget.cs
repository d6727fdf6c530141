using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

internal sealed class Forget : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG109",
        "forget",
        "An object that holds data leaves the state without being destroyed.",
        "It lives on, but no plan shows it any more: from now on nothing guards it.",
        Level.Advisory,
        Level.Advisory);

    public override bool AppliesTo(ClassifiedChange change) => change.HoldsData && change.Change.Action.Forgets;

    public override string Message(ClassifiedChange change) => "It is not destroyed, but leaves the state: nothing guards it from now on.";

    public override string Remedy(ClassifiedChange change) => "Make sure that something else manages it, or protect it at the provider.";
}
