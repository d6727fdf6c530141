using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds blocks that an update takes away: an update can delete without a delete.</summary>
internal static class BlockDiff
{
    // Blocks whose loss is the loss of what they hold or start; rules, tags and time-outs come and go.
    private static readonly HashSet<string> Content = new(StringComparer.Ordinal)
    {
        "alert", "alerts", "attached_disk", "cluster", "clusters", "column_family", "container", "containers", "data_disk", "data_disks", "database", "databases", "disk", "disks",
        "ebs_block_device", "ebs_volume", "env", "environment", "environment_variable", "environment_variables", "env_variable", "file_share", "file_shares",
        "geo_location", "job", "jobs", "mount", "mounts", "replica", "replicas", "schema", "secret", "secrets", "service", "services", "share", "shares",
        "static_site", "storage", "storage_data_disk", "table", "tables", "variable", "variables", "volume", "volumes", "worker", "workers", "additional_volume",
        "persistent_volume", "region", "regions", "shard", "shards",
    };

    /// <summary>The dotted paths of content blocks of which there are fewer after the change, in ordinal order.</summary>
    public static IReadOnlyList<string> Stripped(ChangeValues values)
    {
        if (values.Before is null || values.After is null)
        {
            return [];
        }

        var before = Count(values.Before);
        var after = Count(values.After);
        return
        [
            .. before.Where(block => after.GetValueOrDefault(block.Key) < block.Value && !Sensitivity.IsMarked(values.AfterUnknown, block.Key))
                .Select(block => block.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, int> Count(JObject root)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Walk(root, "", counts);
        return counts;
    }

    private static void Walk(JObject block, string prefix, Dictionary<string, int> counts)
    {
        foreach (var (name, value) in block)
        {
            var path = prefix + name;
            var blocks = value switch
            {
                JArray list => list.OfType<JObject>().ToList(),
                JObject single => [single],
                _ => [],
            };
            if (Content.Contains(name) && blocks.Count > 0)
            {
                // A map of variables is a block for each of its members.
                counts[path] = counts.GetValueOrDefault(path) + (value is JObject { HasValues: true } map && map.Values().All(member => member is JValue) ? map.Count : blocks.Count);
            }

            foreach (var inner in blocks)
            {
                Walk(inner, path + ".", counts);
            }
        }
    }
}
