namespace PlanGate.Cli.Apply;

/// <summary>What shall be applied, and who may have said yes to it.</summary>
internal sealed record ApplyRequest
{
    /// <summary>The plan file.</summary>
    public required string Plan { get; init; }

    /// <summary>What goes on to the tool.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Where the search for the policy begins, and where the tool runs when no directory above the plan was initialized.</summary>
    public required string Directory { get; init; }

    public string? Policy { get; init; }

    public string? PolicyReference { get; init; }

    public string? Workspace { get; init; }

    /// <summary>The tool that the user names, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>The signed approvals.</summary>
    public IReadOnlyList<string> Approvals { get; init; } = [];

    /// <summary>Approvals are those of the merged pull request; null where GitHub is not asked.</summary>
    public GitHub.GitHubOptions? OnGitHub { get; init; }

    /// <summary>The log, or null.</summary>
    public string? AuditLog { get; init; }

    /// <summary>Asks once more before the tool runs; null where nobody has to be asked.</summary>
    public Func<bool>? Confirm { get; init; }
}
