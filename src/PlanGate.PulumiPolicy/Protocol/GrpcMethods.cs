using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace PlanGate.PulumiPolicy.Protocol;

/// <summary>The calls that a server knows, by their HTTP path.</summary>
internal sealed class GrpcMethods
{
    private readonly Dictionary<string, Func<ReadOnlySequence<byte>, Task<IMessage>>> _methods = new(StringComparer.Ordinal);

    /// <summary>Adds a call that is answered from memory.</summary>
    public GrpcMethods Add<TRequest>(string path, Func<TRequest, IMessage> answer)
        where TRequest : IMessage<TRequest>, new() => Add<TRequest>(path, request => Task.FromResult(answer(request)));

    /// <summary>Adds a call that may have to wait for something.</summary>
    public GrpcMethods Add<TRequest>(string path, Func<TRequest, Task<IMessage>> answer)
        where TRequest : IMessage<TRequest>, new()
    {
        // What the messages leave out is dropped: a stack's configuration has its secrets in clear.
        var parser = new MessageParser<TRequest>(() => new()).WithDiscardUnknownFields(true);
        _methods.Add(path, bytes => answer(parser.ParseFrom(bytes)));
        return this;
    }

    /// <summary>The call of a path, or false for one that is not known.</summary>
    public bool TryGet(string path, [NotNullWhen(true)] out Func<ReadOnlySequence<byte>, Task<IMessage>>? method) => _methods.TryGetValue(path, out method);
}
