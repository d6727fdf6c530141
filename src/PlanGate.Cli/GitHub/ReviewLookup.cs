using PlanGate.Approvals;
using PlanGate.Judging;
using PlanGate.Policies;

namespace PlanGate.Cli.GitHub;

/// <summary>Finds the reviews of a pull request that say yes, and asks about each only what is not known yet: cheap questions first.</summary>
/// <param name="api">GitHub.</param>
/// <param name="pull">The pull request.</param>
/// <param name="terms">Who may approve.</param>
/// <param name="code">Today's approval code.</param>
/// <param name="warn">Takes what should be known although it stops nothing.</param>
internal sealed class ReviewLookup(GitHubApi api, PullRequest pull, ApprovalTerms terms, string code, Action<string> warn)
{
    // GitHub lists no more commits of a pull request than these.
    private const int MostCommits = 250;

    // Commits that are looked at for where the code was first published.
    private const int MostHeads = 50;

    private readonly IReadOnlyList<Approver> _approvers = [.. terms.Approvers.Select(Approver.Parse).OfType<Approver>()];
    private readonly Dictionary<long, Standing> _standings = [];

    /// <summary>Every candidate, with the reasons for which it does not count.</summary>
    /// <param name="reviews">All reviews as REST tells them.</param>
    public IReadOnlyList<Approval> Find(IReadOnlyList<Review> reviews)
    {
        var judge = new ReviewJudge(code, terms, api.Now);
        if (!reviews.Any(judge.IsWorthAsking))
        {
            return [.. reviews.Where(ReviewJudge.IsCandidate).Select(review => ReviewJudge.Of(review, judge.ByItself(review)))];
        }

        var (me, details) = api.ReviewDetails(pull.Number);
        reviews = [.. reviews.Select(review => WithDetails(review, details))];
        judge = new ReviewJudge(code, terms, api.Now);
        var candidates = reviews.Where(ReviewJudge.IsCandidate).Select(review => new Candidate(review) { Reasons = judge.ByItself(review) }).ToList();
        if (candidates.Any(candidate => candidate.IsOpen))
        {
            var involvement = Involved();
            Refine(candidates, review => ReviewJudge.ByInvolvement(review.Author!, involvement));
        }

        Refine(candidates, review => ReviewJudge.ByStanding(StandingOf(review.Author!)));
        Refine(candidates, review => ReviewJudge.ByObjections(review, judge.Objections(review, reviews).Where(IsByAnApprover)));
        var published = Published(me, [.. candidates.Where(candidate => candidate.IsOpen).Select(candidate => candidate.Review)]);
        Refine(candidates, review => ReviewJudge.ByPublication(review, published));
        return [.. candidates.Select(candidate => ReviewJudge.Of(candidate.Review, candidate.Reasons))];
    }

    private sealed class Candidate(Review review)
    {
        public Review Review { get; } = review;

        public required IReadOnlyList<string> Reasons { get; set; }

        /// <summary>Nothing speaks against it so far.</summary>
        public bool IsOpen => Reasons.Count == 0;
    }

    // Asks only about those that nothing speaks against so far.
    private static void Refine(List<Candidate> candidates, Func<Review, IReadOnlyList<string>> ask)
    {
        foreach (var candidate in candidates.Where(candidate => candidate.IsOpen))
        {
            candidate.Reasons = ask(candidate.Review);
        }
    }

    // GraphQL was asked later: its state and text are those that count. A review that is gone by then is none.
    private static Review WithDetails(Review review, IReadOnlyDictionary<long, (ReviewState State, string Body, ReviewEdit? Edit)> details) =>
        details.TryGetValue(review.Id, out var now) ? review with { State = now.State, Body = now.Body, Edit = now.Edit } : review with { State = ReviewState.Unknown };

    private Involvement Involved()
    {
        var commits = api.Commits(pull.Number);
        _heads.AddRange(commits.Reverse().Select(commit => commit.Sha));
        var areAllKnown = pull.Commits is { } count && count <= MostCommits && commits.Count >= count;
        if (!areAllKnown)
        {
            warn($"GitHub lists {commits.Count} of the pull request's {pull.Commits?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown number of"} commits: nobody can be known not to have written one of them");
        }

        return new()
        {
            Author = pull.Author?.Id,
            Committers = areAllKnown ? commits.SelectMany(commit => new[] { commit.Author, commit.Committer }).OfType<long>().ToHashSet() : null,
            Pushers = Pushers(),
        };
    }

    private HashSet<long>? Pushers()
    {
        if (pull.IsFork)
        {
            // Who pushed there cannot be read. Its owner could always have.
            return pull.HeadOwner is { } owner ? [owner] : null;
        }

        var pushes = api.Pushes(pull.HeadBranch);
        if (pushes is null)
        {
            warn($"who pushed to {pull.HeadBranch} cannot be read, so nobody can be known not to have: the token needs contents: read");
            return null;
        }

        // Whoever made the branch pushed to it: a list without the push that brought what is judged is not the whole list.
        if (pushes.All(push => push.After != pull.HeadSha))
        {
            warn($"GitHub lists no push to {pull.HeadBranch} that brought {pull.HeadSha[..Math.Min(12, pull.HeadSha.Length)]}, so nobody can be known not to have pushed: run this again later");
            return null;
        }

        _heads.InsertRange(0, pushes.SelectMany(push => new[] { push.After, push.Before }).OfType<string>());
        return pushes.Select(push => push.Actor).OfType<long>().ToHashSet();
    }

    private Standing StandingOf(Account account)
    {
        if (!_standings.TryGetValue(account.Id, out var standing))
        {
            _standings[account.Id] = standing = Ask(account);
        }

        return standing;
    }

    private Standing Ask(Account account)
    {
        if (_approvers.Any(approver => approver.Is(account.Id, account.Login)))
        {
            return Standing.Approver;
        }

        if (_approvers.Count == 0)
        {
            // Whoever owns a fork gives write permission to nobody here, but who pushed to it stays unknown: only listed people count.
            return pull.IsFork ? Standing.NotAnApprover : MayPush(account);
        }

        var teams = new List<Standing>();
        foreach (var team in _approvers.Where(approver => approver.IsTeam))
        {
            var standing = api.InTeam(team.Organization!, team.Name, account.Login);
            if (standing == Standing.Approver)
            {
                return standing;
            }

            if (standing == Standing.TeamUnreadable)
            {
                warn($"the team @{team.Organization}/{team.Name} cannot be read with this token: it needs the organization's members: read, which a workflow's own token never has");
            }

            teams.Add(standing);
        }

        return teams.DefaultIfEmpty(Standing.NotAnApprover).Max();
    }

    private Standing MayPush(Account account)
    {
        if (api.MayPush(account) is { } may)
        {
            return may ? Standing.Approver : Standing.NotAnApprover;
        }

        warn("who has write permission cannot be read with this token: list the approvers in the policy");
        return Standing.NotAnApprover;
    }

    // Whether somebody is an approver who asked for changes, and nobody can say: then he is one.
    private bool IsByAnApprover(Review objection) => StandingOf(objection.Author!) is Standing.Approver or Standing.TeamUnreadable;

    private readonly List<string> _heads = [];

    // The earliest of our statuses that carries the code. Commits are looked at until every candidate is covered.
    private DateTimeOffset? Published(Account? me, IReadOnlyList<Review> candidates)
    {
        if (candidates.Count > 0 && me is null)
        {
            warn("GitHub does not say who this token is, so nobody can say which commit statuses are ours");
        }

        DateTimeOffset? earliest = null;
        var heads = _heads.Prepend(pull.HeadSha).Concat(candidates.Select(review => review.Commit).OfType<string>()).Where(sha => sha.Any(digit => digit != '0')).Distinct(StringComparer.Ordinal);
        foreach (var head in candidates.Count == 0 || me is null ? Enumerable.Empty<string>() : heads.Take(MostHeads))
        {
            earliest = api.Statuses(head)
                .Where(status => status.Creator?.Id == me!.Id && status.Description.Contains(code, StringComparison.Ordinal))
                .Select(status => status.CreatedAt)
                .Append(earliest)
                .Min();
            if (earliest is { } since && candidates.All(review => review.GivenAt >= since))
            {
                break;
            }
        }

        return earliest;
    }
}
