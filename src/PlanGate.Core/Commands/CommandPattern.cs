using System.Text.RegularExpressions;

namespace PlanGate.Commands;

/// <summary>One call that destroys: a row of the table that is made of <c>policies/commands/*.yml</c>.</summary>
internal sealed record CommandPattern
{
    // In the table, what a cell holds stands between these.
    private const char Separator = ' ';

    private Regex? _text;
    private Regex? _url;

    /// <summary>The program, as <see cref="Programs.NameOf"/> names it; <c>mcp</c> for tools of an agent.</summary>
    public required string Program { get; init; }

    public required string Name { get; init; }

    /// <summary>The first words that are no options, each <c>a*|b</c>; words behind an option may stand between them.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>One of these must be among the arguments; empty when nothing must.</summary>
    public required IReadOnlyList<string> With { get; init; }

    /// <summary>None of these may be among the arguments.</summary>
    public required IReadOnlyList<string> Unless { get; init; }

    /// <summary>Options whose value is a file that is looked through as if it were an argument.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The request's method, or empty.</summary>
    public required string Method { get; init; }

    /// <summary>What one argument must hold, as a regular expression, or empty.</summary>
    public required string Url { get; init; }

    /// <summary>What the arguments or the input must hold, as a regular expression, or empty.</summary>
    public required string Text { get; init; }

    /// <summary>What is lost.</summary>
    public required string Loses { get; init; }

    /// <summary>What to do instead, or empty.</summary>
    public required string Instead { get; init; }

    public static CommandPattern Of(string row)
    {
        var cells = row.Split('\t');
        return new()
        {
            Program = cells[0],
            Name = cells[1],
            Words = List(cells[2]),
            With = List(cells[3]),
            Unless = List(cells[4]),
            Files = List(cells[5]),
            Method = cells[6],
            Url = cells[7],
            Text = cells[8],
            Loses = cells[9],
            Instead = cells[10],
        };
    }

    /// <summary>The row in the table.</summary>
    public string Row => string.Join('\t', Program, Name, string.Join(Separator, Words), string.Join(Separator, With), string.Join(Separator, Unless), string.Join(Separator, Files), Method, Url, Text, Loses, Instead);

    private static string[] List(string cell) => cell.Length == 0 ? [] : cell.Split(Separator);

    /// <summary>The call that is made is this one, or may be.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="texts">All text that it gets: arguments, input, files.</param>
    public bool Fits(IReadOnlyList<string> arguments, IEnumerable<string> texts) =>
        FitsWords(arguments)
        && (With.Count == 0 || With.Any(option => HasOne(arguments, option)))
        && !Unless.Any(option => arguments.Any(argument => Has(argument, option) && !Unresolved.In(argument)))
        && (Method.Length == 0 || FitsMethod(arguments))
        && (Url.Length == 0 || arguments.Any(argument => UrlRegex.IsMatch(argument)))
        && FitsText(texts);

    /// <summary>The text holds what this pattern looks for; true where it looks for nothing.</summary>
    public bool FitsText(IEnumerable<string> texts) => Text.Length == 0 || texts.Any(text => TextRegex.IsMatch(text));

    private Regex TextRegex => _text ??= new(Text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));

    private Regex UrlRegex => _url ??= new(Url, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));

    private bool FitsWords(IReadOnlyList<string> arguments)
    {
        var wanted = 0;
        for (var at = 0; at < arguments.Count && wanted < Words.Count; at++)
        {
            var argument = arguments[at];
            if (argument is "--")
            {
                continue;
            }

            if (Words[wanted].StartsWith('-') ? Has(argument, Words[wanted]) : !argument.StartsWith('-') && Programs.Matches(Words[wanted], argument))
            {
                wanted++;
            }
            else if (!argument.StartsWith('-') && !argument.StartsWith('/') && !(at > 0 && arguments[at - 1].StartsWith('-') && !arguments[at - 1].Contains('=', StringComparison.Ordinal)) && !argument.Contains('=', StringComparison.Ordinal))
            {
                return false;
            }
        }

        return wanted == Words.Count;
    }

    // What nobody knows behind an option is most likely that option's value.
    private static bool HasOne(IReadOnlyList<string> arguments, string option)
    {
        for (var at = 0; at < arguments.Count; at++)
        {
            var isValue = at > 0 && Unresolved.IsAll(arguments[at]) && arguments[at - 1].StartsWith('-') && !arguments[at - 1].Contains('=', StringComparison.Ordinal);
            if (!isValue && Has(arguments[at], option))
            {
                return true;
            }
        }

        return false;
    }

    // --force matches --force and --force=true; -r matches -r and -rf.
    private static bool Has(string argument, string option)
    {
        if (option.AsSpan().ContainsAny('/', '\\', '~') && argument.Length > 0 && Unresolved.Is(argument[0]))
        {
            // A path that begins anywhere: only its end can be known.
            return option.StartsWith("*/", StringComparison.Ordinal) && argument.EndsWith(option.TrimEnd('*').TrimEnd('/')[1..], StringComparison.OrdinalIgnoreCase);
        }

        if (!option.StartsWith('-') || option.Contains('*', StringComparison.Ordinal))
        {
            return Programs.Matches(option, argument);
        }

        return option.Split('|').Any(one => argument == one || (one.Length > 2 && argument.Equals(one, StringComparison.OrdinalIgnoreCase))
            || (argument.StartsWith(one, StringComparison.Ordinal) && argument.Length > one.Length && argument[one.Length] is '=' or ':' && !argument.EndsWith("false", StringComparison.OrdinalIgnoreCase))
            || (one.Length == 2 && argument.Length > 2 && argument[0] == '-' && argument[1] != '-' && argument.Contains(one[1], StringComparison.Ordinal) && argument.AsSpan(1).IndexOfAnyExceptInRange('A', 'z') < 0));
    }

    private bool FitsMethod(IReadOnlyList<string> arguments) => arguments.Any(argument =>
        argument.Equals(Method, StringComparison.OrdinalIgnoreCase)
        || (argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith($"={Method}", StringComparison.OrdinalIgnoreCase))
        || (argument.StartsWith('-') && argument.EndsWith($"X{Method}", StringComparison.OrdinalIgnoreCase))
        || (argument.StartsWith("-method:", StringComparison.OrdinalIgnoreCase) && argument.EndsWith(Method, StringComparison.OrdinalIgnoreCase)));
}
