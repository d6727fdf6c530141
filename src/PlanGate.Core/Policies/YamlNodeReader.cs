using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PlanGate.Policies;

/// <summary>Reads one node of a policy file strictly: what is not known, or of the wrong type, is an error with its place.</summary>
internal sealed partial class YamlNodeReader
{
    // A policy of thousands of rules has fewer; a bomb of aliases has more.
    private const int MostNodes = 200_000;
    private const int MostDepth = 32;
    private const int LongestName = 100;

    private readonly YamlNode _node;
    private readonly string _file;
    private readonly string _path;

    private YamlNodeReader(YamlNode node, string file, string path) => (_node, _file, _path) = (node, file, path);

    /// <summary>The one document of a file.</summary>
    /// <exception cref="PolicyException">It is no YAML, has a member twice, more than one document, or grows without end.</exception>
    public static YamlNodeReader Of(string text, string file)
    {
        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            YamlFirstLook.Refuse(parser, file, MostDepth);
            parser = new(new StringReader(text));
            stream.Load(parser);
        }
        catch (YamlException e)
        {
            throw new PolicyException(e.Message, file, e.Start.Line, e.Start.Column);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The library gives up on some texts, such as "[:x", in ways of its own.
            throw new PolicyException("no YAML from here on", file, parser.Current?.End.Line ?? 1, parser.Current?.End.Column ?? 1);
        }

        if (stream.Documents.Count == 0)
        {
            throw new PolicyException("an empty policy: write at least `version: 1`", file, 1, 1);
        }

        var budget = MostNodes;
        Count(stream.Documents[0].RootNode, file, ref budget, 0);
        return new(stream.Documents[0].RootNode, file, "");
    }

    /// <summary>The members of a map by name; an unknown one is an error that names the nearest known.</summary>
    public IReadOnlyDictionary<string, YamlNodeReader> Map(params string[] known)
    {
        var members = Entries();
        foreach (var (name, member) in members)
        {
            if (!known.Contains(name))
            {
                throw member.Key.Wrong($"there is no \"{Short(name)}\" {Where()}{Nearest(name, known)}");
            }
        }

        return members.ToDictionary(entry => entry.Name, entry => entry.Entry.Value, StringComparer.Ordinal);
    }

    /// <summary>The members of a map whose names are the user's own.</summary>
    public IReadOnlyList<(string Name, (YamlNodeReader Key, YamlNodeReader Value) Entry)> Entries()
    {
        if (_node is not YamlMappingNode map)
        {
            throw Wrong($"{Subject()} is not a map");
        }

        return
        [
            .. map.Children.Select(child =>
            {
                var key = new YamlNodeReader(child.Key, _file, _path);
                var name = key.Word();
                return (name, (key, new YamlNodeReader(child.Value, _file, _path.Length == 0 ? name : $"{_path}.{name}")));
            }),
        ];
    }

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<YamlNodeReader> List() => _node is YamlSequenceNode list
        ? [.. list.Children.Select((child, index) => new YamlNodeReader(child, _file, $"{_path}[{index}]"))]
        : throw Wrong($"{Subject()} is not a list");

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts() => [.. List().Select(element => element.Text())];

    /// <summary>The text of a scalar, never empty. What YAML takes for a number, true, false or null is none.</summary>
    public string Text() => IsPlain() && NoTexts.IsMatch(Scalar()) ? throw Wrong($"{Subject()} is no text: put it in quotes") : Word();

    /// <summary>The text of a scalar, never empty: also of one that YAML takes for a number, true or false. Not of null.</summary>
    public string Word() => Scalar() is { Length: > 0 } text && !(IsPlain() && Nulls.IsMatch(text)) ? text : throw Wrong($"{Subject()} is empty");

    /// <summary>One of some words; anything else is an error that names the nearest.</summary>
    public string OneOf(IReadOnlyCollection<string> words) =>
        Text() is var text && words.Contains(text) ? text : throw Wrong($"\"{Short(text)}\" is not known {Where()}{Nearest(text, words)}");

    /// <summary>True or false, not quoted.</summary>
    public bool Flag() => (IsPlain(), Scalar()) switch
    {
        (true, "true") => true,
        (true, "false") => false,
        _ => throw Wrong($"{Subject()} is neither true nor false"),
    };

    /// <summary>A whole number within bounds, not quoted.</summary>
    public int Number(int least, int most) =>
        IsPlain() && int.TryParse(Scalar(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{Subject()} is not a whole number from {least} to {most}");

    /// <summary>A day such as 2026-12-31.</summary>
    public DateOnly Day() => DateOnly.TryParseExact(Scalar(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw Wrong($"{Subject()} is not a day such as 2026-12-31");

    /// <summary>A length of time such as 24h, 30m or 7d.</summary>
    public TimeSpan Duration()
    {
        var match = Durations.Match(Scalar());
        if (!match.Success || !int.TryParse(match.Groups["amount"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > 100_000)
        {
            throw Wrong($"{Subject()} is not a length of time such as 30m, 24h or 7d");
        }

        return match.Groups["unit"].Value switch
        {
            "m" => TimeSpan.FromMinutes(amount),
            "h" => TimeSpan.FromHours(amount),
            _ => TimeSpan.FromDays(amount),
        };
    }

    /// <summary>A scalar as a JSON value: a number, true, false or null where it is written plainly, else text.</summary>
    public Newtonsoft.Json.Linq.JValue Value()
    {
        var text = Scalar();
        if (!IsPlain())
        {
            return new(text);
        }

        return text switch
        {
            "true" or "True" or "TRUE" => new(true),
            "false" or "False" or "FALSE" => new(false),
            _ when Nulls.IsMatch(text) => Newtonsoft.Json.Linq.JValue.CreateNull(),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => new(number),
            _ => new(text),
        };
    }

    /// <summary>An error at this place.</summary>
    public PolicyException Wrong(string problem, bool isMissing = false) => new(problem, _file, _node.Start.Line, _node.Start.Column) { IsMissing = isMissing };

    /// <summary>What this node is called in messages.</summary>
    public string Subject() => _path.Length == 0 ? "the policy" : $"\"{Short(_path)}\"";

    private bool IsPlain() => _node is YamlScalarNode { Style: ScalarStyle.Plain };

    private string Scalar() => _node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wrong($"{Subject()} is not a single value");

    private string Where() => _path.Length == 0 ? "in a policy" : $"in \"{Short(_path)}\"";

    // A slip of the keyboard is short, and so are messages.
    internal static string Short(string text) => text.Length <= LongestName ? text : $"{text[..LongestName]}...";

    private static string Nearest(string name, IReadOnlyCollection<string> known)
    {
        var nearest = known.Where(_ => name.Length <= LongestName).Select(word => (word, distance: Distance(name, word))).OrderBy(pair => pair.distance).ThenBy(pair => pair.word, StringComparer.Ordinal).FirstOrDefault();
        return nearest.word is { } word && nearest.distance <= Math.Max(2, word.Length / 3) ? $": did you mean \"{word}\"?"
            : known.Count <= 12 ? $": there are {string.Join(", ", known.Order(StringComparer.Ordinal))}"
            : "";
    }

    // Letters to change, add or drop.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }

    private static void Count(YamlNode node, string file, ref int budget, int depth)
    {
        if (--budget < 0 || depth > MostDepth)
        {
            throw new PolicyException("the file grows without end: it has too many aliases, or is nested too deep", file, node.Start.Line, node.Start.Column);
        }

        IEnumerable<YamlNode> children = node switch
        {
            YamlMappingNode map => map.Children.SelectMany(child => (YamlNode[])[child.Key, child.Value]),
            YamlSequenceNode list => list.Children,
            _ => [],
        };
        foreach (var child in children)
        {
            Count(child, file, ref budget, depth + 1);
        }
    }

    [GeneratedRegex(@"^(?<amount>[0-9]{1,6})(?<unit>[mhd])\z")]
    private static partial Regex Durations { get; }

    [GeneratedRegex(@"^(?:~|null|Null|NULL)?\z")]
    private static partial Regex Nulls { get; }

    // YAML 1.2's core schema, but for null, which is no text either way.
    [GeneratedRegex(@"^(?:true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex NoTexts { get; }
}
