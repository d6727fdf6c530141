using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

/// <summary>A rule about the whole plan: provider actions that it runs.</summary>
internal static class ActionInvoked
{
    public static RuleInfo Info { get; } = new(
        "PG302",
        "action-invoked",
        "The plan invokes a provider action that destroys, runs what somebody else wrote, or is in no catalogue.",
        "An action does what its provider wrote, outside the plan's changes: it may flush, restore or delete.",
        Level.SoftMandatory,
        Level.Advisory,
        "Actions that the catalogue marks as harmless make no finding.");

    /// <summary>The findings on one plan.</summary>
    public static IEnumerable<Finding> Check(Catalogue catalogue, Plan plan, int index, EnvironmentMark environment, RuleLevels levels) =>
        levels.Of(Info, null, environment.Value, Info.LevelIn(environment.Value)) is not { } level ? [] : plan.Actions
            .Select(action => (action, known: catalogue.FindAction(action.Type)))
            .Where(invoked => invoked.known is not { Effect: ActionEffect.Harmless })
            .Select(invoked => new Finding
            {
                Rule = Info,
                Level = level,
                Plan = index,
                Address = null,
                Type = invoked.action.Type,
                Environment = environment.Value,
                EnvironmentBecause = environment.Because,
                Because = [$"{invoked.action.Address}: {(invoked.known is { } known ? known.Sentence : "the catalogue does not know this action")}"],
                Message = $"The plan runs the provider action {invoked.action.Address}.",
                Remedy = "Find out what the action does before it runs.",
                Substance = [Info.Id, invoked.action.Address, invoked.action.Type],
            });
}
