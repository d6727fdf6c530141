using System.Text.Unicode;

namespace PlanGate.Plans;

/// <summary>
/// Lets UTF-8 through and nothing else. The reader looks into the letters only where it reads a text, and what it skips would otherwise be taken for JSON that is none.
/// </summary>
/// <param name="inner">The bytes.</param>
internal sealed class CheckedUtf8(Stream inner) : ReadOnlyStream
{
    // A letter that the last piece broke off in: at most three of its bytes, to which the next piece adds the rest.
    private readonly byte[] _broken = new byte[4];
    private int _held;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (count == 0)
        {
            return _held == 0 || buffer.Length == 0 ? 0 : throw NotUtf8();
        }

        var rest = (ReadOnlySpan<byte>)buffer[..count];
        while (_held > 0 && rest.Length > 0)
        {
            _broken[_held++] = rest[0];
            rest = rest[1..];
            _held = IsBegun(_broken.AsSpan(0, _held)) ? _held : Utf8.IsValid(_broken.AsSpan(0, _held)) ? 0 : throw NotUtf8();
        }

        var whole = rest.Length - Begun(rest);
        if (!Utf8.IsValid(rest[..whole]))
        {
            throw NotUtf8();
        }

        rest[whole..].CopyTo(_broken.AsSpan(_held));
        _held += rest.Length - whole;
        return count;
    }

    // How many bytes at the end begin a letter that is not whole.
    private static int Begun(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(3, bytes.Length); length > 0; length--)
        {
            if (IsBegun(bytes[^length..]))
            {
                return length;
            }
        }

        return 0;
    }

    // What may still become one letter; whether it does is checked when it is whole.
    private static bool IsBegun(ReadOnlySpan<byte> bytes) =>
        bytes.Length < bytes[0] switch { >= 0xF0 and <= 0xF4 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC2 and < 0xE0 => 2, _ => 0 } && bytes[1..].IndexOfAnyExceptInRange((byte)0x80, (byte)0xBF) < 0;

    private static PlanFormatException NotUtf8() => new("text that is not valid UTF-8 or UTF-16", null, null);
}
