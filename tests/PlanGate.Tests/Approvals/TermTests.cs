using PlanGate.Approvals;
using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Approvals;

/// <summary>How many it takes, what a signed file covers, and where a code may be used.</summary>
public sealed class TermTests
{
    private static readonly object Prod = new { id = "i", tags = new { Environment = "production" } };
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_strictest_of_the_rules_concerned_says_how_many()
    {
        Assert.Equal(1, Required("version: 1"));
        Assert.Equal(3, Required("version: 1\napprovals: { required: { default: 3 } }"));
        Assert.Equal(2, Required("version: 1\napprovals: { required: { default: 2, stateful-destroy: 1 } }"));
        Assert.Equal(2, Required("version: 1\napprovals: { required: { production-destroy: 2 } }"));
        Assert.Equal(1, Required("version: 1\napprovals: { required: { forget: 5 } }"));

        // It is production too, which PG107 stands for in `also`.
        static int Required(string policy) => Assert.Single(new TestPlan().Delete("aws_db_instance.main", Prod).Judged(policy: PolicyText.Read(policy)).Findings).ApprovalsRequired;
    }

    [Fact]
    public void Two_approvals_of_one_person_are_not_two_people()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main", Prod).Judged(policy: PolicyText.Read("version: 1\napprovals: { required: { default: 2 } }"));

        Assert.Equal(Decision.Block, Term.Apply(verdict, [By("alice", "1"), By("alice", "1")]).Decision);
        Assert.Equal(Decision.Block, Term.Apply(verdict, [By("alice", "1"), By("bob", "2") with { Reasons = ["expired"] }]).Decision);
        Assert.Equal(Decision.Pass, Term.Apply(verdict, [By("alice", "1"), By("alice-renamed", "2")]).Decision);
    }

    [Fact]
    public void A_yes_to_a_finding_that_only_the_policy_can_let_through_changes_nothing()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main", Prod).Judged(policy: PolicyText.Read("version: 1\nrules: { stateful-destroy: { level: hard-mandatory } }"));

        Assert.Equal(Decision.Block, Term.Apply(verdict, [By("alice", "1")]).Decision);
    }

    [Fact]
    public void A_signed_file_covers_every_blocking_finding_or_does_not_count()
    {
        var one = new TestPlan().Delete("aws_db_instance.main", Prod).Judged();
        var two = new TestPlan().Delete("aws_db_instance.main", Prod).Delete("aws_db_instance.other", Prod).Judged();
        var signed = new SignedApproval
        {
            File = "plan.approval",
            Principal = "alice@example.com",
            SignedAt = Now.AddHours(-1),
            IsSignatureGood = true,
            IsListed = true,
            PolicyDigests = new HashSet<string> { Policy.BuiltIn.Digest },
            Covers = two.Findings.Select(finding => Fingerprint.OfOne(finding, two.Plans)).ToHashSet(),
        };

        Assert.Empty(signed.Judge(two, Now).Reasons);
        Assert.Empty(signed.Judge(one, Now).Reasons);
        Assert.Equal(["not-covered"], (signed with { Covers = one.Findings.Select(finding => Fingerprint.OfOne(finding, one.Plans)).ToHashSet() }).Judge(two, Now).Reasons);
        Assert.Equal(["bad-signature"], (signed with { IsSignatureGood = false }).Judge(one, Now).Reasons);
        Assert.Equal(["not-an-approver"], (signed with { IsListed = false }).Judge(one, Now).Reasons);
        Assert.Equal(["other-policy"], (signed with { PolicyDigests = new HashSet<string> { "x" } }).Judge(one, Now).Reasons);
        Assert.Equal(["expired"], (signed with { SignedAt = Now.AddDays(-1) }).Judge(one, Now).Reasons);
        Assert.Equal(["cooling-off"], (signed with { SignedAt = Now.AddMinutes(1) }).Judge(one, Now).Reasons);
        Assert.Equal(("plan.approval", null), (signed.Judge(one, Now).File, signed.Judge(one, Now).Review));
    }

    [Fact]
    public void A_code_is_of_one_repository_pull_request_base_name_and_policy()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main", Prod).Judged();
        string[] codes =
        [
            Code(1, 7, "main", "", "p"), Code(2, 7, "main", "", "p"), Code(1, 8, "main", "", "p"), Code(1, 7, "release", "", "p"), Code(1, 7, "main", "x", "p"), Code(1, 7, "main", "", "q"),
            Code(1, 7, "mai", "n", "p"), Code(17, 7, "main", "", "p"), verdict.ApprovalCode!,
        ];

        Assert.Distinct(codes);
        Assert.All(codes, code => Assert.Matches("^[0-9a-f]{32}$", code));
        Assert.Equal(codes[0], Code(1, 7, "main", "", "p"));
        Assert.Null(ApprovalContext.Bind(new TestPlan().Judged(), "x").ApprovalCode);

        string Code(long repository, int pull, string branch, string name, string policy) =>
            ApprovalContext.Bind(verdict, ApprovalContext.OfPullRequest(repository, pull, branch, name, policy)).ApprovalCode!;
    }

    [Theory]
    [InlineData("alice", null, "alice", null)]
    [InlineData("@alice", null, "alice", null)]
    [InlineData("alice#1002", null, "alice", 1002L)]
    [InlineData("dependabot[bot]", null, "dependabot[bot]", null)]
    [InlineData("@acme/dba", "acme", "dba", null)]
    public void An_approver_is_written(string text, string? organization, string name, long? id) =>
        Assert.Equal(new Approver(organization, name, id), Approver.Parse(text));

    [Theory]
    [InlineData("acme/dba")]
    [InlineData("@acme/")]
    [InlineData("alice#")]
    [InlineData("alice#0")]
    [InlineData("alice #1002")]
    [InlineData("alice\n")]
    [InlineData("../alice")]
    public void What_names_nobody_is_refused(string text) => Assert.Null(Approver.Parse(text));

    [Fact]
    public void A_pinned_account_is_its_number_and_nobody_who_took_the_name()
    {
        var pinned = Approver.Parse("alice#1002")!;

        Assert.True(pinned.Is(1002, "renamed"));
        Assert.False(pinned.Is(999, "alice"));
        Assert.True(Approver.Parse("alice")!.Is(999, "Alice"));
    }

    private static Approval By(string login, string id) => new() { By = login, Id = id, Review = 1, At = Now, Reasons = [] };
}
