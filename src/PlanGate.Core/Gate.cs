using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;

namespace PlanGate;

/// <summary>The whole way from plans to a verdict.</summary>
public static class Gate
{
    /// <summary>Judges plans together. An input that could not be read, or a plan that cannot be judged, makes the verdict an error.</summary>
    /// <param name="plans">What could be read.</param>
    /// <param name="errors">What could not.</param>
    public static Verdict Judge(IReadOnlyList<Plan> plans, IReadOnlyList<InputError> errors)
    {
        var findings = new List<Finding>();
        var watched = new List<WatchedChange>();
        var problems = new List<InputError>(errors);
        for (var index = 0; index < plans.Count; index++)
        {
            try
            {
                var judgement = Judging.Judge.Of(Catalogue.BuiltIn, plans[index], index);
                findings.AddRange(judgement.Findings);
                watched.AddRange(judgement.Watched.Select(change => new WatchedChange(index, change)));
            }
            catch (PlanFormatException e)
            {
                problems.Add(new(plans[index].Source, e.Message, e.Where, e.Position));
            }
        }

        if (plans.Count == 0 && problems.Count == 0)
        {
            problems.Add(new("", "nothing to judge"));
        }

        var blocking = findings.Where(finding => finding.IsBlocking).ToList();
        var fingerprint = Fingerprint.Of(blocking, plans);
        return new()
        {
            Plans = plans,
            Findings = [.. Ordered(findings)],
            Watched = watched,
            Errors = problems,
            Fingerprint = $"sha256:{fingerprint}",
            ApprovalCode = blocking.Count == 0 || problems.Count > 0 || blocking.Any(finding => finding.Level == Level.HardMandatory)
                ? null
                : Fingerprint.ApprovalCode(fingerprint, BuiltInPolicyDigest),
            PolicyDigest = BuiltInPolicyDigest,
        };
    }

    // The defaults have no bytes of their own: their digest is that of the empty policy.
    private static readonly string BuiltInPolicyDigest = ValueHash.Of([]);

    private static IEnumerable<Finding> Ordered(IEnumerable<Finding> findings) =>
        findings
            .OrderByDescending(finding => finding.Level)
            .ThenByDescending(finding => finding.Environment)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Plan)
            .ThenBy(finding => finding.Address, StringComparer.Ordinal)
            .ThenBy(finding => finding.Deposed, StringComparer.Ordinal)
            .ThenBy(finding => finding.Because.Count > 0 ? finding.Because[0] : "", StringComparer.Ordinal);
}
