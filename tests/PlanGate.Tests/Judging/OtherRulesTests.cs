using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

public sealed class OtherRulesTests
{
    [Theory]
    [InlineData("aws_ebs_snapshot")]
    [InlineData("aws_db_snapshot")]
    [InlineData("aws_backup_vault")]
    [InlineData("google_compute_snapshot")]
    [InlineData("azurerm_backup_protected_vm")]
    public void Backups_block_in_every_environment(string type)
    {
        var finding = Assert.Single(new TestPlan().Delete($"{type}.main").Judged(workspace: "dev").Findings);

        Assert.Equal(("PG103", Level.SoftMandatory), (finding.Rule.Id, finding.Level));
        Assert.Contains("PG101", finding.Also);
    }

    [Theory]
    [InlineData("aws_kms_key")]
    [InlineData("google_kms_crypto_key")]
    [InlineData("azurerm_key_vault_key")]
    public void Keys_that_encrypt_block(string type) => Assert.Equal("PG106", Blocking(new TestPlan().Delete($"{type}.main")).Rule.Id);

    [Theory]
    [InlineData("aws_kms_alias")]
    [InlineData("aws_key_pair")]
    [InlineData("aws_kms_grant")]
    public void What_only_sounds_like_a_key_does_not(string type) => Assert.Empty(new TestPlan().Delete($"{type}.main").Judged().Findings);

    [Theory]
    [InlineData("kubernetes_namespace")]
    [InlineData("azurerm_resource_group")]
    [InlineData("google_project")]
    [InlineData("helm_release")]
    [InlineData("aws_cloudformation_stack")]
    [InlineData("aws_eks_cluster")]
    public void Containers_block_because_their_children_die_with_them(string type)
    {
        var finding = Blocking(new TestPlan().Delete($"{type}.main"));

        Assert.Equal(("PG105", "container"), (finding.Rule.Id, finding.Kind));
    }

    [Fact]
    public void A_machine_that_takes_a_further_disk_along_is_a_container()
    {
        var plan = new TestPlan().Delete("aws_instance.db", new { id = "i-1", ebs_block_device = new[] { new { device_name = "/dev/sdf", delete_on_termination = true } } });

        Assert.Equal("PG105", Blocking(plan).Rule.Id);
    }

    [Fact]
    public void A_machine_whose_further_disks_stay_is_not()
    {
        var verdict = new TestPlan().Delete("aws_instance.db", new { id = "i-1", ebs_block_device = new[] { new { device_name = "/dev/sdf", delete_on_termination = false } } }).Judged();

        Assert.Equal(Decision.Pass, verdict.Decision);
    }

    [Theory]
    [InlineData("aws_lambda_function", "compute")]
    [InlineData("aws_lb", "load-balancer")]
    [InlineData("aws_vpc", "network")]
    [InlineData("aws_nat_gateway", "gateway")]
    [InlineData("aws_iam_role", "identity")]
    public void What_production_stands_on_blocks_where_it_is_marked_production(string type, string role)
    {
        var finding = Blocking(new TestPlan().Delete($"{type}.main", new { id = "x", tags = new { Environment = "prod" } }));

        Assert.Equal("PG107", finding.Rule.Id);
        Assert.Contains($"production stands on it ({role})", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws_lambda_function")]
    [InlineData("aws_vpc")]
    public void The_same_is_silent_where_nothing_marks_it(string type) => Assert.Empty(new TestPlan().Delete($"{type}.main").Judged().Findings);

    [Theory]
    [InlineData("aws_security_group_rule")]
    [InlineData("aws_iam_role_policy_attachment")]
    [InlineData("aws_route53_record")]
    [InlineData("aws_lb_listener_rule")]
    public void Attachments_rules_and_records_are_silent_even_in_production(string type) =>
        Assert.Empty(new TestPlan().Delete($"{type}.main", new { id = "x", tags = new { Environment = "prod" } }).Judged().Findings);

    [Fact]
    public void Data_in_production_makes_one_finding_that_lists_production_among_its_further_rules()
    {
        var finding = Blocking(new TestPlan().Delete("aws_db_instance.main", new { id = "x", tags = new { Environment = "prod" } }));

        Assert.Equal("PG101", finding.Rule.Id);
        Assert.Equal(["PG107"], finding.Also);
    }

    [Theory]
    [InlineData("acme_postgres_database")]
    [InlineData("acme_block_volume")]
    [InlineData("acme_bucket")]
    public void An_unknown_type_whose_name_says_data_blocks(string type) => Assert.Equal("PG108", Blocking(new TestPlan().Delete($"{type}.main")).Rule.Id);

    [Theory]
    [InlineData("production")]
    [InlineData("dev")]
    public void An_unknown_type_whose_name_says_backup_blocks_in_every_environment(string workspace)
    {
        var finding = Assert.Single(new TestPlan().Delete("acme_disk_snapshot.main").Judged(workspace).Findings);

        Assert.Equal(("PG108", Level.SoftMandatory), (finding.Rule.Id, finding.Level));
    }

    [Theory]
    [InlineData("acme_firewall_rule")]
    [InlineData("acme_database_user")]
    [InlineData("acme_ssh_key")]
    [InlineData("acme_bucket_policy")]
    [InlineData("acme_volume_attachment")]
    public void Any_other_unknown_type_is_shown_and_not_stopped(string type)
    {
        var verdict = new TestPlan().Delete($"{type}.main").Judged();

        Assert.Equal(Decision.Pass, verdict.Decision);
        Assert.Equal("PG108", Assert.Single(verdict.Findings).Rule.Id);
    }

    [Theory]
    [InlineData("forget")]
    [InlineData("create", "forget")]
    [InlineData("forget", "create")]
    public void Forgetting_data_is_noticed(params string[] actions)
    {
        var finding = new TestPlan().With("aws_db_instance.main", actions).Finding();

        Assert.Equal(("PG109", Level.Advisory, "forget"), (finding.Rule.Id, finding.Level, finding.Action));
    }

    [Fact]
    public void Forgetting_what_holds_no_data_is_silent() => Assert.Empty(new TestPlan().With("aws_security_group.main", ["forget"]).Judged().Findings);

    [Fact]
    public void A_postponed_destruction_of_data_blocks()
    {
        var plan = new TestPlan().Set("complete", false).Set("deferred_changes", new[]
        {
            new { reason = "provider_config_unknown", resource_change = new { address = "aws_db_instance.a", type = "aws_db_instance", mode = "managed", change = new { actions = new[] { "delete" } } } },
        });

        Assert.Equal("PG301", Blocking(plan).Rule.Id);
    }

    [Fact]
    public void Any_other_postponed_change_is_shown()
    {
        var plan = new TestPlan().Set("complete", false).Set("deferred_changes", new[]
        {
            new { reason = "instance_count_unknown", resource_change = new { address = "aws_db_instance.a", type = "aws_db_instance", mode = "managed", change = new { actions = new[] { "create" } } } },
        });

        Assert.Equal((Decision.Pass, "PG301"), (plan.Judged().Decision, plan.Finding().Rule.Id));
    }

    [Fact]
    public void A_targeted_plan_is_shown() =>
        Assert.Equal((Decision.Pass, "PG301"), (new TestPlan().Set("complete", false).Judged().Decision, new TestPlan().Set("complete", false).Finding().Rule.Id));

    [Fact]
    public void A_provider_action_that_nobody_knows_blocks() =>
        Assert.Equal("PG302", Blocking(new TestPlan().Set("action_invocations", new[] { new { address = "action.acme_purge.all", type = "acme_purge" } })).Rule.Id);

    [Theory]
    [InlineData("aws_cloudfront_create_invalidation", null)]
    [InlineData("aws_lambda_invoke", "PG302")]
    [InlineData("aws_ec2_stop_instance", "PG302")]
    public void A_provider_action_is_judged_by_what_the_catalogue_says_of_it(string type, string? rule) =>
        Assert.Equal(rule is null ? [] : [rule], new TestPlan().Set("action_invocations", new[] { new { address = $"action.{type}.x", type } }).Judged().Findings.Select(finding => finding.Rule.Id));

    [Fact]
    public void Outside_of_production_a_provider_action_is_only_shown() =>
        Assert.Equal(Decision.Pass, new TestPlan().Set("action_invocations", new[] { new { address = "action.acme_purge.all", type = "acme_purge" } }).Judged("dev").Decision);

    private static Finding Blocking(TestPlan plan)
    {
        var finding = plan.Finding();
        Assert.True(finding.IsBlocking);
        return finding;
    }
}
