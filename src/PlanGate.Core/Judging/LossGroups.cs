using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>
/// Ties what a plan destroys together: by names in the objects (a snapshot names its database), by references in the configuration, and through the
/// resources that protect them (a backup selection, a replication).
/// </summary>
public sealed class LossGroups
{
    private readonly List<Node> _nodes = [];
    private readonly HashSet<(ClassifiedChange, ClassifiedChange)> _copies = [];

    /// <summary>Finds the groups of one plan.</summary>
    public LossGroups(Catalogue catalogue, Plan plan, IReadOnlyList<ClassifiedChange> changes)
    {
        var destroyed = changes.Where(change => change.Change.Action.Destroys && (change.HoldsData || change.Protects)).ToList();
        if (destroyed.Count(change => change.HoldsData) > 1)
        {
            _nodes.AddRange(destroyed.Select(change => new Node(change.CatalogueType, change.Change.Address, change.Links, change)));
            _nodes.AddRange(Connectors(catalogue, plan, destroyed));
            Tie(catalogue, plan);
        }

        All =
        [
            .. _nodes.Where(node => node.Change is { HoldsData: true })
                .GroupBy(node => node.Root())
                .Select(group => (IReadOnlyList<ClassifiedChange>)[.. group.Select(node => node.Change!).OrderBy(change => change.Change.Address, StringComparer.Ordinal)])
                .Where(group => group.Count > 1),
        ];
    }

    /// <summary>Destroyed objects that hold data and belong together, in groups of two and more.</summary>
    public IReadOnlyList<IReadOnlyList<ClassifiedChange>> All { get; }

    /// <summary>True when a replication ties some of them: one is the copy of another.</summary>
    public bool AreCopies(IReadOnlyList<ClassifiedChange> data) => data.Any(one => data.Any(other => _copies.Contains((one, other))));

    // Protective objects of the state tie their two ends even where they are not destroyed themselves.
    private static IEnumerable<Node> Connectors(Catalogue catalogue, Plan plan, List<ClassifiedChange> destroyed)
    {
        var known = destroyed.Select(change => change.Change.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var one in plan.State.Objects.Where(one => !known.Contains(one.Address) && catalogue.Find(one.Type) is { Loses: DataLoss.No, Role: "protection" }))
        {
            var type = catalogue.NameOf(one.Type);
            yield return new(type, one.Address, ObjectLinks.Of(type, StateValues.Of(catalogue, one), catalogue.BackupTies(type)));
        }
    }

    private void Tie(Catalogue catalogue, Plan plan)
    {
        var byName = _nodes.SelectMany(node => node.Links.Names.Select(name => (name, node))).ToLookup(pair => pair.name, pair => pair.node, StringComparer.OrdinalIgnoreCase);
        var byAddress = _nodes.ToLookup(node => Addresses.WithoutKeys(node.Address), StringComparer.Ordinal);
        foreach (var node in _nodes.Where(node => node.MayPoint))
        {
            var referred = plan.References.GetValueOrDefault(Addresses.WithoutKeys(node.Address), []).SelectMany(address => byAddress[address]);
            var ties = catalogue.BackupTies(node.Type);
            // Where the catalogue says what it backs up and how it names it, nothing else is taken for it.
            var targets = (ties.Count > 0
                    ? node.Links.Sources.SelectMany(source => byName[source.Name].Where(target => source.Tie.IsFor(target.Type) || (target.IsCarried && source.Name.IndexOfAny([':', '/']) >= 0)))
                        .Concat(referred.Where(target => ties.Any(tie => tie.IsFor(target.Type))))
                    : node.Links.Mentions.SelectMany(name => byName[name]).Concat(referred))
                .Where(target => target != node && target.MayBePointedAt)
                .Distinct()
                .ToList();
            foreach (var target in targets)
            {
                node.Join(target);
            }

            if (node.IsReplication)
            {
                var ends = targets.Select(target => target.Change).OfType<ClassifiedChange>().Where(change => change.HoldsData && !change.IsBackup).ToList();
                _copies.UnionWith(ends.SelectMany(one => ends.Where(other => other != one).Select(other => (one, other))));
            }
        }
    }

    private sealed class Node(string type, string address, ObjectLinks links, ClassifiedChange? change = null)
    {
        private Node? _parent;

        /// <summary>What the plan does to it; null for an object of the state that it leaves alone.</summary>
        public ClassifiedChange? Change => change;

        public string Type => type;

        /// <summary>Its type is one of another world, of which no tie speaks; a whole ARN or path still names it.</summary>
        public bool IsCarried => change is { IsOfAnotherWorld: true };

        public string Address => address;

        public ObjectLinks Links => links;

        /// <summary>Backups and protections name what they are for. That one database names another's network or key ties nothing.</summary>
        public bool MayPoint => change is null || change.IsBackup || change.Protects || !change.IsKnown;

        /// <summary>A key or a container that both mention makes no pair of them.</summary>
        public bool MayBePointedAt => change is null || change.Protects || (change.HoldsData && change.Kind is not (Kind.Key or Kind.Container or Kind.Secret or Kind.Other));

        public bool IsReplication => type.Split('_').Any(word => word is "replication" or "replica" or "replicator");

        public Node Root() => _parent is null ? this : _parent.Root();

        public void Join(Node other)
        {
            var (mine, its) = (Root(), other.Root());
            if (mine != its)
            {
                mine._parent = its;
            }
        }
    }
}
