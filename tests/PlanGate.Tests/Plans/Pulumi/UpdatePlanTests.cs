using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans.Pulumi;

/// <summary>Plans of <c>pulumi preview --save-plan</c>: goals and steps, without what lives now.</summary>
public sealed class UpdatePlanTests
{
    private readonly TestPulumi _run = new();

    private string Plan(string steps, string? goal = null)
    {
        var entry = new JObject { ["steps"] = JToken.Parse(steps), ["state"] = null, ["seed"] = "" };
        if (goal is not null)
        {
            entry["goal"] = JObject.Parse(goal);
        }

        return new JObject { ["manifest"] = new JObject { ["version"] = "v3.259.0" }, ["resourcePlans"] = new JObject { [_run.Urn("orders")] = entry } }.ToString();
    }

    private static string Goal(string inputDiff = "{}") => new JObject
    {
        ["type"] = TestPulumi.Unknown,
        ["name"] = "orders",
        ["custom"] = true,
        ["inputDiff"] = JObject.Parse(inputDiff),
        ["protect"] = false,
    }.ToString();

    private static ResourceChange Only(string json, params string[] exports) => Assert.Single(Assert.Single(TestPulumi.Read(json, exports)).Changes);

    [Fact]
    public void Says_what_it_is_and_that_it_does_not_know_what_lives()
    {
        var plan = Assert.Single(TestPulumi.Read(Plan("""["delete"]""")));

        Assert.Equal(("pulumi-update-plan", "pulumi 3.259.0", "shop/main"), (plan.Format, plan.Producer, plan.Stack));
        Assert.Equal("no-old-state", Assert.Single(plan.Gaps).Cause);
        Assert.Empty(Assert.Single(TestPulumi.Read(Plan("""["delete"]"""), TestPulumi.Export(_run.State("orders")))).Gaps);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"updates":[]}""")]
    [InlineData("""{"adds":true}""")]
    [InlineData("""{"deletes":{"engine":1}}""")]
    public void Refuses_a_difference_that_it_does_not_understand(string diff)
    {
        var goal = Goal().Replace("\"inputDiff\": {}", $"\"inputDiff\": {diff}", StringComparison.Ordinal);

        Assert.Contains("inputDiff", Assert.Throws<PlanFormatException>(() => TestPulumi.Read(Plan("""["update"]""", goal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["delete"]""", false, ChangeAction.Delete)]
    [InlineData("""["delete-replaced"]""", false, ChangeAction.Delete)]
    [InlineData("""["create-replacement","replace","delete-replaced"]""", true, ChangeAction.CreateThenDelete)]
    [InlineData("""["delete-replaced","replace","create-replacement"]""", true, ChangeAction.DeleteThenCreate)]
    [InlineData("""["replace"]""", true, ChangeAction.DeleteThenCreate)]
    [InlineData("""["update"]""", true, ChangeAction.Update)]
    public void Every_list_of_steps_has_its_action(string steps, bool hasGoal, ChangeAction action)
    {
        var json = Plan(steps, hasGoal ? Goal() : null);

        Assert.Equal((action, TestPulumi.Unknown, null), Only(json) is var change ? (change.Action, change.Type, change.Deposed) : default);
        Assert.Equal(action, Only(json, TestPulumi.Export(_run.State("orders"))).Action);
    }

    [Fact]
    public void What_lives_comes_from_the_state()
    {
        var export = TestPulumi.Export(_run.State("orders", inputs: new { size = 10, keep = true }, outputs: new { size = 10, keep = true, arn = "arn:x" }, more: new { retainOnDelete = true }));
        var values = Only(Plan("""["update"]""", Goal("""{"updates":{"size":5},"deletes":["keep"]}""")), export).ReadValues();

        Assert.Equal((10, 5), ((int)values.Before!["size"]!, (int)values.After!["size"]!));
        Assert.Equal((true, "arn:x"), (values.Before["keep"]!.Value<bool>(), (string?)values.After["arn"]));
        Assert.Null(values.After["keep"]);
        Assert.Equal(ChangeAction.Forget, Only(Plan("""["delete"]"""), export).Action);
    }

    [Fact]
    public void A_switch_that_is_turned_was_the_other_way_before()
    {
        var values = Only(Plan("""["update"]""", Goal("""{"updates":{"deletionProtection":false}}"""))).ReadValues();

        Assert.Equal((true, false), (values.Before!["deletionProtection"]!.Value<bool>(), values.After!["deletionProtection"]!.Value<bool>()));
    }

    [Fact]
    public void Protection_that_ends_on_what_stays_the_same_shows_with_the_state() =>
        Assert.Equal(ChangeAction.Update, Only(Plan("""["same"]""", Goal()), TestPulumi.Export(_run.State("orders", more: new { protect = true }))).Action);

    [Fact]
    public void A_pending_delete_beside_what_stays_is_a_deletion_of_its_own()
    {
        var json = Plan("""["same","delete-replaced"]""", Goal());

        Assert.Equal((ChangeAction.Delete, "pending delete"), Only(json) is var change ? (change.Action, change.Deposed) : default);
        Assert.Equal("old-1", Only(json, TestPulumi.Export(_run.State("orders"), _run.State("orders", more: new { delete = true, id = "old-1" }))).Deposed);
    }

    [Fact]
    public void A_pending_delete_that_an_older_state_does_not_have_is_one_all_the_same()
    {
        var json = Plan("""["same","delete-replaced","delete-replaced"]""", Goal());
        string[] Deposed(params JObject[] rows) => [.. Assert.Single(TestPulumi.Read(json, TestPulumi.Export(rows))).Changes.Select(change => change.Deposed ?? "").Order(StringComparer.Ordinal)];
        JObject Pending(string id) => _run.State("orders", more: new { delete = true, id });

        Assert.Equal(2, Deposed(_run.State("orders")).Length);
        Assert.Equal(["old-1", "pending delete"], Deposed(_run.State("orders"), Pending("old-1")));
        Assert.Equal(["old-1", "old-2"], Deposed(_run.State("orders"), Pending("old-1"), Pending("old-2")));
    }

    [Fact]
    public void What_a_component_took_the_name_of_is_deleted_nevertheless()
    {
        var component = Goal().Replace("\"custom\": true", "\"custom\": false", StringComparison.Ordinal);
        var row = _run.State("orders", more: new { custom = false });

        Assert.Equal(ChangeAction.Delete, Only(Plan("""["same","delete-replaced"]""", component)).Action);
        Assert.Equal(ChangeAction.Delete, Only(Plan("""["same","delete-replaced"]""", component), TestPulumi.Export(row)).Action);
        Assert.Empty(Assert.Single(TestPulumi.Read(Plan("""["same"]""", component))).Changes);
        Assert.Empty(Assert.Single(TestPulumi.Read(Plan("""["delete"]"""), TestPulumi.Export(row))).Changes);
    }

    [Theory]
    [InlineData("""["create-replacement","replace","discard-replaced"]""")]
    [InlineData("""["replace","create-replacement"]""")]
    [InlineData("""["create"]""")]
    [InlineData("""["same"]""")]
    public void Nothing_else_is_destroyed(string steps) => Assert.DoesNotContain(Assert.Single(TestPulumi.Read(Plan(steps, Goal()))).Changes, change => change.Action.Destroys);

    [Theory]
    [InlineData("""["update","delete-replaced"]""", 1)]
    [InlineData("""["update","delete-replaced","delete-replaced"]""", 2)]
    public void A_pending_delete_takes_the_place_of_no_other_change(string steps, int deletions)
    {
        var changes = Assert.Single(TestPulumi.Read(Plan(steps, Goal("""{"updates":{"deletionProtection":false}}""")))).Changes;

        Assert.Single(changes, change => change is { Action: var action, Deposed: null } && action == ChangeAction.Update);
        Assert.Equal(deletions, changes.Where(change => change.Action == ChangeAction.Delete).Select(change => change.Deposed).OfType<string>().Distinct().Count());
    }

    [Fact]
    public void What_had_another_name_before_is_found_by_it()
    {
        var goal = JObject.Parse(Goal());
        goal["aliases"] = new JArray(_run.Urn("old-name"));
        var json = Plan("""["delete-replaced","replace","create-replacement"]""", goal.ToString());
        var old = _run.State("old-name", outputs: new { arn = "arn:old" });

        var renamed = Only(json, TestPulumi.Export(old));
        Assert.Equal((_run.Urn("orders"), _run.Urn("old-name"), "arn:old"), (renamed.Address, renamed.PreviousAddress, (string?)renamed.ReadValues().Before!["arn"]));

        var stale = Only(json, TestPulumi.Export(old, _run.State("orders", outputs: new { arn = "arn:own" })));
        Assert.Equal((null, "arn:own"), (stale.PreviousAddress, (string?)stale.ReadValues().Before!["arn"]));
    }

    [Theory]
    [InlineData("""["frobnicate"]""")]
    [InlineData("""null""")]
    [InlineData("""{"delete":1}""")]
    public void Refuses_steps_that_it_does_not_know(string steps) =>
        Assert.StartsWith("resourcePlans[", Assert.Throws<PlanFormatException>(() => TestPulumi.Read(Plan(steps))).Where, StringComparison.Ordinal);
}
