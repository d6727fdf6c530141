namespace PlanGate.Approvals;

/// <summary>Who has a hand in a pull request, by the numbers of their accounts: none of them can approve it.</summary>
public sealed record Involvement
{
    /// <summary>Who opened it; null where the account is gone.</summary>
    public required long? Author { get; init; }

    /// <summary>Authors and committers of its commits; null where not all of them can be known.</summary>
    public required IReadOnlySet<long>? Committers { get; init; }

    /// <summary>Who pushed to its branch (for a fork: the fork's owner); null where that cannot be known.</summary>
    public required IReadOnlySet<long>? Pushers { get; init; }
}

/// <summary>What somebody may do, asked now.</summary>
public enum Standing
{
    NotAnApprover,
    Approver,

    /// <summary>Invited to a team of approvers, and not in it yet.</summary>
    MembershipPending,

    /// <summary>A team of approvers that the token cannot see: whether he is in it, nobody can say.</summary>
    TeamUnreadable,
}
