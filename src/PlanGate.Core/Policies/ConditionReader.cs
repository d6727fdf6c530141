using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;

namespace PlanGate.Policies;

/// <summary>Reads one condition of a custom rule.</summary>
internal static class ConditionReader
{
    // The library reads a path by recursion.
    private const int LongestPath = 1000;

    public static Condition Read(YamlNodeReader node)
    {
        var members = node.Map("path", "equals", "not-equals", "in", "matches", "less-than", "greater-than", "exists", "changed");
        if (!members.TryGetValue("path", out var path))
        {
            throw node.Wrong($"{node.Subject()} has no \"path\"");
        }

        if (members.Count == 1)
        {
            throw node.Wrong($"{node.Subject()} tests nothing: add equals, not-equals, in, matches, less-than, greater-than, exists or changed");
        }

        return new(Path(path), [.. members.Where(member => member.Key != "path").Select(member => Test(member.Key, member.Value))]);
    }

    private static string Path(YamlNodeReader node)
    {
        var path = node.Text();
        if (path is not ("$.before" or "$.after") && !path.StartsWith("$.before.", StringComparison.Ordinal) && !path.StartsWith("$.after.", StringComparison.Ordinal)
            && !path.StartsWith("$.before[", StringComparison.Ordinal) && !path.StartsWith("$.after[", StringComparison.Ordinal))
        {
            throw node.Wrong($"\"{YamlNodeReader.Short(path)}\" does not begin with $.before or $.after");
        }

        if (path.Length > LongestPath)
        {
            throw node.Wrong($"{node.Subject()} is longer than {LongestPath} letters");
        }

        if (path.Contains("=~", StringComparison.Ordinal))
        {
            throw node.Wrong($"\"{YamlNodeReader.Short(path)}\" holds a pattern, which may take for ever: use matches");
        }

        try
        {
            _ = new JObject().SelectTokens(path).ToList();
            return path;
        }
        catch (Exception e) when (Condition.IsOfPaths(e))
        {
            throw node.Wrong($"\"{YamlNodeReader.Short(path)}\" is no JSONPath: {e.Message}");
        }
    }

    private static ConditionTest Test(string name, YamlNodeReader node) => name switch
    {
        "equals" => new ConditionTest.Equal([node.Value()], false),
        "not-equals" => new ConditionTest.Equal([node.Value()], true),
        "in" => node.List() is { Count: > 0 } list ? new ConditionTest.Equal([.. list.Select(element => element.Value())], false) : throw node.Wrong($"{node.Subject()} is an empty list"),
        "matches" => new ConditionTest.Match(Pattern(node)),
        "less-than" => new ConditionTest.Compare(Limit(node), false),
        "greater-than" => new ConditionTest.Compare(Limit(node), true),
        "exists" => new ConditionTest.Exists(node.Flag()),
        "changed" => new ConditionTest.Changed(node.Flag()),
        _ => throw node.Wrong($"\"{name}\" is no test"),
    };

    private static double Limit(YamlNodeReader node) => Quantity.Of(node.Value()) is { } limit && double.IsFinite(limit) ? limit : throw node.Wrong($"{node.Subject()} is neither a number nor a duration or size such as 7d or 20Gi");

    private static Regex Pattern(YamlNodeReader node)
    {
        var pattern = node.Text();
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw node.Wrong($"{node.Subject()} is no pattern that can be used here: {e.Message.Replace(pattern, YamlNodeReader.Short(pattern), StringComparison.Ordinal)}");
        }
    }
}
