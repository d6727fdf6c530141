using PlanGate.Classification;
using PlanGate.Judging.Rules;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging;

/// <summary>What one plan does to data and to production.</summary>
/// <param name="Findings">The findings, not yet ordered.</param>
/// <param name="Watched">Every change to an object that holds data or is marked production.</param>
/// <param name="Changes">Every change that was kept, classified.</param>
public sealed record PlanJudgement(IReadOnlyList<Finding> Findings, IReadOnlyList<ClassifiedChange> Watched, IReadOnlyList<ClassifiedChange> Changes);

/// <summary>Judges the changes of a plan by the built-in rules.</summary>
public static class Judge
{
    /// <summary>Judges one plan.</summary>
    /// <param name="catalogue">What is known of resource types.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="index">Its index in the run.</param>
    /// <param name="marks">What the policy says of environments and objects.</param>
    /// <param name="levels">The levels in force.</param>
    /// <exception cref="PlanFormatException">A change cannot be read.</exception>
    public static PlanJudgement Of(Catalogue catalogue, Plan plan, int index, PolicyMarks marks, RuleLevels levels)
    {
        var classifier = new Classifier(catalogue, plan, marks);
        IReadOnlyList<ClassifiedChange> changes = [.. plan.Changes.Select(classifier.Classify)];
        var groups = new LossGroups(catalogue, plan, changes);
        var stories = new Stories(catalogue, plan, changes, change => Hits(BuiltInRules.OnDestruction, change, levels).Any());
        IReadOnlyList<Finding> pairs = [.. DataAndBackupsDestroy.Check(index, groups, levels)];
        var withBackups = pairs.SelectMany(pair => pair.Objects ?? []).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<Finding> findings =
        [
            // What it would be restored from goes too: there is no way back to tell of.
            .. changes.SelectMany(change => Find(change, index, stories, levels)).Select(finding => finding.Address is { } address && withBackups.Contains(address) ? finding with { Undo = null } : finding),
            .. pairs,
            .. MassDestroy.Check(plan, index, changes, levels),
            .. PlanIncomplete.Check(plan, index, EnvironmentJudge.Judge(plan, marks), levels, [.. plan.Deferred.Where(change => change.IsManaged).Select(classifier.Classify)]),
            .. ActionInvoked.Check(catalogue, plan, index, EnvironmentJudge.Judge(plan, marks), levels),
            .. plan.Drifted.Select(classifier.Classify).SelectMany(change => Hits(BuiltInRules.OnDrift, change, levels).Select(rule => FindingOf(rule, [], change, index, [], levels))),
        ];
        return new(findings, [.. changes.Where(IsWatched)], changes);
    }

    private static bool IsWatched(ClassifiedChange change) =>
        (change.Change.Action is not (ChangeAction.NoOp or ChangeAction.Read) || change.Change.ActionInWords is "import" or "move") && (change.HoldsData || (change.Environment.Value == Environment.Production && (!change.IsKnown || ProductionDestroy.IsStoodOn(change))));

    private static IEnumerable<Finding> Find(ClassifiedChange change, int index, Stories stories, RuleLevels levels)
    {
        var rules = change.Change.Action.Destroys ? BuiltInRules.OnDestruction : change.Change.Action.Forgets ? BuiltInRules.OnForget : [];
        if (Hits(rules, change, levels).ToList() is [var main, .. var others])
        {
            yield return FindingOf(main, others, change, index, stories.Of(change), levels) with { Inside = stories.InsideOf(change), Protections = stories.ProtectionsOf(change) };
        }

        foreach (var rule in Hits(BuiltInRules.OnTheirOwn, change, levels).Where(_ => !stories.AreToldOnADestruction(change)))
        {
            yield return FindingOf(rule, [], change, index, [], levels);
        }
    }

    private static IEnumerable<ChangeRule> Hits(IEnumerable<ChangeRule> rules, ClassifiedChange change, RuleLevels levels) =>
        rules.Where(rule => rule.AppliesTo(change) && LevelOf(rule, change, levels) is not null);

    private static Level? LevelOf(ChangeRule rule, ClassifiedChange change, RuleLevels levels) =>
        levels.Of(rule.Info, change.HoldsData ? change.Kind : null, change.Environment.Value, rule.LevelFor(change));

    private static Finding FindingOf(ChangeRule rule, IEnumerable<ChangeRule> others, ClassifiedChange change, int index, IEnumerable<string> stories, RuleLevels levels)
    {
        var target = change.Change;
        IReadOnlyList<string> attributes =
            [.. rule.Attributes(change).Concat(target.Action.Destroys && change.DecidedBy is { } setting ? [setting.Name] : []).Distinct().Order(StringComparer.Ordinal)];
        return new()
        {
            Rule = rule.Info,
            Level = LevelOf(rule, change, levels)!.Value,
            Plan = index,
            Address = target.Address,
            Type = target.Type,
            Carries = change.CarriedType,
            Action = target.ActionInWords,
            Deposed = target.Deposed,
            Kind = change.Kind,
            Environment = change.Environment.Value,
            EnvironmentBecause = change.Environment.Because,
            Recoverability = change.Recoverability,
            Undo = IsADestruction(rule, change) && change.HoldsData ? change.Undo : null,
            Because = [.. Clauses(rule, change), .. stories],
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

    private static bool IsADestruction(ChangeRule rule, ClassifiedChange change) => change.Change.Action.Destroys && BuiltInRules.OnDestruction.Contains(rule);

    private static IEnumerable<string> Clauses(ChangeRule rule, ClassifiedChange change)
    {
        var target = change.Change;
        var destroys = IsADestruction(rule, change);
        if (destroys)
        {
            yield return Wording.Reason(target) is { } reason ? $"{Wording.Verb(change)}: {reason}" : Wording.Verb(change);
        }

        foreach (var clause in rule.Because(change))
        {
            yield return clause;
        }

        if (destroys && change.HoldsData)
        {
            yield return Wording.Fate(change);
        }
    }
}
