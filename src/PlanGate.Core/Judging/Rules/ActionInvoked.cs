using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

/// <summary>A rule about the whole plan: provider actions that it runs.</summary>
internal static class ActionInvoked
{
    public static RuleInfo Info { get; } = new(
        "PG302",
        "action-invoked",
        "The plan invokes a provider action that the catalogue does not know.",
        "An action does what its provider wrote, outside the plan's changes: it may flush, restore or delete.",
        Level.SoftMandatory,
        Level.Advisory);

    /// <summary>The findings on one plan.</summary>
    public static IEnumerable<Finding> Check(Plan plan, int index) =>
        plan.Actions.Select(action => new Finding
        {
            Rule = Info,
            Level = Info.Level,
            Plan = index,
            Address = null,
            Type = action.Type,
            Because = [$"{action.Address} is not known to be harmless"],
            Message = $"The plan runs the provider action {action.Address}.",
            Remedy = "Find out what the action does before it runs.",
            Substance = [Info.Id, action.Address, action.Type],
        });
}
