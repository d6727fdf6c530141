using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PlanGate.Bench.Micro;

/// <summary>Runs the benchmarks of parts of the program, in this process.</summary>
internal static class MicroBenchmarks
{
    public static int Run(string[] arguments)
    {
        // In this process, because a project that BenchmarkDotNet generates does not build with central package versions.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(BenchmarkDotNet.Exporters.MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default);
        var summaries = BenchmarkSwitcher.FromTypes([typeof(ReadingBenchmarks), typeof(CatalogueBenchmarks)]).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
        return summaries.Any() && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 2;
    }
}
