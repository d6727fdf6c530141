using System.Text;

namespace PlanGate.Plans;

/// <summary>Turns what people feed (UTF-16, byte order marks, gzip) into plain UTF-8, by looking at the first bytes.</summary>
internal static class InputDecoder
{
    private const int HeadLength = 4096;

    /// <summary>Runs what decodes and reads an input; what is wrong with its bytes is said in words.</summary>
    /// <exception cref="PlanFormatException">The bytes are damaged, or what <paramref name="read"/> says.</exception>
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new PlanFormatException("the compressed file is damaged or cut off", null, null, e);
        }
        catch (Exception e) when (e is DecoderFallbackException or EncoderFallbackException or InvalidOperationException)
        {
            throw new PlanFormatException("text that is not valid UTF-8 or UTF-16", null, null, e);
        }
    }

    /// <summary>The text as UTF-8 without a byte order mark, with its first bytes for recognition.</summary>
    /// <exception cref="PlanFormatException">The input is a binary plan file, or compressed twice.</exception>
    public static (Stream Utf8, byte[] Head) Decode(Stream input)
    {
        var (stream, head) = Peek(input);
        if (head is [0x1F, 0x8B, ..])
        {
            (stream, head) = Peek(new GzipText(stream));
            if (head is [0x1F, 0x8B, ..])
            {
                throw new PlanFormatException("compressed twice: unpack it once and try again", null, null);
            }
        }

        if (BinaryPlan.Is(head))
        {
            throw new PlanFormatException("a binary plan file: it can be judged only as a file of its own, not from a stream", null, null);
        }

        return head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Checked(Skip(stream, 3)),
            [0xFF, 0xFE, ..] => Transcode(Skip(stream, 2).Utf8, bigEndian: false),
            [0xFE, 0xFF, ..] => Transcode(Skip(stream, 2).Utf8, bigEndian: true),
            // JSON begins with ASCII, so a zero among the first two bytes tells UTF-16 and its byte order.
            [not 0, 0, ..] => Transcode(stream, bigEndian: false),
            [0, not 0, ..] => Transcode(stream, bigEndian: true),
            _ => Checked((stream, head)),
        };
    }

    private static (Stream Utf8, byte[] Head) Checked((Stream Utf8, byte[] Head) input) => (new CheckedUtf8(input.Utf8), input.Head);

    private static (Stream Utf8, byte[] Head) Skip(Stream stream, int count)
    {
        stream.ReadExactly(new byte[count]);
        return Peek(stream);
    }

    private static (Stream Utf8, byte[] Head) Transcode(Stream stream, bool bigEndian)
    {
        var strict = new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);
        return Peek(Encoding.CreateTranscodingStream(stream, strict, new UTF8Encoding(false, throwOnInvalidBytes: true)));
    }

    private static (Stream Stream, byte[] Head) Peek(Stream stream)
    {
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        head = head[..length];
        return (new PrefixedStream(head, stream), head);
    }

    /// <summary>Gives back the bytes that were read ahead, then the rest.</summary>
    private sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given == prefix.Length)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, prefix.Length - _given);
            prefix.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
