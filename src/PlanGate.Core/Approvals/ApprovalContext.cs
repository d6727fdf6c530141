using System.Globalization;
using PlanGate.Classification;
using PlanGate.Judging;

namespace PlanGate.Approvals;

/// <summary>Where an approval may be used: what its code is bound to beside the fingerprint, so that it cannot be replayed elsewhere.</summary>
public static class ApprovalContext
{
    /// <summary>The context of a pull request.</summary>
    /// <param name="repository">The repository's number: names change.</param>
    /// <param name="pull">The number of the pull request.</param>
    /// <param name="baseBranch">The branch it is merged into.</param>
    /// <param name="name">The key of the run where several share a pull request, or empty.</param>
    /// <param name="policyDigest">The digest of the policy in force.</param>
    public static string OfPullRequest(long repository, int pull, string baseBranch, string name, string policyDigest) =>
        ValueHash.Of(["pull-request", repository.ToString(CultureInfo.InvariantCulture), pull.ToString(CultureInfo.InvariantCulture), baseBranch, name, policyDigest]);

    /// <summary>A verdict with the code for this context; what cannot be approved stays without one.</summary>
    public static Verdict Bind(Verdict verdict, string context) =>
        verdict.ApprovalCode is null ? verdict : verdict with { ApprovalCode = Fingerprint.ApprovalCode(verdict.Fingerprint["sha256:".Length..], context) };
}
