namespace PlanGate.Judging;

/// <summary>What a rule is: everything that documents, <c>plangate explain</c> and reports say of it.</summary>
/// <param name="Id">The stable id, such as <c>PG101</c>.</param>
/// <param name="Name">The name that people write in policies, such as <c>stateful-destroy</c>.</param>
/// <param name="Finds">What it finds, in one sentence.</param>
/// <param name="Why">Why that deserves a person's attention, in one or two sentences.</param>
/// <param name="Level">The default level in production, and where the environment is unknown.</param>
/// <param name="NonProduction">The default level elsewhere; null where the rule finds nothing there.</param>
/// <param name="Exceptions">What moves the level, in words; empty where nothing does.</param>
public sealed record RuleInfo(string Id, string Name, string Finds, string Why, Level Level, Level? NonProduction, string Exceptions = "");
