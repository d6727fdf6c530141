using System.Globalization;
using System.Text;

namespace PlanGate.Reports;

/// <summary>Makes text from a plan harmless in HTML and XML, in elements and in attributes.</summary>
internal static class Markup
{
    public static string Encode(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var letter in PlainText.Clean(text))
        {
            _ = letter switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                // Neither is allowed in XML.
                '\ufffe' or '\uffff' => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => safe.Append(letter),
            };
        }

        return safe.ToString();
    }

    /// <summary>A sentence of ours in HTML, with the names in it as code.</summary>
    public static string Prose(string sentence) => MarkdownText.Prose(sentence, name => $"<code>{Encode(name)}</code>", Encode);
}
