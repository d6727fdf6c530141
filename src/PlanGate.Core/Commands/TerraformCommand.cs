namespace PlanGate.Commands;

/// <summary><c>terraform</c> and <c>tofu</c>: what reads passes, a saved plan is judged, the rest of what changes or forgets is refused.</summary>
internal static class TerraformCommand
{
    private static readonly string[] Reading = ["show", "validate", "output", "graph", "providers", "version", "console", "test", "metadata", "modules", "query", "help", "login", "logout", "untaint"];
    private static readonly string[] WritingFiles = ["plan", "fmt", "init", "get"];
    private static readonly string[] ApplyFlags = ["-auto-approve", "-compact-warnings", "-input", "-json", "-lock", "-no-color", "-refresh", "-concise", "-consolidate-warnings", "-consolidate-errors", "-show-sensitive", "-deprecation"];
    private static readonly string[] ApplyValues = ["-lock-timeout", "-parallelism", "-var", "-var-file", "-json-into"];

    /// <summary>Arguments that the tool takes from the environment.</summary>
    public static bool IsArgumentsVariable(string name) => name.StartsWith("TF_CLI_ARGS", StringComparison.Ordinal);

    /// <summary>How a change is made.</summary>
    public static string Way(string tool, string directory = "", string options = "")
    {
        var call = directory.Length > 0 ? $"{tool} -chdir={Unresolved.Shown(directory)}" : tool;
        var plan = directory.Length > 0 ? $"{Unresolved.Shown(directory)}/tfplan" : "tfplan";
        return $"Plan first: `{call} plan{options} -out=tfplan`. Then `plangate check {plan}` says what it would destroy, and `plangate apply {plan}` applies exactly that plan if nothing stops it. What is stopped needs a person: put the change into a pull request.";
    }

    public static ToolAnswer Judge(Invocation call, string tool, bool isGuess)
    {
        var words = call.Arguments;
        var directory = "";
        var at = 0;
        for (; at < words.Count && words[at].StartsWith('-'); at++)
        {
            var option = words[at].StartsWith("--", StringComparison.Ordinal) ? words[at][1..] : words[at];
            if (option.StartsWith("-chdir=", StringComparison.Ordinal))
            {
                directory = option["-chdir=".Length..];
            }
            else if (option is "-help" or "-h" or "-version" or "-v")
            {
                return ToolAnswer.Reads;
            }
            else if (option is "-chdir")
            {
                // Not a spelling that the tool takes, but whoever writes it means it.
                directory = words.ElementAtOrDefault(++at) ?? "";
            }
        }

        if (at >= words.Count)
        {
            return ToolAnswer.Reads;
        }

        var (subcommand, rest) = (words[at], words.Skip(at + 1).ToList());
        if (ArgumentsFromEnvironment(call, subcommand) is { } variable)
        {
            return ToolAnswer.Refused($"{variable} adds arguments that are not on the command line", $"Leave {variable} out. {Way(tool, directory)}");
        }

        if (Unresolved.In(subcommand))
        {
            return isGuess && Unresolved.IsAll(subcommand) && call.Words[0] != tool ? ToolAnswer.Reads
                : ToolAnswer.Refused($"what {tool} is to do is known only to the shell", $"Write the subcommand as it is. {Way(tool, directory)}");
        }

        if (ToolAnswer.AsksForHelp(rest, ApplyFlags, "-help", "--help", "-h"))
        {
            return ToolAnswer.Reads;
        }

        return subcommand.ToLowerInvariant() switch
        {
            "apply" => Apply(rest, tool, directory),
            "destroy" => ToolAnswer.Refused("it destroys everything that the configuration made", Way(tool, directory, " -destroy")),
            "state" => State(rest, tool, directory),
            "workspace" => Workspace(rest, tool),
            "import" => ToolAnswer.Refused("it changes the state outside of any plan", $"Write an `import` block: it becomes part of a plan. {Way(tool, directory)}"),
            "taint" => ToolAnswer.Refused("it marks an object to be destroyed at the next apply", Way(tool, directory, " -replace=ADDRESS")),
            "refresh" => ToolAnswer.Refused("it rewrites the state outside of any plan", Way(tool, directory, " -refresh-only")),
            "force-unlock" => ToolAnswer.Refused("it takes away the lock of a run that may still be under way", "Find out who holds the lock, and ask a person to take it away."),
            "push" => ToolAnswer.Refused("it starts a run elsewhere", Way(tool, directory)),
            "env" => Workspace(rest, tool),
            "init" when rest.Any(word => word.TrimStart('-').Split('=')[0] is "migrate-state" or "force-copy") => ToolAnswer.Refused("it copies the state over another one", "Ask a person to move the state; `init -reconfigure` leaves both as they are."),
            "0.12upgrade" or "0.13upgrade" => ToolAnswer.Writes,
            "show" when isGuess && rest.Count == 0 => ToolAnswer.Reads,
            var name when Reading.Contains(name) => ToolAnswer.Reads,
            var name when WritingFiles.Contains(name) => ToolAnswer.Writes,
            _ when isGuess => ToolAnswer.Reads,
            _ => ToolAnswer.Refused($"\"{subcommand}\" is no subcommand of {tool} that PlanGate knows", $"Use `{tool} plan`, `show`, `validate`, `output` to look. {Way(tool, directory)}"),
        };
    }

    private static string? ArgumentsFromEnvironment(Invocation call, string subcommand)
    {
        foreach (var name in call.State.Assigned.Where(IsArgumentsVariable))
        {
            var of = name.Length > "TF_CLI_ARGS_".Length ? name["TF_CLI_ARGS_".Length..] : "";
            var values = call.State.Values(name);
            var isHarmless = values.All(value => value.Length == 0) || (of.Length > 0 && of != subcommand && !Unresolved.In(subcommand)) || (of is "plan" or "init" or "validate" or "fmt" or "show" or "output" && of == subcommand && values.All(value => !Unresolved.In(value) && value.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => word.StartsWith('-') && !word.Contains("force-copy", StringComparison.Ordinal) && !word.Contains("migrate-state", StringComparison.Ordinal))));
            if (!isHarmless)
            {
                return name;
            }
        }

        return null;
    }

    private static ToolAnswer Apply(List<string> words, string tool, string directory)
    {
        var files = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (!word.StartsWith('-') || word == "-")
            {
                files.Add(word);
                continue;
            }

            var option = word.StartsWith("--", StringComparison.Ordinal) ? word[1..] : word;
            var name = option.Split('=')[0];
            if (name is "-destroy")
            {
                return ToolAnswer.Refused("it destroys everything that the configuration made", Way(tool, directory, " -destroy"));
            }

            if (ApplyValues.Contains(name))
            {
                at += option.Contains('=', StringComparison.Ordinal) ? 0 : 1;
            }
            else if (name is "-target" or "-replace" or "-exclude" or "-refresh-only" or "-target-file" or "-exclude-file")
            {
                return ToolAnswer.Refused("it makes a plan of its own and applies it at once: nothing can be judged before", Way(tool, directory, $" {Unresolved.Shown(word)}"));
            }
            else if (!ApplyFlags.Contains(name))
            {
                return ToolAnswer.Refused($"\"{Unresolved.Shown(word)}\" of apply is not understood, or works on another state", Way(tool, directory));
            }
        }

        return files switch
        {
            [] => ToolAnswer.Refused("it makes a plan and applies it at once: nothing can be judged before", Way(tool, directory)),
            ["-" or "/dev/stdin"] => ToolAnswer.Refused("it takes its plan from where it cannot be read before", Way(tool, directory)),
            [var file] => new() { Plan = file, WorksIn = directory },
            _ => ToolAnswer.Refused("it names more than one plan", Way(tool, directory)),
        };
    }

    private static ToolAnswer State(List<string> words, string tool, string directory)
    {
        var at = ToolAnswer.FirstWord(words, 0);
        var action = at < words.Count ? words[at] : "";
        return action switch
        {
            "" or "list" or "show" or "pull" or "identities" => ToolAnswer.Reads,
            "rm" => ToolAnswer.Refused("it makes the state forget objects: nothing guards them from then on", $"Write a `removed` block with `destroy = false`. {Way(tool, directory)}"),
            "mv" => ToolAnswer.Refused("it changes the state outside of any plan", $"Write a `moved` block. {Way(tool, directory)}"),
            "push" => ToolAnswer.Refused("it overwrites the state", "Ask a person to do this, with a copy of the state at hand."),
            "replace-provider" => ToolAnswer.Refused("it changes the state outside of any plan", "Ask a person to do this, with a copy of the state at hand."),
            _ => ToolAnswer.Refused($"\"state {Unresolved.Shown(action)}\" is nothing that PlanGate knows to leave the state alone", Way(tool, directory)),
        };
    }

    private static ToolAnswer Workspace(List<string> words, string tool)
    {
        var at = ToolAnswer.FirstWord(words, 0);
        return (at < words.Count ? words[at] : "") switch
        {
            "" or "list" or "show" or "select" or "new" => ToolAnswer.Reads,
            "delete" => ToolAnswer.Refused("it deletes a workspace with its state", $"Ask a person to delete it; `{tool} workspace list` shows what is there."),
            var action => ToolAnswer.Refused($"\"workspace {Unresolved.Shown(action)}\" is nothing that PlanGate knows to leave the state alone", $"`{tool} workspace list`, `show`, `select` and `new` pass."),
        };
    }
}
