using System.Globalization;
using System.Text;

namespace PlanGate.Reports;

/// <summary>Makes text from a plan harmless on a terminal and in a log: names there are chosen by whoever wrote the plan.</summary>
public static class PlainText
{
    /// <summary>Control characters, direction overrides and invisible marks become visible escapes.</summary>
    public static string Clean(string text)
    {
        // Runners look for their commands anywhere in a line.
        text = text.Replace("##", "#\\u0023", StringComparison.Ordinal);
        if (!text.Any(IsHostile))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = IsHostile(letter) ? clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : clean.Append(letter);
        }

        return clean.ToString();
    }

    /// <summary>A line that a workflow runner would take for a command gets a mark in front.</summary>
    public static string Line(string line)
    {
        var start = line.AsSpan().TrimStart();
        return start.StartsWith("::") || start.StartsWith("##[") ? "| " + line : line;
    }

    /// <summary>The name of a plan as something to paste; <c>PLAN</c> for one that a shell would read, or that could end a block of code.</summary>
    public static string ShellWord(string source) => source.Length > 0 && source[0] != '-' && source.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_') ? source : "PLAN";

    private static bool IsHostile(char letter) =>
        char.IsControl(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
