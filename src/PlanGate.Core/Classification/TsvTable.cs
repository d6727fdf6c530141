using System.Text;

namespace PlanGate.Classification;

/// <summary>
/// A sorted table of tab-separated rows, looked up in place by its first column: nothing is parsed until a row is asked for,
/// so that a catalogue of thousands of types costs nothing at start-up.
/// </summary>
internal sealed class TsvTable(byte[] text)
{
    /// <summary>The rows whose first cell is <paramref name="key"/>, in their order.</summary>
    public IEnumerable<string> Rows(string key)
    {
        for (var at = FirstRowOf(Encoding.UTF8.GetBytes(key)); at >= 0 && at < text.Length; at = NextLine(at))
        {
            var row = Encoding.UTF8.GetString(Line(at));
            if (!row.StartsWith(key, StringComparison.Ordinal) || row.Length <= key.Length || row[key.Length] != '\t')
            {
                yield break;
            }

            yield return row;
        }
    }

    /// <summary>Every row but the header.</summary>
    public IEnumerable<string> AllRows()
    {
        for (var at = NextLine(0); at < text.Length; at = NextLine(at))
        {
            yield return Encoding.UTF8.GetString(Line(at));
        }
    }

    // The start of the first line whose key is not before the wanted one, or -1. The first line is the header.
    private int FirstRowOf(ReadOnlySpan<byte> key)
    {
        var low = NextLine(0);
        var high = text.Length;
        while (low < high)
        {
            var middle = LineStart(low + ((high - low) / 2));
            if (Key(middle).SequenceCompareTo(key) < 0)
            {
                low = NextLine(middle);
            }
            else
            {
                high = middle;
            }
        }

        return low < text.Length ? low : -1;
    }

    private int LineStart(int at) => text.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;

    private int NextLine(int at) => text.AsSpan(at).IndexOf((byte)'\n') is >= 0 and var length ? at + length + 1 : text.Length;

    private ReadOnlySpan<byte> Line(int at) => text.AsSpan(at, NextLine(at) - at).TrimEnd((byte)'\n');

    private ReadOnlySpan<byte> Key(int at)
    {
        var line = Line(at);
        return line.IndexOf((byte)'\t') is >= 0 and var end ? line[..end] : line;
    }
}
