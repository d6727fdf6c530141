using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace PlanGate.Fuzz;

/// <summary>
/// Runs the campaigns on copies of PlanGate's assemblies that note which branches are taken. SharpFuzz writes the notes into the code; the loop that AFL would
/// run in a process of its own is <see cref="Campaign"/>, so that inputs can be changed as trees and more than crashes can be looked for.
/// </summary>
internal static class Instrumentation
{
    private static readonly string[] Watched = ["PlanGate.Core", "plangate"];

    public static int Run(Options options)
    {
        if (!options.MeasuresCoverage)
        {
            return Campaigns.Run(options);
        }

        var folder = Directory.CreateTempSubdirectory("plangate-fuzz-").FullName;
        try
        {
            foreach (var name in Watched)
            {
                var copy = Path.Combine(folder, $"{name}.dll");
                File.Copy(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), copy);
                _ = Fuzzer.Instrument(copy, _ => true, SharpFuzz.Options.Value);
            }

            var run = new Copies(folder).LoadFromAssemblyName(new AssemblyName("PlanGate.Fuzz")).GetType(typeof(Campaigns).FullName!)!.GetMethod(nameof(Campaigns.Run), BindingFlags.Static | BindingFlags.NonPublic, [typeof(string[])])!;
            return (int)run.Invoke(null, [Words(options)])!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The copies have types of their own: only words cross over.
    private static string[] Words(Options options) =>
    [
        "--target", string.Join(',', options.Targets), "--seconds", $"{options.Seconds}", "--seed", $"{options.Seed}", "--corpus", options.Corpus, .. options.Replay is { } file ? (string[])["--replay", file] : [], .. options.Inputs is { } inputs ? (string[])["--inputs", $"{inputs}"] : [],
    ];

    private sealed class Copies(string folder) : AssemblyLoadContext("instrumented")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
        {
            "PlanGate.Fuzz" => LoadFromAssemblyPath(typeof(Copies).Assembly.Location),
            { } name when Watched.Contains(name) => LoadFromAssemblyPath(Path.Combine(folder, $"{name}.dll")),
            _ => null,
        };
    }
}
