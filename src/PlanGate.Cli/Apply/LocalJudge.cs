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
    /// <param name="request">The plan, and whose policy counts.</param>
    /// <param name="terminal">Where to say it.</param>
    /// <param name="said">What was said already, which is not said again.</param>
    /// <param name="interests">What the policies will ask about.</param>
    /// <exception cref="PolicyException">One cannot be used.</exception>
    public static LocalJudge Load(ApplyRequest request, Terminal terminal, HashSet<string> said, out PlanInterests interests)
    {
        var today = terminal.Surroundings.Today;
        var here = TrustedPolicy.Load(request.Directory, today, request.Policy, request.PolicyReference);

        // First, because nobody's signers stand in for those of the directory that is changed.
        var there = request.Elsewhere is { } directory ? TrustedPolicy.Load(directory, today) : null;
        foreach (var warning in here.Warnings.Concat(there?.Warnings ?? []).Where(said.Add))
        {
            terminal.Error.WriteLine($"plangate: warning: {Reports.PlainText.Clean(warning)}");
        }

        interests = there is null ? here.Interests : here.Interests.And(there.Interests);
        return new(there is null ? here.Policies : [there.Policies[0], .. here.Policies]);
    }

    /// <summary>A verdict for every policy.</summary>
    public IReadOnlyList<Verdict> Judge(IReadOnlyList<Plan> plans, IReadOnlyList<InputError> errors, DateOnly today) =>
        [.. _policies.Select(policy => Gate.Judge(plans, errors, policy, today))];

    /// <summary>The one that counts: what stops under any of them stops.</summary>
    public static Verdict Strictest(IEnumerable<Verdict> verdicts) =>
        verdicts.MaxBy(verdict => (verdict.Decision, verdict.ApprovalCode is null && verdict.Decision != Decision.Pass, verdict.Findings.Count(finding => finding.IsBlocking)))!;
}
