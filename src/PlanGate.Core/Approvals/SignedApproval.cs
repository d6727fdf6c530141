using PlanGate.Judging;
using PlanGate.Policies;

namespace PlanGate.Approvals;

/// <summary>A signed file that says yes to a list of destructions.</summary>
public sealed record SignedApproval
{
    /// <summary>The file, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Who signed, as the signers file calls him.</summary>
    public required string Principal { get; init; }

    /// <summary>When, by the signer's word, UTC.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The signature fits the file, and the key is one that may sign.</summary>
    public required bool IsSignatureGood { get; init; }

    /// <summary>The signers file lists the principal now.</summary>
    public required bool IsListed { get; init; }

    /// <summary>The digest of the policy that was in force.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>The hash of every finding that it says yes to (<see cref="Fingerprint.OfOne"/>).</summary>
    public required IReadOnlySet<string> Covers { get; init; }

    /// <summary>The candidate with everything that speaks against it. It must cover every blocking finding; it may cover more.</summary>
    /// <param name="verdict">Today's verdict.</param>
    /// <param name="now">The time, UTC.</param>
    public Approval Judge(Verdict verdict, DateTimeOffset now) => new()
    {
        By = Principal,
        Id = Principal,
        File = File,
        At = SignedAt,
        Reasons = [.. Reasons(verdict, verdict.Policy.Approvals, now)],
    };

    private IEnumerable<string> Reasons(Verdict verdict, ApprovalTerms terms, DateTimeOffset now)
    {
        if (!IsSignatureGood)
        {
            yield return Reason.BadSignature;
        }

        if (!IsListed)
        {
            yield return Reason.NotAnApprover;
        }

        if (PolicyDigest != verdict.Policy.Digest)
        {
            yield return Reason.OtherPolicy;
        }

        if (verdict.Findings.Any(finding => finding.IsBlocking && !Covers.Contains(Fingerprint.OfOne(finding, verdict.Plans))))
        {
            yield return Reason.NotCovered;
        }

        foreach (var reason in Term.Reasons(SignedAt, terms, now))
        {
            yield return reason;
        }
    }
}
