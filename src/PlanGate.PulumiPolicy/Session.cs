using PlanGate.Policies;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>What the engine has said of the run so far. Never changed, only replaced as a whole: calls come at the same time.</summary>
internal sealed record Session
{
    /// <summary>The stack, or null where the engine does not say: a stored state is analyzed, or a pack published.</summary>
    public required StackIdentity? Stack { get; init; }

    /// <summary>How the policies are configured, by their names.</summary>
    public required IReadOnlyDictionary<string, PolicySettings> Settings { get; init; }

    public required PolicyFiles PolicyFiles { get; init; }

    public required CheckpointSource Checkpoints { get; init; }

    /// <summary>The day, UTC.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The policies that are not disabled, with their configuration.</summary>
    public IEnumerable<(T Policy, PolicySettings Settings)> Enabled<T>(IEnumerable<T> policies)
        where T : PackPolicy =>
        policies.Select(policy => (policy, Settings.GetValueOrDefault(policy.Name) ?? PolicySettings.Default(policy))).Where(one => one.Item2.Level != EnforcementLevel.Disabled);

    /// <summary>The PlanGate policy for a policy of the pack.</summary>
    /// <exception cref="GrpcException">It cannot be used.</exception>
    public Policy PolicyFor(PolicySettings settings) => PolicyFiles.Get(settings.PolicyFile);
}
