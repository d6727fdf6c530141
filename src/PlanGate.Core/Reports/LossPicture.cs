using PlanGate.Classification;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>What an object is in the picture.</summary>
internal enum PictureRole { Data, Copy, Inside, Protection, More }

/// <summary>An object of the picture.</summary>
/// <param name="Name">Its address, or how many more there are.</param>
/// <param name="What">What it is, in a few words; may be empty.</param>
/// <param name="Role">Its part in the loss.</param>
internal sealed record PictureNode(string Name, string What, PictureRole Role);

/// <summary>Two objects that go together.</summary>
/// <param name="From">The index of the object that is lost.</param>
/// <param name="To">The index of what goes with it.</param>
/// <param name="How">What ties them, in a few words.</param>
internal sealed record PictureEdge(int From, int To, string How);

/// <summary>What dies with what: data and its backups, containers and what is inside, objects and their protections. Objects that go alone are not in it.</summary>
internal sealed class LossPicture
{
    private readonly List<PictureNode> _nodes = [];
    private readonly List<PictureEdge> _edges = [];
    private readonly Dictionary<(int Plan, string Address), int> _indices = [];
    private readonly int _most;

    private LossPicture(int most) => _most = most;

    /// <summary>At most this many objects, in the order of the findings.</summary>
    public IReadOnlyList<PictureNode> Nodes => _nodes;

    public IReadOnlyList<PictureEdge> Edges => _edges;

    /// <summary>Draws what the blocking findings say; empty where everything goes alone.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="most">The most objects that it may show; what is left out is counted in a last one.</param>
    public static LossPicture Of(Verdict verdict, int most = 30)
    {
        var picture = new LossPicture(most);
        var blocking = verdict.Findings.Where(finding => finding is { IsBlocking: true, Address: not null }).ToList();
        var destroyed = blocking.Where(finding => finding.Rule.Id != "PG104").ToLookup(finding => (finding.Plan, finding.Address!));
        var left = 0;
        foreach (var finding in blocking)
        {
            foreach (var (address, role, how) in Companions(finding, destroyed))
            {
                left += picture.Tie(finding, address, role, how, destroyed) ? 0 : 1;
            }
        }

        if (left > 0)
        {
            picture._nodes.Add(new($"and {left} more", "", PictureRole.More));
        }

        return picture;
    }

    private static IEnumerable<(string Address, PictureRole Role, string How)> Companions(Finding finding, ILookup<(int, string), Finding> destroyed)
    {
        // The first that is data stands for the group.
        foreach (var other in (finding.Rule.Id == "PG104" ? finding.Objects ?? [] : []).Where(other => other != finding.Address))
        {
            yield return destroyed[(finding.Plan, other)].Any(one => one.Kind is Kind.Snapshot or Kind.Backup) ? (other, PictureRole.Copy, "backed up by") : (other, PictureRole.Data, "goes with");
        }

        foreach (var inside in finding.Inside)
        {
            yield return (inside, PictureRole.Inside, "holds");
        }

        foreach (var protection in finding.Protections)
        {
            yield return (protection, PictureRole.Protection, "protected by");
        }
    }

    private bool Tie(Finding finding, string address, PictureRole role, string how, ILookup<(int, string), Finding> destroyed)
    {
        var (from, to) = ((finding.Plan, finding.Address!), (finding.Plan, address));
        var further = new[] { from, to }.Distinct().Count(one => !_indices.ContainsKey(one));
        if (_nodes.Count + further > _most)
        {
            return false;
        }

        var edge = new PictureEdge(Index(from, PictureRole.Data, destroyed), Index(to, role, destroyed), how);
        if (edge.From != edge.To && !_edges.Any(other => (other.From == edge.From && other.To == edge.To) || (other.From == edge.To && other.To == edge.From)))
        {
            _edges.Add(edge);
        }

        return true;
    }

    private int Index((int Plan, string Address) key, PictureRole role, ILookup<(int, string), Finding> destroyed)
    {
        if (!_indices.TryGetValue(key, out var index))
        {
            _indices[key] = index = _nodes.Count;
            var what = destroyed[key].Select(finding => finding.Kind).FirstOrDefault(kind => kind is not (null or Kind.Other)) is { } kind ? Kind.InWords(kind) : "";
            _nodes.Add(new(key.Address, what, role));
        }

        return index;
    }
}
