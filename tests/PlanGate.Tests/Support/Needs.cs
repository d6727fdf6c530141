namespace PlanGate.Tests.Support;

/// <summary>Things that tests need and not every machine has. Where they must be there, PLANGATE_TESTS_MUST_NOT_SKIP is set.</summary>
internal static class Needs
{
    public static string Shared { get; } = Path.GetFullPath(Repository.PathOf("..", "shared"));

    /// <summary>Why a test is skipped, or null when what it needs is there or must be.</summary>
    public static string? Reason(bool isThere, string what) =>
        isThere || Environment.GetEnvironmentVariable("PLANGATE_TESTS_MUST_NOT_SKIP") is { Length: > 0 } ? null : $"SKIPPED: this test needs {what}";

    public static bool HasTool(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}

/// <summary>A test that reads the plans of other projects, which lie beside the repository on developers' machines only.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSharedFactAttribute : FactAttribute
{
    public NeedsSharedFactAttribute() => Skip = Needs.Reason(Directory.Exists(Needs.Shared), "../shared (plans of other projects)");
}

/// <summary>A test that runs the real terraform.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsTerraformFactAttribute : FactAttribute
{
    public NeedsTerraformFactAttribute() => Skip = Needs.Reason(Needs.HasTool("terraform"), "terraform on the PATH");
}

/// <summary>A test that validates documents against a JSON Schema with ajv.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAjvFactAttribute : FactAttribute
{
    public NeedsAjvFactAttribute() => Skip = Needs.Reason(Needs.HasTool("node") && Directory.Exists(Repository.PathOf("tests", "schema", "node_modules", "ajv")), "node, and `npm ci` in tests/schema");
}

/// <summary>A test that looks at a page in Debian's Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsChromiumFactAttribute : FactAttribute
{
    public NeedsChromiumFactAttribute() => Skip = Needs.Reason(Needs.HasTool("chromium"), "chromium on the PATH");
}
