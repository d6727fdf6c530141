namespace PlanGate.Cli;

/// <summary>What the process answers. Contract.</summary>
internal static class ExitCode
{
    /// <summary>Nothing stops the apply.</summary>
    public const int Pass = 0;

    /// <summary>Something stops the apply.</summary>
    public const int Block = 1;

    /// <summary>It could not be judged: bad input, bad usage, nothing to judge.</summary>
    public const int Error = 2;

    public static int Of(Decision decision) => decision switch
    {
        Decision.Pass => Pass,
        Decision.Block => Block,
        _ => Error,
    };
}
