using PlanGate.Judging;
using PlanGate.Policies;

namespace PlanGate.Approvals;

/// <summary>From when until when a yes holds, and how many it takes.</summary>
public static class Term
{
    private const string EveryOther = "default";

    /// <summary>What speaks against a yes that was given at a time. One from the future has not begun.</summary>
    public static IEnumerable<string> Reasons(DateTimeOffset given, ApprovalTerms terms, DateTimeOffset now)
    {
        var age = now - given;
        if (age >= terms.Expires)
        {
            yield return Reason.Expired;
        }

        if (age < terms.CoolingOff)
        {
            yield return Reason.CoolingOff;
        }
    }

    /// <summary>How many different people a finding takes: the most that any rule concerned asks for.</summary>
    public static int Required(Finding finding, ApprovalTerms terms) => finding.Also
        .Select(id => BuiltInRules.Find(id)?.Name ?? id)
        .Prepend(finding.Rule.Name)
        .Max(rule => terms.Required.TryGetValue(rule, out var count) || terms.Required.TryGetValue(EveryOther, out count) ? count : 1);

    /// <summary>A verdict in which every finding that a yes could let through lists the candidates.</summary>
    public static Verdict Apply(Verdict verdict, IReadOnlyList<Approval> candidates) => candidates.Count == 0 ? verdict : verdict with
    {
        Findings = [.. verdict.Findings.Select(finding => finding.IsBlocking ? finding with { Approvals = [.. finding.Approvals, .. candidates] } : finding)],
    };
}
