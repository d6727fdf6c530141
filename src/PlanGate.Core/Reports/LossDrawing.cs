using System.Globalization;
using System.Text;

namespace PlanGate.Reports;

/// <summary>The picture of what dies with what, as an inline drawing: each object with what goes along below it, narrow enough for a phone.</summary>
internal static class LossDrawing
{
    private const int Width = 420;
    private const int Indent = 28;
    private const int BoxHeight = 44;
    private const int Gap = 10;

    // What fits into a box that is indented once, at 12 pixels of a fixed-width font.
    private const int MostLetters = 48;

    /// <summary>The drawing; its colours come from the style sheet of the page.</summary>
    public static string Svg(LossPicture picture)
    {
        var (body, y, seen) = (new StringBuilder(), 1, new HashSet<int>());
        var below = picture.Edges.Select(edge => edge.To).ToHashSet();
        foreach (var root in Enumerable.Range(0, picture.Nodes.Count).OrderBy(index => below.Contains(index)))
        {
            Draw(picture, root, 0, "", ref y, seen, body);
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {y - Gap + 1}\" role=\"img\" aria-label=\"What goes together\">\n{body}</svg>\n");
    }

    private static void Draw(LossPicture picture, int index, int depth, string how, ref int y, HashSet<int> seen, StringBuilder body)
    {
        if (!seen.Add(index))
        {
            return;
        }

        var (node, x, top) = (picture.Nodes[index], 1 + (depth * Indent), y);
        var role = node.Role switch
        {
            PictureRole.Data => "box",
            PictureRole.Copy => "box copy",
            PictureRole.Inside => "box inside",
            PictureRole.Protection => "box protection",
            PictureRole.More => "box more",
            _ => throw new ArgumentOutOfRangeException(nameof(picture), node.Role, null),
        };
        var small = string.Join(", ", ((string[])[how, node.What]).Where(words => words.Length > 0));
        var name = Markup.Encode(MarkdownText.Shortened(PlainText.Clean(node.Name), MostLetters - (depth * 4)));
        body.Append(CultureInfo.InvariantCulture, $"<g><title>{Markup.Encode(node.Name)}</title><rect class=\"{role}\" x=\"{x}\" y=\"{top}\" width=\"{Width - x - 1}\" height=\"{BoxHeight}\" rx=\"6\"/><text x=\"{x + 10}\" y=\"{top + (small.Length > 0 ? 18 : 27)}\">{name}</text>");
        body.Append(small.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"<text class=\"small\" x=\"{x + 10}\" y=\"{top + 35}\">{Markup.Encode(small)}</text>") : "").Append("</g>\n");
        y += BoxHeight + Gap;
        foreach (var edge in picture.Edges.Where(edge => edge.From == index && !seen.Contains(edge.To)))
        {
            body.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + 14} {top + BoxHeight}V{y + (BoxHeight / 2)}H{x + Indent}\"/>\n");
            Draw(picture, edge.To, depth + 1, Passive(edge.How), ref y, seen, body);
        }
    }

    private static string Passive(string how) => how switch
    {
        "backed up by" => "backs it up",
        "holds" => "is inside",
        "protected by" => "protects it",
        _ => "goes with it",
    };
}
