using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Policies;

/// <summary>A condition on an attribute, before or after the change. All of its tests must hold.</summary>
/// <param name="Path">A JSONPath that begins with <c>$.before</c> or <c>$.after</c>.</param>
/// <param name="Tests">The tests on what is found there.</param>
public sealed partial record Condition(string Path, IReadOnlyList<ConditionTest> Tests)
{
    /// <summary>The attribute as findings name it: the names of the path, dotted, as far as it does not search. Empty for the whole object.</summary>
    public string Attribute { get; } = string.Join('.', PlainSteps.Match(Path).Groups["name"].Captures.Select(name => name.Value));

    /// <summary>True when the condition is met. What is unknown until apply meets every condition.</summary>
    public bool IsMet(ChangeValues values) => Decide(values) ?? true;

    /// <summary>Whether the condition is met; null where only the apply will show it.</summary>
    public bool? Decide(ChangeValues values)
    {
        var sides = new JObject { ["before"] = values.Before?.DeepClone(), ["after"] = WithUnknowns(values) };
        try
        {
            var found = sides.SelectTokens(Path).ToList();
            return LooksIntoAnUnknown(sides) || IsUnknown(sides, Path) || FiltersByAnUnknown(sides) ? null : Tests.All(test => test.Holds(found, () => Other(sides)));
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            return null;
        }
    }

    /// <summary>What the library throws at a path that it cannot read, and at a filter such as <c>[?(@.port > 5)]</c> on a port that is no number.</summary>
    internal static bool IsOfPaths(Exception e) =>
        e is Newtonsoft.Json.JsonException or FormatException or OverflowException or InvalidCastException or ArgumentException or IndexOutOfRangeException or InvalidOperationException;

    // The same path on the other side of the change.
    private List<JToken> Other(JObject sides)
    {
        var other = Path.StartsWith("$.before", StringComparison.Ordinal) ? $"$.after{Path["$.before".Length..]}" : $"$.before{Path["$.after".Length..]}";
        return [.. sides.SelectTokens(other)];
    }

    // "$.after..port" looks everywhere: also into what is not known yet.
    private bool LooksIntoAnUnknown(JObject sides) =>
        Path.Contains("..", StringComparison.Ordinal) && Path.StartsWith("$.after", StringComparison.Ordinal) && sides.DescendantsAndSelf().Any(token => token.Type == JTokenType.Undefined);

    // A value below something unknown is unknown too.
    private static bool IsUnknown(JToken root, string path)
    {
        for (var end = path.Length; end > 1; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (TrySelect(root, path[..end]).Any(token => token.Type == JTokenType.Undefined || (end == path.Length && token is JContainer container && container.DescendantsAndSelf().Any(one => one.Type == JTokenType.Undefined))))
            {
                return true;
            }
        }

        return false;
    }

    // Whether a filter selects an element is unknown where what it asks about is.
    private bool FiltersByAnUnknown(JObject sides)
    {
        for (var filter = Path.IndexOf("[?", StringComparison.Ordinal); filter >= 0; filter = Path.IndexOf("[?", filter + 2, StringComparison.Ordinal))
        {
            var asked = FilterPaths.Matches(Path, filter).Select(match => $"${match.Groups["path"].Value}").ToList();
            if (TrySelect(sides, $"{Path[..filter]}[*]").Any(element => element.Type == JTokenType.Undefined || asked.Any(path => IsUnknown(element, path))))
            {
                return true;
            }
        }

        return false;
    }

    // A cut inside of a filter or a quoted name is no path: nothing is found there.
    private static IEnumerable<JToken> TrySelect(JToken root, string path)
    {
        try
        {
            return [.. root.SelectTokens(path)];
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            return [];
        }
    }

    private static JToken WithUnknowns(ChangeValues values) => Merge(values.After, values.AfterUnknown) ?? JValue.CreateNull();

    private static JToken? Merge(JToken? value, JToken? unknown)
    {
        switch (unknown)
        {
            case JValue { Value: true }:
                return JValue.CreateUndefined();
            case JObject marks:
                var map = (value as JObject)?.DeepClone() as JObject ?? [];
                foreach (var (name, mark) in marks)
                {
                    if (Merge(map[name], mark) is { } merged)
                    {
                        map[name] = merged;
                    }
                }

                return map.HasValues || value is not null ? map : null;
            case JArray marks:
                var list = (value as JArray)?.DeepClone() as JArray ?? [];
                for (var index = 0; index < marks.Count; index++)
                {
                    var merged = Merge(index < list.Count ? list[index] : null, marks[index]);
                    if (index < list.Count && merged is not null)
                    {
                        list[index] = merged;
                    }
                    else if (merged is not null)
                    {
                        list.Add(merged);
                    }
                }

                return list.HasValues || value is not null ? list : null;
            default:
                return value?.DeepClone();
        }
    }

    [GeneratedRegex(@"^\$\.(?:before|after)(?:\.(?<name>[^.\[*]+)|\['(?<name>[^'.]+)'\]|\[[0-9]+\]|\[\*\])*")]
    private static partial Regex PlainSteps { get; }

    [GeneratedRegex(@"@(?<path>(?:\.[\w-]+|\['[^']+'\])+)")]
    private static partial Regex FilterPaths { get; }
}

/// <summary>One test of a condition.</summary>
public abstract record ConditionTest
{
    /// <summary>True when it holds for what the path has found.</summary>
    /// <param name="found">The values; none where the path leads nowhere.</param>
    /// <param name="other">What the same path finds on the other side of the change.</param>
    internal abstract bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other);

    private static string Plain(JValue value) => value.Type == JTokenType.Boolean ? (bool)value.Value! ? "true" : "false" : value.ToString();

    /// <summary>A value equals one of a list (<c>equals</c> has one, <c>in</c> several), or, negated, none does.</summary>
    public sealed record Equal(IReadOnlyList<JValue> Values, bool Negated) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) => found.Any(token => Values.Any(value => Same(token, value))) != Negated;

        private static bool Same(JToken token, JValue value) =>
            Quantity.Of(token) is { } left && value.Type is JTokenType.Float or JTokenType.Integer ? left == (double)value : token.Type == JTokenType.Null ? value.Type == JTokenType.Null
            : token is JValue plain && string.Equals(Plain(plain), Plain(value), StringComparison.Ordinal);
    }

    /// <summary>A text matches a pattern that knows no backtracking.</summary>
    public sealed record Match(Regex Pattern) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) => found.Any(token => token is JValue { Value: not null } value && Pattern.IsMatch(Plain(value)));
    }

    /// <summary>A number, a duration or a size is less than a limit, or greater.</summary>
    public sealed record Compare(double Limit, bool Greater) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) =>
            found.Any(token => Quantity.Of(token) is { } number && (Greater ? number > Limit : number < Limit));
    }

    /// <summary>There is a value, or there is none.</summary>
    public sealed record Exists(bool Expected) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) => found.Any(token => token.Type != JTokenType.Null) == Expected;
    }

    /// <summary>The two sides differ, or are the same. What becomes unknown is either; null is as good as absent.</summary>
    public sealed record Changed(bool Expected) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other)
        {
            var others = other();
            var same = found.Concat(others).All(token => token.Type == JTokenType.Null)
                || (found.Count == others.Count && found.Zip(others).All(pair => JToken.DeepEquals(pair.First, pair.Second)));
            return same != Expected || others.Any(token => token.Type == JTokenType.Undefined);
        }
    }
}
