using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

/// <summary>A rule about the whole plan: what it does not show.</summary>
internal static class PlanIncomplete
{
    public static RuleInfo Info { get; } = new(
        "PG301",
        "plan-incomplete",
        "The plan may hide a destruction: it ended with an error, breaks off, postpones changes, is targeted or redacted, or leaves steps out.",
        "What a plan does not show cannot be judged.",
        Level.SoftMandatory,
        Level.SoftMandatory,
        "Soft where the plan ended with an error, breaks off, counts what it does not show, or postpones the destruction of data; advisory for other postponed changes, targeted and redacted plans, Pulumi's default previews, and its update plans without the stack's state.");

    /// <summary>The findings on one plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="index">Its index in the run.</param>
    /// <param name="environment">The environment of the plan as a whole.</param>
    /// <param name="levels">The levels in force.</param>
    /// <param name="deferred">Its postponed changes.</param>
    public static IEnumerable<Finding> Check(Plan plan, int index, EnvironmentMark environment, RuleLevels levels, IReadOnlyList<ClassifiedChange> deferred) =>
        Causes(plan, index, deferred)
            .Select(finding => levels.Of(Info, null, environment.Value, finding.Level) is { } level ? finding with { Level = level } : null)
            .OfType<Finding>();

    private static IEnumerable<Finding> Causes(Plan plan, int index, IReadOnlyList<ClassifiedChange> deferred)
    {
        if (plan.IsErrored)
        {
            yield return Find(plan, index, "errored", Level.SoftMandatory, "Planning ended with an error, so the plan shows only a part of what would happen.", "Mend the error and plan again.");
        }
        else if (plan.IsIncomplete && deferred.Count == 0)
        {
            yield return Find(plan, index, "incomplete", Level.Advisory, "The plan is targeted or partial: what it does not show, it does not do.", "Plan again without -target before you rely on it.");
        }

        var losses = deferred.Where(change => change.Change.Action.Destroys && (change.HoldsData || !change.IsKnown)).ToList();
        if (losses.Count > 0)
        {
            yield return Find(plan, index, "deferred-destroy", Level.SoftMandatory,
                $"The plan postpones the destruction of {Wording.List([.. losses.Select(change => change.Change.Address)])}.",
                "Judge the later plan too, or resolve what it waits for and plan again.");
        }
        else if (deferred.Count > 0)
        {
            yield return Find(plan, index, "deferred", Level.Advisory, $"The plan postpones {deferred.Count} change{(deferred.Count == 1 ? "" : "s")} to a later plan.", "Judge the later plan too.");
        }

        foreach (var gap in plan.Gaps)
        {
            yield return Find(plan, index, gap.Cause, gap.MayDestroy ? Level.SoftMandatory : Level.Advisory, gap.Message, gap.Remedy, gap.Because);
        }

        if (plan.IsRedacted)
        {
            yield return Find(plan, index, "redacted", Level.Advisory, "The plan is redacted: settings that it hides could not be read.", "Judge the plan with its values where you may.");
        }
    }

    private static Finding Find(Plan plan, int index, string cause, Level level, string message, string remedy, string? because = null) => new()
    {
        Rule = Info,
        Level = level,
        Plan = index,
        Address = null,
        Because = [because ?? cause switch
        {
            "errored" when plan.Format.StartsWith("pulumi-", StringComparison.Ordinal) => "a diagnostic or the summary says so",
            "errored" => "the plan says so of itself (errored)",
            "incomplete" => "the plan says so of itself (complete: false)",
            "redacted" => "it is the redacted form of the plan",
            _ => "they wait for what is not known yet",
        }],
        Message = message,
        Remedy = remedy,
        Substance = [Info.Id, cause, plan.Digest],
    };
}
