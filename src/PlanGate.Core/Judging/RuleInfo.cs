using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging;

/// <summary>What a rule is: everything that documents, <c>plangate explain</c> and reports say of it.</summary>
/// <param name="Id">The stable id, such as <c>PG101</c>.</param>
/// <param name="Name">The name that people write in policies, such as <c>stateful-destroy</c>.</param>
/// <param name="Finds">What it finds, in one sentence.</param>
/// <param name="Why">Why that deserves a person's attention, in one or two sentences.</param>
/// <param name="Level">The default level in production and, unless <see cref="Unknown"/> says otherwise, where the environment is unknown.</param>
/// <param name="NonProduction">The default level elsewhere; null where the rule finds nothing there.</param>
/// <param name="Exceptions">What moves the level, in words; empty where nothing does.</param>
public sealed record RuleInfo(string Id, string Name, string Finds, string Why, Level Level, Level? NonProduction, string Exceptions = "")
{
    /// <summary>The default level where nothing marks the environment; null where the rule finds nothing there.</summary>
    public Level? Unknown { get; init; } = Level;

    /// <summary>The default level in an environment, or null where the rule finds nothing there.</summary>
    public Level? LevelIn(Environment environment) => environment switch
    {
        Environment.NonProduction => NonProduction,
        Environment.Unknown => Unknown,
        _ => Level,
    };

    /// <summary>The default levels as half a sentence.</summary>
    public string LevelsInWords =>
        NonProduction == Level && Unknown == Level ? $"{Level.Word} in every environment"
        : Unknown == Level ? $"{Level.Word} in production and where the environment is unknown, {InWords(NonProduction)} elsewhere"
        : Unknown == NonProduction ? $"{Level.Word} where something marks production, {InWords(NonProduction)} elsewhere"
        : $"{Level.Word} where something marks production, {InWords(Unknown)} where the environment is unknown, {InWords(NonProduction)} elsewhere";

    private static string InWords(Level? level) => level is { } known ? known.Word : "no finding";
}
