using System.IO.Compression;
using System.Text;

namespace PlanGate.Fuzz.Mutating;

/// <summary>Changes an input without looking at what it says.</summary>
internal static class Bytes
{
    private static readonly byte[][] Pieces = [[0], [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), "\\"u8.ToArray(), "\n"u8.ToArray(), "null"u8.ToArray(), "{}"u8.ToArray(), [0x1B, (byte)'[', (byte)'m'], "//"u8.ToArray(), "1"u8.ToArray()];

    public static byte[] Mutate(Random random, byte[] parent, Func<byte[]> other)
    {
        var bytes = parent;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            bytes = Once(random, bytes, other);
        }

        return bytes;
    }

    /// <summary>The same in an encoding that is understood, or almost.</summary>
    public static byte[] Encode(Random random, byte[] bytes) => random.Next(10) switch
    {
        0 => [0xEF, 0xBB, 0xBF, .. bytes],
        1 => [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. bytes],
        2 => [0xFF, 0xFE, .. Utf16(bytes, bigEndian: false)],
        3 => [0xFE, 0xFF, .. Utf16(bytes, bigEndian: true)],
        4 => Utf16(bytes, bigEndian: false),
        5 => Utf16(bytes, bigEndian: true),
        6 => Cut(random, Utf16(bytes, bigEndian: false)),
        7 => Cut(random, Packed(bytes)),
        8 => Packed(Utf16(bytes, bigEndian: false)),
        _ => Packed(bytes),
    };

    /// <summary>Gzip.</summary>
    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Utf16(byte[] bytes, bool bigEndian) => new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes(Encoding.UTF8.GetString(bytes));

    private static byte[] Cut(Random random, byte[] bytes) => bytes[..random.Next(bytes.Length + 1)];

    private static byte[] Once(Random random, byte[] bytes, Func<byte[]> other)
    {
        var at = random.Next(bytes.Length + 1);
        var to = Math.Min(bytes.Length, at + random.Next(1, 1 << random.Next(1, 10)));
        switch (random.Next(10))
        {
            case 0: return bytes[..at];
            case 1: return [.. bytes[..at], .. bytes[to..]];
            case 2: return [.. bytes[..to], .. bytes[at..]];
            case 3: return [.. bytes[..at], .. Pieces[random.Next(Pieces.Length)], .. bytes[at..]];
            case 4: return [.. bytes[..at], .. Pieces[random.Next(Pieces.Length)], .. bytes[to..]];
            case 5: return Encode(random, bytes);
            case 6: return [.. bytes, .. other()];
            case 7: return [.. bytes[..at], .. other() is var rest && rest.Length > 0 ? rest[random.Next(rest.Length)..] : []];
            default:
                if (bytes.Length == 0)
                {
                    return bytes;
                }

                var copy = bytes.ToArray();
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
        }
    }
}
