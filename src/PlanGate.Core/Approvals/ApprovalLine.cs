using System.Text.RegularExpressions;

namespace PlanGate.Approvals;

/// <summary>The line by which a review says yes: <c>plangate approve CODE</c>.</summary>
public static partial class ApprovalLine
{
    /// <summary>The line for a code.</summary>
    public static string For(string code) => $"plangate approve {code}";

    /// <summary>The codes in a review's text, in small letters. A quoted line is somebody else's, and no yes.</summary>
    public static IReadOnlyList<string> Codes(string text) => [.. Line.Matches(text).Select(match => match.Groups[1].Value.ToLowerInvariant())];

    // Alone on its line, also between the backticks that come along when it is copied.
    [GeneratedRegex(@"^[ \t]*`?plangate[ \t]+approve[ \t]+([0-9a-fA-F]{32})`?[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Line { get; }
}
