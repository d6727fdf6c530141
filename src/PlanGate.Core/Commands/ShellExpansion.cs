using System.Text;

namespace PlanGate.Commands;

/// <summary>Makes of a word every list of arguments it may become: braces, variables, outputs, fields. What is not known stays, as a mark.</summary>
/// <param name="state">The variables.</param>
/// <param name="output">What a script prints, in every way it may, or a mark.</param>
internal sealed class ShellExpansion(ShellState state, Func<ShellNode, IReadOnlyList<string>> output)
{
    private const int MostAlternatives = 64;
    private const int MostWordsOfBraces = 256;
    private const int MostFields = 4096;
    private const int LongestText = 1024 * 1024;

    /// <summary>Every list of arguments that the words may become.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Fields(IReadOnlyList<ShellWord> words)
    {
        List<List<string>> alternatives = [[]];
        foreach (var word in words)
        {
            var own = Fields(word);
            if (own is [var only])
            {
                alternatives.ForEach(alternative => alternative.AddRange(only));
                continue;
            }

            if (alternatives.Count * own.Count > MostAlternatives)
            {
                own = [[Unresolved.Variable.ToString()]];
            }

            alternatives = [.. alternatives.SelectMany(before => own.Select(fields => (List<string>)[.. before, .. fields]))];
        }

        return alternatives;
    }

    /// <summary>Every text that a word may become where it stays one.</summary>
    public IReadOnlyList<string> Texts(ShellWord word) => [.. Expand(Atoms(word), splits: false).Select(fields => string.Join(' ', fields)).Distinct()];

    private List<List<string>> Fields(ShellWord word)
    {
        List<List<string>> alternatives = [[]];
        var budget = MostWordsOfBraces;
        foreach (var braced in Braces(Atoms(word), 0, ref budget))
        {
            var own = Expand(braced, splits: true);
            if (alternatives.Count * own.Count > MostAlternatives)
            {
                return [[Unresolved.Variable.ToString()]];
            }

            alternatives = [.. alternatives.SelectMany(before => own.Select(fields => (List<string>)[.. before, .. fields]))];
        }

        return alternatives;
    }

    // A letter, or a part that is expanded.
    private readonly record struct Atom(char Letter, bool IsQuoted, WordPart? Part);

    private static List<Atom> Atoms(ShellWord word)
    {
        var atoms = new List<Atom>();
        foreach (var part in word.Parts)
        {
            if (part is not WordText text)
            {
                atoms.Add(new('\0', false, part));
            }
            else if (text.Text.Length == 0)
            {
                atoms.Add(new('\0', true, text));
            }
            else
            {
                atoms.AddRange(text.Text.Select(letter => new Atom(letter, text.IsQuoted, null)));
            }
        }

        return atoms;
    }

    private static List<List<Atom>> Braces(List<Atom> atoms, int start, ref int budget)
    {
        if (--budget < 0 || atoms.Count(atom => IsBare(atom, '{')) > MostWordsOfBraces)
        {
            return [[new(Unresolved.Wildcard, false, null)]];
        }

        for (var open = start; open < atoms.Count; open++)
        {
            if (!IsBare(atoms[open], '{') || Alternatives(atoms, open, out var close) is not { } choices)
            {
                continue;
            }

            var found = new List<List<Atom>>();
            foreach (var choice in choices)
            {
                found.AddRange(Braces([.. atoms[..open], .. choice, .. atoms[(close + 1)..]], open, ref budget));
            }

            return found;
        }

        return [atoms];
    }

    private static List<List<Atom>>? Alternatives(List<Atom> atoms, int open, out int close)
    {
        var depth = 0;
        var from = open + 1;
        var choices = new List<List<Atom>>();
        for (close = open; close < atoms.Count; close++)
        {
            if (IsBare(atoms[close], '{'))
            {
                depth++;
            }
            else if (IsBare(atoms[close], ',') && depth == 1)
            {
                choices.Add(atoms[from..close]);
                from = close + 1;
            }
            else if (IsBare(atoms[close], '}') && --depth == 0)
            {
                if (choices.Count > 0)
                {
                    choices.Add(atoms[from..close]);
                    return choices;
                }

                // {1..3}: which letters they are does not matter, but that there are some.
                return string.Concat(atoms[from..close].Select(atom => atom.Letter)).Contains("..", StringComparison.Ordinal) ? [[new(Unresolved.Wildcard, false, null)]] : null;
            }
        }

        return null;
    }

    private static bool IsBare(Atom atom, char letter) => atom is { Part: null, IsQuoted: false } && atom.Letter == letter;

    // One way the word may go on: the fields that are complete, and the one that is being written.
    private sealed record Way(List<string> Done, string Last, bool HasLast);

    private List<List<string>> Expand(List<Atom> atoms, bool splits)
    {
        List<Way> ways = [new([], "", false)];
        var plain = new StringBuilder();
        for (var at = 0; at < atoms.Count; at++)
        {
            var atom = atoms[at];
            if (atom.Part is null)
            {
                at = AppendLetter(atoms, at, plain);
                continue;
            }

            ways = Append(ways, plain);
            ways = atom.Part switch
            {
                WordHidden => ways,
                WordText => [.. ways.Select(way => way with { HasLast = true })],
                WordVariable variable => Add(ways, Values(variable), variable.IsQuoted || !splits),
                WordOutput script => Add(ways, [.. output(script.Script).Select(text => (IReadOnlyList<string>)[text.TrimEnd('\n')])], script.IsQuoted || !splits),
                _ => Add(ways, [["/dev/fd/63"]], isQuoted: true),
            };
            if (ways.Count > MostAlternatives)
            {
                return [[Unresolved.Variable.ToString()]];
            }
        }

        return [.. Append(ways, plain).Select(way => way.HasLast ? (List<string>)[.. way.Done, way.Last] : way.Done)];
    }

    private static int AppendLetter(List<Atom> atoms, int at, StringBuilder plain)
    {
        var (letter, isQuoted, _) = atoms[at];
        if (!isQuoted && letter == '[' && atoms.FindIndex(at + 1, atom => IsBare(atom, ']')) is > 0 and var close && close > at + 1)
        {
            plain.Append(Unresolved.Wildcard);
            return close;
        }

        plain.Append(!isQuoted && letter is '*' or '?' && !isQuoted ? Unresolved.Wildcard : letter);
        return at;
    }

    private static List<Way> Append(List<Way> ways, StringBuilder plain)
    {
        if (plain.Length == 0)
        {
            return ways;
        }

        var text = plain.ToString();
        plain.Clear();
        return [.. ways.Select(way => way with { Last = way.Last + text, HasLast = true })];
    }

    private static List<Way> Add(List<Way> ways, IReadOnlyList<IReadOnlyList<string>> values, bool isQuoted) =>
        [.. ways.SelectMany(way => values.Select(value => way.Done.Count + value.Count > MostFields || way.Last.Length + value.Sum(text => text.Length) > LongestText ? AddOne(way, [Unresolved.Variable.ToString()], true) : AddOne(way, value, isQuoted)))];

    private static Way AddOne(Way way, IReadOnlyList<string> value, bool isQuoted)
    {
        // The elements of an argument list stand apart, quoted or not.
        var next = way;
        for (var index = 0; index < value.Count; index++)
        {
            next = index == 0 ? next : new([.. next.Done, .. next.HasLast ? (string[])[next.Last] : []], "", false);
            next = isQuoted ? next with { Last = next.Last + value[index], HasLast = true } : Split(next, value[index]);
        }

        return next;
    }

    private static Way Split(Way way, string text)
    {
        var done = way.Done.ToList();
        var (last, hasLast) = (way.Last, way.HasLast);
        foreach (var letter in text)
        {
            if (letter is not (' ' or '\t' or '\n'))
            {
                last += letter switch { '*' or '?' => Unresolved.Wildcard, _ => letter };
                hasLast = true;
            }
            else if (hasLast)
            {
                done.Add(last);
                (last, hasLast) = ("", false);
            }
        }

        return new(done, last, hasLast);
    }

    private IReadOnlyList<IReadOnlyList<string>> Values(WordVariable variable)
    {
        if (variable.Name is "@" or "*")
        {
            return [state.Arguments ?? [Unresolved.Variable.ToString()]];
        }

        var values = char.IsAsciiDigit(variable.Name[0])
            ? state.Arguments is { } arguments && int.TryParse(variable.Name, out var number) && number > 0 ? [number <= arguments.Count ? arguments[number - 1] : ""] : [Unresolved.Variable.ToString()]
            : state.Values(variable.Name);
        return [.. Applied(variable, values).SelectMany(value => Elements(value, variable.Operator == ShellState.Elements)).DistinctBy(fields => string.Join(ShellState.Separator, fields))];
    }

    // Without an index, an array is its first element to some shells and all of them to others.
    private static IEnumerable<IReadOnlyList<string>> Elements(string value, bool areAllMeant)
    {
        var elements = value.Split(ShellState.Separator);
        return areAllMeant ? [value.Length == 0 ? [] : elements] : elements.Length == 1 ? [elements] : (IEnumerable<IReadOnlyList<string>>)[[elements[0]], elements];
    }

    private IEnumerable<string> Applied(WordVariable variable, IReadOnlyList<string> values)
    {
        var argument = variable.Argument is { } word ? Texts(word) : [""];
        return variable.Operator switch
        {
            "" or ShellState.Elements or ":?" or "?" => values,
            ":-" or "-" or ":=" or "=" => values.SelectMany(value => value.Length == 0 ? argument : Unresolved.In(value) ? [value, .. argument] : (IEnumerable<string>)[value]),
            ":+" or "+" => values.SelectMany(value => value.Length == 0 ? [""] : Unresolved.In(value) ? ["", .. argument] : argument),
            "^^" => values.Select(value => value.ToUpperInvariant()),
            ",," => values.Select(value => value.ToLowerInvariant()),
            _ => [Unresolved.Variable.ToString()],
        };
    }
}
