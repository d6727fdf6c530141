using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging.Rules;

/// <summary>A rule about the whole plan: data that goes together with what it would be restored from.</summary>
internal static class DataAndBackupsDestroy
{
    public static RuleInfo Info { get; } = new(
        "PG104",
        "data-and-backups-destroy",
        "Data and what backs it up are destroyed by the same plan.",
        "Either alone can be survived. Together nothing is left: this is how whole companies lost their data in one call.",
        Level.HardMandatory,
        Level.SoftMandatory,
        "A provider that deletes automated backups along with their database is told on the finding about the database.")
    {
        Unknown = Level.SoftMandatory,
    };

    /// <summary>The findings on one plan: one for each group that goes together.</summary>
    public static IEnumerable<Finding> Check(int index, LossGroups groups, RuleLevels levels)
    {
        foreach (var group in groups.All)
        {
            var data = group.Where(change => change.HoldsData && !change.IsBackup).ToList();
            var backups = group.Where(change => change.IsBackup).ToList();
            var environment = data.Select(change => change.Environment.Value).DefaultIfEmpty().Max();
            if (data.Count > 0 && levels.Of(Info, null, environment, Info.LevelIn(environment)) is { } level && (backups.Count > 0 || groups.AreCopies(data)))
            {
                yield return Find(index, level, group, data, backups.Count > 0
                    ? [$"{Wording.List([.. backups.Select(change => change.Change.Address)])} {(backups.Count == 1 ? "goes" : "go")} in the same plan"]
                    : ["a replication ties them: the copy goes in the same plan"]);
            }
        }
    }

    private static Finding Find(int index, Level level, IReadOnlyList<ClassifiedChange> group, IReadOnlyList<ClassifiedChange> data, IReadOnlyList<string> because)
    {
        var main = data.OrderByDescending(change => change.Environment.Value).ThenBy(change => change.Change.Address, StringComparer.Ordinal).First();
        var objects = group.Select(change => change.Change.Address).Distinct().Order(StringComparer.Ordinal).ToList();
        return new()
        {
            Rule = Info,
            Level = level,
            Plan = index,
            Address = main.Change.Address,
            Type = main.Change.Type,
            Action = main.Change.Action.Word,
            Deposed = main.Change.Deposed,
            Kind = main.Kind,
            Environment = main.Environment.Value,
            EnvironmentBecause = main.Environment.Because,
            Recoverability = Recoverability.Lost,
            Because = because,
            Objects = objects,
            Message = "The data goes together with what it would be restored from: nothing is left.",
            Remedy = "Never both in one plan: keep the backups, or take and test a copy somewhere else first.",
            Substance = [Info.Id, .. Fingerprint.Of(group)],
        };
    }
}
