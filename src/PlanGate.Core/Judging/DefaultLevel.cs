using PlanGate.Classification;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging;

/// <summary>The level of a finding before any policy: the rule's, moved by what is known of the object.</summary>
internal static class DefaultLevel
{
    /// <summary>The level, or null where the rule finds nothing in this environment.</summary>
    public static Level? Of(RuleInfo rule, ClassifiedChange change)
    {
        var level = rule.LevelIn(change.Environment.Value);
        if (level is null)
        {
            return null;
        }

        var keeps = change.Change.Action.Destroys && change.Recoverability == Recoverability.Kept;
        return keeps || NeedsAMark(change) || IsOnlyPerhapsData(change) ? Level.Advisory : level;
    }

    /// <summary>What can be made again from configuration in most cases: worth a look, not worth stopping.</summary>
    public static bool IsOnlyPerhapsData(ClassifiedChange change) =>
        change.Entry is { Loses: DataLoss.Maybe, Kind: Kind.Other or Kind.Secret or Kind.BackupPolicy };

    // Caches and machines' own disks are often meant to be thrown away: unknown is not enough to stop.
    private static bool NeedsAMark(ClassifiedChange change) =>
        change.Kind is Kind.Cache or Kind.MachineDisk && !change.TakesDataDisks && change.Environment.Value != Environment.Production;
}
