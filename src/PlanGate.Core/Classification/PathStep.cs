using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>One step of a dotted path: a name, and for a list of blocks perhaps which of them are meant: <c>rule[status=Enabled]</c>. A name with dots is quoted.</summary>
/// <param name="Name">The member; <c>*</c> for every member of a map.</param>
/// <param name="Inner">A dotted path in the block, or null where every block is meant.</param>
/// <param name="Value">What the block must say there.</param>
internal readonly record struct PathStep(string Name, string? Inner = null, string? Value = null)
{
    private static readonly ConcurrentDictionary<string, PathStep[]> Parsed = new(StringComparer.Ordinal);

    /// <summary>The steps of a path; the paths of the catalogue and of the program come again with every object.</summary>
    public static PathStep[] Parse(string path) => Parsed.GetOrAdd(path, ParseAnew);

    private static PathStep[] ParseAnew(string path) =>
        path.IndexOfAny(['[', '"']) >= 0 ? [.. Split(path).Select(One)] : [.. path.Split('.').Select(name => new PathStep(name))];

    /// <summary>The path without the conditions on blocks, as people name an attribute.</summary>
    public static string Plain(string path) => path.Contains('[') ? string.Join('.', Parse(path).Select(step => step.Name)) : path;

    /// <summary>True when the block is one of those that are meant; one that does not say may be.</summary>
    public bool Means(JObject block)
    {
        var wanted = Value;
        return Inner is null
            || ValuePath.Find(block, Inner).DefaultIfEmpty(null).Any(one => one is null or { Type: JTokenType.Null } || string.Equals(one.ToString(), wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static PathStep One(string step) =>
        step.Split('[', '=', ']') is [var name, var inner, var value, ""] ? new(name, inner, value) : new(step.Trim('"'));

    // The dots inside of brackets and of quoted names part nothing.
    private static IEnumerable<string> Split(string path)
    {
        var start = 0;
        var depth = 0;
        var quoted = false;
        for (var at = 0; at < path.Length; at++)
        {
            depth += path[at] switch { '[' => 1, ']' => -1, _ => 0 };
            quoted ^= path[at] == '"';
            if (path[at] == '.' && depth == 0 && !quoted)
            {
                yield return path[start..at];
                start = at + 1;
            }
        }

        yield return path[start..];
    }
}
