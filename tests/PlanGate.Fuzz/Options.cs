using System.Globalization;

namespace PlanGate.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Targets">Names of targets.</param>
/// <param name="Seconds">How long, all targets together.</param>
/// <param name="Inputs">How many for each target, however long that takes; null goes by the time.</param>
/// <param name="Seed">Of the random numbers.</param>
/// <param name="Corpus">Where inputs and findings are kept.</param>
/// <param name="Replay">One input to try, or null.</param>
/// <param name="MeasuresCoverage">New code that an input reaches makes it worth keeping.</param>
public sealed record Options(IReadOnlyList<string> Targets, int Seconds, int? Inputs, int Seed, string Corpus, string? Replay, bool MeasuresCoverage)
{
    /// <summary>The names of all targets.</summary>
    public static IReadOnlyList<string> All { get; } = ["plan", "preview", "events", "updateplan", "policy", "comment", "hook", "command"];

    /// <summary>The options, or null where they are not understood.</summary>
    public static Options? Parse(IReadOnlyList<string> args)
    {
        var options = new Options(All, 60, null, 1, Path.Combine("artifacts", "fuzz"), null, true);
        for (var at = 0; at < args.Count; at++)
        {
            if (args[at] == "--no-coverage")
            {
                options = options with { MeasuresCoverage = false };
                continue;
            }

            var value = at + 1 < args.Count ? args[at + 1] : null;
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
            var next = (args[at], value, number) switch
            {
                ("--target", "all", _) => options,
                ("--target", { } names, _) when names.Split(',') is var list && list.All(All.Contains) => options with { Targets = list },
                ("--seconds", _, > 0 and var seconds) => options with { Seconds = seconds },
                ("--inputs", _, > 0 and var inputs) => options with { Inputs = inputs },
                ("--seed", _, { } seed) => options with { Seed = seed },
                ("--corpus", { Length: > 0 } folder, _) => options with { Corpus = folder },
                ("--replay", { Length: > 0 } input, _) => options with { Replay = input },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            (options, at) = (next, at + 1);
        }

        return options is { Replay: not null, Targets.Count: not 1 } ? null : options with { Corpus = Path.GetFullPath(options.Corpus), Replay = options.Replay is { } file ? Path.GetFullPath(file) : null };
    }
}
