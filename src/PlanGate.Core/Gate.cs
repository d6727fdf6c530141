using PlanGate.Approvals;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate;

/// <summary>The whole way from plans to a verdict.</summary>
public static class Gate
{
    /// <summary>Judges plans together. An input that could not be read, or a plan that cannot be judged, makes the verdict an error.</summary>
    /// <param name="plans">What could be read.</param>
    /// <param name="errors">What could not.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="today">The day, UTC, from which waivers count.</param>
    public static Verdict Judge(IReadOnlyList<Plan> plans, IReadOnlyList<InputError> errors, Policy policy, DateOnly today)
    {
        var findings = new List<Finding>();
        var watched = new List<WatchedChange>();
        var problems = new List<InputError>(errors);
        foreach (var (found, seen, problem) in plans.SelectOnAllProcessors((plan, index) => Judge(plan, index, policy)))
        {
            findings.AddRange(found);
            watched.AddRange(seen);
            problems.AddRange(problem is null ? [] : [problem]);
        }

        if (plans.Count == 0 && problems.Count == 0)
        {
            problems.Add(new("", "nothing to judge"));
        }

        var waived = Waived([.. findings.Select(finding => finding with { ApprovalsRequired = Term.Required(finding, policy.Approvals) })], policy, today, out var used, out var decisive);
        var blocking = waived.Where(finding => finding.IsBlocking).ToList();
        var fingerprint = Fingerprint.Of(blocking, plans);
        return new()
        {
            Plans = plans,
            Findings = [.. waived.Order(FindingOrder.Instance)],
            Watched = watched,
            Errors = problems,
            Fingerprint = $"sha256:{fingerprint}",
            ApprovalCode = blocking.Count == 0 || problems.Count > 0 || blocking.Any(finding => finding.Level == Level.HardMandatory)
                ? null
                : Fingerprint.ApprovalCode(fingerprint, policy.Digest),
            Policy = policy,
            UnusedWaivers = [.. policy.Waivers.Where(waiver => !used.Contains(waiver)).Select(waiver => waiver.ToString())],
            Warnings = [.. policy.Waivers.Where(waiver => decisive.Contains(waiver) && waiver.EndsSoon(today)).Select(waiver => $"the waiver {waiver} ends {InDays(waiver.DaysLeft(today))}: what it lets through will block again")],
        };
    }

    private static (IReadOnlyList<Finding> Findings, IReadOnlyList<WatchedChange> Watched, InputError? Problem) Judge(Plan plan, int index, Policy policy)
    {
        try
        {
            var judgement = Judging.Judge.Of(Catalogue.BuiltIn, plan, index, policy.Marks, policy.Levels);
            return
            (
                [
                    .. judgement.Findings.Concat(OwnRules(policy, judgement.Changes, index))
                        .Select(finding => finding.Address is { } address && plan.Constructs.Of(address) is { } construct ? finding with { Construct = construct } : finding),
                ],
                [.. judgement.Watched.Select(change => new WatchedChange(index, change, plan.Constructs.Of(change.Change.Address)))],
                null
            );
        }
        catch (PlanFormatException e)
        {
            return ([], [], new(plan.Source, e.Message, e.Where, e.Position));
        }
    }

    private static IEnumerable<Finding> OwnRules(Policy policy, IReadOnlyList<ClassifiedChange> changes, int index)
    {
        foreach (var change in policy.Custom.Count == 0 ? [] : changes)
        {
            ChangeValues? values = null;
            foreach (var rule in policy.Custom)
            {
                if (rule.Check(change, index, () => values ??= change.Change.ReadValues()) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private static List<Finding> Waived(List<Finding> findings, Policy policy, DateOnly today, out HashSet<Waiver> used, out HashSet<Waiver> decisive)
    {
        var applied = new HashSet<Waiver>(ReferenceEqualityComparer.Instance);
        var longestOnes = new HashSet<Waiver>(ReferenceEqualityComparer.Instance);
        (used, decisive) = (applied, longestOnes);
        return policy.Waivers.Count == 0 ? findings : [.. findings.Select(Apply)];

        Finding Apply(Finding finding)
        {
            var covering = policy.Waivers.Where(waiver => waiver.Covers(finding)).ToList();
            applied.UnionWith(covering);
            if (covering.MaxBy(waiver => waiver.Expires) is not { } longest)
            {
                return finding;
            }

            longestOnes.Add(longest);
            return finding with { Waiver = new(longest.Reason, longest.Expires, longest.DaysLeft(today)) };
        }
    }

    private static string InDays(int days) => days switch
    {
        0 => "today",
        1 => "tomorrow",
        _ => $"in {days} days",
    };
}
