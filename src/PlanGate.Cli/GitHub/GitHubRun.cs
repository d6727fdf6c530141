using PlanGate.Approvals;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli.GitHub;

/// <summary>One run inside a workflow, in the order that nothing can be slipped in between: whose plan, whose policy, who said yes, is it still
/// the same pull request, and only then the writes.</summary>
internal sealed class GitHubRun : IDisposable
{
    private readonly GitHubOptions _options;
    private readonly Terminal _terminal;
    private readonly GitHubClient _client;
    private readonly GitHubApi _api;
    private readonly WorkflowEvent _event;
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly List<string> _refused = [];
    private PullRequest? _pull;
    private IReadOnlyList<Review> _reviews = [];
    private Account? _me;

    private GitHubRun(GitHubOptions options, GitHubConnection connection, WorkflowEvent started, Terminal terminal)
    {
        (_options, _terminal, _event) = (options, terminal, started);
        _client = new(connection.Api, connection.GraphQL, connection.Token, terminal.Surroundings);
        _api = new(_client, connection.Repository);
    }

    /// <summary>There is a pull request whose reviews can say yes.</summary>
    public bool HasPull => _pull is not null;

    /// <summary>Where the comment is, or null.</summary>
    public string? CommentAddress { get; private set; }

    /// <summary>Begins a run by the workflow's variables.</summary>
    /// <exception cref="GitHubException">They do not say what is needed.</exception>
    public static GitHubRun Begin(GitHubOptions options, Terminal terminal) =>
        new(options, GitHubConnection.Of(terminal.Surroundings), GitHubConnection.Event(terminal.Surroundings), terminal);

    /// <summary>Reads the pull request, and the policy that its author did not write.</summary>
    /// <exception cref="PolicyException">The policy cannot be used.</exception>
    /// <exception cref="GitHubException">GitHub cannot be asked.</exception>
    public Policy ReadPolicy()
    {
        _pull = _event.Pull is { } number ? _api.Pull(number) : _event.PushedBranch is { } branch ? MergedPull(branch) : null;
        if (_event.Head is { } head && _pull!.HeadSha != head)
        {
            throw Superseded(head, _pull.HeadSha);
        }

        var commit = _api.Commit(_event.PolicyCommit ?? $"heads/{(_event.IsOnPullRequest ? _pull!.BaseBranch : _api.Repository().DefaultBranch)}");
        var policy = new BasePolicy(_api, commit).Load(_options.Policy, WorkingFolder(), _terminal.Surroundings.Today);
        if (policy == Policy.BuiltIn && PolicyFile.Nearest(Directory.GetCurrentDirectory()).File is { } local)
        {
            Warn($"{local} is not in force: it is not there at {commit[..12]}, and a policy that is only in the change itself does not count");
        }

        return policy;
    }

    /// <summary>Gives the verdict its code, and the approvals that were given to it.</summary>
    public Verdict Approve(Verdict verdict)
    {
        if (_pull is not { } pull)
        {
            return verdict with { ApprovalCode = null };
        }

        verdict = ApprovalContext.Bind(verdict, ApprovalContext.OfPullRequest(pull.Repository, pull.Number, pull.BaseBranch, _options.Name, verdict.Policy.Digest));
        if (verdict.ApprovalCode is not { } code)
        {
            return verdict;
        }

        var shown = Shown(verdict);
        if (shown.ApprovalCode is null)
        {
            return shown;
        }

        _reviews = _api.Reviews(pull.Number);
        return Shown(Term.Apply(verdict, new ReviewLookup(_api, pull, verdict.Policy.Approvals, code, Warn).Find(_reviews)));
    }

    // Nobody approves what he was not shown whole.
    private Verdict Shown(Verdict verdict) => CommentText.Comment(verdict, _options.Name).IsComplete ? verdict : verdict with
    {
        ApprovalCode = null,
        Findings = [.. verdict.Findings.Select(finding => finding with { Approvals = [] })],
    };

    /// <summary>Writes the verdict where people and branch protection look: status, comment, review requests.</summary>
    public void Publish(Verdict verdict)
    {
        if (_event.Pull is { } number)
        {
            LookAgain(number);
        }

        WriteStatus(StateOf(verdict.Decision), StatusText.Of(verdict));
        if (_event.IsOnPullRequest)
        {
            WriteComment(verdict);
            RequestReviews(verdict);
        }

        if (_refused.Count > 0)
        {
            Warn($"the token may not write {string.Join(" nor ", _refused)}: the verdict stands, and is in the log and the summary");
        }
    }

    /// <summary>Leaves an error where an older run may have left a green status. It may fail too: then the exit code has to do.</summary>
    public void PublishError(string problem)
    {
        try
        {
            WriteStatus("error", StatusText.OfError(problem));
        }
        catch (GitHubException e)
        {
            Warn($"the commit status could not be set to error: {e.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    // The pull request that brought a commit onto a branch; null where there is none, or more than one could be meant.
    private PullRequest? MergedPull(string branch)
    {
        var merged = _api.PullsOf(_event.StatusCommit).Where(pull => pull.IsMerged && pull.BaseBranch == branch).ToList();
        var meant = merged.SingleOrDefault(pull => pull.MergeCommit == _event.StatusCommit) ?? (merged.Count == 1 ? merged[0] : null);
        return meant is null ? null : _api.Pull(meant.Number);
    }

    private void LookAgain(int number)
    {
        var again = _api.Pull(number);
        if (_pull is { } before && again.HeadSha != before.HeadSha)
        {
            throw Superseded(before.HeadSha, again.HeadSha);
        }

        if (_pull is { } then && again.BaseBranch != then.BaseBranch)
        {
            throw new GitHubException($"the pull request was turned from {then.BaseBranch} to {again.BaseBranch} meanwhile, where another policy may hold: run this again");
        }

        _pull = again;
    }

    private static SupersededException Superseded(string old, string now) => new($"superseded: the pull request has moved from {old[..12]} to {now[..12]}, which a newer run judges; nothing was written");

    private void WriteStatus(string state, string description)
    {
        var surroundings = _terminal.Surroundings;
        var status = new CommitStatus
        {
            State = state,
            Context = _options.Context,
            Description = description,
            Target = surroundings.Variable("GITHUB_SERVER_URL") is { Length: > 0 } server && surroundings.Variable("GITHUB_RUN_ID") is { Length: > 0 } run
                ? $"{server}/{surroundings.Variable("GITHUB_REPOSITORY")}/actions/runs/{run}"
                : null,
        };
        var (me, refused) = _api.WriteStatus(_event.StatusCommit, status);
        _me ??= me;
        MayBeRefused("the commit status (statuses: write)", "POST", "statuses", refused);
    }

    private void WriteComment(Verdict verdict)
    {
        if (_options.Comment == CommentMode.Off)
        {
            return;
        }

        if ((_me ??= _api.Me()) is not { } me)
        {
            Warn("GitHub does not say who this token is, so nobody can say which comment is ours: none is written");
            return;
        }

        var comment = new StickyComment(_api, _pull!.Number, CommentText.Marker(_options.Name), me);
        var text = CommentText.Comment(verdict, _options.Name).Text;
        var mayCreate = verdict.Findings.Any(finding => finding.IsBlocking);
        var outcome = _options.Comment == CommentMode.New ? comment.Renew(text, mayCreate) : comment.Update(text, mayCreate);
        CommentAddress = outcome.Address;
        MayBeRefused("the comment (pull-requests: write)", "POST", "comments", outcome.Refused);
    }

    private void RequestReviews(Verdict verdict)
    {
        if (verdict is { Decision: Decision.Block, ApprovalCode: { } code } && _refused.Count == 0)
        {
            foreach (var problem in new ReviewRequests(_api, _pull!, verdict.Policy.Approvals, code).Send(_reviews, _me))
            {
                Warn(problem);
            }
        }
    }

    // A token that may not write is a fork's, or a workflow's without the permission: the verdict stands without.
    private void MayBeRefused(string what, string method, string path, Answer? refused)
    {
        switch (refused)
        {
            case null: break;
            case { Status: 403 }: _refused.Add(what); break;
            default: throw GitHubClient.Failed(method, path, refused);
        }
    }

    private string WorkingFolder()
    {
        var here = Directory.GetCurrentDirectory();
        var workspace = _terminal.Surroundings.Variable("GITHUB_WORKSPACE");
        string? root = null;
        for (var at = new DirectoryInfo(here); at is not null; at = at.Parent)
        {
            // The outermost: a repository inside of the repository would hide the policies above it.
            if (Path.Exists(Path.Combine(at.FullName, ".git")) || at.FullName == workspace)
            {
                root = at.FullName;
            }
        }

        var folder = root is null ? "" : Path.GetRelativePath(root, here).Replace('\\', '/');
        return folder is "." ? "" : folder;
    }

    private void Warn(string text)
    {
        if (_warnings.Add(text))
        {
            _terminal.Error.WriteLine($"plangate: warning: {PlainText.Clean(text)}");
        }
    }

    private static string StateOf(Decision decision) => decision switch
    {
        Decision.Pass => "success",
        Decision.Block => "failure",
        _ => "error",
    };
}
