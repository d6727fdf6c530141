using System.Globalization;
using PlanGate.Approvals;
using PlanGate.Policies;

namespace PlanGate.Cli.GitHub;

/// <summary>Asks those for a review who may approve and have not been asked yet.</summary>
/// <param name="api">GitHub.</param>
/// <param name="pull">The pull request, with who was asked already.</param>
/// <param name="terms">Who may approve.</param>
/// <param name="code">Today's approval code.</param>
internal sealed class ReviewRequests(GitHubApi api, PullRequest pull, ApprovalTerms terms, string code)
{
    // A workflow's own token cannot see teams, whatever permissions it is given.
    private const string WorkflowToken = "github-actions";

    private readonly IReadOnlyList<Approver> _machines = [.. terms.Machines.Select(Approver.Parse).OfType<Approver>()];

    /// <summary>Sends the requests that are missing; what could not be requested, in words.</summary>
    /// <param name="reviews">All reviews so far.</param>
    /// <param name="me">Who we are, or null.</param>
    public IEnumerable<string> Send(IReadOnlyList<Review> reviews, Account? me)
    {
        var approvers = terms.Approvers.Select(Approver.Parse).OfType<Approver>().ToList();
        var users = approvers.Where(approver => !approver.IsTeam && MayBeAsked(approver) && !WasAsked(reviews.Where(review => review.Author is { } author && approver.Is(author.Id, author.Login))))
            .Select(approver => approver.Name)
            .Except(pull.RequestedUsers, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var teams = WasAsked(reviews.Where(review => review.Author?.Id != pull.Author?.Id)) ? [] : approvers
            .Where(approver => approver.IsTeam && string.Equals(approver.Organization, pull.RepositoryName.Split('/')[0], StringComparison.OrdinalIgnoreCase))
            .Select(approver => approver.Name)
            .Except(pull.RequestedTeams, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var problems = Ask("reviewers", users);
        return teams.Count == 0 ? problems
            : me?.Login is WorkflowToken or WorkflowToken + "[bot]"
            ? [.. problems, $"a review by {string.Join(", ", teams)} is not requested: a workflow's own token cannot see teams; the token of a GitHub App with members: read can"]
            : [.. problems, .. Ask("team_reviewers", teams)];
    }

    // Whoever reviewed was there. But a yes to an older plan wants renewing.
    private bool WasAsked(IEnumerable<Review> reviews) =>
        reviews.LastOrDefault() is { } last && ApprovalLine.Codes(last.Body) is var codes && (codes.Count == 0 || codes.Contains(code, StringComparer.Ordinal));

    private bool MayBeAsked(Approver approver) =>
        (pull.Author is not { } author || !approver.Is(author.Id, author.Login)) && !_machines.Any(machine => string.Equals(machine.Name, approver.Name, StringComparison.OrdinalIgnoreCase));

    private List<string> Ask(string member, List<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var answer = api.RequestReviews(pull.Number, member, names);
        return answer switch
        {
            { IsSuccess: true } => [],
            // One name that is refused refuses all.
            { Status: 422 } when names.Count > 1 => [.. names.SelectMany(name => Ask(member, [name]))],
            _ => [$"a review by {string.Join(", ", names)} could not be requested: {answer.Status.ToString(CultureInfo.InvariantCulture)} {answer.Message}"],
        };
    }
}
