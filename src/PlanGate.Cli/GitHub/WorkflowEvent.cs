using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PlanGate.Cli.GitHub;

/// <summary>What a workflow run was started by: which pull request it is about, where its status goes, whose policy counts.</summary>
internal sealed partial record WorkflowEvent
{
    /// <summary>The events that PlanGate knows.</summary>
    private const string Known = "pull_request, pull_request_review, merge_group, push and workflow_dispatch";

    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    /// <summary>The pull request, where the event names one.</summary>
    public int? Pull { get; init; }

    /// <summary>The commit that the status belongs on.</summary>
    public required string StatusCommit { get; init; }

    /// <summary>The commit whose policy counts; null where a branch's tip does.</summary>
    public string? PolicyCommit { get; init; }

    /// <summary>The branch that was pushed to, or null.</summary>
    public string? PushedBranch { get; init; }

    /// <summary>The head of the pull request when the run was started; null where the event does not tell.</summary>
    public string? Head { get; init; }

    /// <summary>It is about an open pull request: comments and review requests belong there.</summary>
    public bool IsOnPullRequest => Name is "pull_request" or "pull_request_review";

    /// <summary>Reads the event of this run.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="payload">Its document.</param>
    /// <param name="commit">The commit that the run is on.</param>
    /// <exception cref="GitHubException">It is not one that PlanGate can answer.</exception>
    public static WorkflowEvent Of(string name, JToken payload, string? commit)
    {
        return name switch
        {
            "pull_request" or "pull_request_review" => new()
            {
                Name = name,
                Pull = checked((int)payload.Number("pull_request", "number")),
                StatusCommit = Sha(payload.Text("pull_request", "head", "sha")),
                Head = payload.Text("pull_request", "head", "sha"),
            },
            "merge_group" => new()
            {
                Name = name,
                Pull = QueuedPull.Match(payload.Text("merge_group", "head_ref")) is { Success: true } queued && int.TryParse(queued.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new GitHubException($"merge_group: head_ref names no pull request: {payload.Text("merge_group", "head_ref")}"),
                StatusCommit = Sha(payload.Text("merge_group", "head_sha")),
                PolicyCommit = Sha(payload.Text("merge_group", "base_sha")),
            },
            "push" => Push(payload),
            "workflow_dispatch" => new() { Name = name, StatusCommit = Sha(commit ?? "") },
            "pull_request_target" => throw new GitHubException("--github does not answer pull_request_target: what plans a pull request runs its code, and must not do that with the base branch's secrets: use pull_request"),
            _ => throw new GitHubException($"--github does not answer the event {name}: it knows {Known}; leave --github out to judge without a pull request"),
        };
    }

    private static WorkflowEvent Push(JToken payload)
    {
        const string branches = "refs/heads/";
        var reference = payload.Text("ref");
        if (!reference.StartsWith(branches, StringComparison.Ordinal))
        {
            throw new GitHubException($"push of {reference}: only pushes to branches are judged");
        }

        var (before, after) = (payload.Text("before"), payload.Text("after"));
        return new()
        {
            Name = "push",
            StatusCommit = IsNothing(after) ? throw new GitHubException($"push: {reference} was deleted: there is nothing to judge") : Sha(after),
            // A branch that is new was nothing before.
            PolicyCommit = IsNothing(before) ? null : Sha(before),
            PushedBranch = reference[branches.Length..],
        };
    }

    private static bool IsNothing(string sha) => sha.All(digit => digit == '0');

    private static string Sha(string text) => ShaForm.IsMatch(text) ? text : throw new GitHubException($"the event names no commit: \"{text}\"");

    [GeneratedRegex(@"^([0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex ShaForm { get; }

    [GeneratedRegex(@"gh-readonly-queue/.+/pr-([0-9]{1,9})-[0-9a-f]+\z")]
    private static partial Regex QueuedPull { get; }
}
