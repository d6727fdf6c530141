using BenchmarkDotNet.Attributes;
using PlanGate.Bench.Generating;
using PlanGate.Classification;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Bench.Micro;

/// <summary>Reading a plan from memory, and judging it.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly PlanInterests Known = Interests.Of(Catalogue.BuiltIn);

    private byte[] _plan = [];

    [Params("100KB", "55MB")]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Generate() => _plan = PlanGenerator.Write(PlanSize.Parse(Size));

    [Benchmark]
    public IReadOnlyList<Plan> Read()
    {
        using var input = new MemoryStream(_plan);
        return PlanReader.Read(input, Size, Known);
    }

    [Benchmark]
    public Verdict ReadAndJudge() => Gate.Judge(Read(), [], Policy.BuiltIn, Today);
}
