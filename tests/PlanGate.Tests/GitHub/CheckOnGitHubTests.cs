using System.Globalization;
using PlanGate.Tests.Support;
using static PlanGate.Tests.GitHub.FakeGitHub;

namespace PlanGate.Tests.GitHub;

/// <summary>A check inside a workflow, against a GitHub in memory: the order, the approvals, and what becomes of a bad day.</summary>
public sealed class CheckOnGitHubTests : IDisposable
{
    private static readonly TestPlan Loss = new TestPlan().Delete("aws_db_instance.main", new { id = "i", tags = new { Environment = "production" } });
    private readonly TemporaryFolder _folder = new();
    private readonly FakeGitHub _gitHub = new();

    public void Dispose()
    {
        _folder.Dispose();
        _gitHub.Dispose();
    }

    [Fact]
    public void Blocks_publishes_the_code_and_passes_once_a_person_gave_it_back()
    {
        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal(
        [
            "GET repos/acme/infra/pulls/7", "GET repos/acme/infra/commits/heads/main?per_page=1", $"GET repos/acme/infra/contents/.plangate.yml?ref={Base}", "GET repos/acme/infra/pulls/7/reviews?per_page=100",
            "GET repos/acme/infra/pulls/7", $"POST repos/acme/infra/statuses/{Head}", "GET repos/acme/infra/issues/7/comments?per_page=100", "POST repos/acme/infra/issues/7/comments",
        ], _gitHub.Calls);
        Assert.Equal(("failure", "plangate"), State());

        _gitHub.Time.Pass(TimeSpan.FromMinutes(5));
        _gitHub.Approve(Code());
        var approved = _gitHub.Check(_folder, Loss);

        Assert.Equal(0, approved.Code);
        Assert.Equal(("success", "plangate"), State());
        Assert.Contains("\"by\": \"alice\"", approved.Output, StringComparison.Ordinal);
        Assert.Single(_gitHub.Comments);
    }

    [Fact]
    public void A_yes_holds_for_a_day_and_not_longer()
    {
        _gitHub.Check(_folder, Loss);
        _gitHub.Approve(Code());
        _gitHub.Time.Pass(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, _gitHub.Check(_folder, Loss).Code);

        _gitHub.Time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal(("failure", "plangate"), State());
    }

    [Theory]
    [InlineData("[]", 1)]
    [InlineData("""[{"actor":{"id":1001},"before":"0000000000000000000000000000000000000000","after":"2222222222222222222222222222222222222222"}]""", 1)]
    [InlineData("""[{"actor":{"id":1001},"before":"0000000000000000000000000000000000000000","after":"1111111111111111111111111111111111111111"}]""", 0)]
    public void A_list_of_pushes_without_the_one_that_is_judged_clears_nobody(string pushes, int exit)
    {
        _gitHub.Check(_folder, Loss);
        _gitHub.Approve(Code());
        Instead("GET .*/activity", () => Answer(200, pushes));
        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(exit, outcome.Code);
        Assert.Equal(exit == 1, outcome.Output.Contains("\"pusher\"", StringComparison.Ordinal));
        Assert.Equal(exit == 1, outcome.Error.Contains("lists no push to agent/change", StringComparison.Ordinal));
    }

    [Fact]
    public void What_only_the_policy_can_let_through_has_no_code_and_asks_nobody()
    {
        _gitHub.Files[".plangate.yml"] = "version: 1\nrules: { stateful-destroy: { level: hard-mandatory } }\n";

        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);

        Assert.DoesNotContain(_gitHub.Calls, call => call.Contains("/reviews", StringComparison.Ordinal));
        Assert.DoesNotContain("plangate approve", (string?)_gitHub.Statuses.Last()["description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, 7)]
    [InlineData(503, 7)]
    [InlineData(408, 7)]
    public void A_server_that_fails_is_asked_again_after_longer_and_longer_waits(int status, int seconds)
    {
        Repeat(3, "GET .*reviews", () => Answer(status));

        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal(seconds, _gitHub.Time.Waits.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_server_that_keeps_failing_is_unreachable_and_the_status_says_so()
    {
        Repeat(4, "GET .*reviews", () => Answer(502));

        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("GitHub is unreachable", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(("error", "plangate"), State());
        Assert.Contains("\"decision\": \"error\"", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wait_that_is_asked_for_is_waited()
    {
        Instead("GET .*reviews", () => Answer(429, null, ("Retry-After", "42")));
        Instead("GET .*reviews", () => Answer(403, null, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", _gitHub.Time.GetUtcNow().AddSeconds(17).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))));

        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal([42, 17], _gitHub.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_secondary_limit_that_names_no_time_is_given_a_minute()
    {
        Instead("GET .*reviews", () => Answer(403, new { message = "You have exceeded a secondary rate limit." }));

        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal([60], _gitHub.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_wait_that_is_longer_than_a_run_has_is_not_waited()
    {
        Instead("GET .*reviews", () => Answer(429, null, ("Retry-After", "301")));

        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(2, outcome.Code);
        Assert.Empty(_gitHub.Time.Waits);
        Assert.DoesNotContain(_gitHub.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST .*comments")]
    [InlineData("POST .*statuses")]
    public void What_was_written_although_the_answer_was_lost_is_not_written_twice(string call)
    {
        Instead(call, () => null);

        Assert.Equal(1, _gitHub.Check(_folder, Loss).Code);

        Assert.Single(_gitHub.Comments);
        Assert.Single(_gitHub.Statuses);
    }

    [Fact]
    public void A_head_that_moves_meanwhile_is_left_to_its_own_run()
    {
        Instead("GET .*reviews", () =>
        {
            _gitHub.PullHead = new string('2', 40);
            return Answer(200, "[]");
        });

        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("superseded", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_gitHub.Statuses);
        Assert.Empty(_gitHub.Comments);
    }

    [Fact]
    public void A_defect_leaves_an_error_over_an_old_green()
    {
        Instead("GET .*reviews", () => throw new InvalidOperationException("a defect"));

        Assert.Equal(2, _gitHub.Check(_folder, Loss).Code);
        Assert.Equal(("error", "plangate"), State());
    }

    [Fact]
    public void A_command_line_that_is_not_understood_leaves_an_error_over_an_old_green()
    {
        Assert.Equal(2, _gitHub.Check(_folder, Loss, "--format", "jsno").Code);
        Assert.Equal(("error", "plangate"), State());
    }

    [Fact]
    public void A_yes_whose_author_cannot_be_looked_up_is_none()
    {
        _gitHub.Check(_folder, Loss);
        _gitHub.Approve(Code());
        Instead("GET .*collaborators", () => Answer(403, new { message = "Must have push access" }));

        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("not-an-approver", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_yes_counts_only_while_everything_about_it_is_known()
    {
        foreach (var call in new[] { "graphql", "/commits\\?", "/activity", "collaborators", "/statuses\\?" })
        {
            using var gitHub = new FakeGitHub();
            gitHub.Check(_folder, Loss);
            gitHub.Approve(Code(gitHub));
            gitHub.Instead.Add((call, () => Answer(404)));

            Assert.NotEqual(0, gitHub.Check(_folder, Loss).Code);
            Assert.Empty(gitHub.Instead);
            Assert.Equal(0, gitHub.Check(_folder, Loss).Code);
        }
    }

    [Fact]
    public void A_token_that_may_not_write_leaves_the_verdict_and_one_warning()
    {
        Repeat(2, "^POST .*(statuses|comments)", () => Answer(403, new { message = "Resource not accessible by integration" }));

        var outcome = _gitHub.Check(_folder, Loss);

        Assert.Equal(1, outcome.Code);
        Assert.Single(outcome.Error.Split("warning").Skip(1));
    }

    [Fact]
    public void The_token_goes_to_no_other_host()
    {
        foreach (var answer in new Func<HttpResponseMessage>[]
        {
            () => Answer(200, "[]", ("Link", "<https://evil.test/next>; rel=\"next\"")),
            () => Answer(301, "{}", ("Location", "https://evil.test/")),
            () => Answer(307, "{}", ("Location", "http://api.github.test/")),
        })
        {
            Instead("GET .*reviews", answer);
            var outcome = _gitHub.Check(_folder, Loss);
            Assert.Equal(2, outcome.Code);
            Assert.Contains("the token is not sent there", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Outputs_cannot_be_broken_out_of()
    {
        _gitHub.Check(_folder, Loss, "--format", $"json={Path.Combine(_folder.Path, "r.json")}", "--format", "text=/dev/null");
        var delimiter = File.ReadAllLines(_gitHub.Variables["GITHUB_OUTPUT"])[0].Split("<<")[1];

        Assert.Matches("^ghadelimiter_[0-9a-f]{32}$", delimiter);
        Assert.Contains("decision<<", File.ReadAllText(_gitHub.Variables["GITHUB_OUTPUT"]), StringComparison.Ordinal);
    }

    private void Instead(string pattern, Func<HttpResponseMessage?> answer) => _gitHub.Instead.Add((pattern, answer));

    private void Repeat(int times, string pattern, Func<HttpResponseMessage?> answer)
    {
        for (var time = 0; time < times; time++)
        {
            Instead(pattern, answer);
        }
    }

    private (string? State, string? Context) State() => ((string?)_gitHub.Statuses.Last()["state"], (string?)_gitHub.Statuses.Last()["context"]);

    private string Code() => Code(_gitHub);

    private static string Code(FakeGitHub gitHub) => ((string)gitHub.Statuses.Last()["description"]!).Split(' ')[^1];
}
