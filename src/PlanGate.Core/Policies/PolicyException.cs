namespace PlanGate.Policies;

/// <summary>A policy cannot be used: it says something that is not understood, or that would weaken the gate by mistake.</summary>
/// <param name="problem">What is wrong, and what to write instead.</param>
/// <param name="file">The file.</param>
/// <param name="line">The line, from 1; 0 where the file as a whole is wrong.</param>
/// <param name="column">The column, from 1.</param>
public sealed class PolicyException(string problem, string file, long line = 0, long column = 0) : Exception(problem)
{
    public string File { get; } = file;

    /// <summary>A file is not there: nothing can be said of what it would have set.</summary>
    public bool IsMissing { get; init; }

    public long Line { get; } = line;

    public long Column { get; } = column;
}
