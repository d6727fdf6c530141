using Google.Protobuf.Collections;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>The stack that is worked on.</summary>
/// <param name="Organization">Its organisation; empty where the engine does not say.</param>
/// <param name="Project">Its project.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPreview">Nothing has happened yet, nothing will.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record StackIdentity(string Organization, string Project, string Name, bool IsPreview, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>As policies name it: <c>project/stack</c>.</summary>
    public string InPolicies => $"{Project}/{Name}";

    /// <summary>As the pulumi command takes it.</summary>
    public string Qualified => Organization.Length > 0 ? $"{Organization}/{Project}/{Name}" : Name;

    /// <summary>What the engine says in <c>ConfigureStack</c>.</summary>
    public static StackIdentity Of(AnalyzerStackConfigureRequest request) =>
        new(request.Organization, request.Project, request.Stack, request.DryRun, Copy(request.Tags));

    /// <summary>What engines said by environment variables before they had that call; null where nothing is said.</summary>
    public static StackIdentity? FromEnvironment(Func<string, string?> variable) =>
        variable("PULUMI_STACK") is { Length: > 0 } stack && variable("PULUMI_PROJECT") is { Length: > 0 } project
            ? new(variable("PULUMI_ORGANIZATION") ?? "", project, stack, string.Equals(variable("PULUMI_DRY_RUN"), "true", StringComparison.OrdinalIgnoreCase), new Dictionary<string, string>())
            : null;

    private static SortedDictionary<string, string> Copy(MapField<string, string> tags) => new(tags, StringComparer.Ordinal);
}
