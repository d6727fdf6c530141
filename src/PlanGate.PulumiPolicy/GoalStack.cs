namespace PlanGate.PulumiPolicy;

/// <summary>The stack as it will be, or is: every resource that the program wants.</summary>
internal sealed class GoalStack
{
    private readonly Dictionary<string, PackResource> _byUrn = new(StringComparer.Ordinal);

    public GoalStack(IReadOnlyList<PackResource> resources)
    {
        Resources = resources;
        // A resource of its own name comes before another that once had it.
        foreach (var resource in resources)
        {
            _byUrn[resource.Urn] = resource;
        }

        foreach (var resource in resources)
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
