using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging;

/// <summary>A level that a policy sets; no level at all is <c>off</c>.</summary>
/// <param name="Level">The level, or null for <c>off</c>.</param>
public readonly record struct LevelChoice(Level? Level);

/// <summary>What a policy sets for one rule or one kind; null where it sets nothing.</summary>
/// <param name="Level">For production and where the environment is unknown.</param>
/// <param name="NonProduction">For the rest.</param>
public sealed record LevelSetting(LevelChoice? Level, LevelChoice? NonProduction)
{
    // What is off where it matters most is off everywhere, unless the policy says otherwise.
    internal LevelChoice? In(Environment environment) =>
        environment != Environment.NonProduction ? Level : NonProduction ?? (Level is { Level: null } ? Level : null);
}

/// <summary>The levels and limits in force: the rules' own, and over them what a policy sets. A rule beats a kind, a kind beats the default.</summary>
/// <param name="Rules">What is set for rules, by name.</param>
/// <param name="Kinds">What is set for kinds of data, by kind.</param>
/// <param name="MassCount">How many objects a plan may destroy before PG110.</param>
/// <param name="MassPercent">Or which share of the state, once ten go.</param>
public sealed record RuleLevels(IReadOnlyDictionary<string, LevelSetting> Rules, IReadOnlyDictionary<string, LevelSetting> Kinds, int MassCount, int MassPercent)
{
    /// <summary>The built-in levels and limits.</summary>
    public static RuleLevels BuiltIn { get; } = new(new Dictionary<string, LevelSetting>(), new Dictionary<string, LevelSetting>(), 20, 50);

    /// <summary>The level of a finding, or null where there is to be none.</summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="kind">The kind of its object, or null for a finding on the whole plan.</param>
    /// <param name="environment">Where it is.</param>
    /// <param name="own">The level before any policy, or null where the rule finds nothing by itself.</param>
    public Level? Of(RuleInfo rule, string? kind, Environment environment, Level? own)
    {
        if (Rules.TryGetValue(rule.Name, out var byRule) && byRule.In(environment) is { } chosen)
        {
            return chosen.Level;
        }

        return own is not null && kind is not null && Kinds.TryGetValue(kind, out var byKind) && byKind.In(environment) is { } forKind ? forKind.Level : own;
    }
}
