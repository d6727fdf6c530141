namespace PlanGate.Cli.Shim;

/// <summary>What a call of terraform or tofu does.</summary>
internal static class TerraformShim
{
    // Everything that is not here and not below is refused: it may be able to apply.
    private static readonly HashSet<string> Reads = new(StringComparer.Ordinal)
    {
        "console", "env", "fmt", "get", "graph", "init", "login", "logout", "metadata", "modules", "output", "plan", "providers",
        "show", "state", "test", "untaint", "validate", "version", "workspace",
    };

    // Those that do nothing without a sub-command.
    private static readonly HashSet<string> Groups = new(StringComparer.Ordinal) { "env", "metadata", "state", "workspace" };

    private static readonly HashSet<string> TakeAValue = new(StringComparer.Ordinal)
    {
        "exclude", "exclude-file", "lock-timeout", "parallelism", "replace", "target", "target-file", "var", "var-file",
    };

    // Where each option goes: to the plan, to the apply, or to both.
    private static readonly HashSet<string> OfThePlan = new(StringComparer.Ordinal)
    {
        "destroy", "exclude", "exclude-file", "refresh", "refresh-only", "replace", "target", "target-file", "var", "var-file",
    };

    private static readonly HashSet<string> OfBoth = new(StringComparer.Ordinal) { "compact-warnings", "input", "lock", "lock-timeout", "no-color", "parallelism" };

    /// <summary>Reads a call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="args">The arguments behind it.</param>
    /// <param name="variable">A variable of the environment, or null.</param>
    public static ShimCall Of(string tool, IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var (at, directory) = (0, (string?)null);
        for (; at < args.Count && args[at].StartsWith('-'); at++)
        {
            switch (args[at].TrimStart('-'))
            {
                case "help" or "h" or "version" or "v": return ShimCall.Says;
                case var option when directory is null && option.StartsWith("chdir=", StringComparison.Ordinal) && option.Length > "chdir=".Length: directory = option["chdir=".Length..]; break;
                default: return ShimCall.Refuse($"{args[at]} is not known here, so nothing behind it is understood");
            }
        }

        if (at == args.Count)
        {
            return ShimCall.Says;
        }

        var (command, rest) = (args[at], args.Skip(at + 1).ToList());
        if (rest is ["-h" or "-help" or "--help"] || (Groups.Contains(command) && rest.Count == 0))
        {
            return ShimCall.Says;
        }

        if (Groups.Contains(command) && rest[0].StartsWith('-'))
        {
            return ShimCall.Refuse($"{rest[0]} stands before what `{command}` shall do: write that first");
        }

        string[] whole = [.. args.Take(at + 1), .. Added(command, variable), .. rest];

        return command switch
        {
            "apply" => Gate(rest, directory, isDestroy: false),
            "destroy" => Gate(rest, directory, isDestroy: true),
            _ when Reads.Contains(command) => ShimCall.PassOn(tool, whole),
            _ => ShimCall.RefuseUnknown(tool, whole, $"`{command}` is not known here, and may change things"),
        };
    }

    // What the tool adds behind a command that stands alone; behind a sub-command it would add to that one. Quotes are taken off, not understood: a word more is judged rather than one less.
    private static IEnumerable<string> Added(string command, Func<string, string?> variable) => Groups.Contains(command) ? []
        : ((string[])["TF_CLI_ARGS", $"TF_CLI_ARGS_{command}"])
            .SelectMany(name => (variable(name) ?? "").Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static ShimCall Gate(List<string> words, string? directory, bool isDestroy)
    {
        var (plan, isUnattended) = ((string?)null, false);
        List<string> planOptions = isDestroy ? ["-destroy"] : [], applyOptions = [];
        var isAboutThePlan = isDestroy;
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (!word.StartsWith('-') || word is "-" or "--")
            {
                if (plan is not null || word is "-" or "--")
                {
                    return ShimCall.Refuse($"\"{word}\" is not understood: one plan file, and options before it");
                }

                plan = word;
                continue;
            }

            // Options end where the plan begins, as the tool reads them.
            if (plan is not null)
            {
                return ShimCall.Refuse($"{word} stands behind the plan: options go before it");
            }

            var name = word.TrimStart('-').Split('=')[0];
            var option = $"-{word.TrimStart('-')}";
            if (TakeAValue.Contains(name) && !word.Contains('=', StringComparison.Ordinal))
            {
                if (++at == words.Count)
                {
                    return ShimCall.Refuse($"{word} has no value");
                }

                option = $"{option}={words[at]}";
            }

            if (name == "auto-approve")
            {
                isUnattended = option is "-auto-approve" or "-auto-approve=true" or "-auto-approve=1";
            }
            else if (OfThePlan.Contains(name))
            {
                isAboutThePlan = true;
                planOptions.Add(option);
            }
            else if (OfBoth.Contains(name))
            {
                planOptions.Add(option);
                applyOptions.Add(option);
            }
            else
            {
                return ShimCall.Refuse($"{word} cannot be judged here: save a plan (`plan -out=FILE`), and `plangate apply FILE`");
            }
        }

        return plan is not null && isAboutThePlan
            ? ShimCall.Refuse("a saved plan, and options that would change it: make the plan with them, then apply it")
            : new() { Answer = ShimAnswer.Gate, Directory = directory, Plan = plan, PlanOptions = planOptions, ApplyOptions = applyOptions, IsUnattended = isUnattended || plan is not null };
    }
}
