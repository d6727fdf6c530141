using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds the settings that an update makes less safe.</summary>
internal static class SettingTransition
{
    /// <summary>The settings that are less safe after the change. An attribute with several safe values has a row for each: it is enough to meet one.</summary>
    /// <param name="settings">The settings of the type.</param>
    /// <param name="values">The object before and after.</param>
    /// <param name="isImport">The object comes under management by this change: what is only in the configuration was never otherwise.</param>
    public static IReadOnlyList<Setting> Weakened(IReadOnlyList<Setting> settings, ChangeValues values, bool isImport) =>
    [
        .. settings.Where(setting => Weakens(setting, values)
            && !(isImport && ValuePath.Find(values.Before!, setting.Attribute).All(IsAbsent))
            && !settings.Any(other => other != setting && other.Attribute == setting.Attribute && ProtectsAsWell(other, setting) && IsSafeAfter(other, values))),
    ];

    private static bool ProtectsAsWell(Setting other, Setting setting) =>
        other.Meaning == setting.Meaning && (other.Effect is Recoverability.Kept or Recoverability.Refused || other.Effect == setting.Effect);

    private static bool IsSafeAfter(Setting setting, ChangeValues values) =>
        !Sensitivity.IsMarked(values.AfterUnknown, setting.Path)
        && ValuePath.Find(values.After!, setting.Attribute).DefaultIfEmpty(null).All(value => setting.IsSafeWhatever(OrDefault(setting, value)));

    /// <summary>True when the setting was safer before the change than it will be after. A value that is known only after apply is not safe.</summary>
    private static bool Weakens(Setting setting, ChangeValues values)
    {
        if (values.Before is null || values.After is null || setting.Attribute.StartsWith("provider.", StringComparison.Ordinal))
        {
            return false;
        }

        if (Sensitivity.IsMarked(values.AfterUnknown, setting.Path))
        {
            // What may hold any value is as unsafe as what is known to be; but a name that is made at apply is a name, and what was not there cannot be cut.
            return setting.Alternatives is not ["set"]
                && ValuePath.Find(values.Before, setting.Attribute).Any(value => !IsAbsent(value) && (setting.StateOf(value) == SettingState.Safe || IsDirected(setting)));
        }

        // A block that joins others weakens nothing of theirs, but lets more expire; one that leaves takes its backups along.
        return BlockPairs.Find(values.Before, values.After, setting.Attribute)
            .Where(pair => (!pair.IsAdded || setting.Meaning == Setting.Expiry) && (!pair.IsRemoved || (setting.KeepsCopies && !IsAbsent(pair.Before))))
            .Any(pair => IsWeaker(setting, pair.Before, pair.After));
    }

    private static bool IsDirected(Setting setting) => setting.Alternatives.Any(word => word is "larger" or "longer" or "later" or "smaller");

    private static bool IsWeaker(Setting setting, JToken? before, JToken? after)
    {
        var (from, to) = (OrDefault(setting, before), OrDefault(setting, after));
        if (JToken.DeepEquals(from, to) || setting.IsSafeWhatever(to))
        {
            return false;
        }

        // "Never", where it is safe, is more than any number.
        if (setting.IsSafeWhatever(from))
        {
            return true;
        }

        // A size that is no longer named is the provider's choice, not a smaller one.
        if (setting.Meaning == "size" && IsAbsent(after))
        {
            return false;
        }

        if (!IsDirected(setting))
        {
            return setting.StateOf(before) == SettingState.Safe && setting.StateOf(after) != SettingState.Safe;
        }

        return Quantity.Of(from) is { } was && Quantity.Of(to) is { } becomes
            ? setting.Alternatives.Contains("smaller") ? becomes > was : becomes < was
            : !IsAbsent(before);
    }

    private static JToken OrDefault(Setting setting, JToken? value) =>
        value is null or { Type: JTokenType.Null } ? setting.DefaultValue ?? JValue.CreateNull() : value;

    private static bool IsAbsent(JToken? value) => value is null or { Type: JTokenType.Null } or JContainer { Count: 0 } or JValue { Value: "" };
}
