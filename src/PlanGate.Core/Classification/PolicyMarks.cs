using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>What a policy says of environments and of objects that hold data, or hold none.</summary>
/// <param name="Production">Marks of production. They add to the built-in ones: no policy can undo a mark of production.</param>
/// <param name="NonProduction">Marks of everything else.</param>
/// <param name="Stateful">Objects that hold data whatever the catalogue says.</param>
/// <param name="Stateless">Objects that hold none.</param>
public sealed record PolicyMarks(EnvironmentMarks Production, EnvironmentMarks NonProduction, IReadOnlyList<ObjectMark> Stateful, IReadOnlyList<ObjectMark> Stateless)
{
    /// <summary>No policy, or one that says nothing of this.</summary>
    public static PolicyMarks None { get; } = new(EnvironmentMarks.None, EnvironmentMarks.None, [], []);

    /// <summary>The entry of an object with what the policy says of it. One that is in both lists holds data.</summary>
    /// <param name="change">The change to it.</param>
    /// <param name="entry">What the catalogue says, or null.</param>
    public CatalogueEntry? Apply(ResourceChange change, CatalogueEntry? entry)
    {
        var kinds = Stateful.Where(mark => mark.Covers(change.Type, change.Address)).Select(mark => mark.Kind).ToList();
        if (kinds.Count > 0)
        {
            // "All in this module holds data" is not meant to say of the backups in it that they are none.
            var kind = entry is { Loses: not DataLoss.No, Kind: Kind.Snapshot or Kind.Backup } ? entry.Kind : kinds.MinBy(Mildness)!;
            return new(change.Type, DataLoss.Yes, kind, "", entry?.Recoverability ?? Recoverability.Unknown, true, $"The policy says that it holds data: {Kind.InWords(kind)}.", "");
        }

        // What it is for stays: production may stand on what holds no data.
        return Stateless.Any(mark => mark.Covers(change.Type, change.Address))
            ? new(change.Type, DataLoss.No, Kind.Other, entry?.Role ?? "", Recoverability.Unknown, entry?.IsChecked ?? true, "", "")
            : entry;
    }

    /// <summary>True when the policy says that the object holds nothing, and does not say that it does.</summary>
    public bool SaysStateless(ResourceChange change) =>
        Stateless.Any(mark => mark.Covers(change.Type, change.Address)) && !Stateful.Any(mark => mark.Covers(change.Type, change.Address));

    // Where several marks cover an object, the kind that is judged most strictly counts, whatever their order.
    private static (int, string) Mildness(string kind) => (kind switch
    {
        Kind.Snapshot or Kind.Backup => 0,
        Kind.Cache or Kind.MachineDisk => 2,
        _ => 1,
    }, kind);

    /// <summary>True when the policy may say of objects of this type that they hold data.</summary>
    public bool MayHoldData(string type) => Stateful.Any(mark => mark.MayCover(type));
}

/// <summary>A selection of objects by type or by address; one hit is enough.</summary>
/// <param name="Types">Globs over resource types.</param>
/// <param name="Addresses">Globs over addresses.</param>
/// <param name="Kind">What they hold, in the words of <see cref="Classification.Kind"/>.</param>
public sealed record ObjectMark(IReadOnlyList<Glob> Types, IReadOnlyList<Glob> Addresses, string Kind)
{
    /// <summary>True when the object is one of the selection.</summary>
    public bool Covers(string type, string address) => Types.Any(glob => glob.Matches(type)) || Addresses.Any(glob => glob.Matches(address));

    internal bool MayCover(string type) => Types.Any(glob => glob.Matches(type)) || Addresses.Any(glob => glob.ToString().Contains('*') || glob.ToString().Contains(type, StringComparison.Ordinal));
}

/// <summary>The marks of one environment.</summary>
/// <param name="Workspaces">Globs over workspace names.</param>
/// <param name="Stacks">Globs over Pulumi's <c>project/stack</c>.</param>
/// <param name="Tags">For a tag key, the globs over its values.</param>
/// <param name="Addresses">Globs over addresses.</param>
/// <param name="Paths">Globs over the plan's path in the repository.</param>
public sealed record EnvironmentMarks(
    IReadOnlyList<Glob> Workspaces,
    IReadOnlyList<Glob> Stacks,
    IReadOnlyDictionary<string, IReadOnlyList<Glob>> Tags,
    IReadOnlyList<Glob> Addresses,
    IReadOnlyList<Glob> Paths)
{
    /// <summary>No marks.</summary>
    public static EnvironmentMarks None { get; } = new([], [], new Dictionary<string, IReadOnlyList<Glob>>(), [], []);

    /// <summary>Why an object is in this environment, or null when none of the marks is on it.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="plan">Its plan.</param>
    internal string? Of(string address, IReadOnlyList<(string Key, string Value)> tags, Plan plan) =>
        TagAmong(tags) is { } key ? $"tag {key} (policy)"
        : plan.Workspace is { } workspace && Workspaces.Any(glob => glob.Matches(workspace)) ? $"workspace {workspace} (policy)"
        : plan.Stack is { } stack && Stacks.Any(glob => glob.Matches(stack)) ? $"stack {stack} (policy)"
        : Addresses.Any(glob => glob.Matches(address)) ? "its address (policy)"
        : plan.Path is { } path && Paths.Any(glob => glob.Matches(path)) ? "the plan's path (policy)"
        : null;

    /// <summary>The key of the first of some tags that is a mark, or null.</summary>
    internal string? TagAmong(IEnumerable<(string Key, string Value)> tags) => tags.Where(IsMark).Select(tag => tag.Key).FirstOrDefault();

    /// <summary>True when a tag is one of the marks.</summary>
    internal bool IsMark((string Key, string Value) tag) => Tags.TryGetValue(tag.Key, out var values) && values.Any(glob => glob.Matches(tag.Value));
}
