using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>Names a set of destructions by a hash that nothing else in the plan can change.</summary>
public static class Fingerprint
{
    /// <summary>SHA-256 over the sorted substance of the blocking findings, as 64 hex digits.</summary>
    /// <param name="blocking">The findings that block.</param>
    /// <param name="plans">The plans of the run; their names count only where there are several.</param>
    public static string Of(IEnumerable<Finding> blocking, IReadOnlyList<Plan> plans) =>
        ValueHash.Of(blocking
            .Select(finding => OfOne(finding, plans))
            .Order(StringComparer.Ordinal));

    /// <summary>SHA-256 over the substance of one finding, as 64 hex digits: what a signed approval lists.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="plans">The plans of the run; their names count only where there are several.</param>
    public static string OfOne(Finding finding, IReadOnlyList<Plan> plans) =>
        ValueHash.Of(plans.Count > 1 ? [plans[finding.Plan].Source, .. finding.Substance] : finding.Substance);

    /// <summary>What a finding on several objects covers of them: a hash for each, in order.</summary>
    public static IEnumerable<string> Of(IEnumerable<ClassifiedChange> changes) => changes
        .Select(change => ValueHash.Of([change.Change.Type, change.Change.Address, change.Change.Action.Word, change.Change.Deposed ?? "", change.Identity]))
        .Order(StringComparer.Ordinal);

    /// <summary>The code of an approval: 32 hex digits that are bound to the fingerprint and to where it may be used.</summary>
    public static string ApprovalCode(string fingerprint, string context) => ValueHash.Of([fingerprint, context])[..32];
}
