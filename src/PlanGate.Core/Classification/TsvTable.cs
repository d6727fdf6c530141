using System.Text;

namespace PlanGate.Classification;

/// <summary>
/// A sorted table of tab-separated rows, looked up in place by its first column: nothing is parsed or copied until a row is asked for,
/// so that a catalogue of thousands of types costs nothing at start-up.
/// </summary>
/// <param name="text">UTF-8, lines that end with a line feed; the first is the header. Kept open.</param>
internal sealed class TsvTable(Stream text)
{
    // Most rows are shorter: one read each.
    private const int Piece = 256;

    private readonly Lock _lock = new();

    /// <summary>The rows whose first cell is <paramref name="key"/>, in their order.</summary>
    public IReadOnlyList<string> Rows(string key)
    {
        lock (_lock)
        {
            var wanted = Encoding.UTF8.GetBytes(key);
            var rows = new List<string>();
            for (var at = FirstRowOf(wanted); at < text.Length;)
            {
                var line = Line(at);
                if (!Key(line).SequenceEqual(wanted))
                {
                    break;
                }

                rows.Add(Encoding.UTF8.GetString(line));
                at += line.Length + 1;
            }

            return rows;
        }
    }

    /// <summary>Every row but the header.</summary>
    public IReadOnlyList<string> AllRows()
    {
        // Read whole before anybody looks something up: both move the same position.
        lock (_lock)
        {
            text.Position = 0;
            using var reader = new StreamReader(text, leaveOpen: true);
            reader.ReadLine();
            var rows = new List<string>();
            while (reader.ReadLine() is { } row)
            {
                rows.Add(row);
            }

            return rows;
        }
    }

    // The start of the first line whose key is not before the wanted one, or the end.
    private long FirstRowOf(ReadOnlySpan<byte> key)
    {
        var low = (long)Line(0).Length + 1;
        var high = text.Length;
        while (low < high)
        {
            var middle = LineStart(low + ((high - low) / 2));
            var line = Line(middle);
            if (Key(line).SequenceCompareTo(key) < 0)
            {
                low = middle + line.Length + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private long LineStart(long at)
    {
        Span<byte> piece = stackalloc byte[Piece];
        for (var end = at; end > 0;)
        {
            var before = piece[..(int)Math.Min(Piece, end)];
            end -= before.Length;
            text.Position = end;
            text.ReadExactly(before);
            if (before.LastIndexOf((byte)'\n') is >= 0 and var feed)
            {
                return end + feed + 1;
            }
        }

        return 0;
    }

    private ReadOnlySpan<byte> Line(long at)
    {
        for (var length = Piece; ; length *= 2)
        {
            var line = new byte[Math.Min(length, text.Length - at)];
            text.Position = at;
            text.ReadExactly(line);
            if (line.AsSpan().IndexOf((byte)'\n') is >= 0 and var end)
            {
                return line.AsSpan(0, end);
            }

            if (line.Length < length)
            {
                return line;
            }
        }
    }

    private static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> line) => line.IndexOf((byte)'\t') is >= 0 and var end ? line[..end] : line;
}
