namespace PlanGate.Commands;

/// <summary>This program itself: who is to be guarded does not sign approvals, nor choose where the policy is read from.</summary>
internal static class PlanGateCommand
{
    public static ToolAnswer Judge(Invocation call)
    {
        var words = call.Arguments;
        var action = words.FirstOrDefault(word => !word.StartsWith('-')) ?? "";
        return action switch
        {
            "approve" => ToolAnswer.Refused("a yes has to come from a person", "Show the person you work for what `plangate check` says, and let them decide: they approve it in a terminal of their own, or in the pull request."),
            "apply" when words.Any(word => word is "--policy-ref" || word.StartsWith("--policy-ref=", StringComparison.Ordinal)) => ToolAnswer.Refused("it chooses where the policy is read from", "Leave --policy-ref out: the policy of the default branch counts."),
            "shim" or "guard" when call.Arguments.Any(word => word is "uninstall" or "remove") => ToolAnswer.Refused("it takes the guard away", "Only a person takes it away."),
            _ when Unresolved.In(action) => ToolAnswer.Refused("what plangate is to do is known only to the shell", "Write the subcommand as it is."),
            _ => ToolAnswer.Reads,
        };
    }
}
