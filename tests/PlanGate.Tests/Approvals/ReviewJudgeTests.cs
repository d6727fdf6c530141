using FsCheck;
using FsCheck.Fluent;
using PlanGate.Approvals;
using PlanGate.Policies;

namespace PlanGate.Tests.Approvals;

/// <summary>Each condition of an approval: what breaks it alone, and its innocent neighbour.</summary>
public sealed class ReviewJudgeTests
{
    private const string Code = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 18, 0, 0, TimeSpan.Zero);
    private static readonly Account Alice = new(1002, "alice", IsPerson: true);
    private static readonly ApprovalTerms Terms = ApprovalTerms.Default with { Machines = ["deploy-bot", "renamed#7"] };
    private static readonly Review Yes = new()
    {
        Id = 1,
        Author = Alice,
        State = ReviewState.Approved,
        Body = $"Looked at it.\r\n\r\nplangate approve {Code}\r\n",
        SubmittedAt = Now.AddHours(-1),
    };

    [Theory]
    [InlineData("plangate approve 0123456789abcdef0123456789abcdef")]
    [InlineData("Fine.\nplangate approve 0123456789abcdef0123456789abcdef\nThanks")]
    [InlineData("  `plangate approve 0123456789ABCDEF0123456789ABCDEF`  \r\nok")]
    public void The_line_is_found(string body) => Assert.Equal([Code], ApprovalLine.Codes(body));

    [Theory]
    [InlineData("")]
    [InlineData("LGTM")]
    [InlineData("> plangate approve 0123456789abcdef0123456789abcdef")]
    [InlineData("I will not plangate approve 0123456789abcdef0123456789abcdef")]
    [InlineData("plangate approve 0123456789abcdef0123456789abcdef?")]
    [InlineData("plangate approve 0123456789abcdef")]
    [InlineData("plangate approve 0123456789abcdef0123456789abcdef0")]
    [InlineData("plangate\napprove 0123456789abcdef0123456789abcdef")]
    public void What_only_looks_like_the_line_is_none(string body) => Assert.Empty(ApprovalLine.Codes(body));

    [Fact]
    public void A_plain_yes_has_nothing_against_it() => Assert.Empty(Judge().ByItself(Yes));

    public static TheoryData<string, string> Flaws => new()
    {
        { "no line", "no-code" },
        { "another code", "other-code" },
        { "edited by another", "edited" },
        { "edited by nobody known", "edited" },
        { "a bot", "not-a-person" },
        { "an account that is gone", "not-a-person" },
        { "a machine", "machine" },
        { "a machine by its number", "machine" },
        { "a day old", "expired" },
        { "from the future", "cooling-off" },
        { "a remark", "not-approved" },
        { "dismissed", "not-approved" },
        { "a state nobody knows", "not-approved" },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void One_flaw_is_one_reason(string flaw, string reason)
    {
        var review = flaw switch
        {
            "no line" => Yes with { Body = "LGTM" },
            "another code" => Yes with { Body = $"plangate approve {new string('f', 32)}" },
            "edited by another" => Yes with { Edit = new(Now.AddMinutes(-30), 1001) },
            "edited by nobody known" => Yes with { Edit = new(Now.AddMinutes(-30), null) },
            "a bot" => Yes with { Author = Alice with { IsPerson = false } },
            "an account that is gone" => Yes with { Author = null },
            "a machine" => Yes with { Author = new(9, "Deploy-Bot", true) },
            "a machine by its number" => Yes with { Author = new(7, "innocent", true) },
            "a day old" => Yes with { SubmittedAt = Now.AddHours(-24) },
            "from the future" => Yes with { SubmittedAt = Now.AddSeconds(1) },
            "a remark" => Yes with { State = ReviewState.Commented },
            "dismissed" => Yes with { State = ReviewState.Dismissed },
            _ => Yes with { State = ReviewState.Unknown },
        };

        Assert.Equal([reason], Judge().ByItself(review));
        Assert.False(ReviewJudge.Of(review, Judge().ByItself(review)).Counts);
    }

    [Fact]
    public void An_edit_of_ones_own_counts_as_given_then()
    {
        var old = Yes with { SubmittedAt = Now.AddHours(-30) };

        Assert.Equal(["expired"], Judge().ByItself(old));
        Assert.Empty(Judge().ByItself(old with { Edit = new(Now.AddHours(-1), Alice.Id) }));
    }

    [Fact]
    public void It_takes_effect_after_the_cooling_off_and_until_it_expires()
    {
        var judge = new ReviewJudge(Code, Terms with { CoolingOff = TimeSpan.FromMinutes(30), Expires = TimeSpan.FromHours(2) }, Now);

        Assert.Equal(["cooling-off"], judge.ByItself(Yes with { SubmittedAt = Now.AddMinutes(-30).AddSeconds(1) }));
        Assert.Empty(judge.ByItself(Yes with { SubmittedAt = Now.AddMinutes(-30) }));
        Assert.Empty(judge.ByItself(Yes with { SubmittedAt = Now.AddHours(-2).AddSeconds(1) }));
        Assert.Equal(["expired"], judge.ByItself(Yes with { SubmittedAt = Now.AddHours(-2) }));
    }

    [Fact]
    public void Whoever_has_a_hand_in_the_change_cannot_approve_it()
    {
        var nobody = new Involvement { Author = 1, Committers = new HashSet<long> { 1 }, Pushers = new HashSet<long> { 1 } };

        Assert.Empty(ReviewJudge.ByInvolvement(Alice, nobody));
        Assert.Equal(["author"], ReviewJudge.ByInvolvement(Alice, nobody with { Author = Alice.Id }));
        Assert.Equal(["committer"], ReviewJudge.ByInvolvement(Alice, nobody with { Committers = new HashSet<long> { Alice.Id } }));
        Assert.Equal(["pusher"], ReviewJudge.ByInvolvement(Alice, nobody with { Pushers = new HashSet<long> { Alice.Id } }));
    }

    [Fact]
    public void What_cannot_be_known_about_it_stands_against_everybody() =>
        Assert.Equal(["author", "committer", "pusher"], ReviewJudge.ByInvolvement(Alice, new() { Author = null, Committers = null, Pushers = null }));

    [Theory]
    [InlineData(Standing.Approver, null)]
    [InlineData(Standing.NotAnApprover, "not-an-approver")]
    [InlineData(Standing.MembershipPending, "membership-pending")]
    [InlineData(Standing.TeamUnreadable, "team-unreadable")]
    [InlineData((Standing)99, "not-an-approver")]
    public void Only_an_approver_stands_as_one(Standing standing, string? reason) =>
        Assert.Equal(reason is null ? [] : [reason], ReviewJudge.ByStanding(standing));

    [Fact]
    public void It_counts_only_if_the_code_was_published_before()
    {
        Assert.Empty(ReviewJudge.ByPublication(Yes, Yes.SubmittedAt));
        Assert.Equal(["before-code"], ReviewJudge.ByPublication(Yes, Yes.SubmittedAt.AddSeconds(1)));
        Assert.Equal(["before-code"], ReviewJudge.ByPublication(Yes, null));
    }

    [Fact]
    public void A_later_no_outweighs_it_and_an_earlier_one_and_a_remark_do_not()
    {
        var no = Yes with { Id = 2, State = ReviewState.ChangesRequested, Body = "wait", SubmittedAt = Yes.SubmittedAt.AddMinutes(1) };

        Assert.True(IsObjection(no));
        Assert.True(IsObjection(no with { SubmittedAt = Yes.SubmittedAt }));
        Assert.True(IsObjection(no with { State = ReviewState.Dismissed }));
        Assert.True(IsObjection(no with { State = ReviewState.Unknown }));
        Assert.False(IsObjection(no with { Id = 0, SubmittedAt = Yes.SubmittedAt }));
        Assert.False(IsObjection(no with { SubmittedAt = Yes.SubmittedAt.AddSeconds(-1) }));
        Assert.False(IsObjection(no with { State = ReviewState.Commented }));
        Assert.False(IsObjection(no with { State = ReviewState.Approved }));
        Assert.False(IsObjection(no with { State = ReviewState.Dismissed, Body = Yes.Body }));
        Assert.False(IsObjection(no with { State = ReviewState.Dismissed, Body = Yes.Body, Edit = new(Now, no.Author!.Id) }));
        Assert.True(IsObjection(no with { State = ReviewState.Dismissed, Body = Yes.Body, Edit = new(Now, 1001) }));
        Assert.True(IsObjection(no with { State = ReviewState.Dismissed, Body = Yes.Body, Edit = new(Now, null) }));
        Assert.False(IsObjection(no with { Author = new(9, "deploy-bot", true) }));
        Assert.False(IsObjection(no with { Author = Alice with { IsPerson = false } }));
        Assert.Equal(["changes-requested"], ReviewJudge.ByObjections(Yes, [no]));

        static bool IsObjection(Review other) => Judge().Objections(Yes, [Yes, other]).Any();
    }

    [Fact]
    public void An_edit_does_not_outdate_a_no()
    {
        var no = Yes with { Id = 2, State = ReviewState.ChangesRequested, SubmittedAt = Yes.SubmittedAt.AddMinutes(1) };

        Assert.Single(Judge().Objections(Yes with { Edit = new(Yes.SubmittedAt.AddMinutes(5), Alice.Id) }, [no]));
    }

    [Fact]
    public void Nothing_counts_where_nothing_can_be_approved()
    {
        var judge = new ReviewJudge(null, Terms, Now);

        Assert.False(judge.IsWorthAsking(Yes));
        Assert.Equal(["other-code"], judge.ByItself(Yes));
    }

    [Fact]
    public void Whatever_a_review_looks_like_it_is_worth_asking_only_with_the_code_and_as_an_approval() => Prop.ForAll(
        (from state in Gen.Elements(Enum.GetValues<ReviewState>())
         from code in Gen.Elements(Code, new string('f', 32), "none")
         from prefix in Gen.Elements("", "> ", "x", " ", "`")
         from age in Gen.Choose(-10, 200_000)
         from person in Gen.Elements(true, false)
         from edit in Gen.Elements<long?>(null, 1002L, 1L)
         select Yes with
         {
             State = state,
             Body = $"{prefix}plangate approve {code}",
             SubmittedAt = Now.AddSeconds(-age),
             Author = Alice with { IsPerson = person },
             Edit = edit is { } editor ? new ReviewEdit(Now.AddMinutes(-1), editor) : null,
         }).ToArbitrary(),
        review =>
        {
            var (judge, reasons) = (Judge(), Judge().ByItself(review));
            var carries = ApprovalLine.Codes(review.Body).Contains(Code);
            return (judge.IsWorthAsking(review) == (carries && review.State == ReviewState.Approved)) &&
                (reasons.Count > 0 || (carries && review is { State: ReviewState.Approved, Author.IsPerson: true } && review.Edit?.By is null or 1002 && review.GivenAt <= Now && Now - review.GivenAt < Terms.Expires));
        }).QuickCheckThrowOnFailure();

    private static ReviewJudge Judge() => new(Code, Terms, Now);
}
