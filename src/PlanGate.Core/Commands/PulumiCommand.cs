namespace PlanGate.Commands;

/// <summary><c>pulumi</c>: previews pass, an update plan is judged, the rest of what changes or forgets is refused.</summary>
internal static class PulumiCommand
{
    private const string Way = "Plan first: `pulumi preview --save-plan plan.json`. Then `plangate check plan.json` says what it would destroy, and `plangate apply plan.json` applies exactly that plan if nothing stops it. What is stopped needs a person: put the change into a pull request.";

    private static readonly string[] GlobalValues = ["-C", "--cwd", "--color", "-v", "--verbose", "--profiling", "--tracing", "-s", "--stack", "--memprofilerate", "--otel-traces"];
    private static readonly string[] Flags = ["-y", "--yes", "-f", "--force", "--skip-preview", "--non-interactive", "--json", "-j"];
    private static readonly string[] Reading = ["about", "completion", "console", "convert", "gen-completion", "help", "install", "login", "logout", "logs", "org", "package", "plugin", "policy", "schema", "version", "view-trace", "whoami", "env", "esc", "template", "ai", "events", "do"];

    public static ToolAnswer Judge(Invocation call, bool isGuess)
    {
        var words = call.Arguments;
        var directory = "";
        for (var index = 0; index < words.Count; index++)
        {
            if (words[index] is "-C" or "--cwd")
            {
                directory = words.ElementAtOrDefault(index + 1) ?? "";
            }
            else if (words[index].StartsWith("--cwd=", StringComparison.Ordinal) || words[index].StartsWith("-C", StringComparison.Ordinal))
            {
                directory = words[index][(words[index].StartsWith("-C", StringComparison.Ordinal) ? 2 : "--cwd=".Length)..].TrimStart('=');
            }
        }

        var at = ToolAnswer.FirstWord(words, 0, GlobalValues);
        if (at >= words.Count || ToolAnswer.AsksForHelp(words, Flags, "--help", "-h"))
        {
            return ToolAnswer.Reads;
        }

        if (words.Any(word => word == "--ignore-protect" || word.StartsWith("--ignore-protect=", StringComparison.Ordinal)))
        {
            return ToolAnswer.Refused("it would destroy what is protected", $"Leave --ignore-protect out. {Way}");
        }

        var subcommand = words[at];
        if (Unresolved.In(subcommand))
        {
            return isGuess && Unresolved.IsAll(subcommand) && call.Name != "pulumi" ? ToolAnswer.Reads : ToolAnswer.Refused("what pulumi is to do is known only to the shell", $"Write the subcommand as it is. {Way}");
        }

        var next = ToolAnswer.FirstWord(words, at + 1, GlobalValues);
        var action = next < words.Count ? words[next] : "";
        var previewsOnly = words.Any(word => word is "--preview-only" or "--preview-only=true");
        return subcommand switch
        {
            "preview" or "pre" => ToolAnswer.Writes,
            "up" or "update" => Up(words, at, directory),
            "destroy" or "down" or "dn" when !previewsOnly => ToolAnswer.Refused("it destroys everything in the stack", "`pulumi destroy --preview-only --json > destroy.json` shows what would go, and `plangate check destroy.json` judges it. Only a person destroys a stack."),
            "refresh" when !previewsOnly => ToolAnswer.Refused("it rewrites the state outside of any plan", "`pulumi refresh --preview-only` shows the differences; `pulumi preview --refresh --save-plan plan.json` makes a plan with them."),
            "destroy" or "down" or "dn" or "refresh" => ToolAnswer.Reads,
            "cancel" => ToolAnswer.Refused("it cancels an update that is under way, and can leave the stack half changed", "Find out who runs the update, and ask a person."),
            "watch" => ToolAnswer.Refused("it applies every change at once, without a plan", Way),
            "import" => ToolAnswer.Refused("it changes the state outside of any plan", $"Use the `import` resource option: it becomes part of a plan. {Way}"),
            "stack" => Stack(action),
            "state" => State(action),
            "config" => action is "" or "get" or "set" or "set-all" or "refresh" or "env" or "rm" or "rm-all" or "cp" ? ToolAnswer.Writes : Unknown($"config {action}"),
            "deployment" or "deployments" => action is "settings" or "" or "get" or "list" or "logs" ? ToolAnswer.Reads : ToolAnswer.Refused("it starts a run elsewhere that applies without a plan", Way),
            "new" => ToolAnswer.Writes,
            "query" => ToolAnswer.Reads,
            _ when Reading.Contains(subcommand) => ToolAnswer.Writes,
            _ => isGuess ? ToolAnswer.Reads : Unknown(subcommand),
        };
    }

    private static ToolAnswer Unknown(string what) =>
        ToolAnswer.Refused($"\"{Unresolved.Shown(what)}\" is no subcommand of pulumi that PlanGate knows", $"Use `pulumi preview`, `pulumi stack` to look. {Way}");

    private static ToolAnswer Up(IReadOnlyList<string> words, int at, string directory)
    {
        string? plan = null;
        for (var index = at + 1; index < words.Count; index++)
        {
            if (words[index] == "--plan")
            {
                plan = words.ElementAtOrDefault(index + 1) ?? "";
            }
            else if (words[index].StartsWith("--plan=", StringComparison.Ordinal))
            {
                plan = words[index]["--plan=".Length..];
            }
        }

        return words.Any(word => word is "--preview-only") ? ToolAnswer.Reads
            : plan is { Length: > 0 } ? new() { Plan = plan, WorksIn = directory }
            : ToolAnswer.Refused("it changes the stack without a plan that was judged before", Way);
    }

    private static ToolAnswer Stack(string action) => action switch
    {
        "rm" or "remove" => ToolAnswer.Refused("it removes a stack with its state: with --force also while it still has resources", "Ask a person to remove it; `pulumi stack ls` shows what is there."),
        "import" => ToolAnswer.Refused("it overwrites the state", "Ask a person to do this, with an export of the stack at hand."),
        "rename" => ToolAnswer.Refused("it changes the state outside of any plan", "Ask a person to rename the stack."),
        "" or "ls" or "list" or "init" or "select" or "output" or "export" or "graph" or "history" or "tag" or "unselect" or "change-secrets-provider" or "webhook" or "schedule" => ToolAnswer.Writes,
        _ => Unknown($"stack {action}"),
    };

    private static ToolAnswer State(string action) => action switch
    {
        "delete" => ToolAnswer.Refused("it makes the state forget objects: nothing guards them from then on", $"Use the `retainOnDelete` option, and remove the resource in the program. {Way}"),
        "unprotect" => ToolAnswer.Refused("it takes the protection off: the next update could destroy what it guarded", $"Take `protect` out in the program: then it is part of a plan. {Way}"),
        "rename" or "move" or "edit" or "upgrade" or "repair" or "taint" or "untaint" => ToolAnswer.Refused("it changes the state outside of any plan", $"Use `aliases` in the program. {Way}"),
        "protect" or "" => ToolAnswer.Reads,
        _ => Unknown($"state {action}"),
    };
}
