using System.Globalization;
using PlanGate.Judging;
using PlanGate.Policies;

namespace PlanGate.Approvals;

/// <summary>Says of a review whether it is a yes to today's destruction, and if not, why.</summary>
/// <param name="code">Today's approval code, or null where nothing can be approved.</param>
/// <param name="terms">The policy's terms.</param>
/// <param name="now">The time, from the same clock as the reviews' where possible.</param>
public sealed class ReviewJudge(string? code, ApprovalTerms terms, DateTimeOffset now)
{
    private readonly IReadOnlyList<Approver> _machines = [.. terms.Machines.Select(Approver.Parse).OfType<Approver>()];

    /// <summary>A yes, or what somebody may have meant as one: what reports list.</summary>
    public static bool IsCandidate(Review review) => review.State == ReviewState.Approved || ApprovalLine.Codes(review.Body).Count > 0;

    /// <summary>It carries today's code and is an approval now: worth asking who gave it.</summary>
    public bool IsWorthAsking(Review review) => review is { State: ReviewState.Approved, Author: not null } && CarriesTheCode(review);

    /// <summary>What the review itself says against it, without asking who its author is.</summary>
    public IReadOnlyList<string> ByItself(Review review)
    {
        var codes = ApprovalLine.Codes(review.Body);
        if (codes.Count == 0)
        {
            return [Reason.NoCode];
        }

        return !CarriesTheCode(review) ? [Reason.OtherCode] : [.. OnItsText(review)];
    }

    /// <summary>What stands against its author because of what he has to do with the pull request.</summary>
    public static IReadOnlyList<string> ByInvolvement(Account author, Involvement involvement)
    {
        var reasons = new List<string>();
        if (involvement.Author is not { } opened || opened == author.Id)
        {
            reasons.Add(Reason.Author);
        }

        if (involvement.Committers?.Contains(author.Id) ?? true)
        {
            reasons.Add(Reason.Committer);
        }

        if (involvement.Pushers?.Contains(author.Id) ?? true)
        {
            reasons.Add(Reason.Pusher);
        }

        return reasons;
    }

    /// <summary>What stands against it because its author is no approver.</summary>
    public static IReadOnlyList<string> ByStanding(Standing standing) => standing switch
    {
        Standing.Approver => [],
        Standing.MembershipPending => [Reason.MembershipPending],
        Standing.TeamUnreadable => [Reason.TeamUnreadable],
        _ => [Reason.NotAnApprover],
    };

    /// <summary>What stands against it because of when the code was published; null for never, or not known.</summary>
    public static IReadOnlyList<string> ByPublication(Review review, DateTimeOffset? published) =>
        published is { } since && review.GivenAt >= since ? [] : [Reason.BeforeCode];

    /// <summary>What stands against it because an approver asked for changes afterwards.</summary>
    /// <param name="review">The yes.</param>
    /// <param name="objections">Objections of people who are approvers now.</param>
    public static IReadOnlyList<string> ByObjections(Review review, IEnumerable<Review> objections) =>
        objections.Any(objection => IsLater(objection, review)) ? [Reason.ChangesRequested] : [];

    /// <summary>The reviews that may be objections to a yes, whoever gave them.</summary>
    public IEnumerable<Review> Objections(Review review, IEnumerable<Review> all) => all.Where(other => IsLater(other, review) && IsObjection(other));

    /// <summary>The candidate with everything that was found against it.</summary>
    public static Approval Of(Review review, IEnumerable<string> reasons) => new()
    {
        By = review.Author?.Login ?? "ghost",
        Id = review.Author?.Id.ToString(CultureInfo.InvariantCulture) ?? "",
        Review = review.Id,
        At = review.GivenAt,
        Reasons = [.. reasons.Distinct(StringComparer.Ordinal)],
    };

    private bool CarriesTheCode(Review review) => code is not null && ApprovalLine.Codes(review.Body).Contains(code, StringComparer.Ordinal);

    private IEnumerable<string> OnItsText(Review review)
    {
        if (review.Edit is { } edit && (edit.By is not { } editor || editor != review.Author?.Id))
        {
            yield return Reason.Edited;
        }

        if (review.Author is not { IsPerson: true } author)
        {
            yield return Reason.NotAPerson;
        }
        else if (IsMachine(author))
        {
            yield return Reason.Machine;
        }

        foreach (var reason in Term.Reasons(review.GivenAt, terms, now))
        {
            yield return reason;
        }

        if (review.State != ReviewState.Approved)
        {
            yield return Reason.NotApproved;
        }
    }

    private bool IsMachine(Account account) => _machines.Any(machine => machine.Is(account.Id, account.Login));

    // Whoever may write can dismiss a request for changes, and a dismissed review no longer says what it was. One without a code was
    // more likely a no than a yes, and is held for one; so is one whose text somebody else changed, who may have put the code there.
    private bool IsObjection(Review review) => review.Author is { IsPerson: true } author && !IsMachine(author) && review.State switch
    {
        ReviewState.ChangesRequested or ReviewState.Unknown => true,
        ReviewState.Dismissed => ApprovalLine.Codes(review.Body).Count == 0 || (review.Edit is { } edit && edit.By != author.Id),
        _ => false,
    };

    // An edit of the yes does not outdate a no: it could be about a comma.
    private static bool IsLater(Review other, Review yes) =>
        other.SubmittedAt > yes.SubmittedAt || (other.SubmittedAt == yes.SubmittedAt && other.Id > yes.Id);
}
