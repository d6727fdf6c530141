using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>Reads the marker trees that say which values are secret or unknown.</summary>
internal static class Sensitivity
{
    /// <summary>True when the value at a dotted path, something above it, or something inside it, is marked.</summary>
    public static bool IsMarked(JToken? marks, string path)
    {
        IEnumerable<JToken> level = marks is null ? [] : [marks];
        foreach (var name in path.Split('.'))
        {
            if (level.Any(IsTrue))
            {
                return true;
            }

            level = level.SelectMany(mark => Below(mark, name));
        }

        return level.Any(HoldsTrue);
    }

    /// <summary>True when the value at a dotted path as a whole, or something above it, is marked; not when only something inside it is.</summary>
    public static bool IsWhollyMarked(JToken? marks, string path)
    {
        IEnumerable<JToken> level = marks is null ? [] : [marks];
        foreach (var name in path.Split('.'))
        {
            if (level.Any(IsTrue))
            {
                return true;
            }

            level = level.SelectMany(mark => Below(mark, name));
        }

        return level.Any(IsTrue);
    }

    private static IEnumerable<JToken> Below(JToken mark, string name) => mark switch
    {
        JObject map => map[name] is { } found ? [found] : [],
        JArray list when int.TryParse(name, out var index) => index >= 0 && index < list.Count ? [list[index]] : [],
        JArray list => list.SelectMany(element => element is JValue && IsTrue(element) ? [element] : Below(element, name)),
        _ => [],
    };

    private static bool IsTrue(JToken mark) => mark.Type == JTokenType.Boolean && mark.Value<bool>();

    private static bool HoldsTrue(JToken mark) => IsTrue(mark) || (mark is JContainer container && container.DescendantsAndSelf().Any(IsTrue));
}
