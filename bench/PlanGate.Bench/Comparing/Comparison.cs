using System.Globalization;
using PlanGate.Bench.Generating;

namespace PlanGate.Bench.Comparing;

/// <summary>Whole runs of plangate binaries against jq, on a plan of 100 KB and one of 55 MB, and of what else answers the question.</summary>
internal static class Comparison
{
    private const string Jq = "jq";
    private const string Simdjson = "simdjson";
    private const int ManyPlans = 1000;
    private const int ManyPlansRuns = 7;
    private const string Deletes = ".resource_changes[] | select(.change.actions | index(\"delete\")) | .address";
    private const int Rounds = 60;
    private const int RoundsPerBigRun = 4;
    private const int MemoryRuns = 3;
    private const int Blocked = 1;

    /// <summary>Measures and prints tables. The candidates take turns, so that whatever else the machine does slows all of them.</summary>
    /// <param name="binaries">The binaries, each with a name for the table in front where it has one: <c>without=PATH</c>. The one called simdjson is bench/simdjson/scan.cpp.</param>
    /// <param name="output">Where the tables go.</param>
    public static void Run(IReadOnlyList<string> binaries, TextWriter output)
    {
        var named = binaries.Select(Named).ToList();
        var folder = Directory.CreateTempSubdirectory("plangate-bench-").FullName;
        try
        {
            // A folder without a policy file above it.
            Directory.SetCurrentDirectory(folder);
            foreach (var size in new[] { PlanSize.Small, PlanSize.Big })
            {
                using var plan = File.Create(size.Name);
                PlanGenerator.Write(plan, size);
            }

            File.WriteAllText("hook.json", """{"hook_event_name":"PreToolUse","cwd":"/","tool_name":"Bash","tool_input":{"command":"cd src && npm test -- --watch=false | tee test.log"}}""");

            var candidates = Candidates(named);
            Measure(candidates);
            Print(candidates, output);
            PrintManyPlans(named[0].Path, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Name, string Path) Named(string binary) =>
        binary.IndexOf('=', StringComparison.Ordinal) is > 0 and var end ? (binary[..end], Path.GetFullPath(binary[(end + 1)..])) : ("plangate", Path.GetFullPath(binary));

    private static List<Candidate> Candidates(List<(string Name, string Path)> binaries) =>
    [
        .. binaries.Where(IsPlangate).Select(binary => new Candidate($"{binary.Name} --version", null, [binary.Path, "--version"], 0)),
        .. binaries.Where(IsPlangate).Select(binary => new Candidate($"{binary.Name} guard claude", null, ["/bin/sh", "-c", "exec \"$0\" guard claude < hook.json", binary.Path], 0)),
        .. Plans.SelectMany(plan => binaries
            .Select(binary => IsPlangate(binary)
                ? new Candidate($"{binary.Name} check", plan, [binary.Path, "check", plan, "--quiet", "--format", "json=/dev/null"], Blocked)
                : new Candidate(binary.Name, plan, [binary.Path, plan], 0))
            .Concat(DomReader.Names.Select(reader => new Candidate($"DOM of {reader}", plan, [Environment.ProcessPath!, "dom", reader, plan], 0)))
            .Append(new(Jq, plan, [Jq, "-r", Deletes, plan], 0))),
    ];

    private static bool IsPlangate((string Name, string Path) binary) => binary.Name != Simdjson;

    private static string[] Plans => [PlanSize.Small.Name, PlanSize.Big.Name];

    private static void Measure(List<Candidate> candidates)
    {
        candidates.ForEach(candidate => candidate.WarmUp());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var candidate in candidates.Where(candidate => candidate.Plan != PlanSize.Big.Name || round % RoundsPerBigRun == 0))
            {
                candidate.Measure();
            }
        }

        candidates.ForEach(candidate => candidate.MeasureMemory(MemoryRuns));
    }

    private static void Print(List<Candidate> candidates, TextWriter output)
    {
        var sizes = string.Join(", ", Plans.Select(plan => Invariant($"{plan} is {new FileInfo(plan).Length:N0} bytes")));
        output.WriteLine(Invariant($"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; {sizes}"));
        output.WriteLine();
        output.WriteLine("| plan | program | runs | wall median, ms | wall least, ms | CPU median, ms | CPU least, ms | peak memory, MB |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var one in candidates)
        {
            output.WriteLine(Invariant($"| {one.Plan ?? "-"} | {one.Name} | {one.Count} | {one.MedianWall:F1} | {one.LeastWall:F1} | {one.MedianCpu:F1} | {one.LeastCpu:F1} | {one.Memory:F1} |"));
        }

        output.WriteLine();
        output.WriteLine("| plan | program | wall median, of jq's | wall least, of jq's | CPU median, of jq's | peak memory, of jq's |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var one in candidates.Where(candidate => candidate.Plan is not null && candidate.Name != Jq))
        {
            var jq = candidates.Single(candidate => candidate.Name == Jq && candidate.Plan == one.Plan);
            output.WriteLine(Invariant($"| {one.Plan} | {one.Name} | {one.MedianWall / jq.MedianWall:F2} | {one.LeastWall / jq.LeastWall:F2} | {one.MedianCpu / jq.MedianCpu:F2} | {one.Memory / jq.Memory:F2} |"));
        }
    }

    // The same thousand plans on one processor and on all: wall time, the least of some runs.
    private static void PrintManyPlans(string binary, TextWriter output)
    {
        Directory.CreateDirectory("many");
        string[] plans = [.. Enumerable.Range(0, ManyPlans).Select(index => Path.Combine("many", $"{index}.json"))];
        Array.ForEach(plans, plan => File.Copy(PlanSize.Small.Name, plan));
        string[] check = [binary, "check", "--quiet", "--format", "json=/dev/null", .. plans];
        var one = new Candidate("one", null, ["taskset", "-c", "0", .. check], Blocked);
        var all = new Candidate("all", null, check, Blocked);
        one.WarmUp();
        for (var run = 0; run < ManyPlansRuns; run++)
        {
            one.Measure();
            all.Measure();
        }

        output.WriteLine();
        output.WriteLine(Invariant($"{ManyPlans} plans of {PlanSize.Small.Name}: {one.LeastWall:F0} ms on one processor, {all.LeastWall:F0} ms on {Environment.ProcessorCount}: {one.LeastWall / all.LeastWall:F2} times as fast"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
