using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>What is known of a setting on one object: safe, not safe, or not knowable from the plan.</summary>
public enum SettingState { Unknown, Unsafe, Safe }

/// <summary>One setting that protects or dooms the data of a type: a row of <c>policies/catalogue/settings</c>.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Attribute">Dotted path in the object; lists of blocks are walked through, <c>rule[status=Enabled]</c> only through those that say so. <c>provider.</c> in front: an argument of the provider block.</param>
/// <param name="Meaning">What the setting is: <c>deletion-protection</c>, <c>data-disk</c> ...</param>
/// <param name="Safe">The safe values, split by <c>|</c>: literals, <c>set</c>, <c>unset</c>, <c>present</c>, <c>&gt;0</c>, <c>!none</c>, or a direction such as <c>larger</c>.</param>
/// <param name="Default">The value when it is absent; <c>?</c> where that is not known.</param>
/// <param name="Effect">What a destroy does while the setting is safe, or null where it has no influence.</param>
/// <param name="Status"><c>checked</c>: a person has read and confirmed the row; <c>docs</c>, <c>schema</c>: taken from there; <c>draft</c>: guessed from the attribute's name.</param>
/// <param name="Source">Where that can be read; empty for the type's own page.</param>
public sealed record Setting(
    string Type,
    string Attribute,
    string Meaning,
    string Safe,
    string Default,
    Recoverability? Effect,
    string Status,
    string Source)
{
    /// <summary>A further disk that dies with its machine unless the setting is safe.</summary>
    public const string DataDisk = "data-disk";

    /// <summary>A disk of a list whose first is the machine's own: the others are further disks.</summary>
    public const string AnyDisk = "any-disk";

    /// <summary>Data goes by itself after a time, or once a rule matches it.</summary>
    public const string Expiry = "expiry";

    /// <summary>The words a row may use for its meaning.</summary>
    public static IReadOnlyList<string> Meanings { get; } =
    [
        "deletion-protection", "deletion-policy", "force-destroy", "skip-final-snapshot", "final-snapshot", "delete-backups", "recovery-window",
        "purge-protection", "object-lock", "soft-delete", "reclaim-policy", "root-disk", DataDisk, AnyDisk, "backup-retention", "pitr", "versioning", "replication", Expiry,
        "size", "encryption-key", "other",
    ];

    /// <summary>The attribute as people name it: the path without conditions on blocks, in the spelling of the plan.</summary>
    public string Name { get; init; } = PathStep.Plain(Attribute);

    /// <summary>The path without conditions on blocks, in the catalogue's spelling.</summary>
    internal string Path { get; } = PathStep.Plain(Attribute);

    /// <summary>The same setting at another path.</summary>
    internal Setting At(string path) => new(Type, path, Meaning, Safe, Default, Effect, Status, Source);

    /// <summary>It decides which copies of the data there are.</summary>
    internal bool KeepsCopies => Meaning is "backup-retention" or "pitr" or "versioning" or "replication";

    /// <summary>The state of the setting on an object, counting the default where it is absent.</summary>
    /// <param name="before">The live object.</param>
    /// <param name="provider">The arguments of the provider blocks that may manage it.</param>
    public SettingState StateOn(JObject? before, IReadOnlyList<JObject> provider)
    {
        const string ProviderPrefix = "provider.";
        if (Attribute.StartsWith(ProviderPrefix, StringComparison.Ordinal))
        {
            var states = provider.Select(block => StateIn(block, Attribute[ProviderPrefix.Length..])).DefaultIfEmpty(StateOf(null)).ToList();
            // Which block manages the object is not looked up, so all of them must be safe.
            return states.Min(state => state);
        }

        return before is null ? SettingState.Unknown : StateIn(before, Attribute);
    }

    /// <summary>The states of every block on the object that the path leads through: one per disk, for a disk setting.</summary>
    public IEnumerable<SettingState> StatesOfBlocks(JObject? before) =>
        before is null ? [] : ValuePath.Find(before, Attribute).Select(StateOf);

    internal static Setting Parse(string row)
    {
        var cells = row.Split('\t');
        if (cells.Length != 8)
        {
            throw new CatalogueException($"a row of settings has 8 cells, this one {cells.Length}: {row}");
        }

        if (cells[3].Split('|').Any(word => word.Length == 0 || word is "?" or "none" or "safe" or "same" || word.IndexOfAny([' ', '/', '(', ',']) >= 0))
        {
            throw new CatalogueException($"{cells[0]} {cells[1]}: \"{cells[3]}\" is not in the words for safe values");
        }

        return new(
            cells[0],
            cells[1],
            Meanings.Contains(cells[2]) ? cells[2] : throw new CatalogueException($"{cells[0]}: unknown meaning \"{cells[2]}\""),
            cells[3],
            cells[4],
            cells[5].Length == 0 ? null : Recoverabilities.Parse(cells[5]),
            cells[6],
            cells[7]);
    }

    private SettingState StateIn(JObject value, string path)
    {
        var states = ValuePath.Find(value, path).Select(StateOf).DefaultIfEmpty(StateOf(null)).ToList();
        return states.Contains(SettingState.Unsafe) ? SettingState.Unsafe
            : states.Contains(SettingState.Unknown) ? SettingState.Unknown
            : SettingState.Safe;
    }

    /// <summary>The safe values, one by one.</summary>
    internal string[] Alternatives => Safe.Split('|', StringSplitOptions.TrimEntries);

    /// <summary>The value that holds where the setting is absent, or null where there is none or it is not known.</summary>
    internal JToken? DefaultValue => Default is "?" or "null" or "" ? null : new JValue(Default);

    /// <summary>One of the safe values by itself, not by being past a threshold or larger than before.</summary>
    internal bool IsSafeWhatever(JToken value) =>
        Alternatives.Where(word => !word.StartsWith('>')).Any(word => MatchesOne(word, value.Type == JTokenType.Null ? null : Plain(value)) == true);

    internal SettingState StateOf(JToken? value)
    {
        if (value is null or { Type: JTokenType.Null })
        {
            return Default == "?" ? SettingState.Unknown : Matches(Default is "null" or "" ? null : Default);
        }

        return value.Type == JTokenType.Undefined ? SettingState.Unknown : Matches(Plain(value));
    }

    private SettingState Matches(string? value)
    {
        var state = SettingState.Unsafe;
        foreach (var alternative in Alternatives)
        {
            switch (MatchesOne(alternative, value))
            {
                case null: state = SettingState.Unknown; break;
                case true: return SettingState.Safe;
                default: break;
            }
        }

        return state;
    }

    // Null where the alternative is a direction, which says nothing about one value.
    private static bool? MatchesOne(string alternative, string? value) => alternative switch
    {
        "larger" or "longer" or "later" or "smaller" or "unchanged" => null,
        "set" or "present" => value is { Length: > 0 },
        "unset" => value is null or { Length: 0 },
        ['!', .. var other] => !string.Equals(other, value, StringComparison.OrdinalIgnoreCase),
        ['>', '=', .. var least] => Number(value) >= Number(least),
        ['>', .. var less] => Number(value) > Number(less),
        _ => string.Equals(alternative, value, StringComparison.OrdinalIgnoreCase),
    };

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Plain(JToken value) => value switch
    {
        JArray list => list.Count == 0 ? "" : "[...]",
        JObject => "{...}",
        { Type: JTokenType.Boolean } => value.Value<bool>() ? "true" : "false",
        JValue plain => Convert.ToString(plain.Value, CultureInfo.InvariantCulture) ?? "",
        _ => "?",
    };
}
