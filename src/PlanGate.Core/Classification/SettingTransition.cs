using System.Globalization;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds the settings that an update makes less safe.</summary>
internal static class SettingTransition
{
    /// <summary>True when the setting was safer before the change than it will be after. A value that is known only after apply is not safe.</summary>
    public static bool Weakens(Setting setting, ChangeValues values)
    {
        if (values.Before is null || values.After is null || setting.Attribute.StartsWith("provider.", StringComparison.Ordinal))
        {
            return false;
        }

        var before = ValuePath.Find(values.Before, setting.Attribute).ToList();
        var after = ValuePath.Find(values.After, setting.Attribute).ToList();
        if (Sensitivity.IsMarked(values.AfterUnknown, setting.Attribute))
        {
            // What may hold any value is as unsafe as what is known to be.
            return before.DefaultIfEmpty(null).Any(value => setting.StateOf(value) == SettingState.Safe || IsDirected(setting));
        }

        // Blocks are compared in their order; where all are gone, with what holds in their absence. Blocks that are new weaken nothing.
        var pairs = before.Count == 0 || after.Count == 0
            ? before.DefaultIfEmpty(null).SelectMany(one => after.DefaultIfEmpty(null).Select(other => (one, other)))
            : before.Zip(after);
        return pairs.Any(pair => IsWeaker(setting, pair.Item1, pair.Item2));
    }

    private static bool IsDirected(Setting setting) => setting.Alternatives.Any(word => word is "larger" or "longer" or "smaller");

    private static bool IsWeaker(Setting setting, JToken? before, JToken? after)
    {
        if (JToken.DeepEquals(before ?? JValue.CreateNull(), after ?? JValue.CreateNull()))
        {
            return false;
        }

        var (was, becomes) = (setting.StateOf(before), setting.StateOf(after));
        if (becomes == SettingState.Safe)
        {
            return false;
        }

        if (IsDirected(setting) && Number(before ?? setting.DefaultValue) is { } from && Number(after ?? setting.DefaultValue) is { } to)
        {
            return setting.Alternatives.Contains("smaller") ? to > from : to < from;
        }

        return was == SettingState.Safe || (IsDirected(setting) && !IsAbsent(before));
    }

    private static bool IsAbsent(JToken? value) => value is null or { Type: JTokenType.Null } or JContainer { Count: 0 };

    // Numbers, and durations such as "30d", "604800s", "P7D" or "72h", in seconds.
    private static double? Number(JToken? value)
    {
        var text = value switch
        {
            JValue { Value: not null } plain => Convert.ToString(plain.Value, CultureInfo.InvariantCulture)!.Trim().ToLowerInvariant(),
            _ => "",
        };
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var plainText = text.TrimStart('p', 't');
        return plainText.Length > 1
            && double.TryParse(plainText[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            && SecondsIn(plainText[^1]) is { } unit
            ? amount * unit
            : null;
    }

    private static double? SecondsIn(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        'w' => 604800,
        'y' => 31536000,
        _ => null,
    };
}
