using PlanGate.Plans.Pulumi;

namespace PlanGate.PulumiPolicy;

/// <summary>The stack as it will be, or is: every resource that the program wants.</summary>
internal sealed class GoalStack
{
    private readonly Dictionary<string, PackResource> _byUrn = new(StringComparer.Ordinal);

    /// <summary>Takes the resources.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="before">The rows of the state before the run.</param>
    public GoalStack(IReadOnlyList<PackResource> resources, IReadOnlyList<PulumiState> before)
    {
        Resources = resources;
        var lived = before.Where(row => !row.IsPendingDelete).Select(row => row.Urn).ToHashSet(StringComparer.Ordinal);
        // A resource of its own name comes before another that once had it.
        foreach (var resource in resources)
        {
            _byUrn[resource.Urn] = resource;
        }

        // The engine looks for a former name only where nothing lives under the present one.
        foreach (var resource in resources.Where(resource => !lived.Contains(resource.Urn)))
        {
            foreach (var alias in resource.Aliases)
            {
                _byUrn.TryAdd(alias, resource);
            }
        }
    }

    public IReadOnlyList<PackResource> Resources { get; }

    /// <summary>The resource that has a URN now, or says that it had it before; null where the program wants none.</summary>
    public PackResource? Find(string urn) => _byUrn.GetValueOrDefault(urn);
}
