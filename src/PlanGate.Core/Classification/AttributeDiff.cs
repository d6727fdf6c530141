using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Compares an object before and after a change without letting a value out.</summary>
internal static class AttributeDiff
{
    /// <summary>The attributes of the first level that a change touches, those that become unknown included, in ordinal order.</summary>
    public static IReadOnlyList<string> Names(ChangeValues values)
    {
        if (values.Before is null || values.After is null)
        {
            return [];
        }

        var unknown = values.AfterUnknown as JObject;
        return
        [
            .. values.Before.Properties().Concat(values.After.Properties()).Concat(unknown?.Properties() ?? [])
                .Select(property => property.Name)
                .Distinct()
                .Where(name => Sensitivity.IsMarked(unknown, name) || !Same(values.Before[name], values.After[name]))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A hash over the old and the new value of one attribute; of a secret one only that it is there.</summary>
    public static string Hash(ChangeValues values, string path) =>
        ValueHash.Of(
        [
            Comparable(values.Before, values.BeforeSensitive, path),
            Sensitivity.IsMarked(values.AfterUnknown, path) ? "unknown" : Comparable(values.After, values.AfterSensitive, path),
        ]);

    /// <summary>The value at a path in a canonical form, or a mark in its place when it is secret or absent.</summary>
    public static string Comparable(JObject? value, JToken? sensitive, string path) =>
        value is null ? "absent"
        : Sensitivity.IsMarked(sensitive, path) ? "sensitive"
        : string.Join(',', Found(value, path).Select(ValueHash.Canonical));

    private static IEnumerable<JToken?> Found(JObject value, string path)
    {
        // Paths of the plan may hold list indices; paths of the catalogue walk through lists.
        JToken? at = value;
        foreach (var step in path.Split('.'))
        {
            at = at switch
            {
                JObject map => map[step],
                JArray list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return at is not null ? [at] : ValuePath.Find(value, path);
    }

    private static bool Same(JToken? left, JToken? right) => JToken.DeepEquals(left ?? JValue.CreateNull(), right ?? JValue.CreateNull());
}
