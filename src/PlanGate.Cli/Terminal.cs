namespace PlanGate.Cli;

/// <summary>The process's streams, so that the whole program runs in memory in tests.</summary>
/// <param name="Output">Reports, and nothing else.</param>
/// <param name="Error">Errors and warnings.</param>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="IsInputRedirected">Standard input is a file or a pipe.</param>
/// <param name="IsColoured">The output is a terminal that shows colours, and nobody has asked for none.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<Stream> OpenInput, bool IsInputRedirected, bool IsColoured)
{
    /// <summary>Standard output is a file or a pipe.</summary>
    public bool IsOutputRedirected { get; init; } = true;

    /// <summary>Standard error is a file or a pipe: nobody looks at it while the program runs.</summary>
    public bool IsErrorRedirected { get; init; } = true;

    /// <summary>What the process stands in.</summary>
    public Surroundings Surroundings { get; init; } = Surroundings.OfTheProcess;
}
