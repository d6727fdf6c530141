using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Cli.Apply;

/// <summary>Judges plans on a machine where whoever wrote them also works: by the policies that he cannot have changed alone.</summary>
/// <param name="policies">Every policy in force; the strictest verdict counts.</param>
internal sealed class LocalJudge(IReadOnlyList<Policy> policies)
{
    // Who may sign under a policy that does not say it, is whom the repository's names.
    private readonly IReadOnlyList<Policy> _policies =
    [
        .. policies.Select(policy => policy.Approvals.Signers is null && policies[0] is { SignersText: { } signers } first
            ? policy with { SignersText = signers, Approvals = policy.Approvals with { Signers = first.Approvals.Signers } }
            : policy),
    ];

    /// <summary>Finds the policies, and says what weakens them.</summary>
    /// <exception cref="PolicyException">One cannot be used.</exception>
    public static LocalJudge Load(string directory, string? file, string? reference, Terminal terminal, out PlanInterests interests)
    {
        var trusted = TrustedPolicy.Load(directory, terminal.Surroundings.Today, file, reference);
        foreach (var warning in trusted.Warnings)
        {
            terminal.Error.WriteLine($"plangate: warning: {Reports.PlainText.Clean(warning)}");
        }

        interests = trusted.Interests;
        return new(trusted.Policies);
    }

    /// <summary>A verdict for every policy.</summary>
    public IReadOnlyList<Verdict> Judge(IReadOnlyList<Plan> plans, IReadOnlyList<InputError> errors, DateOnly today) =>
        [.. _policies.Select(policy => Gate.Judge(plans, errors, policy, today))];

    /// <summary>The one that counts: what stops under any of them stops.</summary>
    public static Verdict Strictest(IEnumerable<Verdict> verdicts) =>
        verdicts.MaxBy(verdict => (verdict.Decision, verdict.ApprovalCode is null && verdict.Decision != Decision.Pass, verdict.Findings.Count(finding => finding.IsBlocking)))!;
}
