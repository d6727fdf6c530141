namespace PlanGate.Classification;

/// <summary>How one would get the data back after the plan was applied: a row of <c>policies/catalogue/undo.tsv</c>.</summary>
/// <param name="Window">How long that works, such as <c>7 to 30 days</c>; empty where there is no limit, or no way.</param>
/// <param name="How">What to do, in one sentence.</param>
/// <param name="IsConfirmed">It was read in the provider's or the vendor's documentation; the rest is shown as "usually".</param>
/// <param name="Source">Where it was read, or empty.</param>
public sealed record Undo(string Window, string How, bool IsConfirmed, string Source)
{
    /// <summary>One line for people. What was not confirmed is no promise.</summary>
    public string InWords
    {
        get
        {
            var limits = string.Join(", ", ((string[])[IsConfirmed ? "" : "usually", Window]).Where(limit => limit.Length > 0));
            return limits.Length == 0 ? How : $"{How.TrimEnd('.')} ({limits}).";
        }
    }

    /// <summary>For what takes its own backups along.</summary>
    public static Undo OnlyFromOwnCopies { get; } = new("", "Only a copy that somebody made beforehand can bring it back.", true, "");

    internal static Undo Parse(string row) => row.Split('\t') switch
    {
        [_, var window, { Length: > 0 } how, "confirmed", { Length: > 0 } source] => new(window, how, true, source),
        [_, var window, { Length: > 0 } how, "usually", var source] => new(window, how, false, source),
        _ => throw new CatalogueException($"a row of undo has 5 cells, and a source where it is confirmed: {row}"),
    };
}
