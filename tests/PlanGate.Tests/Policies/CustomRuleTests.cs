using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

public sealed class CustomRuleTests
{
    [Fact]
    public void Makes_a_finding_of_its_own_with_its_name_message_and_level()
    {
        var finding = Assert.Single(Update(300, 30).Judged(policy: Rule("attributes: [ { path: $.after.ttl, less-than: 60 } ]")).Findings);

        Assert.Equal(("custom", "mine", "TTL under a minute."), (finding.Rule.Id, finding.Rule.Name, finding.Message));
        Assert.Equal((Level.SoftMandatory, "aws_route53_record.www", "update"), (finding.Level, finding.Address, finding.Action));
        Assert.Equal(["ttl"], finding.Attributes);
        Assert.Equal(["a rule of the policy, on ttl"], finding.Because);
        Assert.True(finding.IsBlocking);
    }

    [Theory]
    [InlineData("advisory", Decision.Pass, false)]
    [InlineData("soft-mandatory", Decision.Block, true)]
    [InlineData("hard-mandatory", Decision.Block, false)]
    public void Stops_by_its_level_and_can_be_approved_if_soft(string level, Decision decision, bool hasCode)
    {
        var verdict = Update(300, 30).Judged(policy: Rule("types: [aws_route53_record]", level));

        Assert.Equal((decision, hasCode), (verdict.Decision, verdict.ApprovalCode is not null));
    }

    [Fact]
    public void Stands_beside_the_built_in_finding_on_the_same_object() =>
        Assert.Equal(["PG101", "custom"], new TestPlan().Delete("aws_db_instance.main").Judged(policy: Rule("types: [aws_db_instance]")).Findings.Select(finding => finding.Rule.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Several_rules_find_the_same_change_each_for_itself()
    {
        var policy = PolicyText.Of("""
            custom:
              - { name: one, message: m, level: advisory, when: { types: [aws_lb] } }
              - { name: two, message: m., level: advisory, when: { actions: [delete] } }
            """);

        Assert.Equal(["one", "two"], new TestPlan().Delete("aws_lb.a").Judged(policy: policy).Findings.Select(finding => finding.Rule.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("types: [aws_lb]", true)]
    [InlineData("types: [\"aws_*\"]", true)]
    [InlineData("types: [aws_alb, aws_lb]", true)]
    [InlineData("types: [lb]", false)]
    [InlineData("addresses: [\"module.net[\\\"eu.west\\\"].aws_lb.*\"]", true)]
    [InlineData("addresses: [\"module.net.**\"]", false)]
    [InlineData("addresses: [\"**\"]", true)]
    [InlineData("actions: [delete]", true)]
    [InlineData("actions: [update, replace]", false)]
    [InlineData("module: [\"module.net*\"]", true)]
    [InlineData("module: [\"module.net[\\\"eu.west\\\"]\"]", true)]
    [InlineData("module: [\"module.net\"]", false)]
    [InlineData("module: [\"**\"]", true)]
    [InlineData("module: [\"*\"]", false)]
    [InlineData("provider: [aws]", true)]
    [InlineData("provider: [registry.terraform.io/hashicorp/aws]", true)]
    [InlineData("provider: [\"*/hashicorp/*\"]", true)]
    [InlineData("provider: [google, \"*/acme/*\"]", false)]
    [InlineData("environment: [unknown]", true)]
    [InlineData("environment: [production, non-production]", false)]
    [InlineData("kinds: [other]", false)]
    [InlineData("types: [aws_lb], actions: [update]", false)]
    [InlineData("types: [aws_lb], actions: [delete], provider: [aws], environment: [unknown], module: [\"**\"]", true)]
    public void Finds_what_fits_in_all_that_is_said(string when, bool found) =>
        Assert.Equal(found, new TestPlan().Delete("module.net[\"eu.west\"].aws_lb.main").Judged(policy: Rule(when)).Findings.Any(finding => finding.Rule.Id == "custom"));

    [Theory]
    [InlineData("aws_lb.main", "*")]
    [InlineData("module.a.aws_lb.main", "module.a")]
    [InlineData("module.a.module.b[0].aws_lb.main[\"x.y\"]", "module.a.module.b[0]")]
    public void Knows_the_module_of_an_address(string address, string module) =>
        Assert.Single(new TestPlan().Delete(address).Judged(policy: Rule($"module: ['{module}']")).Findings);

    [Theory]
    [InlineData("aws_db_instance.a", "[database]", true)]
    [InlineData("aws_db_instance.a", "[volume, snapshot]", false)]
    [InlineData("acme_volume.a", "[volume]", true)]
    [InlineData("aws_security_group.a", "[other]", false)]
    public void Goes_by_what_the_object_holds(string address, string kinds, bool found) =>
        Assert.Equal(found, new TestPlan().Delete(address).Judged(policy: Rule($"kinds: {kinds}")).Findings.Any(finding => finding.Rule.Id == "custom"));

    [Fact]
    public void Goes_by_what_the_policy_says_that_the_object_holds() =>
        Assert.Contains(
            new TestPlan().Delete("acme_ledger.a").Judged(policy: PolicyText.Of("stateful: [{ types: [acme_ledger], kind: stream }]\ncustom: [{ name: mine, message: m, level: advisory, when: { kinds: [stream] } }]")).Findings,
            finding => finding.Rule.Name == "mine");

    [Theory]
    [InlineData("prod", "production")]
    [InlineData("dev", "non-production")]
    [InlineData("nothing", "unknown")]
    public void Goes_by_the_environment(string workspace, string environment)
    {
        foreach (var one in new[] { "production", "non-production", "unknown" })
        {
            Assert.Equal(one == environment, new TestPlan().Delete("aws_security_group.a").Judged(workspace: workspace, policy: Rule($"environment: [{one}]")).Findings.Count == 1);
        }
    }

    [Fact]
    public void A_rule_on_what_is_only_read_would_never_find_anything_and_is_refused() => Assert.Contains(
        "what is only read is never judged",
        PolicyText.RefusedThere("version: 1\ncustom: [{ name: r, message: m, level: advisory, when: { actions: [update, §read] } }]\n").Message,
        StringComparison.Ordinal);

    public static TheoryData<string, string> Actions => new()
    {
        { "no-op", """{"actions":["no-op"]}""" },
        { "create", """{"actions":["create"],"before":null}""" },
        { "update", """{"actions":["update"]}""" },
        { "delete", """{"actions":["delete"]}""" },
        { "replace", """{"actions":["delete","create"]}""" },
        { "replace", """{"actions":["create","delete"]}""" },
        { "forget", """{"actions":["forget"]}""" },
        { "import", """{"actions":["no-op"],"importing":{"id":"x"}}""" },
        { "move", """{"actions":["no-op"]}""" },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void Finds_each_action_when_it_asks_for_it_and_only_then(string action, string json)
    {
        var plan = new TestPlan().With("aws_lb.main", ["no-op"], more: change =>
        {
            ((JObject)change["change"]!).Merge(JObject.Parse(json), new() { MergeArrayHandling = MergeArrayHandling.Replace, MergeNullValueHandling = MergeNullValueHandling.Merge });
            change["previous_address"] = action == "move" ? "aws_lb.old" : null;
        });

        foreach (var one in new[] { "no-op", "create", "update", "delete", "replace", "forget", "import", "move" })
        {
            Assert.Equal(one == action, plan.Judged(policy: Rule($"actions: [{one}]")).Findings.Any(finding => finding.Rule.Id == "custom"));
        }

        Assert.Equal(action != "no-op", plan.Judged(policy: Rule("types: [aws_lb]")).Findings.Any(finding => finding.Rule.Id == "custom"));
    }

    [Fact]
    public void A_rule_about_creating_finds_nothing_on_other_types_and_changes_no_other_finding()
    {
        var plan = new TestPlan().With("aws_lb.a", ["create"], JValue.CreateNull()).With("aws_vpc.b", ["create"], JValue.CreateNull()).With("aws_lb.c", ["no-op"]).Delete("aws_db_instance.d");
        var verdict = plan.Judged(policy: Rule("types: [aws_lb], actions: [create, no-op]"));

        Assert.Equal(["aws_lb.a", "aws_lb.c"], verdict.Findings.Where(finding => finding.Rule.Id == "custom").Select(finding => finding.Address).Order(StringComparer.Ordinal));
        Assert.Equal(plan.Judged().Findings.Select(finding => finding.Rule.Id), verdict.Findings.Where(finding => finding.Rule.Id != "custom").Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void Is_shown_on_an_import_that_changes_something_as_the_change() =>
        Assert.Equal("update", Assert.Single(new TestPlan().With("aws_lb.main", ["update"], more: change => change["change"]!["importing"] = JObject.Parse("""{"id":"x"}""")).Judged(policy: Rule("types: [aws_lb]")).Findings).Action);

    [Fact]
    public void Says_no_value_of_an_attribute()
    {
        var finding = Assert.Single(new TestPlan().Update("aws_lb.main", new { id = "x", name = "old-secret" }, new { id = "x", name = "new-secret" }).Judged(policy: Rule("attributes: [ { path: $.after.name, matches: secret } ]")).Findings);

        Assert.DoesNotContain("secret", string.Join(' ', finding.Because.Concat(finding.Attributes).Concat(finding.Substance).Append(finding.Message).Append(finding.Remedy)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.after.ttl", "ttl")]
    [InlineData("$.after.rules[0].ttl", "rules.ttl")]
    [InlineData("$.after.rules[*].ttl", "rules.ttl")]
    [InlineData("$.after['rules'][0]['ttl']", "rules.ttl")]
    [InlineData("$.after.rules[?(@.ttl < 60)].ttl", "rules")]
    [InlineData("$.after.labels['a.b']", "labels")]
    public void Names_the_attribute_as_far_as_the_path_does_not_search(string path, string attribute) =>
        Assert.Equal([attribute], Assert.Single(Nested(30).Judged(policy: Rule($"attributes: [ {{ path: \"{path}\", exists: true }} ]")).Findings).Attributes);

    [Theory]
    [InlineData("$.after.rules[0].ttl")]
    [InlineData("$.after.rules[*].ttl")]
    [InlineData("$.after.rules[?(@.ttl < 60)].ttl")]
    [InlineData("$.after['rules'][0]['ttl']")]
    public void The_fingerprint_follows_the_values_that_it_asks_about_and_no_others(string path)
    {
        var policy = Rule($"attributes: [ {{ path: \"{path}\", less-than: 60 }} ]");

        Assert.NotEqual(Nested(30).Judged(policy: policy).Fingerprint, Nested(31).Judged(policy: policy).Fingerprint);
        Assert.Equal(Nested(30).Judged(policy: policy).Fingerprint, Nested(30, "another").Judged(policy: policy).Fingerprint);
    }

    [Fact]
    public void The_fingerprint_of_a_rule_that_asks_about_no_attribute_follows_all_that_changes_but_labels()
    {
        static string Of(string name, string owner) => new TestPlan()
            .Update("aws_lb.main", new { id = "x", name = "a", tags = new { owner = "a" } }, new { id = "x", name, tags = new { owner } })
            .Judged(policy: Rule("types: [aws_lb]")).Fingerprint;

        Assert.NotEqual(Of("b", "a"), Of("c", "a"));
        Assert.Equal(Of("b", "a"), Of("b", "c"));
    }

    [Fact]
    public void A_secret_counts_in_the_fingerprint_only_as_changed()
    {
        static string Of(string to) => new TestPlan().With("aws_lb.main", ["update"], new { id = "x", password = "a" }, change =>
        {
            change["change"]!["after"] = JObject.FromObject(new { id = "x", password = to });
            change["change"]!["before_sensitive"] = change["change"]!["after_sensitive"] = JObject.Parse("""{"password":true}""");
        }).Judged(policy: Rule("attributes: [ { path: $.after.password, changed: true } ]")).Fingerprint;

        Assert.Equal(Of("b"), Of("c"));
    }

    [Fact]
    public void Says_so_where_it_fires_because_only_the_apply_will_show_the_value()
    {
        var plan = new TestPlan().With("aws_lb.main", ["update"], new { id = "x", ttl = 300 }, change =>
        {
            change["change"]!["after"] = JObject.FromObject(new { id = "x" });
            change["change"]!["after_unknown"] = JObject.Parse("""{"ttl":true}""");
        });

        Assert.Contains("only the apply will show what is at $.after.ttl, so it is taken to be so", Assert.Single(plan.Judged(policy: Rule("attributes: [ { path: $.after.ttl, less-than: 60 } ]")).Findings).Because);
    }

    [Fact]
    public void Values_of_the_wrong_shape_are_an_error_not_a_pass()
    {
        var plan = new TestPlan().With("aws_lb.main", ["update"], more: change => change["change"]!["after"] = "text");

        Assert.Equal(Decision.Error, plan.Judged(policy: Rule("attributes: [ { path: $.after.ttl, exists: true } ]")).Decision);
    }

    private static TestPlan Update(int from, int to) => new TestPlan().Update("aws_route53_record.www", new { id = "x", ttl = from }, new { id = "x", ttl = to });

    private static TestPlan Nested(int ttl, string name = "n")
    {
        static Dictionary<string, object> Values(int ttl, string name) => new() { ["id"] = "x", ["ttl"] = 1, ["name"] = name, ["rules"] = new[] { new { ttl } }, ["labels"] = new Dictionary<string, int> { ["a.b"] = 1 } };
        return new TestPlan().Update("aws_route53_record.www", Values(300, "n"), Values(ttl, name));
    }

    private static PlanGate.Policies.Policy Rule(string when, string level = "soft-mandatory") =>
        PolicyText.Of($"custom: [{{ name: mine, message: TTL under a minute, level: {level}, when: {{ {when} }} }}]");
}
