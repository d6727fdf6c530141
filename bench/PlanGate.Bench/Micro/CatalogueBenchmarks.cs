using BenchmarkDotNet.Attributes;
using PlanGate.Bench.Generating;
using PlanGate.Classification;

namespace PlanGate.Bench.Micro;

/// <summary>What the catalogue costs: the look-ups that a plan needs, with and without its tables in memory, and reading all of it, which no run does.</summary>
[MemoryDiagnoser]
public class CatalogueBenchmarks
{
    private readonly Catalogue _loaded = New();
    private readonly List<string> _types = [.. ResourceTemplate.All.Select(template => template.Type)];
    private readonly IReadOnlyList<string> _tables = Catalogue.Tables;

    [GlobalSetup]
    public void Load() => LookUp(_loaded);

    /// <summary>Every type of the generated plans, in a catalogue that has been asked for them before.</summary>
    [Benchmark(Baseline = true)]
    public int LookUpLoaded() => LookUp(_loaded);

    /// <summary>The same, in a catalogue that has not been asked for anything, as in a run.</summary>
    [Benchmark]
    public int LoadAndLookUp() => LookUp(New());

    /// <summary>Every row of every table as text: the least that a catalogue which is parsed at start-up would cost.</summary>
    [Benchmark]
    public int ReadEveryRow() => _tables.Sum(table => Catalogue.Rows(table).Count);

    private int LookUp(Catalogue catalogue) => _types.Count(type => catalogue.Find(type) is not null) + _types.Sum(type => catalogue.Settings(type).Count);

    // Programs have one catalogue and keep it; only here is a second one wanted.
    private static Catalogue New() => (Catalogue)Activator.CreateInstance(typeof(Catalogue), nonPublic: true)!;
}
