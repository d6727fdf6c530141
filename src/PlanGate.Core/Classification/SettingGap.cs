using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>A setting that would protect an object's data, and does not.</summary>
/// <param name="Setting">The setting; where several values of one attribute protect, the first of them.</param>
public sealed record SettingGap(Setting Setting)
{
    /// <summary>The settings that are surely not in their safe state on an object as it is meant to be. What is not known yet, or secret, is none.</summary>
    /// <param name="settings">The settings of its type.</param>
    /// <param name="meanings">Which settings to look at, in the words of <see cref="Setting.Meanings"/>.</param>
    /// <param name="oneIsEnough">A single one in its safe state, or perhaps in it, does what all of them are for.</param>
    /// <param name="value">The object.</param>
    /// <param name="unreadable">Marker trees: true where a value is unknown or secret.</param>
    /// <param name="providers">The arguments of the provider blocks that manage it.</param>
    public static IReadOnlyList<SettingGap> Of(IReadOnlyList<Setting> settings, IReadOnlyCollection<string> meanings, bool oneIsEnough, JObject value, IReadOnlyList<JToken?> unreadable, IReadOnlyList<JObject> providers)
    {
        // An attribute with several safe values has a row for each. What the catalogue only guessed from a name stops nobody, nor what changes nothing of a deletion.
        var asked = settings.Where(setting => meanings.Contains(setting.Meaning) && setting.Status != "draft" && (setting.Effect is not null || setting.KeepsCopies)).ToList();
        var switches = asked.Where(setting => !IsAmount(setting)).Select(Block).ToHashSet(StringComparer.Ordinal);
        // For how long copies are kept says nothing where a switch beside it decides whether there are any.
        var attributes = asked.Where(setting => !IsAmount(setting) || !switches.Contains(Block(setting))).GroupBy(setting => (setting.Attribute, setting.Meaning));
        var states = attributes.Select(rows => (Setting: rows.First(), State: rows.Any(row => IsUnreadable(row, unreadable)) ? SettingState.Unknown : rows.Max(row => StateOn(row, value, providers)))).ToList();
        return oneIsEnough && states.Any(one => one.State != SettingState.Unsafe) ? [] : [.. states.Where(one => one.State == SettingState.Unsafe).Select(one => new SettingGap(one.Setting))];
    }

    private static bool IsUnreadable(Setting setting, IReadOnlyList<JToken?> unreadable) => unreadable.Any(marks => Sensitivity.IsMarked(marks, setting.Path));

    // "Longer than before" says nothing of one value, but nothing at all is kept at zero.
    private static SettingState StateOn(Setting setting, JObject value, IReadOnlyList<JObject> providers) =>
        IsAmount(setting)
            ? ValuePath.Find(value, setting.Attribute).DefaultIfEmpty(null).All(one => IsZero(one is null or { Type: JTokenType.Null } ? setting.DefaultValue : one)) ? SettingState.Unsafe : SettingState.Unknown
            : setting.StateOn(value, providers);

    private static bool IsAmount(Setting setting) => setting.KeepsCopies && setting.Alternatives.All(word => word is "larger" or "longer");

    private static string Block(Setting setting) => setting.Attribute[..Math.Max(0, setting.Attribute.LastIndexOf('.'))];

    private static bool IsZero(JToken? value) => Quantity.Of(value) == 0;
}

/// <summary>An object of Pulumi's as it is meant to be, read once for all that is asked of its settings.</summary>
public sealed class PulumiSettings
{
    private readonly PulumiNames _names = new();
    private readonly ChangeValues _read;
    private readonly IReadOnlyList<Setting> _settings;

    /// <summary>Reads an object.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="token">The object's type.</param>
    /// <param name="value">The object, in Pulumi's spelling.</param>
    /// <param name="secrets">True where a value is secret.</param>
    /// <param name="unknowns">True where a value is known only later.</param>
    public PulumiSettings(Catalogue catalogue, string token, JObject value, JToken? secrets, JToken? unknowns)
    {
        // Marks of what is before a change are read like marks of what is after it.
        _read = catalogue.Spelling(token).Read(new ChangeValues(value, null, unknowns, secrets, null, []), _names);
        _settings = [.. catalogue.Settings(token).Where(setting => !PulumiOptions.IsOne(setting))];
    }

    /// <summary>The catalogue knows such a setting of the type.</summary>
    public bool Has(IReadOnlyCollection<string> meanings) => _settings.Any(setting => meanings.Contains(setting.Meaning));

    /// <summary>As <see cref="SettingGap.Of"/>; the settings are named as the program names them.</summary>
    public IReadOnlyList<SettingGap> Gaps(IReadOnlyCollection<string> meanings, bool oneIsEnough) =>
        [.. SettingGap.Of(_settings, meanings, oneIsEnough, _read.Before!, [_read.BeforeSensitive, _read.AfterUnknown], []).Select(gap => new SettingGap(gap.Setting with { Name = _names.Of(gap.Setting.Attribute) }))];
}
