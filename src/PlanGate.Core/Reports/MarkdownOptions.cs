namespace PlanGate.Reports;

/// <summary>What a Markdown report is for.</summary>
public enum MarkdownKind
{
    /// <summary>The one comment on a pull request: a single line when nothing is stopped, and nothing in it that changes under an unchanged verdict.</summary>
    Comment,

    /// <summary>The summary of a job.</summary>
    Summary,

    /// <summary>A file, for whatever shows it.</summary>
    File,
}

/// <summary>How a person can say yes to what a report shows.</summary>
public enum ApprovalRoute
{
    /// <summary>Not in this run.</summary>
    None,

    /// <summary>By a review of the pull request that has the code.</summary>
    Review,

    /// <summary>By a signed file that <c>plangate approve</c> writes.</summary>
    Signature,
}

/// <summary>What a Markdown report needs to know beyond the verdict.</summary>
public sealed record MarkdownOptions
{
    public MarkdownKind Kind { get; init; } = MarkdownKind.File;

    /// <summary>The most characters that the text may have: code points and UTF-16 units alike, since it never has any that count differently.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>The name of the run where several share a pull request; may be empty.</summary>
    public string Name { get; init; } = "";

    public ApprovalRoute Route { get; init; }

    /// <summary>Why nobody can say yes in this run, as a sentence of ours; used where <see cref="Route"/> is none.</summary>
    public string NoRouteBecause { get; init; } = "";

    /// <summary>Who may approve, as the policy names them; empty for everybody with write permission. They are escaped here, and nobody is notified.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Where the whole report is, such as <c>the summary of the job</c>, for what is cut; may be empty.</summary>
    public string WholeReport { get; init; } = "";

    /// <summary>The comment on a pull request: GitHub takes 65,536 characters, and some room is left for a marker.</summary>
    public static MarkdownOptions Comment { get; } = new() { Kind = MarkdownKind.Comment, MaxLength = 60_000, Route = ApprovalRoute.Review, WholeReport = "the summary of the job" };

    /// <summary>The summary of a job: GitHub drops one of more than 1 MiB, and a character has at most three bytes.</summary>
    public static MarkdownOptions Summary { get; } = new() { Kind = MarkdownKind.Summary, MaxLength = 340_000, Route = ApprovalRoute.Review };
}
