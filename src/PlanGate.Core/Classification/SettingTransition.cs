using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Finds the settings that an update makes less safe.</summary>
internal static partial class SettingTransition
{
    /// <summary>The settings that are less safe after the change. An attribute with several safe values has a row for each: it is enough to meet one.</summary>
    public static IReadOnlyList<Setting> Weakened(IReadOnlyList<Setting> settings, ChangeValues values) =>
    [
        .. settings.Where(setting => Weakens(setting, values)
            && !settings.Any(other => other != setting && other.Attribute == setting.Attribute && !IsDirected(other) && IsSafeAfter(other, values))),
    ];

    private static bool IsSafeAfter(Setting setting, ChangeValues values) =>
        !Sensitivity.IsMarked(values.AfterUnknown, setting.Attribute)
        && ValuePath.Find(values.After!, setting.Attribute).DefaultIfEmpty(null).All(value => setting.StateOf(value) == SettingState.Safe);

    /// <summary>True when the setting was safer before the change than it will be after. A value that is known only after apply is not safe.</summary>
    private static bool Weakens(Setting setting, ChangeValues values)
    {
        if (values.Before is null || values.After is null || setting.Attribute.StartsWith("provider.", StringComparison.Ordinal))
        {
            return false;
        }

        if (Sensitivity.IsMarked(values.AfterUnknown, setting.Attribute))
        {
            // What may hold any value is as unsafe as what is known to be.
            return ValuePath.Find(values.Before, setting.Attribute).DefaultIfEmpty(null).Any(value => setting.StateOf(value) == SettingState.Safe || IsDirected(setting));
        }

        // A block that joins others weakens nothing of theirs, but lets more expire; one that leaves is the loss of a block.
        return BlockPairs.Find(values.Before, values.After, setting.Attribute)
            .Any(pair => !pair.IsRemoved && (!pair.IsAdded || setting.Meaning == Setting.Expiry) && IsWeaker(setting, pair.Before, pair.After));
    }

    private static bool IsDirected(Setting setting) => setting.Alternatives.Any(word => word is "larger" or "longer" or "smaller");

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

        if (!IsDirected(setting))
        {
            return setting.StateOf(before) == SettingState.Safe && setting.StateOf(after) != SettingState.Safe;
        }

        return Number(from) is { } was && Number(to) is { } becomes
            ? setting.Alternatives.Contains("smaller") ? becomes > was : becomes < was
            : !IsAbsent(before);
    }

    private static JToken OrDefault(Setting setting, JToken? value) =>
        value is null or { Type: JTokenType.Null } ? setting.DefaultValue ?? JValue.CreateNull() : value;

    private static bool IsAbsent(JToken? value) => value is null or { Type: JTokenType.Null } or JContainer { Count: 0 };

    // Numbers, and durations such as "30d", "604800s", "P7D", "72h" or "72h0m0s", in seconds.
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

        var parts = Durations.Matches(text);
        return parts.Count > 0 && parts.Sum(part => part.Length) == text.TrimStart('p').Replace("t", "", StringComparison.Ordinal).Length
            ? parts.Sum(part => double.Parse(part.Groups["amount"].Value, CultureInfo.InvariantCulture) * SecondsIn(part.Groups["unit"].Value[0]))
            : null;
    }

    private static double SecondsIn(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        'w' => 604800,
        'y' => 31536000,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };

    [GeneratedRegex("(?<amount>[0-9]+(?:[.][0-9]+)?)(?<unit>[smhdwy])")]
    private static partial Regex Durations { get; }
}
