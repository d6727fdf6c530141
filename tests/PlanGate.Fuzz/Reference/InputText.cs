using System.IO.Compression;
using System.Text;

namespace PlanGate.Fuzz.Reference;

/// <summary>Unpacks and decodes an input whole.</summary>
internal static class InputText
{
    /// <exception cref="InvalidDataException">It is packed, and damaged.</exception>
    public static byte[] Unpacked(byte[] input)
    {
        if (input is not [0x1F, 0x8B, ..])
        {
            return input;
        }

        using var packed = new GZipStream(new MemoryStream(input), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    /// <exception cref="DecoderFallbackException">It is no text.</exception>
    public static string Decoded(byte[] bytes)
    {
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
        return bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => utf8.GetString(rest),
            [0xFF, 0xFE, .. var rest] => new UnicodeEncoding(false, false, true).GetString(rest),
            [0xFE, 0xFF, .. var rest] => new UnicodeEncoding(true, false, true).GetString(rest),
            [not 0, 0, ..] => new UnicodeEncoding(false, false, true).GetString(bytes),
            [0, not 0, ..] => new UnicodeEncoding(true, false, true).GetString(bytes),
            _ => utf8.GetString(bytes),
        };
    }
}
