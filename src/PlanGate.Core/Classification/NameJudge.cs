using System.Globalization;

namespace PlanGate.Classification;

/// <summary>Judges a type that no catalogue knows by its name: the noun, what stands before it, its provider, and its attributes.</summary>
public sealed class NameJudge
{
    private const int Enough = 2;
    private const int LeastFromAttributes = -1;
    private const int MostFromAttributes = 3;
    private const string NothingBefore = "_";

    private static readonly NameWord UnknownNoun = new("", 0, "");
    private static readonly NameWord Nothing = new("", 0, "");

    private readonly Dictionary<string, NameWords> _places = new(StringComparer.Ordinal)
    {
        ["attribute"] = new(),
        ["before"] = new(),
        ["cut"] = new(),
        ["noun"] = new(),
        ["provider"] = new(),
        ["skip"] = new(),
    };

    private NameJudge()
    {
    }

    /// <summary>Reads the word list: a header, then lines of place, word, weight, kind and an optional comment.</summary>
    public static NameJudge Parse(TextReader words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var judge = new NameJudge();
        words.ReadLine();
        for (var number = 2; words.ReadLine() is { } line; number++)
        {
            var cells = line.Split('\t');
            if (cells.Length < 4 || cells[1].Length == 0 || !judge._places.TryGetValue(cells[0], out var place)
                || !int.TryParse(cells[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight)
                || !place.TryAdd(new NameWord(cells[1], weight, cells[3])))
            {
                throw new FormatException($"names.tsv:{number}: not a place, a new word, a weight and a kind: correct the line");
            }
        }

        return judge;
    }

    /// <summary>Says whether destroying an object of this type likely loses data; no attributes is no evidence.</summary>
    public NameJudgement Judge(string type, IReadOnlyCollection<string> attributes)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(attributes);
        if (IsDynamic(type))
        {
            // What its delete does is written in the program, and nowhere else.
            return new NameJudgement(true, Kind.Container, "it is of a dynamic provider, whose delete runs the program's own code");
        }

        if (NameSplit.Words(type) is not [var provider, .. var rest])
        {
            return new NameJudgement(false, "other", "it has no name to judge by");
        }

        var name = NounLast(rest.Count == 0 ? [provider] : rest);
        var (noun, length) = _places["noun"].FindLast(name) ?? (UnknownNoun, 1);
        var context = Context(provider, name[..^length]);
        var (told, fromAttributes) = Attributes(attributes);

        var score = noun.Weight + context.Max(word => word.Weight) + context.Min(word => word.Weight) + fromAttributes;
        return score >= Enough ? Holds(noun, context, told) : Spares(noun, context);
    }

    // pulumi-nodejs:dynamic:Resource, pulumi-python:dynamic/dns:Record.
    private static bool IsDynamic(string type) => type.StartsWith("pulumi-", StringComparison.Ordinal) && PulumiToken.IsToken(type) && PulumiToken.Parse(type).Module == "dynamic";

    /// <summary>Ends the name with its noun: <c>database_clone_from_backup</c> is a database.</summary>
    private List<string> NounLast(List<string> name)
    {
        var end = name.FindIndex(1, word => _places["cut"].Find(word) is not null);
        end = end < 0 ? name.Count : end;
        while (end > 1 && _places["skip"].Find(name[end - 1]) is not null)
        {
            end--;
        }

        return name[..end];
    }

    /// <summary>What the words before the noun and the provider's own name say; never empty.</summary>
    private List<NameWord> Context(string provider, List<string> before)
    {
        var context = new List<NameWord> { Nothing };
        before = before.Count == 0 ? [NothingBefore] : before;
        while (before.Count > 0)
        {
            var (word, length) = _places["before"].FindLast(before) ?? (Nothing, 1);
            before = before[..^length];
            if (word.Weight != 0)
            {
                context.Add(word);
            }
        }

        if (_places["provider"].Find(provider) is { } trade)
        {
            context.Add(trade);
        }

        return context;
    }

    private (string Told, int Weight) Attributes(IReadOnlyCollection<string> attributes)
    {
        var found = attributes.Order(StringComparer.Ordinal)
            .Select(attribute => _places["attribute"].Find(attribute) is { } word ? word with { Word = attribute } : Nothing)
            .Append(Nothing)
            .ToList();
        var told = found.MaxBy(word => word.Weight);
        return (told.Weight > 0 ? told.Word : "", Math.Clamp(found.Sum(word => word.Weight), LeastFromAttributes, MostFromAttributes));
    }

    private static NameJudgement Holds(NameWord noun, List<NameWord> context, string told)
    {
        var reason = context.MaxBy(word => word.Weight);
        // A redis cluster is a database; only a cluster of nothing named is a container.
        string[] kinds = noun is { Weight: > 0, Kind: not "container" } ? [noun.Kind, reason.Kind] : [reason.Kind, noun.Kind];
        string[] words = noun.Weight >= Enough ? [noun.Says] : [reason.Says, noun.Says];
        var said = string.Join(' ', words.Where(word => word.Length > 0));
        var because = said.Length == 0 ? $"it has {told}" : $"its name says {said}" + (told.Length == 0 ? "" : $", and it has {told}");
        return new NameJudgement(true, kinds.FirstOrDefault(kind => kind.Length > 0, "other"), because);
    }

    private static NameJudgement Spares(NameWord noun, List<NameWord> context)
    {
        var reason = context.Append(noun).MinBy(word => word.Weight).Says;
        return new NameJudgement(false, "other", reason.Length == 0 ? "nothing in its name speaks of data" : $"its name says {reason}");
    }
}
