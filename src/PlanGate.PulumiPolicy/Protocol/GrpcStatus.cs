namespace PlanGate.PulumiPolicy.Protocol;

/// <summary>The status codes of gRPC that this server answers with.</summary>
internal enum GrpcStatus
{
    Ok = 0,
    InvalidArgument = 3,
    FailedPrecondition = 9,

    /// <summary>Only for calls that the server does not know at all: the engine takes it for "this pack has no such check" and goes on.</summary>
    Unimplemented = 12,
    Internal = 13,
}

/// <summary>A call that is answered with an error, which the engine shows and stops at.</summary>
internal sealed class GrpcException(GrpcStatus status, string message) : Exception(message)
{
    public GrpcStatus Status { get; } = status;
}
