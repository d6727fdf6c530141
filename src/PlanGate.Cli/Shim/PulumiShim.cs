namespace PlanGate.Cli.Shim;

/// <summary>What a call of pulumi does.</summary>
internal static class PulumiShim
{
    private static readonly HashSet<string> Reads = new(StringComparer.Ordinal)
    {
        "about", "config", "console", "convert", "env", "gen-completion", "help", "install", "login", "logout", "logs", "new", "org", "package", "plugin", "policy", "preview", "pre",
        "schema", "stack", "template", "version", "view-trace", "whoami",
    };

    private static readonly HashSet<string> OfBoth = new(StringComparer.Ordinal) { "color", "diff", "emoji", "message", "non-interactive", "parallel", "stack", "suppress-outputs", "suppress-permalink", "suppress-progress" };

    private static readonly HashSet<string> OfThePlan = new(StringComparer.Ordinal) { "config", "config-file", "config-path", "exclude", "refresh", "replace", "target", "target-dependents", "target-replace" };

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["-s"] = "--stack",
        ["-m"] = "--message",
        ["-p"] = "--parallel",
        ["-c"] = "--config",
        ["-t"] = "--target",
        ["-r"] = "--refresh",
        ["-y"] = "--yes",
        ["-f"] = "--skip-preview",
    };

    private static readonly HashSet<string> TakeAValue = new(StringComparer.Ordinal) { "color", "config", "config-file", "exclude", "message", "parallel", "replace", "stack", "target", "target-replace" };

    /// <summary>Reads a call.</summary>
    /// <param name="args">The arguments behind the tool's name.</param>
    public static ShimCall Of(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args is ["-h" or "--help" or "-v" or "--version"])
        {
            return ShimCall.Says;
        }

        if (args[0].StartsWith('-'))
        {
            return ShimCall.Refuse($"{args[0]} stands before the command: write the command first");
        }

        var (command, rest) = (args[0], args.Skip(1).ToList());
        if (rest is ["-h" or "--help"])
        {
            return ShimCall.Says;
        }

        return command switch
        {
            "up" or "update" => Gate(rest),
            "destroy" or "down" or "dn" => ShimCall.Refuse("pulumi cannot save the plan of a destroy, so it cannot be bound to what was judged: take the resources out of the program, and `pulumi up`"),
            _ when Reads.Contains(command) => ShimCall.PassOn("pulumi", args),
            _ => ShimCall.RefuseUnknown("pulumi", args, $"`{command}` is not known here, or changes things without a plan"),
        };
    }

    private static ShimCall Gate(List<string> words)
    {
        List<string> planOptions = [], applyOptions = [];
        var isUnattended = false;
        for (var at = 0; at < words.Count; at++)
        {
            var word = Short.GetValueOrDefault(words[at], words[at]);
            var name = word.TrimStart('-').Split('=')[0];
            if (!word.StartsWith("--", StringComparison.Ordinal) || name.Length == 0)
            {
                return ShimCall.Refuse($"\"{words[at]}\" is not understood");
            }

            if (TakeAValue.Contains(name) && !word.Contains('=', StringComparison.Ordinal))
            {
                if (++at == words.Count)
                {
                    return ShimCall.Refuse($"{word} has no value");
                }

                word = $"{word}={words[at]}";
            }

            switch (name)
            {
                case "yes": isUnattended = word is "--yes" or "--yes=true"; break;
                case "skip-preview": break;
                case var option when OfBoth.Contains(option):
                    planOptions.Add(word);
                    applyOptions.Add(word);
                    break;
                case var option when OfThePlan.Contains(option): planOptions.Add(word); break;
                default: return ShimCall.Refuse($"{words[at]} cannot be judged here: `pulumi preview --save-plan=FILE`, and `plangate apply FILE`");
            }
        }

        return new() { Answer = ShimAnswer.Gate, PlanOptions = planOptions, ApplyOptions = applyOptions, IsUnattended = isUnattended };
    }
}
