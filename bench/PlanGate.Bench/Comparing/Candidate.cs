namespace PlanGate.Bench.Comparing;

/// <summary>One command line that is measured against others.</summary>
/// <param name="Name">What it is in the table.</param>
/// <param name="Plan">The plan it works on, or null for none.</param>
/// <param name="Command">The program with its arguments.</param>
/// <param name="ExitCode">What it must answer: a tool that fails is not fast.</param>
internal sealed record Candidate(string Name, string? Plan, IReadOnlyList<string> Command, int ExitCode)
{
    private readonly List<Run> _runs = [];

    public int Count => _runs.Count;

    public double MedianWall => Median(_runs.Select(run => run.Wall));

    public double LeastWall => _runs.Min(run => run.Wall);

    public double MedianCpu => Median(_runs.Select(run => run.Cpu));

    public double LeastCpu => _runs.Min(run => run.Cpu);

    public double Memory { get; private set; }

    /// <summary>Runs once without counting it, so that files and program are in memory.</summary>
    public void WarmUp() => RunOnce();

    public void Measure() => _runs.Add(RunOnce());

    public void MeasureMemory(int times) => Memory = Median(Enumerable.Range(0, times).Select(_ => PeakMemory.Of(Command)));

    private Run RunOnce()
    {
        var run = ChildProcess.Run(Command);
        return run.ExitCode == ExitCode ? run : throw new MeasurementException($"{string.Join(' ', Command)}: exit code {run.ExitCode}, not {ExitCode}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
