using System.Text;

namespace PlanGate.Fuzz.Mutating;

/// <summary>Changes a text by lines and by pieces that mean something in it.</summary>
internal static class TextMutator
{
    /// <summary>A changed copy; now and then in bytes that are no text.</summary>
    public static byte[] Mutate(Random random, byte[] parent, Func<byte[]> other, IReadOnlyList<string> pieces)
    {
        if (random.Next(12) == 0)
        {
            return Bytes.Mutate(random, parent, other);
        }

        var text = Encoding.UTF8.GetString(parent);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            text = Once(random, text, other, pieces);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string Once(Random random, string text, Func<byte[]> other, IReadOnlyList<string> pieces)
    {
        var at = random.Next(text.Length + 1);
        var to = Math.Min(text.Length, at + random.Next(1, 12));
        var piece = pieces[random.Next(pieces.Count)];
        switch (random.Next(9))
        {
            case 0: return text[..at] + text[to..];
            case 1: return text[..to] + text[at..];
            case 2 or 3: return text[..at] + piece + text[at..];
            case 4: return text[..at] + piece + text[to..];
            case 5:
                var lines = text.Split('\n').ToList();
                var (one, two) = (random.Next(lines.Count), random.Next(lines.Count));
                switch (random.Next(4))
                {
                    case 0: lines.RemoveAt(one); break;
                    case 1: lines.Insert(two, lines[one]); break;
                    case 2: (lines[one], lines[two]) = (lines[two], lines[one]); break;
                    default: lines[one] = random.Next(2) == 0 ? "  " + lines[one] : lines[one].TrimStart(' '); break;
                }

                return string.Join('\n', lines);
            case 6:
                var rest = Encoding.UTF8.GetString(other());
                var from = random.Next(rest.Length + 1);
                return text[..at] + rest[from..Math.Min(rest.Length, from + random.Next(1, 200))] + text[at..];
            case 7: return new StringBuilder(text[..at]).Insert(at, piece, 1 << random.Next(1, random.Next(8) == 0 ? 11 : 5)).Append(text[at..]).ToString();
            default: return random.Next(4) == 0 ? text[..at] : text.Insert(at, ((char)random.Next(1, random.Next(2) == 0 ? 128 : 0xD7FF)).ToString());
        }
    }
}
