using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds blocks that an update takes away: an update can delete without a delete.</summary>
internal static class BlockDiff
{
    // Blocks whose loss is the loss of what they hold or start; rules, tags and time-outs come and go.
    private static readonly HashSet<string> Content = new(StringComparer.Ordinal)
    {
        "alert", "alerts", "cluster", "clusters", "column", "column_family", "data_disk", "data_disks", "database", "databases", "disk", "disks",
        "ebs_block_device", "ebs_volume", "env", "environment", "environment_variable", "environment_variables", "env_variable", "file_share", "file_shares",
        "geo_location", "job", "jobs", "replica", "replicas", "schema", "secret", "secrets", "service", "services", "share", "shares",
        "static_site", "storage", "storage_data_disk", "table", "tables", "variable", "variables", "volume", "volumes", "worker", "workers", "additional_volume",
        "persistent_volume", "region", "regions", "shard", "shards",
    };

    /// <summary>The names of blocks whose loss counts.</summary>
    internal static IReadOnlyCollection<string> ContentNames => Content;

    // One variable more or less is an everyday change; that all of a path go is not.
    private static readonly HashSet<string> Variables = new(StringComparer.Ordinal)
    {
        "env", "environment", "environment_variable", "environment_variables", "env_variable", "secret", "secrets", "variable", "variables",
    };

    // Volumes of these hold nothing of their own.
    private static readonly HashSet<string> Borrowed = new(StringComparer.Ordinal) { "config_map", "secret", "empty_dir", "projected", "downward_api" };

    /// <summary>The dotted paths of content blocks of which there are fewer after the change, in ordinal order.</summary>
    public static IReadOnlyList<string> Stripped(ChangeValues values)
    {
        if (values.Before is null || values.After is null)
        {
            return [];
        }

        var stripped = new SortedSet<string>(StringComparer.Ordinal);
        Walk(values.Before, values.After, "", stripped);
        return [.. stripped.Where(path => !Sensitivity.IsWhollyMarked(values.AfterUnknown, path))];
    }

    private static void Walk(JObject before, JObject? after, string prefix, SortedSet<string> stripped)
    {
        foreach (var (name, value) in before)
        {
            var (olds, news) = (Blocks(name, value), Blocks(name, after?[name]));
            if (Content.Contains(name) && Loses(name, olds, news) && !prefix.StartsWith("service_connect_configuration.", StringComparison.Ordinal))
            {
                stripped.Add(prefix + name);
            }

            foreach (var (old, current) in BlockPairs.Match(olds, news).Where(pair => pair.Old is not null))
            {
                Walk(old!, current, $"{prefix}{name}.", stripped);
            }
        }
    }

    private static bool Loses(string name, List<JObject> olds, List<JObject> news) =>
        Variables.Contains(name) ? Variable(olds) > 0 && Variable(news) == 0
        : BlockPairs.KeyOf(olds, news) is { } key ? olds.Select(block => block[key]!.ToString()).Except(news.Select(block => block[key]!.ToString())).Any()
        : news.Count < olds.Count;

    // A map of variables is a block for each of its members.
    private static int Variable(List<JObject> blocks) => blocks.Sum(block => block.HasValues && block.Values().All(member => member is JValue) ? block.Count : 1);

    private static List<JObject> Blocks(string name, JToken? value)
    {
        var blocks = ValuePath.Blocks(value).ToList();
        if (name is "volume" or "volumes")
        {
            blocks.RemoveAll(IsBorrowed);
        }

        return blocks;
    }

    // Every source that the block names is one that lives elsewhere.
    private static bool IsBorrowed(JObject volume)
    {
        var sources = volume.Properties().Where(property => property.Name != "name" && property.Value is JObject or JArray { Count: > 0 }).Select(property => property.Name).ToList();
        return sources.Count > 0 && sources.All(Borrowed.Contains);
    }
}
