using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

public sealed class StatefulTests
{
    [Theory]
    [InlineData("aws_db_instance", "database")]
    [InlineData("aws_ebs_volume", "volume")]
    [InlineData("aws_s3_bucket", "object-store")]
    [InlineData("google_sql_database_instance", "database")]
    [InlineData("azurerm_storage_account", "object-store")]
    [InlineData("kubernetes_persistent_volume_claim", "volume")]
    [InlineData("digitalocean_volume", "volume")]
    public void Deleting_what_holds_data_blocks(string type, string kind)
    {
        var finding = new TestPlan().Delete($"{type}.main").Finding();

        Assert.Equal(("PG101", kind, Level.SoftMandatory), (finding.Rule.Id, finding.Kind, finding.Level));
    }

    [Theory]
    [InlineData("aws_security_group")]
    [InlineData("aws_iam_role_policy_attachment")]
    [InlineData("aws_db_subnet_group")]
    [InlineData("google_project_iam_member")]
    [InlineData("azurerm_role_assignment")]
    [InlineData("kubernetes_deployment")]
    [InlineData("null_resource")]
    [InlineData("terraform_data")]
    [InlineData("random_id")]
    public void Deleting_what_holds_none_is_not_stopped(string type) =>
        Assert.Equal(Decision.Pass, new TestPlan().Delete($"{type}.main").Judged().Decision);

    [Theory]
    [InlineData("null_resource")]
    [InlineData("terraform_data")]
    [InlineData("aws_security_group")]
    public void Is_silent_about_what_holds_nothing(string type) => Assert.Empty(new TestPlan().Delete($"{type}.main").Judged().Findings);

    [Fact]
    public void A_replacement_names_the_attributes_that_force_it()
    {
        var finding = new TestPlan().Replace("aws_ebs_volume.main", null, "encrypted", "availability_zone").Finding();

        Assert.Equal("PG102", finding.Rule.Id);
        Assert.Equal(["availability_zone", "encrypted"], finding.Attributes);
        Assert.Contains("forced by availability_zone, encrypted", finding.Because);
    }

    [Fact]
    public void A_replacement_in_the_other_order_is_the_same_loss() =>
        Assert.Equal("PG102", new TestPlan().With("aws_db_instance.main", ["create", "delete"]).Finding().Rule.Id);

    [Fact]
    public void Outside_of_production_it_is_only_shown()
    {
        var verdict = new TestPlan().Delete("aws_db_instance.main").Judged(workspace: "dev");

        Assert.Equal(Decision.Pass, verdict.Decision);
        Assert.Equal(Level.Advisory, Assert.Single(verdict.Findings).Level);
    }

    [Fact]
    public void Updating_a_database_is_shown_among_the_changes_and_makes_no_finding()
    {
        var verdict = new TestPlan().Update("aws_db_instance.main", new { id = "x", instance_class = "small" }, new { id = "x", instance_class = "large" }).Judged();

        Assert.Empty(verdict.Findings);
        Assert.Equal(["instance_class"], Assert.Single(verdict.Watched).Change.ChangedAttributes);
    }

    [Fact]
    public void The_reason_that_the_tool_gives_is_told_in_words() =>
        Assert.Contains("deleted: its block is no longer in the configuration", new TestPlan()
            .With("aws_db_instance.main", ["delete"], more: change => change["action_reason"] = "delete_because_no_resource_config")
            .Finding().Because);

    [Theory]
    [InlineData("aws_elasticache_cluster")]
    [InlineData("aws_instance")]
    public void Caches_and_machines_own_disks_block_only_where_they_are_marked_production(string type)
    {
        Assert.Equal(Decision.Pass, new TestPlan().Delete($"{type}.main").Judged().Decision);
        Assert.Equal(Decision.Block, new TestPlan().Delete($"{type}.main", new { id = "x", tags = new { Environment = "prod" } }).Judged().Decision);
    }

    [Theory]
    [InlineData("random_password")]
    [InlineData("tls_private_key")]
    public void What_configuration_can_mostly_make_again_is_only_shown(string type) =>
        Assert.Equal(Decision.Pass, new TestPlan().Delete($"{type}.main").Judged().Decision);
}
