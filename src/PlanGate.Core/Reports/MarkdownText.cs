using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PlanGate.Reports;

/// <summary>
/// Makes text from a plan harmless in Markdown that GitHub renders. Names are chosen by whoever wrote the plan, so none may become a mention, a link, a
/// comment marker, a table's border or a heading. They stand in code, where nothing is looked for; what code cannot hold safely is written as entities.
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>A name as inline code. Reads and copies as the name itself, but for characters that cannot be seen.</summary>
    public static string Code(string name)
    {
        var clean = PlainText.Clean(name);
        if (clean.Length == 0)
        {
            return "(no name)";
        }

        return clean.All(IsDull) && clean[0] != ' ' && clean[^1] != ' ' ? $"`{clean}`" : $"<code>{Entities(clean)}</code>";
    }

    /// <summary>A name inside of an HTML <c>pre</c> block, where Markdown is not read.</summary>
    public static string InPre(string name)
    {
        var clean = PlainText.Clean(name);
        return clean.All(letter => IsDull(letter) && letter != '|') ? clean : Entities(clean, sparing: true);
    }

    /// <summary>A label between quotes in a Mermaid diagram; long names lose their middle.</summary>
    public static string Mermaid(string name, int most)
    {
        var label = new StringBuilder();
        foreach (var letter in Shortened(PlainText.Clean(name), most))
        {
            _ = IsDull(letter) && letter is not ('"' or '\'' or '+' or '(' or ')' or '$') || letter == '…' ? label.Append(letter) : label.Append(CultureInfo.InvariantCulture, $"#{(int)letter};");
        }

        return label.ToString();
    }

    /// <summary>A sentence of ours that may have names in it: plain words stay, everything else becomes code.</summary>
    public static string Prose(string sentence) => Prose(sentence, Code, text => Entities(text));

    /// <summary>The same for another language: what is a name, and what is left over of marks, as that language writes them. Plain words need no escape in any.</summary>
    public static string Prose(string sentence, Func<string, string> code, Func<string, string> marks) => Word.Replace(PlainText.Clean(sentence), match =>
    {
        var word = match.Groups["word"].Value;
        return match.Groups["quoted"] is { Success: true } quoted ? $"{match.Groups["open"].Value}{code(quoted.Value)}{match.Groups["close"].Value}"
            : Plain.IsMatch(word) && !Commit.IsMatch(word) ? match.Value
            : word.Length == 0 ? marks(match.Value)
            : $"{match.Groups["open"].Value}{code(word)}{match.Groups["close"].Value}";
    });

    /// <summary>The same with a capital, unless it begins with a name.</summary>
    public static string Sentence(string sentence) => Prose(FindingWords.Capital(sentence));

    /// <summary>Both ends of a long text.</summary>
    public static string Shortened(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, (most - 1) / 3)}…{text.AsSpan(text.Length - (most - 1 - ((most - 1) / 3)))}";

    // Between tags Markdown and GitHub still look for their marks, so no mark is left to be found. The element around @ keeps it from being an address of mail.
    private static string Entities(string text, bool sparing = false)
    {
        var safe = new StringBuilder(text.Length * 2);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '@' => safe.Append("<span>&#64;</span>"),
                ' ' => safe.Append(' '),
                _ when char.IsAsciiLetterOrDigit(letter) || letter > '\x7f' || (sparing && IsDull(letter)) => safe.Append(letter),
                _ => safe.Append(CultureInfo.InvariantCulture, $"&#{(int)letter};"),
            };
        }

        return safe.ToString();
    }

    private static bool IsDull(char letter) => char.IsAsciiLetterOrDigit(letter) || " _-.[]\"/:,='+()$".Contains(letter, StringComparison.Ordinal);

    // A word, with the brackets and marks around it; or what we ourselves have put in backticks.
    [GeneratedRegex("""(?<![^\s])(?:(?<open>\(?)`(?<quoted>[A-Za-z_ =.-]+)`(?<close>[),.;:]*)|(?=\S)(?<open>\(?)(?<word>\S*?)(?<close>[),.;:]*))(?!\S)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Word { get; }

    [GeneratedRegex("^(?:[A-Za-z]+(?:[-'/][A-Za-z]+)*'?|[0-9]{1,5}|%|-)$")]
    private static partial Regex Plain { get; }

    // GitHub links what may be the id of a commit.
    [GeneratedRegex("^[0-9a-fA-F]{7,40}$")]
    private static partial Regex Commit { get; }
}
