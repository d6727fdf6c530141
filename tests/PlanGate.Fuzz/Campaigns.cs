using PlanGate.Fuzz.Targets;

namespace PlanGate.Fuzz;

/// <summary>One campaign after another.</summary>
internal static class Campaigns
{
    /// <summary>The same, for who calls from outside of the instrumented copies.</summary>
    internal static int Run(string[] words) => Run(Options.Parse(words)!);

    /// <summary>Runs what is asked for, and returns 0 where nothing was found.</summary>
    public static int Run(Options options)
    {
        // Instrumented code writes there from its first line on.
        Coverage.Begin();
        var seeds = Seeds.OfTheRepository();

        // What is judged may name files: here there are none.
        var empty = Directory.CreateTempSubdirectory("plangate-fuzz-empty-").FullName;
        Directory.SetCurrentDirectory(empty);
        try
        {
            var found = 0;
            foreach (var name in options.Targets)
            {
                var target = Of(name, seeds);
                using var campaign = new Campaign(target, Path.Combine(options.Corpus, name), options.Seed);
                found += options.Replay is { } file ? campaign.Replay(File.ReadAllBytes(file)) : campaign.Run(options.Inputs is null ? TimeSpan.FromSeconds((double)options.Seconds / options.Targets.Count) : TimeSpan.MaxValue, options.Inputs ?? long.MaxValue);
            }

            return found == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    private static Target Of(string name, Seeds seeds) => name switch
    {
        "plan" => new PlanTarget(seeds),
        "preview" => new PulumiTarget(name, seeds.Previews, seeds),
        "events" => new PulumiTarget(name, seeds.Events, seeds),
        "updateplan" => new PulumiTarget(name, seeds.UpdatePlans, seeds),
        "policy" => new PolicyTarget(seeds),
        "comment" => new CommentTarget(),
        "hook" => new HookTarget(seeds),
        "command" => new CommandTarget(seeds),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
