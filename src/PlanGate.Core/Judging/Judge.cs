using PlanGate.Classification;
using PlanGate.Judging.Rules;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging;

/// <summary>What one plan does to data and to production.</summary>
/// <param name="Findings">The findings, not yet ordered.</param>
/// <param name="Watched">Every change to an object that holds data or is marked production.</param>
public sealed record PlanJudgement(IReadOnlyList<Finding> Findings, IReadOnlyList<ClassifiedChange> Watched);

/// <summary>Judges the changes of a plan by the built-in rules.</summary>
public static class Judge
{
    /// <summary>Judges one plan.</summary>
    /// <param name="catalogue">What is known of resource types.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="index">Its index in the run.</param>
    /// <exception cref="PlanFormatException">A change cannot be read.</exception>
    public static PlanJudgement Of(Catalogue catalogue, Plan plan, int index)
    {
        var classifier = new Classifier(catalogue, plan);
        var findings = new List<Finding>();
        var watched = new List<ClassifiedChange>();
        foreach (var change in plan.Changes)
        {
            var classified = classifier.Classify(change);
            if (IsWatched(classified))
            {
                watched.Add(classified);
            }

            if (Find(classified, index) is { } finding)
            {
                findings.Add(finding);
            }
        }

        findings.AddRange(PlanIncomplete.Check(plan, index, [.. plan.Deferred.Where(change => change.IsManaged).Select(classifier.Classify)]));
        findings.AddRange(ActionInvoked.Check(plan, index));
        return new(findings, watched);
    }

    private static bool IsWatched(ClassifiedChange change) =>
        change.HoldsData || (change.Environment.Value == Environment.Production && (!change.IsKnown || ProductionDestroy.IsStoodOn(change)));

    private static Finding? Find(ClassifiedChange change, int index)
    {
        var rules = change.Change.Action.Destroys ? BuiltInRules.OnDestruction : change.Change.Action.Forgets ? BuiltInRules.OnForget : [];
        var hits = rules.Where(rule => rule.AppliesTo(change) && rule.LevelFor(change) is not null).ToList();
        return hits is [var main, .. var others] ? FindingOf(main, others, change, index) : null;
    }

    private static Finding FindingOf(ChangeRule rule, IEnumerable<ChangeRule> others, ClassifiedChange change, int index)
    {
        var target = change.Change;
        IReadOnlyList<string> attributes =
            [.. (target.Action.Replaces ? change.ChangedAttributes : []).Concat(change.DecidedBy is { } setting ? [setting.Attribute] : []).Distinct().Order(StringComparer.Ordinal)];
        return new()
        {
            Rule = rule.Info,
            Level = rule.LevelFor(change)!.Value,
            Plan = index,
            Address = target.Address,
            Type = target.Type,
            Action = target.Action.Word,
            Deposed = target.Deposed,
            Kind = change.Kind,
            Environment = change.Environment.Value,
            EnvironmentBecause = change.Environment.Because,
            Recoverability = change.Recoverability,
            Because = [.. Clauses(rule, change)],
            Attributes = attributes,
            Also = [.. others.Select(other => other.Info.Id).Order(StringComparer.Ordinal)],
            Message = rule.Message(change),
            Remedy = rule.Remedy(change),
            Substance =
            [
                rule.Info.Id, target.Type, target.Address, target.Action.Word, target.Deposed ?? "", change.Identity,
                .. attributes.SelectMany(path => new[] { path, change.ValueHashes.GetValueOrDefault(path, "") }),
            ],
        };
    }

    private static IEnumerable<string> Clauses(ChangeRule rule, ClassifiedChange change)
    {
        var target = change.Change;
        if (target.Action.Destroys)
        {
            yield return Wording.Reason(target) is { } reason ? $"{Wording.Verb(target)}: {reason}" : Wording.Verb(target);
        }

        foreach (var clause in rule.Because(change))
        {
            yield return clause;
        }

        if (target.Action.Destroys && change.HoldsData)
        {
            yield return Wording.Fate(change);
        }

        if (change.CarriedType is not null)
        {
            yield return $"{target.Type} carries {change.CarriedType}";
        }
    }
}
