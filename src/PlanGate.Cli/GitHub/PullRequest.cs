using Newtonsoft.Json.Linq;
using PlanGate.Approvals;

namespace PlanGate.Cli.GitHub;

/// <summary>A pull request as it stands now.</summary>
internal sealed record PullRequest
{
    public required int Number { get; init; }

    public required string HeadSha { get; init; }

    /// <summary>The name of the branch that is merged.</summary>
    public required string HeadBranch { get; init; }

    /// <summary>The number of the repository that the branch is in; null where that repository is gone.</summary>
    public required long? HeadRepository { get; init; }

    /// <summary>The owner of that repository, or null where it is gone.</summary>
    public required long? HeadOwner { get; init; }

    public required string BaseBranch { get; init; }

    /// <summary>The number of the repository that it is merged into.</summary>
    public required long Repository { get; init; }

    /// <summary>The name of that repository as of now: <c>owner/name</c>.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>Who opened it; null where the account is gone.</summary>
    public required Account? Author { get; init; }

    /// <summary>How many commits it has; null where the document does not say.</summary>
    public required long? Commits { get; init; }

    public required IReadOnlyList<string> RequestedUsers { get; init; }

    public required IReadOnlyList<string> RequestedTeams { get; init; }

    public required bool IsMerged { get; init; }

    /// <summary>The commit that merged it, where it is merged.</summary>
    public required string? MergeCommit { get; init; }

    /// <summary>Its branch is in another repository, or in one that is gone.</summary>
    public bool IsFork => HeadRepository != Repository;

    public static PullRequest Of(JToken json) => new()
    {
        Number = checked((int)json.Number("number")),
        HeadSha = json.Text("head", "sha"),
        HeadBranch = json.Text("head", "ref"),
        HeadRepository = json.NumberOrNull("head", "repo", "id"),
        HeadOwner = json.NumberOrNull("head", "repo", "owner", "id"),
        BaseBranch = json.Text("base", "ref"),
        Repository = json.Number("base", "repo", "id"),
        RepositoryName = json.Text("base", "repo", "full_name"),
        Author = Accounts.Of(json.At("user")),
        Commits = json.NumberOrNull("commits"),
        RequestedUsers = [.. Logins(json, "requested_reviewers", "login")],
        RequestedTeams = [.. Logins(json, "requested_teams", "slug")],
        IsMerged = json.TextOrNull("merged_at") is not null,
        MergeCommit = json.TextOrNull("merge_commit_sha"),
    };

    private static IEnumerable<string> Logins(JToken json, string list, string name) =>
        json.At(list) is JArray array ? array.Select(one => one.TextOrNull(name)).OfType<string>() : [];
}

/// <summary>Reads accounts out of GitHub's documents.</summary>
internal static class Accounts
{
    /// <summary>The account, or null for one that is gone.</summary>
    public static Account? Of(JToken? json) => json is null ? null : new(json.Number("id"), json.Text("login"), json.TextOrNull("type") == "User");
}
