using PlanGate.Approvals;
using PlanGate.Judging;

namespace PlanGate.Reports;

/// <summary>What a person does next about a plan that is stopped, in a line.</summary>
public static class NextStep
{
    /// <summary>The line; null where nothing is stopped, or where only time or an error stands in the way.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="route">How this run takes a yes.</param>
    /// <param name="commands">The commands of a signature, where they are not the usual ones.</param>
    public static string? Of(Verdict verdict, ApprovalRoute route, string? commands = null)
    {
        var blocking = verdict.Findings.Where(finding => finding.IsBlocking).ToList();
        return verdict.Decision != Decision.Block || blocking.Any(finding => finding.Approvals.Any(approval => approval.Reasons is [Reason.CoolingOff])) ? null
            : blocking.Any(finding => finding.Level == Level.HardMandatory) ? "To go on: take what is hard-mandatory out of the change, or except it in the policy (`waivers`)."
            : (route, verdict.ApprovalCode) switch
            {
                (ApprovalRoute.Review, { } code) => $"To approve: a review of the pull request, as Approve, with this line in it: plangate approve {code}",
                (ApprovalRoute.Review, null) => "Nobody can approve this here: the run belongs to no pull request, or its report is too long for a comment.",
                (ApprovalRoute.Signature, _) => Signature(verdict, commands),
                _ => null,
            };
    }

    private static string Signature(Verdict verdict, string? commands)
    {
        var plan = verdict.Plans is [var only] ? PlainText.ShellWord(only.Source) : "PLAN";
        var apart = verdict.Plans.Count > 1 ? ", one plan at a time" : "";
        return (commands, verdict.Policy.SignersText) switch
        {
            ({ } given, null) => $"To approve: {given}, once the policy names signers.",
            ({ } given, _) => $"To approve: {given}.",
            (null, null) => "To approve: a review on GitHub (`--github`), or `plangate approve PLAN` once the policy names signers.",
            _ => $"To approve: `plangate approve {plan}`{apart}, then this again with `--approval {plan}.approval`.",
        };
    }
}
