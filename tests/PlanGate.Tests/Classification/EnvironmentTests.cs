using PlanGate.Judging;
using PlanGate.Tests.Support;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Tests.Classification;

public sealed class EnvironmentTests
{
    private const string Database = "aws_db_instance.main";

    [Fact]
    public void Is_unknown_where_nothing_speaks_and_then_blocks()
    {
        var finding = new TestPlan().Delete(Database).Finding();

        Assert.Equal(Environment.Unknown, finding.Environment);
        Assert.True(finding.IsBlocking);
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("env")]
    [InlineData("acme:environment")]
    [InlineData("app.kubernetes.io/environment")]
    [InlineData("deployment-stage")]
    public void Is_read_from_a_tag(string key)
    {
        var tags = new Dictionary<string, string> { [key] = "dev" };
        var finding = new TestPlan().Delete(Database, new { id = "x", tags }).Finding();

        Assert.Equal((Environment.NonProduction, $"tag {key}"), (finding.Environment, finding.EnvironmentBecause));
        Assert.False(finding.IsBlocking);
    }

    [Theory]
    [InlineData("tags_all")]
    [InlineData("labels")]
    [InlineData("effective_labels")]
    [InlineData("freeform_tags")]
    public void Is_read_from_every_shape_of_labels(string attribute) =>
        Assert.Equal(Environment.Production, Judged(new Dictionary<string, object> { ["id"] = "x", [attribute] = new { environment = "production" } }).Environment);

    [Fact]
    public void Is_read_from_tags_written_as_a_list_of_pairs() =>
        Assert.Equal(Environment.Production, Judged(new { id = "x", tags = new[] { new { key = "Environment", value = "prod" } } }).Environment);

    [Fact]
    public void Is_read_from_tags_that_are_words() =>
        Assert.Equal(Environment.NonProduction, Judged(new { id = "x", tags = new[] { "web", "env:staging" } }).Environment);

    [Fact]
    public void Is_read_from_metadata_labels() =>
        Assert.Equal(Environment.Production, Judged(new { id = "x", metadata = new[] { new { labels = new { env = "prod" } } } }).Environment);

    [Fact]
    public void Judges_the_object_before_the_change_not_what_the_plan_makes_of_it() =>
        Assert.Equal(Environment.Production, new TestPlan().With(
            Database,
            ["delete", "create"],
            new { id = "x", tags = new { Environment = "prod" } },
            change => change["change"]!["after"] = Newtonsoft.Json.Linq.JObject.Parse("""{"tags":{"Environment":"dev"}}""")).Finding().Environment);

    [Fact]
    public void Lets_production_win_over_a_tag_that_says_otherwise()
    {
        var finding = new TestPlan().Delete("module.prod.aws_db_instance.main", new { id = "x", tags = new { Environment = "dev" } }).Finding();

        Assert.Equal((Environment.Production, "its address"), (finding.Environment, finding.EnvironmentBecause));
    }

    [Fact]
    public void Lets_a_production_tag_win_over_the_workspace()
    {
        var verdict = new TestPlan().Delete(Database, new { id = "x", tags = new { Environment = "prod" } }).Judged(workspace: "dev");

        Assert.Equal(Environment.Production, Assert.Single(verdict.Findings).Environment);
    }

    [Theory]
    [InlineData("prod", Environment.Production)]
    [InlineData("pr-42", Environment.NonProduction)]
    [InlineData("default", Environment.Unknown)]
    public void Is_read_from_the_workspace(string workspace, Environment expected) =>
        Assert.Equal(expected, Assert.Single(new TestPlan().Delete(Database).Judged(workspace).Findings).Environment);

    [Fact]
    public void Is_read_from_the_plans_own_variables() =>
        Assert.Equal(Environment.Production, new TestPlan().Set("variables", new { environment = new { value = "production" }, region = new { value = "dev" } }).Delete(Database).Finding().Environment);

    [Fact]
    public void Is_read_from_the_default_tags_of_the_provider()
    {
        var finding = new TestPlan().Provider("aws", """{"default_tags":[{"tags":{"constant_value":{"Environment":"prod"}}}]}""").Delete(Database).Finding();

        Assert.Equal((Environment.Production, "the provider's default tag Environment"), (finding.Environment, finding.EnvironmentBecause));
    }

    [Fact]
    public void Prefers_the_objects_own_tag_over_a_default_tag_of_the_same_key() =>
        Assert.Equal(Environment.NonProduction, new TestPlan()
            .Provider("aws", """{"default_tags":[{"tags":{"constant_value":{"Environment":"prod"}}}]}""")
            .Delete(Database, new { id = "x", tags = new { Environment = "dev" } })
            .Finding().Environment);

    [Theory]
    [InlineData("{}", Environment.Unknown)]
    [InlineData("""{"default_tags":[{"tags":{"constant_value":{"Environment":"test"}}}]}""", Environment.NonProduction)]
    [InlineData("""{"default_tags":[{"tags":{"references":["var.tags"]}}]}""", Environment.Unknown)]
    public void Believes_a_default_tag_that_lowers_only_where_every_block_of_the_provider_has_one(string other, Environment expected)
    {
        var plan = new TestPlan().Provider("aws", """{"default_tags":[{"tags":{"constant_value":{"Environment":"dev"}}}]}""").Provider("aws.west", other).Delete(Database);

        Assert.Equal(expected, plan.Finding().Environment);
    }

    [Fact]
    public void Does_not_read_the_default_tags_of_another_provider() =>
        Assert.Equal(Environment.Unknown, new TestPlan().Provider("google", """{"default_labels":{"constant_value":{"environment":"dev"}}}""").Delete(Database).Finding().Environment);

    [Theory]
    [InlineData("identifier")]
    [InlineData("name")]
    [InlineData("resource_group_name")]
    [InlineData("project")]
    public void Is_read_from_names(string attribute) =>
        Assert.Equal((Environment.Production, $"its {attribute}"), EnvironmentOf(new Dictionary<string, object> { ["id"] = "x", [attribute] = "orders-prod" }));

    [Fact]
    public void Does_not_read_the_type_as_a_name() =>
        Assert.Equal(Environment.Unknown, new TestPlan().Delete("acme_live_database.main").Finding().Environment);

    [Fact]
    public void Does_not_read_tags_that_speak_of_something_else() =>
        Assert.Equal(Environment.Unknown, Judged(new { id = "x", tags = new { Team = "dev", Owner = "test" } }).Environment);

    [Fact]
    public void Never_says_a_value_of_the_object() =>
        Assert.Equal("tag Environment", Judged(new { id = "x", tags = new { Environment = "prod-of-acme" } }).EnvironmentBecause);

    private static Finding Judged(object before) => new TestPlan().Delete(Database, before).Finding();

    private static (Environment, string) EnvironmentOf(object before) => (Judged(before).Environment, Judged(before).EnvironmentBecause);
}
