using System.IO.Compression;

namespace PlanGate.Plans;

/// <summary>Unpacks gzip to the very end of the input: the library stops at what is no gzip any more and says nothing of it.</summary>
/// <param name="packed">The packed bytes.</param>
internal sealed class GzipText(Stream packed) : ReadOnlyStream
{
    // Plans are packed to a twentieth or so. Nobody has to wait for a file of some megabytes that unpacks to terabytes.
    private const long Free = 256L * 1024 * 1024;
    private const long MostTimes = 500;

    private readonly Counted _packed = new(packed);
    private GZipStream? _plain;
    private long _count;

    public override int Read(Span<byte> buffer)
    {
        var count = (_plain ??= new(_packed, CompressionMode.Decompress)).Read(buffer);
        _count += count;
        if (count == 0 && buffer.Length > 0 && !_packed.IsAtEnd)
        {
            throw new PlanFormatException("there is something after the compressed plan that is not compressed: feed one or the other", null, null);
        }

        return _count <= Free || _count / MostTimes <= _packed.Count
            ? count
            : throw new PlanFormatException($"it unpacks to more than {MostTimes} times its size: that is no plan", null, null);
    }

    private sealed class Counted(Stream inner) : ReadOnlyStream
    {
        public long Count { get; private set; }

        public bool IsAtEnd { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            Count += count;
            IsAtEnd |= count == 0 && buffer.Length > 0;
            return count;
        }
    }
}
