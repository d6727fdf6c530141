using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>Walks a dotted path through an object; lists of blocks on the way are walked through, element by element.</summary>
internal static class ValuePath
{
    /// <summary>The values at the path, one per block that leads there; null for a block that lacks the last name. Nothing where no block leads there.</summary>
    public static IEnumerable<JToken?> Find(JToken root, string path)
    {
        IEnumerable<JObject> blocks = Blocks(root);
        var steps = PathStep.Parse(path);
        foreach (var step in steps[..^1])
        {
            blocks = blocks.SelectMany(block => Blocks(block[step.Name])).Where(step.Means);
        }

        var last = steps[^1].Name;
        return last == "*" ? blocks.SelectMany(block => block.PropertyValues()) : blocks.Select(block => block[last]);
    }

    /// <summary>The blocks that a value is: itself, or the elements of a list.</summary>
    public static IEnumerable<JObject> Blocks(JToken? value) => value switch
    {
        JObject block => [block],
        JArray list => list.SelectMany(Blocks),
        _ => [],
    };
}
