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

    /// <summary>Where the tool runs; null searches upwards from the plan for the directory that was initialized.</summary>
    public string? ToolDirectory { get; init; }

    /// <summary>Where the plan counts as lying when a policy names paths; null for where it lies.</summary>
    public string? PlanPath { get; init; }

    public string? Policy { get; init; }

    public string? PolicyReference { get; init; }

    public string? Workspace { get; init; }

    /// <summary>The tool that the user names, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>Files with the states of Pulumi stacks.</summary>
    public IReadOnlyList<string> StackExports { get; init; } = [];

    /// <summary>The signed approvals.</summary>
    public IReadOnlyList<string> Approvals { get; init; } = [];

    /// <summary>Approvals are those of the merged pull request; null where GitHub is not asked.</summary>
    public GitHub.GitHubOptions? OnGitHub { get; init; }

    /// <summary>The log, or null.</summary>
    public string? AuditLog { get; init; }

    /// <summary>Asks once more before the tool runs; null where nobody has to be asked.</summary>
    public Func<bool>? Confirm { get; init; }

    /// <summary>The commands by which a person approves, where the plan is none that he has; or null.</summary>
    public string? HowToApprove { get; init; }

    /// <summary>How the plan is read: approving and applying cannot differ in it.</summary>
    public PlanArguments Arguments => new([Plan], Workspace, Tool) { Directory = Directory, ToolDirectory = ToolDirectory, PlanPath = PlanPath, StackExports = StackExports };

    /// <summary>Where the tool runs, whose policy counts too; null where that is no question.</summary>
    public string? Elsewhere
    {
        get
        {
            var (here, there) = (Path.GetFullPath(Directory), Arguments.DirectoryFor(Plan));
            return here == there || (Policy is not null && GitRepository.RootOf(here) is { } repository && repository == GitRepository.RootOf(there)) ? null : there;
        }
    }
}
