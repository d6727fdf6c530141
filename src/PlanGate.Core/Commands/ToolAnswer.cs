namespace PlanGate.Commands;

/// <summary>What a call of a tool for infrastructure is worth.</summary>
internal sealed record ToolAnswer
{
    /// <summary>Why it is refused, or null.</summary>
    public string? Why { get; init; }

    /// <summary>What to do instead.</summary>
    public string? Instead { get; init; }

    /// <summary>The saved plan that it applies, or null.</summary>
    public string? Plan { get; init; }

    /// <summary>The directory that the tool is told to work in, or empty.</summary>
    public string WorksIn { get; init; } = "";

    /// <summary>It may write files, a plan among them.</summary>
    public bool WritesFiles { get; init; }

    /// <summary>Commands that it runs itself.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Inner { get; init; } = [];

    public static ToolAnswer Reads { get; } = new();

    public static ToolAnswer Writes { get; } = new() { WritesFiles = true };

    public static ToolAnswer Refused(string why, string instead) => new() { Why = why, Instead = instead };

    /// <summary>It only prints its help: the option stands before <c>--</c>, and not where it may be another option's value; the flags take none.</summary>
    public static bool AsksForHelp(IReadOnlyList<string> words, string[] flags, params ReadOnlySpan<string> options)
    {
        for (var at = 0; at < words.Count && words[at] != "--"; at++)
        {
            if (options.Contains(words[at]) && (at == 0 || !words[at - 1].StartsWith('-') || words[at - 1].Contains('=', StringComparison.Ordinal) || flags.Contains(words[at - 1])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first word that is no option; words behind an option that may be its value are passed over only where <paramref name="valued"/> says so.</summary>
    public static int FirstWord(IReadOnlyList<string> words, int from, params ReadOnlySpan<string> valued)
    {
        for (var at = from; at < words.Count; at++)
        {
            if (!words[at].StartsWith('-') || words[at] == "-")
            {
                return at;
            }

            at += valued.Contains(words[at]) ? 1 : 0;
        }

        return words.Count;
    }
}
