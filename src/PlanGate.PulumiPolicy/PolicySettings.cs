using Google.Protobuf.WellKnownTypes;
using PlanGate.Classification;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>How one policy is configured.</summary>
/// <param name="Level">Its enforcement level.</param>
/// <param name="PolicyFile">The PlanGate policy file that is named, or null.</param>
/// <param name="Checkpoint">The checkpoint file that is named, or null.</param>
/// <param name="Exclude">What it leaves alone.</param>
internal sealed record PolicySettings(EnforcementLevel Level, string? PolicyFile, string? Checkpoint, IReadOnlyList<Glob> Exclude)
{
    public static PolicySettings Default(PackPolicy policy) => new(policy.DefaultLevel, null, null, []);

    /// <summary>What the engine says in <c>Configure</c>.</summary>
    /// <exception cref="GrpcException">A member is unknown or of the wrong type.</exception>
    public static PolicySettings Of(PackPolicy policy, PolicyConfig config)
    {
        // Proto enums are open: what a later engine means by a fifth level is not for us to guess.
        if (!System.Enum.IsDefined(config.EnforcementLevel))
        {
            throw Wrong(policy, $"the enforcement level {(int)config.EnforcementLevel} is not known");
        }

        var members = config.Properties?.Fields ?? [];
        if (members.Keys.FirstOrDefault(name => name != "enforcementLevel" && policy.Parameters.All(parameter => parameter.Name != name)) is { } unknown)
        {
            throw Wrong(policy, $"\"{EngineText.Clean(unknown)}\" is not one of {string.Join(", ", policy.Parameters.Select(parameter => parameter.Name))}");
        }

        return new(
            config.EnforcementLevel,
            Text(PolicyParameter.PolicyFile),
            Text(PolicyParameter.Checkpoint),
            [.. Texts(PolicyParameter.Exclude).Select(glob => new Glob(glob, glob.StartsWith("urn:", StringComparison.Ordinal) ? GlobSort.Address : GlobSort.Name))]);

        string? Text(PolicyParameter parameter) => !members.TryGetValue(parameter.Name, out var value) || value.KindCase == Value.KindOneofCase.NullValue ? null
            : value is { KindCase: Value.KindOneofCase.StringValue, StringValue.Length: > 0 } ? value.StringValue
            : throw Wrong(policy, $"\"{parameter.Name}\" is not a text");

        IEnumerable<string> Texts(PolicyParameter parameter) => !members.TryGetValue(parameter.Name, out var value) || value.KindCase == Value.KindOneofCase.NullValue ? []
            : value.KindCase == Value.KindOneofCase.ListValue && value.ListValue.Values.All(one => one.KindCase == Value.KindOneofCase.StringValue) ? value.ListValue.Values.Select(one => one.StringValue)
            : throw Wrong(policy, $"\"{parameter.Name}\" is not a list of texts");
    }

    /// <summary>The policy leaves the resource alone.</summary>
    public bool Excludes(string type, string name, string urn) => Exclude.Any(glob => glob.Matches(type) || glob.Matches(name) || glob.Matches(urn));

    private static GrpcException Wrong(PackPolicy policy, string problem) => new(GrpcStatus.InvalidArgument, $"configuration of {policy.Name}: {problem}");
}
