using PlanGate.Classification;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>What stops the apply, counted in one sentence: what a reviewer reads first.</summary>
internal static class LossWords
{
    /// <summary>Such as <c>a database and 2 volumes would be destroyed</c>.</summary>
    public static string Of(IReadOnlyList<Finding> blocking)
    {
        var destroyed = blocking.Where(finding => FindingWords.IsDestruction(finding) && finding.Rule.Id != "PG104").DistinctBy(finding => (finding.Plan, finding.Address, finding.Deposed)).ToList();
        if (destroyed.Count == 0)
        {
            return $"{FindingWords.Number(blocking.Count, "finding")} stop{(blocking.Count == 1 ? "s" : "")} the apply";
        }

        var kinds = destroyed.GroupBy(Noun).OrderBy(group => Kind.Rank(group.First().Kind)).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var named = kinds.Take(kinds.Count > 4 ? 3 : 4).Select(kind => Counted(kind.Key, kind.Count())).ToList();
        if (kinds.Count > 4)
        {
            var rest = kinds.Skip(3).Sum(kind => kind.Count());
            named.Add($"{rest} more objects");
        }

        var list = named.Count == 1 ? named[0] : $"{string.Join(", ", named.SkipLast(1))} and {named[^1]}";
        var together = blocking.Any(finding => finding.Rule.Id == "PG104") ? ", data together with its backups" : "";
        var others = blocking.Count(finding => !FindingWords.IsDestruction(finding) && finding.Rule.Id != "PG110");
        return $"{list} would be destroyed{together}{(others == 0 ? "" : $", and {FindingWords.Number(others, "further finding")}")}";
    }

    private static string Noun(Finding finding) =>
        FindingWords.HoldsNoData(finding) ? "a production object"
        : finding.Kind is null or Kind.Other ? "an object"
        : Kind.InWords(finding.Kind);

    private static string Counted(string noun, int count) => count == 1 ? noun : noun switch
    {
        "backups" => $"{count} sets of backups",
        "logs" => $"{count} log archives",
        "data" => $"{count} data objects",
        "a database inside a server" => $"{count} databases inside servers",
        "a container of other resources" => $"{count} containers of other resources",
        "a machine's disk" => $"{count} machines' disks",
        "a search index" => $"{count} search indexes",
        _ when noun.EndsWith('y') && noun != "a key" => $"{count} {Bare(noun)[..^1]}ies",
        _ => $"{count} {Bare(noun)}s",
    };

    private static string Bare(string noun) => noun[(noun.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
