namespace PlanGate.Judging;

/// <summary>Somebody's yes to a finding: on GitHub a review, locally a signed file. It may not count.</summary>
public sealed record Approval
{
    /// <summary>The account's login, or the principal that signed.</summary>
    public required string By { get; init; }

    /// <summary>What tells people apart, whatever they are called: the account's number, or the principal.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the review, or null for a signed file.</summary>
    public long? Review { get; init; }

    /// <summary>The signed file, or null for a review.</summary>
    public string? File { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why it does not count, in the words of the result document (<c>expired</c>, <c>author</c> ...); empty where it does.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Nothing stands against it.</summary>
    public bool Counts => Reasons.Count == 0;
}
