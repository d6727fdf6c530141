using System.Text;
using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans.Pulumi;

/// <summary>What a run does not show, and what the state of its stack adds.</summary>
public sealed class StackExportTests
{
    private readonly TestPulumi _run = new();

    private JObject Live(object? more = null) => _run.State("orders", more: more);

    private static IEnumerable<string> Causes(string json, params string[] exports) => Assert.Single(TestPulumi.Read(json, exports)).Gaps.Select(gap => gap.Cause);

    [Fact]
    public void A_default_preview_may_hide_deletions_and_says_so_once()
    {
        var finding = Assert.Single(TestPulumi.Judge(_run.Step("same", Live(), Live()).Preview()).Findings);

        Assert.Equal(("PG301", Level.Advisory), (finding.Rule.Id, finding.Level));
        Assert.Contains("--show-replacement-steps", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains("--stack-export", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_steps_that_are_shown_or_events_or_the_state_are_enough()
    {
        var shown = new TestPulumi().Step("same", Live(), Live()).Step("discard-replaced", Live(new { external = true }));
        _run.Step("same", Live(), Live());

        Assert.Empty(Causes(shown.Preview()));
        Assert.Empty(Causes(_run.Events()));
        Assert.Empty(Causes(_run.Preview(), TestPulumi.Export(Live())));
        Assert.Equal(Decision.Pass, TestPulumi.Judge(_run.Preview(), TestPulumi.Export(Live())).Decision);
    }

    [Fact]
    public void Every_row_that_waits_to_be_deleted_is_a_destruction()
    {
        var export = TestPulumi.Export(Live(), Live(new { delete = true, id = "old-1" }), Live(new { delete = true, id = "old-2" }));
        var verdict = TestPulumi.Judge(_run.Step("same", Live(), Live()).Preview(), export);

        Assert.Equal(["old-1", "old-2"], verdict.Findings.Select(finding => finding.Deposed));
        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.Equal(2, Assert.Single(verdict.Plans).Counts["delete"]);
    }

    [Theory]
    [InlineData("""{"custom":false}""")]
    [InlineData("""{"external":true}""")]
    [InlineData("""{"type":"pulumi:providers:aws","urn":"urn:pulumi:main::shop::pulumi:providers:aws::x"}""")]
    public void But_for_rows_behind_which_nothing_is_deleted(string more)
    {
        var export = TestPulumi.Export(Live(), Live(JObject.Parse("""{"delete":true,"id":"old-1"}""")).With(more));

        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Step("same", Live(), Live()).Preview(), export)).Changes);
    }

    [Fact]
    public void A_pending_delete_that_the_run_shows_is_not_counted_twice()
    {
        var pending = Live(new { delete = true, id = "old-1" });

        Assert.Single(Assert.Single(TestPulumi.Read(_run.Step("delete-replaced", pending).Events(), TestPulumi.Export(Live(), pending))).Changes);
    }

    [Theory]
    [InlineData("update")]
    [InlineData("same")]
    public void A_pending_delete_with_the_id_of_the_live_object_is_a_deletion_of_its_own(string op)
    {
        // Ids that are names come back.
        var pending = Live(new { delete = true });
        _run.Step(op, Live(new { protect = true }), Live());
        var changes = Assert.Single(TestPulumi.Read(_run.Preview(), TestPulumi.Export(Live(), pending))).Changes;

        Assert.Equal([ChangeAction.Delete, ChangeAction.Update], changes.Select(change => change.Action).OrderBy(action => action.Word));
        Assert.Equal("id-of-orders", Assert.Single(changes, change => change.Action == ChangeAction.Delete).Deposed);
        Assert.Single(Assert.Single(TestPulumi.Read(_run.Preview(), TestPulumi.Export(Live()))).Changes);
    }

    [Fact]
    public void The_state_of_another_stack_excuses_nothing_and_adds_nothing()
    {
        var other = new TestPulumi("prod");
        var export = TestPulumi.Export(other.State("orders"), other.State("orders", more: new { delete = true, id = "old-1" }));
        var plan = Assert.Single(TestPulumi.Read(_run.Step("same", Live(), Live()).Preview(), export));

        Assert.Equal(0, plan.State.ManagedCount);
        Assert.Empty(plan.Changes);
        Assert.Contains("shop/prod, not of shop/main", Assert.Single(plan.Gaps).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_says_how_much_there_is_and_what_hangs_on_what()
    {
        var server = _run.State("server", TestPulumi.Database);
        var child = Live(new { parent = server["urn"], dependencies = new[] { _run.Urn("net") }, propertyDependencies = new { a = new[] { _run.Urn("key") } }, deletedWith = _run.Urn("box") });
        var plan = Assert.Single(TestPulumi.Read(_run.Step("delete", Live()).Preview(), TestPulumi.Export(server, child, _run.State("p", "pulumi:providers:aws"), _run.State("read", more: new { external = true }))));

        Assert.Equal(2, plan.State.ManagedCount);
        Assert.Equal(new[] { "box", "key", "net", "server" }.Select(name => _run.Urn(name, name == "server" ? TestPulumi.Database : TestPulumi.Unknown)).Order(), plan.References[_run.Urn("orders")].Order());
        Assert.Contains(plan.State.Objects, one => one.Address == _run.Urn("orders") && Encoding.UTF8.GetString(one.Json.Span).Contains("\"values\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TestPulumi.Database)]
    [InlineData("")]
    public void What_holds_data_is_known_by_its_URN_where_the_state_does_not_say_the_type(string type)
    {
        var row = _run.State("ledger", TestPulumi.Database, new { type });
        var plan = Assert.Single(TestPulumi.Read(_run.Step("same", Live(), Live()).Preview(), TestPulumi.Export(row, _run.State("web", "aws:ec2/securityGroup:SecurityGroup", new { type = "" }))));

        Assert.Equal((row["urn"], TestPulumi.Database), Assert.Single(plan.State.Objects) is var one ? (one.Address, one.Type) : default);
    }

    [Fact]
    public void Ten_of_twelve_objects_are_mass_destruction_by_the_state_alone()
    {
        var rows = Enumerable.Range(0, 12).Select(number => _run.State($"n{number}", "acme:net/rule:Rule")).ToArray();
        foreach (var row in rows.Take(10))
        {
            _run.Step("delete", row);
        }

        Assert.Contains(TestPulumi.Judge(_run.Preview(), TestPulumi.Export(rows)).Findings, finding => finding.Rule.Id == "PG110");
        Assert.DoesNotContain(TestPulumi.Judge(_run.Preview()).Findings, finding => finding.Rule.Id == "PG110");
    }

    [Fact]
    public void A_stream_without_its_end_blocks()
    {
        _run.Step("same", Live(), Live());

        Assert.Equal(["no-summary"], Causes(_run.Events(summary: false)));
        Assert.Equal(Decision.Block, TestPulumi.Judge(_run.Events(summary: false)).Decision);
        Assert.Equal(Decision.Pass, TestPulumi.Judge(_run.Events()).Decision);
    }

    [Theory]
    [InlineData("""{"delete":1}""", true)]
    [InlineData("""{"replace":2,"same":1}""", true)]
    [InlineData("""{"update":1}""", true)]
    [InlineData("""{"same":7}""", false)]
    public void A_count_without_its_step_blocks_but_what_stays_the_same_need_not_be_shown(string counts, bool blocks)
    {
        _run.Step("same", Live(), Live()).Counts(JObject.Parse(counts));

        Assert.Equal(blocks, Causes(_run.Preview()).Contains("count-without-step"));
        Assert.Equal(blocks, Causes(_run.Events()).Contains("count-without-step"));
        Assert.Equal(blocks, TestPulumi.Judge(_run.Events()).Decision == Decision.Block);
    }

    [Fact]
    public void A_preview_without_steps_counts_too() =>
        Assert.Equal(Decision.Block, TestPulumi.Judge("""{"duration":1,"changeSummary":{"delete":1}}""").Decision);

    [Theory]
    [InlineData("""{"diagnostics":[{"message":"no","severity":"error"}],"duration":1}""")]
    [InlineData("""{"steps":[],"changeSummary":{},"maybeCorrupt":true}""")]
    public void A_preview_that_failed_blocks(string json) => Assert.Equal(Decision.Block, TestPulumi.Judge(json).Decision);

    [Fact]
    public void Warnings_are_no_failure() =>
        Assert.Equal(Decision.Pass, TestPulumi.Judge(_run.Step("same", Live(), Live()).Set("diagnostics", new[] { new { message = "x", severity = "warning" }, new { message = "y", severity = "info#err" } }).Preview()).Decision);

    [Fact]
    public void An_update_that_failed_blocks_once()
    {
        var failed = TestPulumi.Judge(_run.Step("same", Live(), Live()).Events(planning: false, result: "failed"));

        Assert.Equal("PG301", Assert.Single(failed.Findings).Rule.Id);
        Assert.Equal(Decision.Block, failed.Decision);
    }

    [Fact]
    public void A_failed_operation_blocks_even_where_the_run_went_on()
    {
        var events = _run.Step("same", Live(), Live()).Events(planning: false);
        var failure = $$$"""{"sequence":0,"resOpFailedEvent":{"metadata":{"op":"update","urn":"{{{_run.Urn("x")}}}","old":null,"new":null},"status":2,"steps":1}}""";

        Assert.Equal(["failed-operation"], Causes(failure + events));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("""{"version":3}""")]
    [InlineData("""{"version":5,"deployment":{}}""")]
    [InlineData("""{"version":4,"features":["timeTravel"],"deployment":{}}""")]
    [InlineData("""{"version":3,"deployment":{"resources":[{"urn":"x"}]}}""")]
    [InlineData("""{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:a::b::c::d","delete":"yes"}]}}""")]
    [InlineData("""{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:a::b::c::d","delete":true,"delete":false}]}}""")]
    [InlineData("""{"version":3,"deployment":{"resources":[""")]
    [InlineData("""{"version":3,"deployment":{}}{"version":3,"deployment":{}}""")]
    public void Refuses_what_is_no_state_that_it_understands(string json) => Assert.Throws<PlanFormatException>(() => TestPulumi.ReadExport(json));

    [Fact]
    public void A_state_is_no_plan_and_the_message_says_where_it_goes() =>
        Assert.Contains("--stack-export", Assert.Throws<PlanFormatException>(() => TestPulumi.Read(TestPulumi.Export(Live()))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_command_takes_states_beside_plans()
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("preview.json", _run.Step("same", Live(), Live()).Preview());
        var state = folder.Write("stack.json", TestPulumi.Export(Live(), Live(new { delete = true, id = "old-1" })));

        Assert.Equal(0, CommandLine.Run("check", plan).Code);
        Assert.Equal(1, CommandLine.Run("check", plan, "--stack-export", state).Code);
        Assert.Equal(2, CommandLine.Run("check", plan, "--stack-export", folder.Path + "/missing.json").Code);
        Assert.Equal(2, CommandLine.Run("check", plan, "--stack-export", plan).Code);
    }
}

internal static class StateRows
{
    public static JObject With(this JObject row, string json)
    {
        row.Merge(JObject.Parse(json));
        return row;
    }
}
