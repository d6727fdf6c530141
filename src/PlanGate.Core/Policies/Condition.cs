using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Policies;

/// <summary>A condition on an attribute, before or after the change. All of its tests must hold.</summary>
/// <param name="Path">A JSONPath that begins with <c>$.before</c> or <c>$.after</c>.</param>
/// <param name="Tests">The tests on what is found there.</param>
public sealed record Condition(string Path, IReadOnlyList<ConditionTest> Tests)
{
    /// <summary>The path without its beginning, as findings name the attribute.</summary>
    public string Attribute => Path[(Path.IndexOf('.', 2) is >= 0 and var dot ? dot + 1 : Path.Length)..];

    /// <summary>True when the condition is met. What is unknown until apply meets every condition.</summary>
    public bool IsMet(ChangeValues values)
    {
        var sides = new JObject { ["before"] = values.Before?.DeepClone(), ["after"] = WithUnknowns(values) };
        if (IsUnknown(sides))
        {
            return true;
        }

        var found = sides.SelectTokens(Path).ToList();
        return Tests.All(test => test.Holds(found, () => Other(sides)));
    }

    // The same path on the other side of the change.
    private List<JToken> Other(JObject sides)
    {
        var other = Path.StartsWith("$.before", StringComparison.Ordinal) ? $"$.after{Path["$.before".Length..]}" : $"$.before{Path["$.after".Length..]}";
        return [.. sides.SelectTokens(other)];
    }

    // A value below something unknown is unknown too.
    private bool IsUnknown(JObject sides)
    {
        for (var end = Path.Length; end > 1; end = Path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (TrySelect(sides, Path[..end]).Any(token => token.Type == JTokenType.Undefined || (end == Path.Length && token is JContainer container && container.DescendantsAndSelf().Any(one => one.Type == JTokenType.Undefined))))
            {
                return true;
            }
        }

        return false;
    }

    // A cut inside of a filter or a quoted name is no path: nothing is found there.
    private static IEnumerable<JToken> TrySelect(JObject sides, string path)
    {
        try
        {
            return [.. sides.SelectTokens(path)];
        }
        catch (Newtonsoft.Json.JsonException)
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
}

/// <summary>One test of a condition.</summary>
public abstract record ConditionTest
{
    /// <summary>True when it holds for what the path has found.</summary>
    /// <param name="found">The values; none where the path leads nowhere.</param>
    /// <param name="other">What the same path finds on the other side of the change.</param>
    internal abstract bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other);

    /// <summary>A value equals one of a list (<c>equals</c> has one, <c>in</c> several), or, negated, none does.</summary>
    public sealed record Equal(IReadOnlyList<JValue> Values, bool Negated) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) => found.Any(token => Values.Any(value => Same(token, value))) != Negated;

        private static bool Same(JToken token, JValue value) =>
            Quantity.Of(token) is { } left && value.Type is JTokenType.Float or JTokenType.Integer ? left == (double)value : token.Type == JTokenType.Null ? value.Type == JTokenType.Null
            : token is JValue plain && string.Equals(Plain(plain), Plain(value), StringComparison.Ordinal);

        private static string Plain(JValue value) => value.Type == JTokenType.Boolean ? (bool)value.Value! ? "true" : "false" : value.ToString();
    }

    /// <summary>A text matches a pattern that knows no backtracking.</summary>
    public sealed record Match(Regex Pattern) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other) => found.Any(token => token is JValue { Value: not null } value && Pattern.IsMatch(value.ToString()));
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

    /// <summary>The two sides differ, or are the same.</summary>
    public sealed record Changed(bool Expected) : ConditionTest
    {
        internal override bool Holds(IReadOnlyList<JToken> found, Func<IReadOnlyList<JToken>> other)
        {
            var others = other();
            var same = found.Count == others.Count && found.Zip(others).All(pair => JToken.DeepEquals(pair.First, pair.Second));
            return same != Expected;
        }
    }
}
