using PlanGate.Tests.Support;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Tests.Policies;

public sealed class PolicyEnvironmentTests
{
    private const string Both = """
        environments:
          production:
            workspaces: ["hot-*", "blue"]
            stacks: ["*/main"]
            tags: { Stage: [one, "eu-*"], critical: [true] }
            addresses: ["module.core.**"]
            paths: ["live/**"]
          non-production:
            workspaces: ["pr-*"]
            stacks: ["*/toy-*"]
            tags: { Stage: [two] }
            addresses: ["module.toys.**"]
            paths: ["toys/*/plan.json"]
        """;

    [Theory]
    [InlineData("hot-eu", Environment.Production)]
    [InlineData("blue", Environment.Production)]
    [InlineData("blues", Environment.Unknown)]
    [InlineData("a-hot-eu", Environment.Unknown)]
    [InlineData("pr-17", Environment.NonProduction)]
    [InlineData("green", Environment.Unknown)]
    public void Is_marked_by_the_workspace(string workspace, Environment expected) => Assert.Equal(expected, Of(workspace: workspace));

    [Theory]
    [InlineData("Stage", "one", Environment.Production)]
    [InlineData("Stage", "eu-west", Environment.Production)]
    [InlineData("critical", "true", Environment.Production)]
    [InlineData("Stage", "two", Environment.NonProduction)]
    [InlineData("Stage", "three", Environment.Unknown)]
    [InlineData("stage", "one", Environment.Unknown)]
    [InlineData("Owner", "one", Environment.Unknown)]
    public void Is_marked_by_a_tag(string key, string value, Environment expected) =>
        Assert.Equal(expected, Of(before: new { id = "x", tags = new Dictionary<string, string> { [key] = value } }));

    [Fact]
    public void Is_marked_by_a_label_in_every_shape()
    {
        Assert.Equal(Environment.Production, Of(before: new { id = "x", labels = new { critical = "true" } }));
        Assert.Equal(Environment.Production, Of(before: new { id = "x", tags = new[] { new { key = "Stage", value = "one" } } }));
        Assert.Equal(Environment.Production, Of(before: new { id = "x", tags_all = new { Stage = "one" } }));
    }

    [Theory]
    [InlineData("module.core.aws_db_instance.a", Environment.Production)]
    [InlineData("module.core.module.db[\"x.y\"].aws_db_instance.a[0]", Environment.Production)]
    [InlineData("module.toys.aws_db_instance.a", Environment.NonProduction)]
    [InlineData("module.cores.aws_db_instance.a", Environment.Unknown)]
    [InlineData("module.x.module.core.aws_db_instance.a", Environment.Unknown)]
    [InlineData("aws_db_instance.core", Environment.Unknown)]
    public void Is_marked_by_the_address(string address, Environment expected) => Assert.Equal(expected, Of(address: address));

    [Theory]
    [InlineData("live/eu/db/plan.json", Environment.Production)]
    [InlineData("live/plan.json", Environment.Production)]
    [InlineData("lives/plan.json", Environment.Unknown)]
    [InlineData("x/live/plan.json", Environment.Unknown)]
    [InlineData("toys/a/plan.json", Environment.NonProduction)]
    [InlineData("toys/a/b/plan.json", Environment.Unknown)]
    public void Is_marked_by_the_path_of_the_plan(string path, Environment expected) => Assert.Equal(expected, Of(path: path));

    [Theory]
    [InlineData("shop/main", Environment.Production)]
    [InlineData("shop/toy-1", Environment.NonProduction)]
    [InlineData("acme/shop/main", Environment.Unknown)]
    [InlineData("shop/other", Environment.Unknown)]
    public void Is_marked_by_the_stack(string stack, Environment expected)
    {
        var policy = PolicyText.Of(Both);
        var plans = new TestPlan().Delete("aws_db_instance.a").Read().Select(plan => plan with { Stack = stack }).ToList();

        Assert.Equal(expected, Assert.Single(Gate.Judge(plans, [], policy, TestPlan.Today).Findings).Environment);
    }

    [Theory]
    [InlineData("hot-1", "two", "toys/a/plan.json", "module.toys.aws_db_instance.a")]
    [InlineData("pr-1", "one", "toys/a/plan.json", "module.toys.aws_db_instance.a")]
    [InlineData("pr-1", "two", "live/plan.json", "module.toys.aws_db_instance.a")]
    [InlineData("pr-1", "two", "toys/a/plan.json", "module.core.aws_db_instance.a")]
    public void Production_wins_wherever_the_policy_finds_it(string workspace, string stage, string path, string address)
    {
        var before = new { id = "x", tags = new { Stage = stage } };

        Assert.Equal(Environment.Production, Of(address, before, workspace, path));
        Assert.Equal(Environment.NonProduction, Of("module.toys.aws_db_instance.a", new { id = "x", tags = new { Stage = "two" } }, "pr-1", "toys/a/plan.json"));
    }

    [Theory]
    [InlineData("Environment", "production")]
    [InlineData("env", "prod")]
    public void No_mark_of_the_policy_undoes_a_production_tag(string key, string value)
    {
        var before = new { id = "x", tags = new Dictionary<string, string> { [key] = value, ["Stage"] = "two" } };

        Assert.Equal(Environment.Production, Of("module.toys.aws_db_instance.a", before, "pr-1", "toys/a/plan.json"));
    }

    [Theory]
    [InlineData("prod", "module.toys.aws_db_instance.a")]
    [InlineData("pr-1", "module.prod.aws_db_instance.a")]
    public void No_mark_of_the_policy_undoes_a_production_workspace_or_name(string workspace, string address) =>
        Assert.Equal(Environment.Production, Of(address, workspace: workspace, path: "toys/a/plan.json"));

    [Fact]
    public void A_mark_of_the_policy_makes_production_of_what_says_dev() =>
        Assert.Equal(Environment.Production, Of(before: new { id = "x", tags = new { Environment = "dev", Stage = "one" } }));

    [Fact]
    public void Says_which_mark_decided_and_no_value_of_a_tag()
    {
        Assert.Equal("tag Stage (policy)", Because(before: new { id = "x", tags = new { Stage = "eu-secret" } }));
        Assert.Equal("workspace blue (policy)", Because(workspace: "blue"));
        Assert.Equal("its address (policy)", Because(address: "module.core.aws_db_instance.a"));
        Assert.Equal("the plan's path (policy)", Because(path: "live/plan.json"));
    }

    [Fact]
    public void Judges_by_the_tags_that_live_not_by_those_to_be()
    {
        var plan = new TestPlan().With("aws_db_instance.a", ["delete", "create"], new { id = "x", tags = new { Stage = "one" } }, change => change["change"]!["after"] = Newtonsoft.Json.Linq.JObject.Parse("""{"tags":{"Stage":"two"}}"""));

        Assert.Equal(Environment.Production, Assert.Single(plan.Judged(policy: PolicyText.Of(Both)).Findings).Environment);
    }

    [Fact]
    public void Decides_on_what_is_found_on_the_plan_as_a_whole()
    {
        var plan = new TestPlan().Set("errored", true);

        Assert.Equal(Decision.Pass, plan.Judged(workspace: "pr-1", policy: PolicyText.Of($"{Both}\nrules: {{ plan-incomplete: {{ non-production: advisory }} }}")).Decision);
        Assert.Equal(Decision.Block, plan.Judged(workspace: "hot-1", policy: PolicyText.Of($"{Both}\nrules: {{ plan-incomplete: {{ non-production: advisory }} }}")).Decision);
    }

    [Fact]
    public void Makes_findings_that_only_production_has()
    {
        var plan = new TestPlan().Delete("aws_lb.main");

        Assert.Empty(plan.Judged(policy: PolicyText.Of(Both)).Findings);
        Assert.Equal("PG107", Assert.Single(plan.Judged(workspace: "blue", policy: PolicyText.Of(Both)).Findings).Rule.Id);
    }

    private static Environment Of(string address = "aws_db_instance.a", object? before = null, string? workspace = null, string? path = null) => Finding(address, before, workspace, path).Environment;

    private static string Because(string address = "aws_db_instance.a", object? before = null, string? workspace = null, string? path = null) => Finding(address, before, workspace, path).EnvironmentBecause;

    private static PlanGate.Judging.Finding Finding(string address, object? before, string? workspace, string? path) =>
        Assert.Single(new TestPlan().Delete(address, before).Judged(workspace, PolicyText.Of(Both), path).Findings);
}
