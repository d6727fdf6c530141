namespace PlanGate.Approvals;

/// <summary>What a review says now.</summary>
public enum ReviewState
{
    /// <summary>A word that nobody here knows: never a yes.</summary>
    Unknown,
    Approved,
    ChangesRequested,
    Commented,
    Dismissed,
    Pending,
}

/// <summary>An account. It is its number: logins can be changed, and taken by somebody else.</summary>
/// <param name="Id">The number.</param>
/// <param name="Login">What it is called now.</param>
/// <param name="IsPerson">It is of the type for people; programs may still run it.</param>
public sealed record Account(long Id, string Login, bool IsPerson);

/// <summary>The last edit of a review's text.</summary>
/// <param name="At">When.</param>
/// <param name="By">The number of who did it, or null where that is not known.</param>
public sealed record ReviewEdit(DateTimeOffset At, long? By);

/// <summary>A pull-request review, as it stands now.</summary>
public sealed record Review
{
    public required long Id { get; init; }

    /// <summary>Who gave it; null where the account is gone.</summary>
    public required Account? Author { get; init; }

    public required ReviewState State { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The commit that GitHub shows it on. A force-push can move it: never a proof of what was seen.</summary>
    public string? Commit { get; init; }

    /// <summary>The last edit of its text, or null.</summary>
    public ReviewEdit? Edit { get; init; }

    /// <summary>When what it says was said: an edit by its own author counts as given then.</summary>
    public DateTimeOffset GivenAt => Edit is { } edit && edit.At > SubmittedAt ? edit.At : SubmittedAt;
}
