using Newtonsoft.Json.Linq;
using PlanGate.Approvals;

namespace PlanGate.Cli.GitHub;

/// <summary>What PlanGate asks of GitHub, one method a question. The only place that knows addresses: another client library would go here.</summary>
internal sealed class GitHubApi(GitHubClient client, string repository)
{
    /// <summary>The words of a permission that suffices to push.</summary>
    private static readonly string[] MayWrite = ["admin", "write"];

    // owner/name
    private string _name = repository;

    /// <summary>GitHub's time as of the last answer.</summary>
    public DateTimeOffset Now => client.Now;

    private string R => $"repos/{string.Join('/', _name.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>The repository: its number and its default branch.</summary>
    public (long Id, string DefaultBranch) Repository()
    {
        var json = Got(R);
        return (json.Number("id"), json.Text("default_branch"));
    }

    /// <summary>A pull request. Its repository may be called otherwise than it was asked for: from then on it is asked for by that name.</summary>
    public PullRequest Pull(int number)
    {
        var pull = PullRequest.Of(Got($"{R}/pulls/{number}"));
        _name = pull.RepositoryName;
        return pull;
    }

    /// <summary>The pull requests that a commit belongs to.</summary>
    public IReadOnlyList<PullRequest> PullsOf(string commit) => [.. client.List($"{R}/commits/{commit}/pulls?per_page=100").Select(PullRequest.Of)];

    /// <summary>The full name of a commit: of a branch's tip (<c>heads/NAME</c>), or of itself.</summary>
    public string Commit(string reference) => Got($"{R}/commits/{Path(reference)}?per_page=1").Text("sha");

    /// <summary>The bytes of a file at a commit that exists, or null where it has no such file.</summary>
    public byte[]? File(string path, string commit)
    {
        var address = $"{R}/contents/{Path(path)}?ref={commit}";
        var answer = client.Get(address, "application/vnd.github.raw+json");
        // A commit that is not there has no files either: that is no answer to the question.
        return answer.IsSuccess ? answer.Body
            : answer.Status == 404 && !answer.Message.Contains("commit", StringComparison.OrdinalIgnoreCase) ? null
            : throw GitHubClient.Failed("GET", address, answer);
    }

    /// <summary>All submitted reviews, oldest first, as REST tells them: without edits.</summary>
    public IReadOnlyList<Review> Reviews(int pull) => [.. client.List($"{R}/pulls/{pull}/reviews?per_page=100").Where(json => json.TextOrNull("submitted_at") is not null).Select(json => new Review
    {
        Id = json.Number("id"),
        Author = Accounts.Of(json.At("user")),
        State = StateOf(json.TextOrNull("state")),
        Body = json.TextOrNull("body") ?? "",
        SubmittedAt = json.Time("submitted_at"),
        Commit = json.TextOrNull("commit_id"),
    })];

    /// <summary>What only GraphQL tells: the state, text and last edit of every review, by number, and who we are.</summary>
    public (Account? Me, IReadOnlyDictionary<long, (ReviewState State, string Body, ReviewEdit? Edit)> Reviews) ReviewDetails(int pull)
    {
        const string query = """
            query($owner: String!, $name: String!, $number: Int!, $after: String) {
              viewer { login databaseId }
              repository(owner: $owner, name: $name) { pullRequest(number: $number) { reviews(first: 100, after: $after) {
                nodes { fullDatabaseId state body lastEditedAt editor { ... on User { databaseId } ... on Bot { databaseId } } }
                pageInfo { hasNextPage endCursor } } } }
            }
            """;
        var reviews = new Dictionary<long, (ReviewState, string, ReviewEdit?)>();
        Account? me = null;
        string? after = null;
        do
        {
            var variables = new JObject { ["owner"] = _name.Split('/')[0], ["name"] = _name.Split('/')[1], ["number"] = pull, ["after"] = after };
            var data = client.Query(query, variables);
            me ??= Viewer(data);
            var page = data.At("repository", "pullRequest", "reviews") ?? throw new GitHubException("GitHub's answer has no reviews of the pull request");
            foreach (var node in page.At("nodes") as JArray ?? [])
            {
                var id = node.NumberOrNull("fullDatabaseId") ?? long.Parse(node.Text("fullDatabaseId"), System.Globalization.CultureInfo.InvariantCulture);
                var edit = node.TimeOrNull("lastEditedAt") is { } at ? new ReviewEdit(at, node.NumberOrNull("editor", "databaseId")) : null;
                reviews[id] = (StateOf(node.TextOrNull("state")), node.TextOrNull("body") ?? "", edit);
            }

            after = page.At("pageInfo", "hasNextPage") is JValue { Value: true } ? page.Text("pageInfo", "endCursor") : null;
        }
        while (after is not null);

        return (me, reviews);
    }

    /// <summary>Who the token is, or null where GitHub does not say.</summary>
    public Account? Me() => Viewer(client.Query("query { viewer { login databaseId } }", new JObject()));

    /// <summary>Authors and committers of a pull request's commits by their numbers, and the commits. GitHub lists at most 250.</summary>
    public IReadOnlyList<(string Sha, long? Author, long? Committer)> Commits(int pull) =>
        [.. client.List($"{R}/pulls/{pull}/commits?per_page=100").Select(json => (json.Text("sha"), json.NumberOrNull("author", "id"), json.NumberOrNull("committer", "id")))];

    /// <summary>Who moved a branch, from where and to where, newest first; null where the token cannot see it.</summary>
    public IReadOnlyList<(long? Actor, string? Before, string? After)>? Pushes(string branch)
    {
        var (elements, refused) = client.ListOrRefused($"{R}/activity?ref={Uri.EscapeDataString($"refs/heads/{branch}")}&per_page=100");
        return refused is { Status: 403 or 404 } ? null
            : elements?.Select(json => (json.NumberOrNull("actor", "id"), json.TextOrNull("before"), json.TextOrNull("after"))).ToList() ?? throw GitHubClient.Failed("GET", $"{R}/activity", refused!);
    }

    /// <summary>The account may push; null where the token cannot see that.</summary>
    public bool? MayPush(Account account)
    {
        var address = $"{R}/collaborators/{Uri.EscapeDataString(account.Login)}/permission";
        var answer = client.Get(address);
        return answer switch
        {
            { IsSuccess: true, Document: { } json } => json.NumberOrNull("user", "id") == account.Id && MayWrite.Contains(json.TextOrNull("permission")),
            { Status: 404 } => false,
            { Status: 403 } => null,
            _ => throw GitHubClient.Failed("GET", address, answer),
        };
    }

    /// <summary>What an account is in a team. Not found may mean a team that the token cannot see: then the team itself is asked for.</summary>
    public Standing InTeam(string organization, string team, string login)
    {
        var address = $"orgs/{Uri.EscapeDataString(organization)}/teams/{Uri.EscapeDataString(team)}";
        var answer = client.Get($"{address}/memberships/{Uri.EscapeDataString(login)}");
        return answer switch
        {
            { IsSuccess: true, Document: { } json } => json.TextOrNull("state") switch
            {
                "active" => Standing.Approver,
                "pending" => Standing.MembershipPending,
                _ => Standing.NotAnApprover,
            },
            { Status: 403 } => Standing.TeamUnreadable,
            { Status: 404 } => client.Get(address) switch
            {
                { IsSuccess: true } => Standing.NotAnApprover,
                { Status: 403 or 404 } => Standing.TeamUnreadable,
                var other => throw GitHubClient.Failed("GET", address, other),
            },
            _ => throw GitHubClient.Failed("GET", address, answer),
        };
    }

    /// <summary>The statuses of a commit, newest first; none where the commit is gone.</summary>
    public IReadOnlyList<CommitStatus> Statuses(string commit)
    {
        var (elements, refused) = client.ListOrRefused($"{R}/commits/{commit}/statuses?per_page=100");
        return refused is { Status: 404 or 422 } ? [] : [.. (elements ?? throw GitHubClient.Failed("GET", $"{R}/commits/{commit}/statuses", refused!)).Select(CommitStatus.Of)];
    }

    /// <summary>Writes a status: who wrote it, or the answer that refuses it.</summary>
    public (Account? Me, Answer? Refused) WriteStatus(string commit, CommitStatus status)
    {
        var answer = client.Post($"{R}/statuses/{commit}", status.ToJson(), () => Statuses(commit).FirstOrDefault(one => one.Context == status.Context) is { } newest && newest.SaysTheSameAs(status) ? new JObject() : null);
        return answer.IsSuccess ? (Accounts.Of(answer.Document?.At("creator")), null) : (null, answer);
    }

    /// <summary>All comments, oldest first.</summary>
    public IReadOnlyList<Comment> Comments(int pull) => [.. client.List($"{R}/issues/{pull}/comments?per_page=100").Select(Comment.Of)];

    public Answer CreateComment(int pull, string body, Func<JToken?> readBack) => client.Post($"{R}/issues/{pull}/comments", new() { ["body"] = body }, readBack);

    public Answer UpdateComment(long comment, string body) => client.Patch($"{R}/issues/comments/{comment}", new() { ["body"] = body });

    public Answer DeleteComment(long comment) => client.Delete($"{R}/issues/comments/{comment}");

    /// <summary>Folds a comment away as outdated.</summary>
    public void Minimize(Comment comment) => client.Query(
        "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }",
        new() { ["id"] = comment.Node });

    /// <summary>Requests reviews. One name that cannot be requested refuses all.</summary>
    public Answer RequestReviews(int pull, string member, IReadOnlyList<string> names)
    {
        var (list, name) = member == "reviewers" ? ("users", "login") : ("teams", "slug");
        return client.Post($"{R}/pulls/{pull}/requested_reviewers", new() { [member] = new JArray(names) }, () =>
        {
            var requested = Got($"{R}/pulls/{pull}/requested_reviewers").At(list) as JArray ?? [];
            return names.All(one => requested.Any(other => string.Equals(other.TextOrNull(name), one, StringComparison.OrdinalIgnoreCase))) ? new JObject() : null;
        });
    }

    /// <summary>The rules that are in force for a branch.</summary>
    public IReadOnlyList<JToken> BranchRules(string branch) => client.List($"{R}/rules/branches/{Path(branch)}?per_page=100");

    /// <summary>A branch with what everybody may see of its classic protection; null where that is not to be had.</summary>
    public JToken? Branch(string branch) => client.Get($"{R}/branches/{Path(branch)}") is { IsSuccess: true, Document: { } json } ? json : null;

    /// <summary>The classic protection of a branch; null where the token may not see it, or there is none.</summary>
    public JToken? ClassicProtection(string branch) => client.Get($"{R}/branches/{Path(branch)}/protection") is { IsSuccess: true, Document: { } json } ? json : null;

    private JToken Got(string path) => client.Get(path) switch
    {
        { IsSuccess: true, Document: { } json } => json,
        var other => throw GitHubClient.Failed("GET", path, other),
    };

    private static Account? Viewer(JToken data) =>
        data.NumberOrNull("viewer", "databaseId") is { } id && data.TextOrNull("viewer", "login") is { } login ? new(id, login, IsPerson: false) : null;

    private static ReviewState StateOf(string? word) => word switch
    {
        "APPROVED" => ReviewState.Approved,
        "CHANGES_REQUESTED" => ReviewState.ChangesRequested,
        "COMMENTED" => ReviewState.Commented,
        "DISMISSED" => ReviewState.Dismissed,
        "PENDING" => ReviewState.Pending,
        _ => ReviewState.Unknown,
    };

    private static string Path(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
