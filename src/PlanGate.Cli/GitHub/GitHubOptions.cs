using System.Diagnostics.CodeAnalysis;

namespace PlanGate.Cli.GitHub;

/// <summary>What becomes of the comment.</summary>
internal enum CommentMode
{
    /// <summary>One comment, changed in place.</summary>
    Update,

    /// <summary>A new one for every change; the one before is folded away.</summary>
    New,

    Off,
}

/// <summary>What the command line says of a run on GitHub.</summary>
/// <param name="Name">The key of the run where several share a pull request, or empty.</param>
/// <param name="Policy">The policy file from the root of the repository, or null for the nearest.</param>
/// <param name="Comment">What becomes of the comment.</param>
/// <param name="StatusContext">The name of the commit status, or null for the usual one.</param>
/// <param name="ResultJson">The file that the result document is written to, or null.</param>
internal sealed record GitHubOptions(string Name, string? Policy, CommentMode Comment, string? StatusContext, string? ResultJson)
{
    private const int LongestName = 100;

    /// <summary>The name of the commit status: what branch protection requires.</summary>
    public string Context => StatusContext ?? (Name.Length > 0 ? $"plangate/{Name}" : "plangate");

    /// <summary>They fit together: what only GitHub knows needs --github, and a name of a status has to be one.</summary>
    public bool AreSound(bool isOnGitHub, bool isCommentGiven, [NotNullWhen(false)] out string? problem)
    {
        problem = Name.Length > 0 && (string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName || Name.Any(char.IsControl)) ? $"--name is empty, longer than {LongestName} characters, or holds control characters"
            : StatusContext is { } context && (string.IsNullOrWhiteSpace(context) || context.Length > 2 * LongestName || context.Any(char.IsControl)) ? $"--status-context is empty, longer than {2 * LongestName} characters, or holds control characters"
            : !isOnGitHub && (isCommentGiven || StatusContext is not null) ? "--comment and --status-context say how to write to GitHub: add --github"
            : null;
        return problem is null;
    }
}
