using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace PlanGate.PulumiPolicy.Protocol;

/// <summary>The one message of a unary gRPC call: a byte that says whether it is compressed, its length, its bytes.</summary>
internal static class GrpcFrame
{
    private const int PrefixLength = 5;

    /// <summary>Reads the message of a request, whatever its size.</summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="encoding">The request's <c>grpc-encoding</c>, or null.</param>
    /// <param name="cancelled">The caller has gone.</param>
    /// <exception cref="GrpcException">It is not exactly one message, or compressed in a way that is not known.</exception>
    public static async Task<ReadOnlySequence<byte>> ReadAsync(PipeReader body, string? encoding, CancellationToken cancelled)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancelled).ConfigureAwait(false);
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            return Message(read.Buffer, encoding);
        }
    }

    /// <summary>Writes the message of an answer.</summary>
    public static void Write(IBufferWriter<byte> body, IMessage message)
    {
        var length = message.CalculateSize();
        var prefix = body.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
        body.Advance(PrefixLength);
        message.WriteTo(body);
    }

    private static ReadOnlySequence<byte> Message(ReadOnlySequence<byte> frame, string? encoding)
    {
        if (frame.Length < PrefixLength)
        {
            throw new GrpcException(GrpcStatus.Internal, "the request holds no message");
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        frame.Slice(0, PrefixLength).CopyTo(prefix);
        var message = frame.Slice(PrefixLength);
        if (message.Length != BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]))
        {
            throw new GrpcException(GrpcStatus.Internal, "the request is not exactly one message");
        }

        return (prefix[0], encoding) switch
        {
            (0, _) => message,
            (1, "gzip") => Unzip(message),
            // The protocol asks for "unimplemented" here, which the engine would take for a pack without this check.
            _ => throw new GrpcException(GrpcStatus.Internal, "the request is compressed in a way that is not known here"),
        };
    }

    private static ReadOnlySequence<byte> Unzip(ReadOnlySequence<byte> message)
    {
        var plain = new MemoryStream();
        try
        {
            using var unzip = new GZipStream(new MemoryStream(message.ToArray()), CompressionMode.Decompress);
            unzip.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            throw new GrpcException(GrpcStatus.Internal, "the request is not the gzip that it says it is");
        }

        return new(plain.GetBuffer(), 0, (int)plain.Length);
    }
}
