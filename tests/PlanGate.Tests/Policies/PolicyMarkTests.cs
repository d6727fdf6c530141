using PlanGate.Policies;
using PlanGate.Tests.Support;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Tests.Policies;

/// <summary>The policy's own marks do all that the built-in ones do.</summary>
public sealed class PolicyMarkTests
{
    private static readonly Policy Tiers = PolicyText.Of("environments: { production: { tags: { Tier: [gold] } }, non-production: { tags: { Tier: [lead] } } }");

    [Fact]
    public void Taking_a_mark_of_the_policy_off_is_found()
    {
        Assert.Contains("PG205", Rules(Updated("gold", "silver")));
        Assert.Contains("PG205", Rules(Updated("gold", null)));
        Assert.DoesNotContain("PG205", Rules(Updated("gold", "gold")));
        Assert.DoesNotContain("PG205", Rules(Updated("silver", "lead")));
    }

    [Fact]
    public void A_mark_that_remains_by_default_is_not_lost()
    {
        var plan = Updated("gold", null).Provider("aws", """{"default_tags":[{"tags":{"constant_value":{"Tier":"gold"}}}]}""");

        Assert.DoesNotContain("PG205", Rules(plan));
    }

    [Fact]
    public void A_default_tag_that_the_policy_calls_production_marks_production() =>
        Assert.Equal((Environment.Production, "the provider's default tag Tier (policy)"), Of(Deleted().Provider("aws", DefaultTier("gold"))));

    [Fact]
    public void One_block_of_several_is_enough_for_production_and_not_for_anything_else()
    {
        Assert.Equal(Environment.Production, Of(Deleted().Provider("aws", DefaultTier("lead")).Provider("aws.b", DefaultTier("gold"))).Item1);
        Assert.Equal(Environment.NonProduction, Of(Deleted().Provider("aws", DefaultTier("lead")).Provider("aws.b", DefaultTier("lead"))).Item1);
        Assert.Equal(Environment.Unknown, Of(Deleted().Provider("aws", DefaultTier("lead")).Provider("aws.b", DefaultTier("silver"))).Item1);
        Assert.Equal(Environment.Unknown, Of(Deleted().Provider("aws", DefaultTier("lead")).Provider("aws.b", "{}")).Item1);
    }

    [Fact]
    public void The_objects_own_tag_is_over_the_default_one() =>
        Assert.Equal(Environment.Unknown, Of(Deleted(new { id = "x", tags = new { Tier = "silver" } }).Provider("aws", DefaultTier("gold"))).Item1);

    [Theory]
    [InlineData("aws_db_instance", """{"deletion_protection":true}""", """{"deletion_protection":false}""", "PG201")]
    [InlineData("aws_db_instance", """{"backup_retention_period":7}""", """{"backup_retention_period":0}""", "PG202")]
    [InlineData("aws_dynamodb_table", """{"ttl":[{"enabled":false}]}""", """{"ttl":[{"enabled":true}]}""", "PG203")]
    public void What_the_policy_calls_stateless_has_nothing_to_protect(string type, string before, string after, string rule)
    {
        var plan = new TestPlan().Update($"{type}.x", Newtonsoft.Json.Linq.JObject.Parse(before), Newtonsoft.Json.Linq.JObject.Parse(after));

        Assert.Contains(rule, plan.Judged().Findings.Select(finding => finding.Rule.Id));
        Assert.Empty(plan.Judged(policy: PolicyText.Of($"stateless: [{{ types: [{type}] }}]")).Findings);
        Assert.NotEmpty(plan.Judged(policy: PolicyText.Of($"stateless: [{{ types: [{type}] }}]\nstateful: [{{ types: [{type}], kind: database }}]")).Findings);
    }

    [Fact]
    public void A_rule_of_expiry_on_what_the_policy_calls_stateless_is_silent()
    {
        var plan = new TestPlan().Delete("aws_s3_bucket_versioning.x");

        Assert.NotEmpty(plan.Judged().Findings);
        Assert.Empty(plan.Judged(policy: PolicyText.Of("stateless: [{ types: [aws_s3_bucket_versioning] }]")).Findings);
    }

    private static string DefaultTier(string value) => """{"default_tags":[{"tags":{"constant_value":{"Tier":"VALUE"}}}]}""".Replace("VALUE", value, StringComparison.Ordinal);

    private static TestPlan Deleted(object? before = null) => new TestPlan().Delete("aws_db_instance.a", before);

    private static TestPlan Updated(string from, string? to) => new TestPlan().Update(
        "aws_db_instance.a",
        new { id = "x", tags = new Dictionary<string, string> { ["Tier"] = from } },
        new { id = "x", tags = to is null ? [] : new Dictionary<string, string> { ["Tier"] = to } });

    private static IEnumerable<string> Rules(TestPlan plan) => plan.Judged(policy: Tiers).Findings.Select(finding => finding.Rule.Id);

    private static (Environment, string) Of(TestPlan plan) => plan.Judged(policy: Tiers).Findings.Select(finding => (finding.Environment, finding.EnvironmentBecause)).First();
}
