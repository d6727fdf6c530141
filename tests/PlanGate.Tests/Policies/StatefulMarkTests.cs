using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

public sealed class StatefulMarkTests
{
    private static readonly object Production = new { id = "x", tags = new { Environment = "prod" } };

    [Theory]
    [InlineData("acme_rule.a", "types: [acme_rule]", true)]
    [InlineData("acme_rule.a", "types: [\"acme_*\"]", true)]
    [InlineData("acme_rule.a", "types: [acme_rul]", false)]
    [InlineData("acme_rule.a", "types: [rule]", false)]
    [InlineData("terraform_data.ledger[0]", "addresses: [\"terraform_data.ledger*\"]", true)]
    [InlineData("terraform_data.other", "addresses: [\"terraform_data.ledger*\"]", false)]
    [InlineData("module.a.terraform_data.ledger", "addresses: [\"terraform_data.ledger*\"]", false)]
    [InlineData("null_resource.disk", "addresses: [\"null_resource.disk\"]", true)]
    [InlineData("acme_rule.a", "types: [acme_rule], addresses: [nothing]", true)]
    [InlineData("acme_rule.a", "types: [nothing], addresses: [\"**\"]", true)]
    public void What_the_policy_says_holds_data_is_judged_as_data(string address, string selection, bool holdsData)
    {
        var verdict = new TestPlan().Delete(address).Judged(policy: PolicyText.Of($"stateful: [{{ {selection}, kind: volume }}]"));

        Assert.Equal(holdsData, verdict.Decision == Decision.Block);
        Assert.Equal(holdsData, verdict.Findings.Any(finding => finding is { Rule.Id: "PG101", Kind: "volume" }));
    }

    [Theory]
    [InlineData("key", "PG106")]
    [InlineData("container", "PG105")]
    [InlineData("snapshot", "PG103")]
    [InlineData("queue", "PG101")]
    public void The_kind_decides_which_rule_finds_it(string kind, string rule) =>
        Assert.Equal(rule, Assert.Single(new TestPlan().Delete("acme_rule.a").Judged(policy: PolicyText.Of($"stateful: [{{ types: [acme_rule], kind: {kind} }}]")).Findings).Rule.Id);

    [Fact]
    public void What_the_policy_calls_a_cache_needs_a_mark_to_stop()
    {
        var policy = PolicyText.Of("stateful: [{ types: [acme_rule], kind: cache }]");

        Assert.Equal(Decision.Pass, new TestPlan().Delete("acme_rule.a").Judged(policy: policy).Decision);
        Assert.Equal(Decision.Block, new TestPlan().Delete("acme_rule.a", Production).Judged(policy: policy).Decision);
    }

    [Fact]
    public void A_kind_of_the_policy_goes_over_that_of_the_catalogue()
    {
        var plan = new TestPlan().Delete("aws_instance.db");

        Assert.Equal(Decision.Pass, plan.Judged().Decision);
        Assert.Equal("database", Assert.Single(plan.Judged(policy: PolicyText.Of("stateful: [{ addresses: [aws_instance.db], kind: database }]")).Findings).Kind);
    }

    [Fact]
    public void A_mark_on_all_of_a_module_takes_nothing_from_the_backups_in_it()
    {
        var plan = new TestPlan()
            .Delete("module.a.aws_db_instance.orders", new { id = "db-1", identifier = "orders", tags = new { Environment = "dev" } })
            .Delete("module.a.aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "orders", tags = new { Environment = "dev" } });
        var without = plan.Judged();
        var with = plan.Judged(policy: PolicyText.Of("stateful: [{ addresses: [\"module.a.**\"], kind: database }]"));

        Assert.Equal(["PG103", "PG104"], without.Findings.Where(finding => finding.IsBlocking).Select(finding => finding.Rule.Id).Order());
        Assert.Equal(without.Findings.Select(finding => (finding.Rule.Id, finding.Level)), with.Findings.Select(finding => (finding.Rule.Id, finding.Level)));
    }

    [Theory]
    [InlineData("{ types: [acme_rule], kind: cache }", "{ addresses: [\"**\"], kind: database }", "database")]
    [InlineData("{ types: [acme_rule], kind: snapshot }", "{ addresses: [\"**\"], kind: database }", "snapshot")]
    public void Of_two_marks_on_one_object_the_stricter_counts_in_either_order(string one, string other, string kind)
    {
        var plan = new TestPlan().Delete("acme_rule.a");

        Assert.Equal(kind, Assert.Single(plan.Judged(policy: PolicyText.Of($"stateful: [{one}, {other}]")).Findings).Kind);
        Assert.Equal(kind, Assert.Single(plan.Judged(policy: PolicyText.Of($"stateful: [{other}, {one}]")).Findings).Kind);
    }

    [Fact]
    public void Data_of_the_policys_own_is_tied_to_its_backups_by_references()
    {
        var plan = new TestPlan()
            .Delete("acme_ledger.main", new { id = "1" })
            .Delete("acme_ledger_copy.main", new { id = "2" })
            .Set("configuration", Newtonsoft.Json.Linq.JObject.Parse("""{"root_module":{"resources":[{"address":"acme_ledger_copy.main","mode":"managed","type":"acme_ledger_copy","expressions":{"of":{"references":["acme_ledger.main.id","acme_ledger.main"]}}}]}}"""));

        Assert.DoesNotContain(plan.Judged().Findings, finding => finding.Rule.Id == "PG104");
        Assert.Contains(
            plan.Judged(policy: PolicyText.Of("stateful: [{ types: [acme_ledger], kind: database }, { types: [acme_ledger_copy], kind: backup }]")).Findings,
            finding => finding.Rule.Id == "PG104");
    }

    [Fact]
    public void What_the_policy_says_holds_data_is_watched_where_it_changes() =>
        Assert.Single(new TestPlan().Update("terraform_data.ledger", new { id = "x", input = 1 }, new { id = "x", input = 2 }).Judged(policy: PolicyText.Of("stateful: [{ addresses: [terraform_data.ledger], kind: database }]")).Watched);

    [Theory]
    [InlineData("types: [aws_db_instance]")]
    [InlineData("addresses: [\"module.scratch.**\"]")]
    public void What_the_policy_says_holds_none_is_not_stopped(string selection)
    {
        var policy = PolicyText.Of($"stateless: [{{ {selection} }}]");

        Assert.Empty(new TestPlan().Delete("module.scratch.aws_db_instance.a").Judged(policy: policy).Findings);
        Assert.Single(new TestPlan().Delete("aws_ebs_volume.a").Judged(policy: policy).Findings);
    }

    [Fact]
    public void An_unknown_type_that_holds_none_is_not_even_shown() =>
        Assert.Empty(new TestPlan().Delete("acme_database.a").Judged(policy: PolicyText.Of("stateless: [{ types: [acme_database] }]")).Findings);

    [Fact]
    public void What_is_in_both_lists_holds_data() =>
        Assert.Equal(Decision.Block, new TestPlan().Delete("acme_rule.a").Judged(policy: PolicyText.Of("stateless: [{ types: [\"acme_*\"] }]\nstateful: [{ types: [acme_rule], kind: database }]")).Decision);

    [Fact]
    public void That_it_holds_no_data_does_not_say_that_production_does_not_stand_on_it() =>
        Assert.Equal("PG107", Assert.Single(new TestPlan().Delete("aws_lb.main", Production).Judged(policy: PolicyText.Of("stateless: [{ types: [\"aws_*\"] }]")).Findings).Rule.Id);
}
