using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>Collects tags and labels from the many shapes in which providers write them.</summary>
internal static class ObjectTags
{
    private static readonly string[] Maps =
    [
        "tags_all", "tags", "labels", "effective_labels", "terraform_labels", "pulumi_labels", "resource_labels", "user_labels", "default_labels", "freeform_tags", "defined_tags",
        "tag", "settings.user_labels", "metadata.labels", "metadata.annotations", "default_tags.tags", "default_tags",
    ];

    /// <summary>Key and value of every tag on an object or provider block; the key is empty for tags that are mere words.</summary>
    public static IEnumerable<(string Key, string Value)> Of(JObject value) =>
        Maps.SelectMany(path => ValuePath.Find(value, path)).SelectMany(Pairs).Distinct();

    /// <summary>The values of one tag in a canonical form; empty where it is not there.</summary>
    public static string ValueOf(JObject? value, string key) =>
        value is null ? "" : string.Join('\n', Of(value).Where(tag => tag.Key == key).Select(tag => tag.Value).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<(string Key, string Value)> Pairs(JToken? tags) => tags switch
    {
        JObject map => map.Properties().Where(property => property.Value is JValue).Select(property => (property.Name, property.Value.ToString())),
        JArray list => list.SelectMany(Element),
        _ => [],
    };

    private static IEnumerable<(string Key, string Value)> Element(JToken element)
    {
        if (element is JObject pair && (pair["key"] ?? pair["Key"]) is JValue key)
        {
            return [(key.ToString(), (pair["value"] ?? pair["Value"])?.ToString() ?? "")];
        }

        if (element is JValue { Value: string word })
        {
            var split = word.IndexOfAny([':', '=']);
            return [split > 0 ? (word[..split], word[(split + 1)..]) : ("", word)];
        }

        return [];
    }
}
