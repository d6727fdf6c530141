using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification;

public sealed class RecoverabilityTests
{
    [Theory]
    [InlineData(true, "lost")]
    [InlineData(false, "copied")]
    public void Follows_the_final_snapshot_of_a_database(bool skip, string expected) =>
        Assert.Equal(expected, Of("aws_db_instance", new { id = "x", skip_final_snapshot = skip }));

    [Fact]
    public void Says_that_the_provider_refuses_while_deletion_protection_is_on()
    {
        var finding = Judged("aws_db_instance", new { id = "x", skip_final_snapshot = true, deletion_protection = true });

        Assert.Equal(Recoverability.Refused, finding.Recoverability);
        Assert.True(finding.IsBlocking, "a refusal is no reason to let a plan pass");
        Assert.Equal(["deletion_protection"], finding.Attributes);
    }

    [Fact]
    public void Reads_protection_from_before_and_not_from_after() =>
        Assert.Equal("lost", new TestPlan().With(
            "aws_db_instance.main",
            ["delete", "create"],
            new { id = "x", skip_final_snapshot = true, deletion_protection = false },
            change => change["change"]!["after"] = Newtonsoft.Json.Linq.JObject.Parse("""{"deletion_protection":true,"skip_final_snapshot":false}""")).Finding().Recoverability.Word);

    [Theory]
    [InlineData(true, "lost")]
    [InlineData(false, "refused")]
    public void Follows_force_destroy_of_a_bucket(bool force, string expected) =>
        Assert.Equal(expected, Of("aws_s3_bucket", new { id = "x", force_destroy = force }));

    [Fact]
    public void Is_recoverable_for_a_key_that_is_only_scheduled_for_deletion() =>
        Assert.Equal("recoverable", Of("aws_kms_key", new { id = "x", deletion_window_in_days = 30 }));

    [Fact]
    public void Makes_a_finding_advisory_where_the_data_stays()
    {
        var finding = Judged("kubernetes_persistent_volume", new { id = "x", spec = new[] { new { persistent_volume_reclaim_policy = "Retain" } } });

        Assert.Equal(Recoverability.Kept, finding.Recoverability);
        Assert.False(finding.IsBlocking);
    }

    [Fact]
    public void Blocks_the_same_volume_where_the_disk_goes_with_it() =>
        Assert.True(Judged("kubernetes_persistent_volume", new { id = "x", spec = new[] { new { persistent_volume_reclaim_policy = "Delete" } } }).IsBlocking);

    [Fact]
    public void Takes_the_default_of_a_provider_that_purges_vaults() =>
        Assert.Equal("lost", Of("azurerm_key_vault", new { id = "x", purge_protection_enabled = false }));

    [Fact]
    public void Reads_provider_wide_settings_where_they_live() =>
        Assert.Equal("recoverable", new TestPlan()
            .Provider("azurerm", """{"features":[{"key_vault":[{"purge_soft_delete_on_destroy":{"constant_value":false}}]}]}""")
            .Delete("azurerm_key_vault.main", new { id = "x", purge_protection_enabled = false })
            .Finding().Recoverability.Word);

    [Fact]
    public void Does_not_trust_a_provider_setting_that_is_computed() =>
        Assert.Equal("lost", new TestPlan()
            .Provider("azurerm", """{"features":[{"key_vault":[{"purge_soft_delete_on_destroy":{"references":["var.purge"]}}]}]}""")
            .Delete("azurerm_key_vault.main", new { id = "x", purge_protection_enabled = false })
            .Finding().Recoverability.Word);

    [Fact]
    public void Does_not_believe_that_a_redacted_plan_keeps_the_data()
    {
        var json = new TestPlan().Delete("kubernetes_persistent_volume.a", new { id = "x", spec = new[] { new { persistent_volume_reclaim_policy = "Retain" } } }).Json()
            .Replace("\"format_version\"", "\"plan_format_version\"", StringComparison.Ordinal);

        Assert.Equal(Decision.Block, TestPlan.Judge(System.Text.Encoding.UTF8.GetBytes(json)).Decision);
    }

    private static Finding Judged(string type, object before) => new TestPlan().Delete($"{type}.main", before).Finding();

    private static string Of(string type, object before) => Judged(type, before).Recoverability.Word;

    [Fact]
    public void Says_how_to_get_the_data_back_and_until_when()
    {
        var undo = new TestPlan().Delete("aws_kms_key.main").Finding().Undo;

        Assert.NotNull(undo);
        Assert.NotEmpty(undo.Window);
    }

    [Fact]
    public void Says_nothing_of_that_where_the_data_stays() =>
        Assert.Null(new TestPlan().Delete("railway_service.web", new { id = "x", volume = (object?)null }).Finding().Undo);

    [Fact]
    public void A_service_without_a_volume_loses_nothing_and_one_with_a_volume_does()
    {
        Assert.Equal(Decision.Pass, new TestPlan().Delete("railway_service.web", new { id = "x", volume = (object?)null }).Judged().Decision);
        Assert.Equal(Decision.Block, new TestPlan().Delete("railway_service.db", new { id = "x", volume = new { id = "v", name = "data" } }).Judged().Decision);
    }
}
