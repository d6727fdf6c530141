using System.Globalization;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds out what a change touches: kind, environment, and what a destroy would do to the data.</summary>
public sealed class Classifier(Catalogue catalogue, Plan plan, PolicyMarks policy)
{
    private static readonly string[] IdentityAttributes = ["id", "arn", "urn", "self_link", "uid", "unique_id", "resource_id", "metadata.uid"];

    /// <summary>Reads the change's values once and keeps the facts.</summary>
    /// <exception cref="PlanFormatException">The values have the wrong shape, or a member is there twice.</exception>
    public ClassifiedChange Classify(ResourceChange change)
    {
        var values = change.ReadValues();
        var before = values.Before;
        var carried = Carriers.LookInto(catalogue, change.Type, before);
        var entry = policy.Apply(change, carried is null ? catalogue.Find(change.Type) : carried.Entry);
        var settings = carried is null ? catalogue.Settings(change.Type) : catalogue.CarriedSettings(carried.World, carried.Name);
        var providers = ProviderArguments.Of(plan.ProviderConfig, change.ProviderName, change.Type);
        var (recoverability, decidedBy) = Recover(entry, settings, before, providers);
        var takesBackups = recoverability == Recoverability.Lost && TakesBackupsAlong(settings, before, providers);
        var changed = change.Action.Replaces ? values.ReplacePaths : AttributeDiff.Names(values);
        var updates = change.Action == ChangeAction.Update;
        IReadOnlyList<Setting> weakened = updates ? SettingTransition.Weakened(settings, values) : [];
        IReadOnlyList<string> stripped = updates ? BlockDiff.Stripped(values) : [];
        IEnumerable<string> about = [.. changed, .. weakened.Select(setting => setting.Name), .. stripped, .. decidedBy is null ? [] : new[] { decidedBy.Name }];
        NameJudgement? name = entry is null ? catalogue.Names.Judge(carried?.NameForJudging ?? change.Type, AttributeNames(before)) : null;
        return new()
        {
            Change = change,
            Entry = entry,
            Name = name,
            CarriedType = carried?.Name,
            Environment = EnvironmentJudge.Judge(change, values, plan, providers, policy),
            Recoverability = recoverability,
            DecidedBy = decidedBy,
            TakesDataDisks = TakesDataDisks(settings, before),
            TakesBackupsAlong = takesBackups,
            ChangedAttributes = changed,
            Weakened = weakened,
            StrippedBlocks = stripped,
            LostMark = updates ? EnvironmentJudge.LostMark(values, providers) : null,
            Operations = Operations(change, values, entry),
            Links = ObjectLinks.Of(before, catalogue.BackupTies(carried?.Name ?? change.Type)),
            Undo = !change.Action.Destroys || recoverability is Recoverability.Kept or Recoverability.Refused ? null
                : takesBackups ? Undo.OnlyFromOwnCopies
                : catalogue.Undo(change.Type, entry?.Kind ?? name?.Kind ?? Kind.Other),
            Identity = ValueHash.Of(IdentityAttributes.Select(path => AttributeDiff.Comparable(before, values.BeforeSensitive, path))),
            ValueHashes = about.Distinct().ToDictionary(path => path, path => AttributeDiff.Hash(values, path), StringComparer.Ordinal),
        };
    }

    private (Recoverability, Setting?) Recover(CatalogueEntry? entry, IReadOnlyList<Setting> settings, JObject? before, IReadOnlyList<JObject> providers)
    {
        var best = settings
            .Where(setting => setting.Effect is not null && setting.StateOn(before, providers) == SettingState.Safe)
            .MaxBy(setting => setting.Effect);
        // A redacted plan hides values, so that "the data stays" cannot be read from it.
        return best is null || (plan.IsRedacted && best.Effect == Recoverability.Kept)
            ? (entry?.Recoverability ?? Recoverability.Unknown, null)
            : (best.Effect!.Value, best);
    }

    private IReadOnlyList<Operation> Operations(ResourceChange change, ChangeValues values, CatalogueEntry? entry)
    {
        IEnumerable<Operation> candidates = catalogue.Operations(change.Type);
        if (entry is null && Operation.ByName(change.Type) is { } byName)
        {
            candidates = candidates.Append(byName);
        }

        // What expires later expires nothing that exists, where the same plan creates what it is for.
        var isForSomethingNew = change.Action == ChangeAction.Create
            && plan.References.GetValueOrDefault(Addresses.WithoutKeys(change.Address), []).Any(plan.Created.Contains);
        return [.. candidates.Where(operation => operation.IsRunBy(change, values) && !(operation.Rule == "PG203" && isForSomethingNew))];
    }

    // A disk whose setting is absent and has no known default is taken to die with its machine.
    private static bool TakesDataDisks(IReadOnlyList<Setting> settings, JObject? before) =>
        settings.Where(setting => setting.Meaning is Setting.DataDisk or Setting.AnyDisk)
            .SelectMany(setting => setting.StatesOfBlocks(before).Skip(setting.Meaning == Setting.AnyDisk ? 1 : 0))
            .Any(state => state != SettingState.Safe);

    // Unless automated backups are known to be switched off, there are some.
    private static bool TakesBackupsAlong(IReadOnlyList<Setting> settings, JObject? before, IReadOnlyList<JObject> providers) =>
        before is not null
        && settings.Any(setting => setting.Meaning == "delete-backups" && setting.StateOn(before, providers) == SettingState.Unsafe)
        && !settings.Where(setting => setting.Meaning == "backup-retention").SelectMany(setting => ValuePath.Find(before, setting.Attribute)).Any(value => value is JValue { Value: 0L or false });

    private static IReadOnlyCollection<string> AttributeNames(JObject? before) =>
        before is null ? [] : [.. before.Properties().Where(property => property.Value.Type != JTokenType.Null).Select(property => property.Name.ToLower(CultureInfo.InvariantCulture))];
}
