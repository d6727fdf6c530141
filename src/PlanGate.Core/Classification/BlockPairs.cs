using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>One value before and after a change.</summary>
/// <param name="Before">The value before, or null where it is absent.</param>
/// <param name="After">The value after, or null where it is absent.</param>
/// <param name="IsAdded">Its block joins others of the same list, which stay.</param>
/// <param name="IsRemoved">Its block leaves others of the same list, which stay.</param>
internal readonly record struct ValuePair(JToken? Before, JToken? After, bool IsAdded = false, bool IsRemoved = false);

/// <summary>Walks a dotted path through an object before and after a change at once, so that each block is compared with itself.</summary>
internal static class BlockPairs
{
    // What providers tell the blocks of a list apart by.
    private static readonly string[] Keys =
    [
        "id", "name", "rule_id", "rule_name", "key", "device_name", "lun", "region_name", "region", "location", "path", "mount_path", "volume_id", "disk_id",
        "family", "attribute_name", "label", "cluster_id", "interface", "zone", "alias",
    ];

    /// <summary>The values at the path; one pair of nulls where no block leads there on either side.</summary>
    public static IEnumerable<ValuePair> Find(JObject before, JObject after, string path) => Walk(before, after, PathStep.Parse(path), 0);

    private static IEnumerable<ValuePair> Walk(JObject? before, JObject? after, PathStep[] steps, int at)
    {
        var step = steps[at];
        if (at == steps.Length - 1)
        {
            return step.Name == "*"
                ? (before?.Properties() ?? []).Concat(after?.Properties() ?? []).Select(property => property.Name).Distinct().Select(name => new ValuePair(before?[name], after?[name]))
                : [new(before?[step.Name], after?[step.Name])];
        }

        var (olds, news) = (ValuePath.Blocks(before?[step.Name]).ToList(), ValuePath.Blocks(after?[step.Name]).ToList());
        if (olds.Count == 0 || news.Count == 0)
        {
            // With no block at all on one side, what holds there is the default.
            var present = olds.Where(step.Means).Select(block => Walk(block, null, steps, at + 1)).Concat(news.Where(step.Means).Select(block => Walk(null, block, steps, at + 1))).ToList();
            return present.Count == 0 ? [new(null, null)] : present.SelectMany(pairs => pairs);
        }

        // A block that is not meant is as good as none.
        return Match(olds, news)
            .Select(match => (Old: match.Old is { } old && step.Means(old) ? old : null, New: match.New is { } current && step.Means(current) ? current : null))
            .Where(match => match.Old is not null || match.New is not null)
            .SelectMany(match => Walk(match.Old, match.New, steps, at + 1)
                .Select(pair => pair with { IsAdded = pair.IsAdded || match.Old is null, IsRemoved = pair.IsRemoved || match.New is null }));
    }

    /// <summary>Pairs the blocks of a list before and after: by what tells them apart, else what stayed as it was with itself and the rest in order.</summary>
    public static IEnumerable<(JObject? Old, JObject? New)> Match(List<JObject> olds, List<JObject> news)
    {
        if (KeyOf(olds, news) is { } key)
        {
            var byKey = news.ToDictionary(block => block[key]!.ToString(), StringComparer.Ordinal);
            var known = olds.Select(block => block[key]!.ToString()).ToHashSet(StringComparer.Ordinal);
            var kept = olds.Where(block => byKey.ContainsKey(block[key]!.ToString())).Select(block => ((JObject?)block, (JObject?)byKey[block[key]!.ToString()]));
            // A block that goes and one that comes may be the same one renamed.
            return kept.Concat(InOrder([.. olds.Where(block => !byKey.ContainsKey(block[key]!.ToString()))], [.. news.Where(block => !known.Contains(block[key]!.ToString()))]));
        }

        // What stayed as it was is its own pair; the rest is taken in order.
        var rest = new List<JObject>(news);
        var changed = olds.Where(block => !RemoveEqual(rest, block)).ToList();
        return InOrder(changed, rest);
    }

    private static IEnumerable<(JObject? Old, JObject? New)> InOrder(List<JObject> olds, List<JObject> news) =>
        Enumerable.Range(0, Math.Max(olds.Count, news.Count)).Select(index => (olds.ElementAtOrDefault(index), news.ElementAtOrDefault(index)));

    /// <summary>The member by which every block of both lists is told apart, or null.</summary>
    public static string? KeyOf(List<JObject> olds, List<JObject> news) =>
        olds.Count == 0 && news.Count == 0 ? null : Keys.FirstOrDefault(key => TellsApart(olds, key) && TellsApart(news, key));

    private static bool TellsApart(List<JObject> blocks, string key) =>
        blocks.All(block => block[key] is JValue { Value: not null and not "" }) && blocks.Select(block => block[key]!.ToString()).Distinct().Count() == blocks.Count;

    private static bool RemoveEqual(List<JObject> blocks, JObject wanted)
    {
        var index = blocks.FindIndex(block => JToken.DeepEquals(block, wanted));
        if (index >= 0)
        {
            blocks.RemoveAt(index);
        }

        return index >= 0;
    }
}
