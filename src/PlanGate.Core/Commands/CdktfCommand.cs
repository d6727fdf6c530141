namespace PlanGate.Commands;

/// <summary><c>cdktf</c>: it has no saved plans of its own, so that what deploys is refused.</summary>
internal static class CdktfCommand
{
    private const string Way = "Plan first: `cdktf synth`, then `terraform -chdir=cdktf.out/stacks/NAME init` and `terraform -chdir=cdktf.out/stacks/NAME plan -out=plan`. `plangate check cdktf.out/stacks/NAME/plan` judges it, `plangate apply` applies exactly that plan if nothing stops it.";

    public static ToolAnswer Judge(Invocation call, bool isGuess)
    {
        var words = call.Arguments;
        var at = ToolAnswer.FirstWord(words, 0, "--app", "--output", "-a", "-o", "--log-level");
        if (at >= words.Count || ToolAnswer.AsksForHelp(words, ["--auto-approve"], "--help", "-h"))
        {
            return ToolAnswer.Reads;
        }

        return words[at] switch
        {
            "deploy" or "apply" => ToolAnswer.Refused("it applies without a plan that was judged before", Way),
            "destroy" => ToolAnswer.Refused("it destroys whole stacks", Way),
            "watch" => ToolAnswer.Refused("it applies every change at once, without a plan", Way),
            "synth" or "synthesize" or "diff" or "plan" or "list" or "output" or "outputs" or "get" or "init" or "convert" or "login" or "provider" or "debug" or "help" or "completion" or "version" => ToolAnswer.Writes,
            _ => isGuess && !Unresolved.In(words[at]) ? ToolAnswer.Reads : ToolAnswer.Refused($"\"{Unresolved.Shown(words[at])}\" is no subcommand of cdktf that PlanGate knows", Way),
        };
    }
}
