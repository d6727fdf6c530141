using PlanGate.Classification;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging.Rules;

/// <summary>A rule about the whole plan: how much of it is destruction.</summary>
internal static class MassDestroy
{
    private const int FewestForAShare = 10;

    public static RuleInfo Info { get; } = new(
        "PG110",
        "mass-destroy",
        "More objects are destroyed than is usual: over 20, or half of the state once at least 10 go.",
        "A lost state file, a wrong workspace or a stray destroy shows itself by its size before anything else.",
        Level.SoftMandatory,
        Level.Advisory);

    /// <summary>The finding on one plan, or none.</summary>
    public static IEnumerable<Finding> Check(Plan plan, int index, IReadOnlyList<ClassifiedChange> changes, RuleLevels levels)
    {
        var destroyed = changes.Where(Counts).ToList();
        var isShare = destroyed.Count >= FewestForAShare && plan.State.ManagedCount > 0 && destroyed.Count * 100 >= plan.State.ManagedCount * levels.MassPercent;
        if (destroyed.Count <= levels.MassCount && !isShare)
        {
            yield break;
        }

        var environment = EnvironmentOf(destroyed);
        if (levels.Of(Info, null, environment, Info.LevelIn(environment)) is not { } level)
        {
            yield break;
        }

        var objects = destroyed.Select(change => change.Change.Address).Order(StringComparer.Ordinal).ToList();
        var because = new List<string>();
        if (destroyed.Count > levels.MassCount)
        {
            because.Add($"{destroyed.Count} objects are destroyed, more than {levels.MassCount}");
        }

        if (isShare)
        {
            because.Add($"{destroyed.Count} of the {plan.State.ManagedCount} objects in the state are destroyed");
        }

        yield return new()
        {
            Rule = Info,
            Level = level,
            Plan = index,
            Address = null,
            Environment = environment,
            EnvironmentBecause = destroyed.Where(change => change.Environment.Value == environment).Select(change => change.Environment.Because).First(),
            Because = because,
            Objects = objects,
            Message = $"The plan destroys {destroyed.Count} objects.",
            Remedy = "Check that this is the right state, workspace and account; split the change where so much is meant to go.",
            Substance = [Info.Id, .. Fingerprint.Of(destroyed)],
        };
    }

    // What is made anew at once and held nothing is no destruction to count: task definitions, helpers, certificates.
    private static bool Counts(ClassifiedChange change) =>
        change.Change.Action.Destroys
        && !(change.Change.Action.Replaces && change.IsKnown && (!change.HoldsData || DefaultLevel.IsOnlyPerhapsData(change)) && change.Entry!.Role.Length == 0);

    // What cannot carry a mark (an attachment, a password) does not make an environment unknown that everything else names.
    private static Environment EnvironmentOf(IReadOnlyList<ClassifiedChange> destroyed)
    {
        var all = destroyed.Select(change => change.Environment.Value).ToHashSet();
        var unknownMatters = destroyed.Any(change => change.Environment.Value == Environment.Unknown && (!change.IsKnown || (change.HoldsData && !DefaultLevel.IsOnlyPerhapsData(change))));
        return all.Contains(Environment.Production) ? Environment.Production
            : all.Contains(Environment.NonProduction) && !unknownMatters ? Environment.NonProduction
            : all.Max();
    }
}
