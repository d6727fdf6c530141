using System.Globalization;

namespace PlanGate.Cli.GitHub;

/// <summary>Says whether to ask again, and after how long: what GitHub asks for, else longer each time.</summary>
internal static class RetryRule
{
    /// <summary>How often a request is sent again.</summary>
    public const int MostRetries = 3;

    /// <summary>How long to wait before the next try, or null where asking again would not help.</summary>
    /// <param name="answer">The answer, or null where there was none that could be read.</param>
    /// <param name="tries">How many tries were made before this one.</param>
    /// <param name="now">The time, where the answer does not tell its own.</param>
    public static TimeSpan? Wait(Answer? answer, int tries, DateTimeOffset now)
    {
        var backOff = TimeSpan.FromSeconds(Math.Pow(2, tries));
        return answer?.Status switch
        {
            null or 408 => backOff,
            403 or 429 when AskedFor(answer, now) is { } asked => asked,
            403 when !answer.Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase) => null,
            403 or 429 => TimeSpan.FromMinutes(Math.Pow(2, tries)),
            501 => null,
            >= 500 => AskedFor(answer, now) is { } asked ? asked : backOff,
            _ => null,
        };
    }

    /// <summary>How long GitHub asks to be left alone, or null where it does not.</summary>
    public static TimeSpan? AskedFor(Answer answer, DateTimeOffset now)
    {
        var clock = answer.Date ?? now;
        if (answer.Header("retry-after") is { } after)
        {
            return double.TryParse(after, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e6))
                : DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? Positive(date - clock)
                : null;
        }

        return answer.Header("x-ratelimit-remaining") == "0" && long.TryParse(answer.Header("x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
            ? Positive(DateTimeOffset.FromUnixTimeSeconds(Math.Min(reset, 253402300799)) - clock)
            : null;
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
}
