using System.Globalization;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds out what a change touches: kind, environment, and what a destroy would do to the data.</summary>
public sealed class Classifier(Catalogue catalogue, Plan plan, PolicyMarks policy)
{
    // Addresses and names of the data objects that the plan creates.
    private readonly Lazy<HashSet<string>> _created = new(() => plan.Created
        .Where(created => catalogue.Find(created.Type) is { Loses: not DataLoss.No })
        .SelectMany(created => created.Names.Prepend(created.Address))
        .ToHashSet(StringComparer.Ordinal));

    private readonly Dictionary<(string, string), IReadOnlyList<JObject>> _providers = [];

    private static readonly string[] IdentityAttributes = ["id", "arn", "urn", "self_link", "uid", "unique_id", "resource_id", "metadata.uid", "manifest.kind", "manifest.metadata.namespace", "manifest.metadata.name", "object.metadata.uid", "namespace", "type_name", "identifier"];

    // By which a rule names what it is for.
    private static readonly string[] Targets = ["bucket", "repository", "storage_account_id", "table_name", "database"];

    /// <summary>Reads the change's values once and keeps the facts.</summary>
    /// <exception cref="PlanFormatException">The values have the wrong shape, or a member is there twice.</exception>
    public ClassifiedChange Classify(ResourceChange change)
    {
        var written = change.ReadValues();
        var pulumi = PulumiChange.Of(catalogue, change, written);
        var values = pulumi?.Values ?? written;
        var before = values.Before;
        var type = catalogue.NameOf(change.Type);
        // What lives was asked before whether it stands for something: a view does, and is no more custom than a component.
        var isComponent = pulumi is not null && before is null && PulumiOptions.IsComponent(values.After);
        var carried = Carriers.LookInto(catalogue, type, before);
        var isSecretInside = carried is not null && Carriers.Paths.Any(path => Sensitivity.IsMarked(values.BeforeSensitive, path));
        // It is judged all the same, and not named; of what no catalogue knows nothing but the name would be left.
        carried = isSecretInside && carried!.Entry is null ? null : carried;
        var entry = policy.Apply(change, isComponent ? catalogue.Component : carried is null ? catalogue.Find(change.Type) : carried.Entry);
        var isStateless = policy.SaysStateless(change);
        IReadOnlyList<Setting> settings = isComponent ? [] : carried is null ? catalogue.Settings(change.Type)
            : [.. catalogue.CarriedSettings(carried.World, carried.Name), .. pulumi is null ? [] : PulumiOptions.Settings];
        var providers = Providers(change.ProviderName, type.Split('_')[0]);
        var (recoverability, decidedBy) = Recover(entry, pulumi is null ? settings : [.. pulumi.Deciding(settings, change)], before, providers);
        var takesBackups = recoverability == Recoverability.Lost && TakesBackupsAlong(settings, before, providers);
        var changed = change.Action.Replaces ? values.ReplacePaths : pulumi is null ? AttributeDiff.Names(values) : PulumiChange.Changed(written);
        // Pulumi calls it "same" when nothing but an option changes.
        var updates = change.Action == ChangeAction.Update || (pulumi is not null && change.Action == ChangeAction.NoOp);
        var protects = entry is { Loses: DataLoss.No, Role: "protection" };
        IReadOnlyList<Setting> weakened = isStateless ? [] : updates || (protects && change.Action.Replaces) ? SettingTransition.Weakened(settings, values, change.IsImport) : [];
        IReadOnlyList<string> stripped = updates ? BlockDiff.Stripped(values) : [];
        IReadOnlyList<Operation> operations = [.. Operations(change, values, entry).Where(operation => !isStateless || operation.Rule != "PG203")];
        var lostMark = updates ? EnvironmentJudge.LostMark(values, providers, policy) : null;
        IEnumerable<string> paths = [.. operations.SelectMany(operation => operation.Paths), .. weakened.Concat(decidedBy is null ? [] : [decidedBy]).Where(setting => !PulumiOptions.IsOne(setting)).Select(setting => setting.Path), .. stripped];
        var hashes = Hashes(pulumi is null ? changed.Concat(paths) : paths, values, pulumi?.Names, lostMark);
        if (pulumi is not null)
        {
            foreach (var one in changed.Concat(weakened.Concat(decidedBy is null ? [] : [decidedBy]).Where(PulumiOptions.IsOne).Select(option => option.Name)))
            {
                hashes[one] = PulumiChange.Hash(written, one);
            }
        }

        NameJudgement? name = entry is null ? catalogue.Names.Judge(carried?.NameForJudging ?? change.Type, AttributeNames(before)) : null;
        return new()
        {
            Change = change,
            Entry = entry,
            Name = name,
            CarriedType = isSecretInside ? null : carried?.Name,
            Environment = EnvironmentJudge.Judge(change, values, plan, providers, policy),
            Recoverability = recoverability,
            DecidedBy = decidedBy is not null && pulumi is not null ? pulumi.Named(decidedBy) : decidedBy,
            CatalogueType = carried?.Name ?? type,
            IsOfAnotherWorld = carried is not null || catalogue.IsOfAnotherWorld(change.Type),
            TakesProtectionOff = change.Action.Destroys && pulumi is { TakesProtectionOff: true },
            TakesDataDisks = TakesDataDisks(settings, before),
            TakesBackupsAlong = takesBackups,
            ChangedAttributes = changed,
            Weakened = pulumi is null ? weakened : [.. weakened.Select(pulumi.Named)],
            LeavesWhatItProtects = protects && !isStateless && (change.Action == ChangeAction.Delete || (change.Action.Replaces && changed.Any(ObjectLinks.SpeaksOfAnother))),
            StrippedBlocks = pulumi is null ? stripped : [.. stripped.Select(pulumi.Names.Of).Order(StringComparer.Ordinal)],
            LostMark = lostMark,
            Operations = pulumi is null ? operations : [.. operations.Select(operation => operation with { Names = [.. operation.Paths.Select(pulumi.Names.Of)] })],
            Links = ObjectLinks.Of(type, before, catalogue.BackupTies(carried?.Name ?? type)),
            Undo = !change.Action.Destroys || recoverability is Recoverability.Kept or Recoverability.Refused ? null
                : takesBackups ? Undo.OnlyFromOwnCopies
                : catalogue.Undo(type, entry?.Kind ?? name?.Kind ?? Kind.Other),
            Identity = before is null ? IdentityToBe(values) : ValueHash.Of(IdentityAttributes.Select(path => AttributeDiff.Comparable(before, values.BeforeSensitive, path)).Append(carried?.Name ?? "")),
            ValueHashes = hashes,
        };
    }

    private IReadOnlyList<JObject> Providers(string name, string prefix)
    {
        if (!_providers.TryGetValue((name, prefix), out var blocks))
        {
            _providers[(name, prefix)] = blocks = ProviderArguments.Of(plan.ProviderConfig, name, prefix);
        }

        return blocks;
    }

    private static Dictionary<string, string> Hashes(IEnumerable<string> about, ChangeValues values, PulumiNames? names, string? lostMark)
    {
        var hashes = about.Distinct().ToDictionary(path => names?.Of(path) ?? path, path => AttributeDiff.Hash(values, path), StringComparer.Ordinal);
        if (lostMark is not null)
        {
            hashes[MarkAttribute(lostMark)] = ValueHash.Of([ObjectTags.ValueOf(values.Before, lostMark), ObjectTags.ValueOf(values.After, lostMark)]);
        }

        return hashes;
    }

    /// <summary>How findings name the tag that marks an environment.</summary>
    internal static string MarkAttribute(string tag) => tag.Length > 0 ? $"tags.{tag}" : "tags";

    // What is created is known by all that the plan says of it, but for labels.
    private static string IdentityToBe(ChangeValues values) => values.After is not { } after ? ValueHash.Of([])
        : ValueHash.Of(after.Properties().Select(property => property.Name)
            .Where(name => !name.Contains("tags", StringComparison.Ordinal) && !name.Contains("labels", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => new[] { name, AttributeDiff.Comparable(after, values.AfterSensitive, name) }));

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
        var isForSomethingNew = change.Action == ChangeAction.Create && IsForSomethingNew(change, values);
        return [.. candidates.Where(operation => operation.IsRunBy(change, values) && !(operation.Rule == "PG203" && isForSomethingNew))];
    }

    // By its whole name, or by a reference between two that are alone of their kind: that the plan also creates a sibling, or another protection of the
    // same bucket, says nothing.
    private bool IsForSomethingNew(ResourceChange change, ChangeValues values)
    {
        var targets = Targets.Select(attribute => values.After?[attribute]?.ToString()).OfType<string>().Where(name => name.Length > 0).ToList();
        var referred = change.Address.Contains('[') ? [] : plan.References.GetValueOrDefault(change.Address, []);
        return targets.Any(_created.Value.Contains) || referred.Any(_created.Value.Contains);
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
