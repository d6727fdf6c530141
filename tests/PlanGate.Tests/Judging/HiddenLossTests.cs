using Newtonsoft.Json.Linq;
using PlanGate.Tests.Support;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Tests.Judging;

/// <summary>Ways in which a loss could hide behind something harmless beside it.</summary>
public sealed class HiddenLossTests
{
    [Fact]
    public void A_protection_that_goes_is_told_even_where_something_unrelated_of_the_same_project_is_destroyed()
    {
        var alone = new TestPlan().Delete("azurerm_management_lock.db", new { id = "/locks/1", scope = "/servers/orders" });
        var beside = new TestPlan()
            .Delete("azurerm_management_lock.db", new { id = "/locks/1", scope = "/servers/orders", project_id = "p-1" })
            .Delete("azurerm_mssql_server.scratch", new { id = "/servers/scratch", name = "dev-scratch", project_id = "p-1" });

        Assert.Equal("PG201", alone.Finding().Rule.Id);
        Assert.Contains(beside.Judged().Findings, finding => finding.Rule.Id == "PG201" && finding.IsBlocking);
    }

    [Fact]
    public void A_protection_that_goes_over_to_something_else_is_removed_from_what_it_protected()
    {
        var moved = new TestPlan().Replace("azurerm_management_lock.db", new { id = "/locks/1", scope = "/servers/orders" }, "scope");
        var tainted = new TestPlan().Replace("azurerm_management_lock.db", new { id = "/locks/1", scope = "/servers/orders" });

        Assert.Equal("PG201", moved.Finding().Rule.Id);
        Assert.Empty(tainted.Judged().Findings);
    }

    [Theory]
    [InlineData("""[{"label":"a"},{"label":"b"}]""", """[{"label":"a"}]""", """{"disk":[{"uuid":true}]}""", true)]
    [InlineData("""[{"label":"a"},{"label":"b"}]""", """[{"label":"a"},{"label":"c"}]""", "{}", true)]
    [InlineData("""[{"label":"a"},{"label":"b"}]""", """[{"label":"b"},{"label":"a"}]""", "{}", false)]
    [InlineData("""[{"label":"a"}]""", """[{"label":"a"},{"label":"b"}]""", "{}", false)]
    public void A_disk_that_goes_is_found_whatever_stands_in_its_place(string before, string after, string unknown, bool found)
    {
        var plan = new TestPlan().With("vsphere_virtual_machine.db", ["update"], new JObject { ["id"] = "vm", ["disk"] = JArray.Parse(before) }, change =>
        {
            change["change"]!["after"] = new JObject { ["id"] = "vm", ["disk"] = JArray.Parse(after) };
            change["change"]!["after_unknown"] = JObject.Parse(unknown);
        });

        Assert.Equal(found, plan.Judged().Findings.Any(finding => finding.Rule.Id == "PG204"));
    }

    [Theory]
    [InlineData("old-bucket", true)]
    [InlineData("new-bucket", false)]
    public void An_expiry_for_an_old_bucket_is_found_although_a_new_one_is_created(string bucket, bool found)
    {
        var plan = new TestPlan()
            .With("""aws_s3_bucket.b["new"]""", ["create"], more: change => Created(change, """{"bucket":"new-bucket"}"""))
            .With("""aws_s3_bucket_lifecycle_configuration.l["x"]""", ["create"], more: change => Created(change, $$"""{"bucket":"{{bucket}}","rule":[{"id":"a","status":"Enabled","expiration":[{"days":1}]}]}"""))
            .Set("configuration", JObject.Parse("""{"root_module":{"resources":[{"address":"aws_s3_bucket_lifecycle_configuration.l","type":"aws_s3_bucket_lifecycle_configuration","expressions":{"bucket":{"references":["aws_s3_bucket.b","each.value"]}}}]}}"""));

        Assert.Equal(found, plan.Judged().Findings.Any(finding => finding.Rule.Id == "PG203"));
    }

    [Theory]
    [InlineData("orders-7qa3", Environment.Unknown)]
    [InlineData("pay-4pr7x", Environment.Unknown)]
    [InlineData("data-9tst1", Environment.Unknown)]
    [InlineData("orders-qa3", Environment.NonProduction)]
    [InlineData("pr-42-orders", Environment.NonProduction)]
    [InlineData("pr42", Environment.NonProduction)]
    [InlineData("orders-prod01", Environment.Production)]
    [InlineData("live-chat", Environment.Unknown)]
    [InlineData("orders-live", Environment.Production)]
    public void Random_identifiers_say_nothing_of_an_environment(string name, Environment expected) =>
        Assert.Equal(expected, new TestPlan().Delete("aws_s3_bucket.b", new { id = "x", bucket = name }).Finding().Environment);

    [Theory]
    [InlineData("aws_db_instance.pr[0]", Environment.Unknown)]
    [InlineData("module.pre.aws_db_instance.prod", Environment.Production)]
    [InlineData("module.pre_prod.aws_db_instance.main", Environment.NonProduction)]
    public void Names_on_either_side_of_a_dot_or_bracket_are_two_names(string address, Environment expected) => Assert.Equal(expected, new TestPlan().Delete(address).Finding().Environment);

    [Theory]
    [InlineData("confluent_kafka_topic", "config", """{"retention.ms":"-1"}""", """{"retention.ms":"1000"}""")]
    [InlineData("aws_s3_bucket_lifecycle_configuration", "rule", """[{"id":"a","status":"Enabled","expiration":[{"date":"2099-01-01T00:00:00Z"}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"date":"2027-01-01T00:00:00Z"}]}]""")]
    [InlineData("aws_s3_bucket_lifecycle_configuration", "rule", """[{"id":"a","status":"Enabled","filter":[{"prefix":"tmp/"}],"expiration":[{"days":30}]}]""", """[{"id":"a","status":"Enabled","filter":[{"prefix":""}],"expiration":[{"days":30}]}]""")]
    public void Data_that_goes_sooner_or_in_more_places_is_found(string type, string attribute, string before, string after)
    {
        Assert.Contains(Updated(type, attribute, before, after).Findings, finding => finding.Rule.Id == "PG203");
        Assert.Empty(Updated(type, attribute, after, before).Findings);
    }

    [Fact]
    public void A_name_that_is_made_at_apply_is_a_name() => Assert.Empty(new TestPlan().With("aws_db_instance.main", ["update"], new { id = "x", final_snapshot_identifier = "x-2025" }, change =>
    {
        change["change"]!["after"] = JObject.Parse("""{"id":"x"}""");
        change["change"]!["after_unknown"] = JObject.Parse("""{"final_snapshot_identifier":true}""");
    }).Judged().Findings);

    [Theory]
    [InlineData("db")]
    [InlineData("default")]
    public void A_database_and_its_snapshot_are_tied_by_any_name(string name) => Assert.Contains(
        new TestPlan().Delete("aws_db_instance.x", new { id = "1", identifier = name }).Delete("aws_db_snapshot.y", new { id = "2", db_instance_identifier = name }).Judged().Findings,
        finding => finding.Rule.Id == "PG104");

    [Fact]
    public void A_database_of_Cloud_Control_and_its_snapshot_are_tied_by_the_whole_name() => Assert.Contains(
        new TestPlan()
            .Delete("awscc_rds_db_instance.x", new { id = "arn:aws:rds:eu-west-1:1:db:orders" })
            .Delete("aws_db_snapshot.y", new { id = "2", db_instance_identifier = "arn:aws:rds:eu-west-1:1:db:orders" })
            .Judged().Findings,
        finding => finding.Rule.Id == "PG104");

    [Fact]
    public void A_preview_environment_is_not_made_unknown_by_what_cannot_carry_a_tag()
    {
        var plan = Enumerable.Range(0, 22).Aggregate(new TestPlan(), (sum, number) => sum.Delete($"aws_security_group.n{number}", new { id = $"sg-{number}", tags = new { Environment = "preview" } }))
            .Delete("random_password.db")
            .Delete("aws_iam_role_policy_attachment.x");

        Assert.Equal(Decision.Pass, plan.Judged().Decision);
    }

    [Fact]
    public void Releasing_thirty_services_is_no_mass_destruction() =>
        Assert.Equal(Decision.Pass, Enumerable.Range(0, 30).Aggregate(new TestPlan(), (sum, number) => sum.Replace($"aws_ecs_task_definition.n{number}")).Judged().Decision);

    private static void Created(JObject change, string after)
    {
        change["change"]!["before"] = null;
        change["change"]!["after"] = JObject.Parse(after);
    }

    private static Verdict Updated(string type, string attribute, string before, string after) =>
        new TestPlan().Update($"{type}.main", new JObject { ["id"] = "x", [attribute] = JToken.Parse(before) }, new JObject { ["id"] = "x", [attribute] = JToken.Parse(after) }).Judged();
}
