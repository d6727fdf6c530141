using Newtonsoft.Json.Linq;
using PlanGate.Approvals;
using PlanGate.Cli.GitHub;
using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.GitHub;

/// <summary>The parts of a run on GitHub that need no GitHub.</summary>
public sealed class PartsTests
{
    private const string Sha = "1111111111111111111111111111111111111111";

    [Theory]
    [InlineData("/.github/ @a", ".github/workflows/plangate.yml", true)]
    [InlineData(".github/ @a", ".github/workflows/plangate.yml", true)]
    [InlineData("* @a", ".github/workflows/plangate.yml", true)]
    [InlineData("*.yml @a", ".github/workflows/plangate.yml", true)]
    [InlineData("/.github/** @a", ".github/workflows/plangate.yml", true)]
    [InlineData("**/plangate.yml @a", ".github/workflows/plangate.yml", true)]
    [InlineData("/.plangate.yml @a", ".plangate.yml", true)]
    [InlineData(".plangate.yml @a", "live/.plangate.yml", true)]
    [InlineData("/.plangate.yml @a", "live/.plangate.yml", false)]
    [InlineData("/.github/* @a", ".github/workflows/plangate.yml", false)]
    [InlineData("*.tf @a", ".plangate.yml", false)]
    [InlineData("# * @a", ".plangate.yml", false)]
    [InlineData("* @a\n.plangate.yml", ".plangate.yml", false)]
    [InlineData(".plangate.yml\n* @a", ".plangate.yml", true)]
    [InlineData("/xplangate.yml @a", ".plangate.yml", false)]
    [InlineData("", ".plangate.yml", false)]
    public void A_file_has_the_owner_of_the_last_line_that_matches(string owners, string file, bool isCovered) =>
        Assert.Equal(isCovered, new CodeOwners(owners).Covers(file));

    [Fact]
    public void A_description_fits_and_keeps_its_code_whole()
    {
        var many = string.Join('-', Enumerable.Repeat("very-long-login-of-somebody", 20));
        var blocked = new TestPlan().Delete("aws_db_instance.main", new { id = "i", tags = new { Environment = "production" } }).Judged();
        var approved = Term.Apply(blocked, [new Approval { By = many, Id = "1", Review = 1, At = DateTimeOffset.UnixEpoch, Reasons = [] }]);
        var error = Gate.Judge([], [new("", $"a very long {new string('x', 500)}\n::error::")], Policy.BuiltIn, TestPlan.Today);

        Assert.All(new[] { blocked, approved, error }.Select(StatusText.Of), text => Assert.True(text.Length <= 140 && !text.Contains('\n'), text));
        Assert.All(new[] { blocked, approved }.Select(StatusText.Of), text => Assert.EndsWith($"plangate approve {blocked.ApprovalCode}", text, StringComparison.Ordinal));
        Assert.DoesNotContain("plangate approve", StatusText.Of(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_group_names_the_last_pull_request_in_it()
    {
        var payload = new JObject { ["merge_group"] = new JObject { ["head_sha"] = Sha, ["base_sha"] = Sha, ["head_ref"] = $"refs/heads/gh-readonly-queue/release/pr-9/pr-104-{Sha}" } };

        Assert.Equal(104, WorkflowEvent.Of("merge_group", payload, null).Pull);
        payload["merge_group"]!["head_ref"] = "refs/heads/pr-104";
        Assert.Throws<GitHubException>(() => WorkflowEvent.Of("merge_group", payload, null));
    }

    [Theory]
    [InlineData("refs/heads/main", Sha, Sha, null)]
    [InlineData("refs/heads/main", "0000000000000000000000000000000000000000", Sha, null)]
    [InlineData("refs/heads/main", Sha, "0000000000000000000000000000000000000000", "was deleted")]
    [InlineData("refs/tags/v1", Sha, Sha, "only pushes to branches")]
    [InlineData("refs/heads/main", Sha, "HEAD; rm -rf /", "names no commit")]
    public void A_push_is_judged_by_the_policy_of_before(string reference, string before, string after, string? problem)
    {
        var payload = new JObject { ["ref"] = reference, ["before"] = before, ["after"] = after };
        if (problem is not null)
        {
            Assert.Contains(problem, Assert.Throws<GitHubException>(() => WorkflowEvent.Of("push", payload, null)).Message, StringComparison.Ordinal);
            return;
        }

        var push = WorkflowEvent.Of("push", payload, null);
        Assert.Equal((after, "main", before.Trim('0').Length == 0 ? null : before), (push.StatusCommit, push.PushedBranch, push.PolicyCommit));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(401, null)]
    [InlineData(403, null)]
    [InlineData(404, null)]
    [InlineData(422, null)]
    [InlineData(501, null)]
    [InlineData(408, 2.0)]
    [InlineData(500, 2.0)]
    [InlineData(504, 2.0)]
    [InlineData(429, 120.0)]
    public void Only_what_may_pass_is_asked_again(int status, double? seconds) =>
        Assert.Equal(seconds, RetryRule.Wait(new Answer(status, new Dictionary<string, string>(), []), 1, DateTimeOffset.UnixEpoch)?.TotalSeconds);
}
