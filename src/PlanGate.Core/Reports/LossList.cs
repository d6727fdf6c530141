using PlanGate.Judging;
using PlanGate.Plans;

namespace PlanGate.Reports;

/// <summary>An object that goes, or that a blocking finding is about.</summary>
/// <param name="Plan">The index of its plan.</param>
/// <param name="Address">Its address.</param>
/// <param name="Shown">The address, with the key of a deposed object.</param>
internal readonly record struct LossName(int Plan, string Address, string Shown);

/// <summary>Every object that a person would say yes to, and every other that the plans destroy: none of them may be missing where a yes is asked for.</summary>
internal sealed class LossList
{
    private readonly Verdict _verdict;
    private readonly IReadOnlyList<LossName> _stopped;
    private readonly IReadOnlyList<LossName> _others;

    public LossList(Verdict verdict)
    {
        _verdict = verdict;
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        _stopped = [.. Once(blocking.Where(finding => finding.Address is not null).SelectMany(Subjects).Concat(blocking.SelectMany(Names)))];
        var stopped = _stopped.Select(name => (name.Plan, name.Address)).ToHashSet();
        _others =
        [
            .. Once(verdict.Plans
                    .SelectMany((plan, index) => plan.Changes.Where(change => change.Action.Destroys).Select(change => new LossName(index, change.Address, Shown(change.Address, change.Deposed))))
                    .Concat(verdict.Findings.SelectMany(finding => finding.Inside.Select(address => new LossName(finding.Plan, address, address)))))
                .Where(name => !stopped.Contains((name.Plan, name.Address)))
                .OrderBy(name => name.Plan)
                .ThenBy(name => name.Shown, StringComparer.Ordinal),
        ];
    }

    /// <summary>How many there are.</summary>
    public int Count => _stopped.Count + _others.Count;

    /// <summary>What the plans destroy besides, which nothing stops.</summary>
    public IReadOnlyList<LossName> Others => _others;

    /// <summary>The objects that a finding is about.</summary>
    public static IEnumerable<LossName> Names(Finding finding) =>
        (finding.Objects is { } objects ? Main(finding).Concat(objects.Where(address => address != finding.Address).Select(address => new LossName(finding.Plan, address, address))) : Subjects(finding))
            .Concat(finding.Inside.Select(address => new LossName(finding.Plan, address, address)));

    /// <summary>The folded list of everything that is stopped and that the table does not name.</summary>
    /// <param name="named">What the table names.</param>
    /// <param name="most">How many names there is room for.</param>
    /// <param name="wholeReport">Where the rest can be read; may be empty.</param>
    public string Stopped(HashSet<LossName> named, int most, string wholeReport) => Folded("Everything else that is stopped here", Unnamed(named), most, wholeReport);

    /// <summary>The folded list of what the plans destroy besides, with what room the other list leaves.</summary>
    public string Besides(HashSet<LossName> named, int most, string wholeReport) =>
        Folded("What the plan destroys besides, which nothing stops", _others, Math.Max(0, most - Unnamed(named).Count), wholeReport);

    private List<LossName> Unnamed(HashSet<LossName> named)
    {
        var addresses = named.Select(name => (name.Plan, name.Address)).ToHashSet();
        return [.. _stopped.Where(name => !named.Contains(name) && (name.Shown != name.Address || !addresses.Contains((name.Plan, name.Address))))];
    }

    private string Folded(string title, IReadOnlyList<LossName> names, int most, string wholeReport)
    {
        if (names.Count == 0)
        {
            return "";
        }

        var plan = -1;
        var lines = names.Take(most).Select(name =>
        {
            var head = _verdict.Plans.Count > 1 && name.Plan != plan ? $"in {MarkdownText.InPre(_verdict.Plans[name.Plan].Source)}:\n" : "";
            plan = name.Plan;
            return $"{head}{MarkdownText.InPre(name.Shown)}\n";
        });
        var more = names.Count > most ? $"... and {names.Count - most} more that have no room here{(wholeReport.Length > 0 ? $": see {wholeReport}" : "")}\n" : "";
        return $"\n<details><summary>{title} ({names.Count})</summary>\n\n<pre>\n{string.Concat(lines)}{more}</pre>\n\n</details>\n";
    }

    private static IEnumerable<LossName> Main(Finding finding) => finding.Address is { } address ? [new(finding.Plan, address, address)] : [];

    private static IEnumerable<LossName> Subjects(Finding finding) => finding.Address is { } address ? [new(finding.Plan, address, Shown(address, finding.Deposed))] : [];

    // Lists of addresses do not know the keys of deposed objects.
    private static IEnumerable<LossName> Once(IEnumerable<LossName> names)
    {
        var (shown, addresses) = (new HashSet<LossName>(), new HashSet<(int, string)>());
        foreach (var name in names)
        {
            if (shown.Add(name) && (addresses.Add((name.Plan, name.Address)) || name.Shown != name.Address))
            {
                yield return name;
            }
        }
    }

    private static string Shown(string address, string? deposed) => deposed is null ? address : $"{address} (deposed {deposed})";
}
