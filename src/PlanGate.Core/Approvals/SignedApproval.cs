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

    /// <summary>When it ends, by the signer's word, UTC; the policy may end it earlier.</summary>
    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>What tells people apart: one person may be listed by several principals, and with several keys.</summary>
    public string? Person { get; init; }

    /// <summary>The signature fits the file, and was made for approvals of plans.</summary>
    public required bool IsSignatureGood { get; init; }

    /// <summary>It was made by a hardware key that somebody touched.</summary>
    public bool IsByHardware { get; init; }

    /// <summary>The signers file lists the key for the principal, now and when it was signed.</summary>
    public required bool IsListed { get; init; }

    /// <summary>The digests of the policies that were in force.</summary>
    public required IReadOnlySet<string> PolicyDigests { get; init; }

    /// <summary>The hash of every finding that it says yes to (<see cref="Fingerprint.OfOne"/>).</summary>
    public required IReadOnlySet<string> Covers { get; init; }

    /// <summary>The candidate with everything that speaks against it. It must cover every blocking finding; it may cover more.</summary>
    /// <param name="verdict">Today's verdict.</param>
    /// <param name="now">The time, UTC.</param>
    public Approval Judge(Verdict verdict, DateTimeOffset now) => new()
    {
        By = Principal,
        Id = Person ?? Principal,
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

        if (terms.RequireHardwareKey && !IsByHardware)
        {
            yield return Reason.SoftwareKey;
        }

        if (!PolicyDigests.Contains(verdict.Policy.Digest))
        {
            yield return Reason.OtherPolicy;
        }

        if (verdict.Findings.Any(finding => finding.IsBlocking && !Covers.Contains(Fingerprint.OfOne(finding, verdict.Plans))))
        {
            yield return Reason.NotCovered;
        }

        var byTime = Term.Reasons(SignedAt, terms, now).ToList();
        if (now >= ExpiresAt && !byTime.Contains(Reason.Expired))
        {
            byTime.Add(Reason.Expired);
        }

        foreach (var reason in byTime)
        {
            yield return reason;
        }
    }
}
