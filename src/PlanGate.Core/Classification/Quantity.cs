using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>Reads amounts however providers write them, so that the larger of two is known.</summary>
internal static partial class Quantity
{
    private const double Day = 86400;

    /// <summary>
    /// A number; a duration in seconds (<c>604800s</c>, <c>30d</c>, <c>72h0m0s</c>, ISO 8601's <c>P7D</c>, <c>P12M</c>, <c>PT36H</c>); a size in bytes
    /// (<c>20Gi</c>, <c>500MB</c>); or a date, in seconds. Null for anything else.
    /// </summary>
    public static double? Of(JToken? value)
    {
        if (value is not JValue { Value: not null } plain)
        {
            return null;
        }

        var text = Convert.ToString(plain.Value, CultureInfo.InvariantCulture)!.Trim();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : text.StartsWith('P') ? IsoDuration(text)
            : Duration(text) ?? Size(text) ?? Moment(text);
    }

    private static double? Moment(string text) =>
        text.Length >= 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUnixTimeSeconds() : null;

    private static double? Duration(string text) => Total(Durations.Matches(text), text, Seconds);

    // Before the T an M means months, behind it minutes.
    private static double? IsoDuration(string text)
    {
        var parts = text[1..].Split('T');
        var date = parts[0].Length == 0 ? 0 : Total(IsoParts.Matches(parts[0]), parts[0], unit => unit switch { "Y" => 365 * Day, "M" => 30 * Day, "W" => 7 * Day, "D" => Day, _ => double.NaN });
        var time = parts.Length < 2 ? 0 : Total(IsoParts.Matches(parts[1]), parts[1], unit => Seconds(unit.ToLowerInvariant()));
        return parts.Length <= 2 && date + time is { } all && !double.IsNaN(all) ? all : null;
    }

    private static double Seconds(string unit) => unit switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => Day,
        "w" => 7 * Day,
        "y" => 365 * Day,
        _ => double.NaN,
    };

    private static double? Size(string text)
    {
        if (Sizes.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var power = match.Groups["prefix"].Value is { Length: > 0 } prefix ? "KMGTPE".IndexOf(char.ToUpperInvariant(prefix[0]), StringComparison.Ordinal) + 1 : 0;
        return double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture) * Math.Pow(match.Groups["binary"].Success ? 1024 : 1000, power);
    }

    private static double? Total(MatchCollection parts, string text, Func<string, double> unit)
    {
        var isWhole = parts.Count > 0 && parts.Sum(part => part.Length) == text.Length;
        var total = isWhole ? parts.Sum(part => double.Parse(part.Groups["amount"].Value, CultureInfo.InvariantCulture) * unit(part.Groups["unit"].Value)) : double.NaN;
        return double.IsNaN(total) ? null : total;
    }

    [GeneratedRegex("(?<amount>[0-9]+(?:[.][0-9]+)?)(?<unit>ms|[smhdwy])")]
    private static partial Regex Durations { get; }

    [GeneratedRegex("(?<amount>[0-9]+(?:[.][0-9]+)?)(?<unit>[YMWDHS])")]
    private static partial Regex IsoParts { get; }

    [GeneratedRegex("^(?<amount>[0-9]+(?:[.][0-9]+)?) ?(?<prefix>[kKMGTPE])(?<binary>i)?B?$")]
    private static partial Regex Sizes { get; }
}
