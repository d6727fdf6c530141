using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>What belongs on the finding of a destruction: protections that go with it, and what is known to be inside.</summary>
internal sealed class Stories
{
    private readonly Dictionary<ClassifiedChange, List<string>> _lines = [];
    private readonly HashSet<ClassifiedChange> _told = [];
    private readonly Dictionary<ClassifiedChange, List<string>> _protections = [];
    private readonly Dictionary<ClassifiedChange, List<string>> _inside = [];

    /// <param name="catalogue">What is known of resource types.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="changes">Its changes.</param>
    /// <param name="isFound">Whether a destruction makes a finding at all: where it does not, nothing can be told on it.</param>
    public Stories(Catalogue catalogue, Plan plan, IReadOnlyList<ClassifiedChange> changes, Func<ClassifiedChange, bool> isFound)
    {
        var destroyed = changes.Where(change => change.Change.Action.Destroys && change.HoldsData && isFound(change)).ToList();
        if (destroyed.Count > 0)
        {
            TellOfProtections(catalogue, plan, changes, destroyed);
            TellOfContents(catalogue, plan, destroyed.Where(change => change.Kind is Kind.Container or Kind.Database).ToList());
        }
    }

    /// <summary>Further clauses for the finding on a destruction.</summary>
    public IEnumerable<string> Of(ClassifiedChange change) => _lines.GetValueOrDefault(change, []);

    /// <summary>Addresses of what protected it and goes too.</summary>
    public IReadOnlyList<string> ProtectionsOf(ClassifiedChange change) => _protections.GetValueOrDefault(change, []);

    /// <summary>Addresses of the data objects of the state that are inside it.</summary>
    public IReadOnlyList<string> InsideOf(ClassifiedChange change) => _inside.GetValueOrDefault(change, []);

    /// <summary>The change only takes a protection off what the same plan destroys: it is told there.</summary>
    public bool AreToldOnADestruction(ClassifiedChange change) => _told.Contains(change);

    private void TellOfProtections(Catalogue catalogue, Plan plan, IReadOnlyList<ClassifiedChange> changes, List<ClassifiedChange> destroyed)
    {
        var byName = destroyed.SelectMany(change => change.Links.Names.Select(name => (name, change))).ToLookup(pair => pair.name, pair => pair.change, StringComparer.OrdinalIgnoreCase);
        var byAddress = destroyed.ToLookup(change => Addresses.WithoutKeys(change.Change.Address), StringComparer.Ordinal);
        foreach (var protection in changes.Where(change => change.Protects && change.Change.Action is ChangeAction.Delete or ChangeAction.Update))
        {
            var ties = catalogue.BackupTies(protection.Change.Type);
            var protects = (ties.Count > 0
                    ? protection.Links.Sources.SelectMany(source => byName[source.Name].Where(change => source.Tie.IsFor(change.Change.Type)))
                    : protection.Links.Mentions.SelectMany(name => byName[name]))
                .Concat(plan.References.GetValueOrDefault(Addresses.WithoutKeys(protection.Change.Address), []).SelectMany(address => byAddress[address]))
                .Distinct()
                .ToList();
            foreach (var change in protects)
            {
                Add(_lines, change, $"its protection goes too: {protection.Change.Address}");
                Add(_protections, change, protection.Change.Address);
            }

            // Told there and nowhere else where it protects nothing else, and where it is told as loudly.
            var names = protects.SelectMany(change => change.Links.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var mentions = ties.Count > 0 ? protection.Links.Sources.Select(source => source.Name) : protection.Links.Mentions;
            if (protects.Count > 0 && mentions.All(names.Contains) && protects.All(change => IsToldAsLoudly(change, protection)))
            {
                _told.Add(protection);
            }
        }
    }

    private static bool IsToldAsLoudly(ClassifiedChange destroyed, ClassifiedChange protection) =>
        destroyed.Environment.Value >= protection.Environment.Value && destroyed.Recoverability != Recoverability.Kept && !DefaultLevel.IsOnlyPerhapsData(destroyed)
        && destroyed.Kind is not (Kind.Cache or Kind.MachineDisk);

    private void TellOfContents(Catalogue catalogue, Plan plan, List<ClassifiedChange> containers)
    {
        if (containers.Count == 0)
        {
            return;
        }

        var names = containers.SelectMany(container => container.Links.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var held = plan.State.Objects
            .Select(one => (one, entry: catalogue.Find(one.Type)))
            .Where(held => held.entry is not { Loses: DataLoss.No })
            .Select(held => (held.one.Address, held.entry?.Kind, Mentions: ObjectLinks.MentionsIn(held.one.Json.Span, names)))
            .ToList();
        foreach (var container in containers)
        {
            // A server takes its databases along; what else names it (snapshots, replicas, secrets) lives by itself.
            var inside = held
                .Where(one => one.Address != container.Change.Address && (container.Kind == Kind.Container || one.Kind == Kind.LogicalDatabase) && one.Mentions.Overlaps(container.Links.Names))
                .Select(one => one.Address)
                .Order(StringComparer.Ordinal)
                .ToList();
            if (inside.Count > 0)
            {
                _inside[container] = inside;
                Add(_lines, container, $"{inside.Count} known data object{(inside.Count == 1 ? " is" : "s are")} inside: {Wording.List(inside)}");
            }
            else if (container.Kind == Kind.Container)
            {
                Add(_lines, container, plan.State.ManagedCount > 0 ? "this state knows no data inside; what others have put there goes too" : "what is inside cannot be known from the plan");
            }
        }
    }

    private static void Add(Dictionary<ClassifiedChange, List<string>> lists, ClassifiedChange change, string line)
    {
        if (!lists.TryGetValue(change, out var lines))
        {
            lists[change] = lines = [];
        }

        lines.Add(line);
    }
}
