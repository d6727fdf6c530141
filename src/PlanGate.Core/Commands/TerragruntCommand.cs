namespace PlanGate.Commands;

/// <summary><c>terragrunt</c>: Terraform's subcommands, in one unit or in all of them.</summary>
internal static class TerragruntCommand
{
    private static readonly string[] ValueOptions =
    [
        "--working-dir", "--terragrunt-working-dir", "--config", "--terragrunt-config", "--tf-path", "--terragrunt-tfpath", "--log-level", "--terragrunt-log-level", "--parallelism", "--terragrunt-parallelism", "--iam-assume-role",
        "--terragrunt-iam-role", "--download-dir", "--terragrunt-download-dir", "--queue-include-dir", "--queue-exclude-dir", "--terragrunt-include-dir", "--terragrunt-exclude-dir", "--source", "--terragrunt-source", "--filter", "--log-format", "--out-dir", "--json-out-dir",
    ];

    // `run` and `run-all` with Terraform's words behind them, `stack run`, `exec -- command`.
    private static readonly string[] Prefixes = ["run", "run-all", "stack"];
    private static readonly string[] Own = ["hcl", "hclfmt", "hclvalidate", "find", "list", "dag", "render", "render-json", "info", "terragrunt-info", "graph-dependencies", "validate-inputs", "output-module-groups", "catalog", "scaffold", "help", "version", "output-all", "plan-all", "validate-all", "aws-provider-patch"];

    public static ToolAnswer Judge(Invocation call, bool isGuess)
    {
        var words = call.Arguments;
        var directory = "";
        for (var index = 0; index < words.Count; index++)
        {
            var option = words[index];
            if (option is "--working-dir" or "--terragrunt-working-dir")
            {
                directory = words.ElementAtOrDefault(index + 1) ?? "";
            }
            else if (option.StartsWith("--working-dir=", StringComparison.Ordinal) || option.StartsWith("--terragrunt-working-dir=", StringComparison.Ordinal))
            {
                directory = option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..];
            }
        }

        const string Way = "Plan first: `terragrunt plan -out=tfplan`, or for all units `terragrunt run --all plan --out-dir DIR`. Judge every plan with `plangate check`, and apply it with `plangate apply`. What is stopped needs a person: put the change into a pull request.";
        var isAll = words.Any(word => word is "--all" or "-a" or "--graph" or "run-all");
        var at = ToolAnswer.FirstWord(words, 0, ValueOptions);
        while (at < words.Count && (Prefixes.Contains(words[at]) || words[at] == "--"))
        {
            at = ToolAnswer.FirstWord(words, at + 1, ValueOptions);
            at = at < words.Count && words[at] == "--" ? at + 1 : at;
        }

        // What an unknown option may have taken with it: any word that changes something counts.
        if (words.FirstOrDefault(word => word is "apply-all" or "destroy-all" or "destroy") is { } all)
        {
            return ToolAnswer.Refused($"it {(all == "apply-all" ? "applies" : "destroys")} without a plan that could be judged", Way);
        }

        if (at >= words.Count)
        {
            return words.Contains("--") || call.Words.Count == 1 || isGuess || words.All(word => word.StartsWith('-')) ? ToolAnswer.Reads : ToolAnswer.Refused("what terragrunt is to do is not understood", Way);
        }

        if (words[at] == "exec")
        {
            return new() { Inner = [[.. words.Skip(at + 1).SkipWhile(word => word.StartsWith('-'))]], WritesFiles = true };
        }

        if (words[at] is "backend")
        {
            return words.ElementAtOrDefault(at + 1) is "bootstrap" ? ToolAnswer.Writes : ToolAnswer.Refused("it changes where the state is kept", "Ask a person to do this, with a copy of the state at hand.");
        }

        if (Own.Contains(words[at]) || (words[at] is "generate" or "output" or "clean" && at > 0 && words[at - 1] == "stack"))
        {
            return ToolAnswer.Writes;
        }

        var answer = TerraformCommand.Judge(call with { Words = ["terragrunt", .. words.Skip(at).Where(word => !word.StartsWith("--terragrunt", StringComparison.Ordinal) && word is not ("--all" or "-a" or "--graph" or "--non-interactive" or "--queue-include-external" or "--no-color"))] }, "terragrunt", isGuess);
        if (answer.Plan is not null && isAll)
        {
            return ToolAnswer.Refused("it applies many units at once", Way);
        }

        return answer with { WorksIn = directory, Instead = answer.Why is null ? null : Way };
    }
}
