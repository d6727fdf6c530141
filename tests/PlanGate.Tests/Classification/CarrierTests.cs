using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification;

public sealed class CarrierTests
{
    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts@2023-01-01", Decision.Block)]
    [InlineData("Microsoft.Sql/servers/databases@2021-11-01", Decision.Block)]
    [InlineData("Microsoft.Network/networkSecurityGroups@2023-01-01", Decision.Pass)]
    [InlineData("Microsoft.Automation/automationAccounts@2022-08-08", Decision.Pass)]
    [InlineData("Microsoft.Acme/databases@2030-01-01", Decision.Block)]
    public void An_azapi_resource_is_judged_by_its_inner_type(string type, Decision expected) =>
        Assert.Equal(expected, new TestPlan().Delete("azapi_resource.main", new { id = "x", type }).Judged().Decision);

    [Fact]
    public void An_azapi_resource_that_hides_its_type_is_stopped() =>
        Assert.Equal(Decision.Block, new TestPlan().Delete("azapi_resource.main", new { id = "x" }).Judged().Decision);

    [Theory]
    [InlineData("v1", "PersistentVolumeClaim", Decision.Block)]
    [InlineData("v1", "Namespace", Decision.Block)]
    [InlineData("v1", "Service", Decision.Pass)]
    [InlineData("apps/v1", "Deployment", Decision.Pass)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", Decision.Block)]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", Decision.Block)]
    [InlineData("acme.example.com/v1", "Database", Decision.Block)]
    [InlineData("acme.example.com/v1", "Route", Decision.Pass)]
    public void A_kubernetes_manifest_is_judged_by_its_kind(string apiVersion, string kind, Decision expected)
    {
        Assert.Equal(expected, new TestPlan().Delete("kubernetes_manifest.main", new { manifest = new { apiVersion, kind } }).Judged().Decision);
        Assert.Equal(expected, new TestPlan().Delete("kubectl_manifest.main", new { api_version = apiVersion, kind }).Judged().Decision);
    }

    [Theory]
    [InlineData("Microsoft.Sql/servers/databases@2021-11-01", Decision.Block)]
    [InlineData("Microsoft.Network/networkSecurityGroups@2023-01-01", Decision.Pass)]
    [InlineData("Microsoft.Acme/boxes@2030-01-01", Decision.Block)]
    public void An_inner_type_that_is_marked_sensitive_is_judged_and_never_named(string type, Decision expected)
    {
        var plan = new TestPlan().With("azapi_resource.main", ["delete"], new { id = "x", type }, change => change["change"]!["before_sensitive"] = new Newtonsoft.Json.Linq.JObject { ["type"] = true });
        var output = new StringWriter();
        PlanGate.Reports.JsonReport.Write(plan.Judged(), "0", output);

        Assert.Equal(expected, plan.Judged().Decision);
        Assert.DoesNotContain("Microsoft", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::RDS::DBInstance", Decision.Block)]
    [InlineData("AWS::S3::Bucket", Decision.Block)]
    [InlineData("AWS::EC2::SecurityGroup", Decision.Pass)]
    public void A_cloud_control_resource_is_judged_by_its_type_name(string type_name, Decision expected) =>
        Assert.Equal(expected, new TestPlan().Delete("aws_cloudcontrolapi_resource.main", new { id = "x", type_name }).Judged().Decision);

    [Theory]
    [InlineData("awscc_rds_db_instance", Decision.Block)]
    [InlineData("awscc_s3_bucket", Decision.Block)]
    [InlineData("awscc_ec2_security_group", Decision.Pass)]
    [InlineData("awscc_iam_role", Decision.Pass)]
    public void An_awscc_type_is_judged_by_its_name_at_AWS(string type, Decision expected) =>
        Assert.Equal(expected, new TestPlan().Delete($"{type}.main").Judged().Decision);

    [Fact]
    public void The_finding_says_what_is_carried() =>
        Assert.Equal("PersistentVolumeClaim", new TestPlan().Delete("kubernetes_manifest.data", new { manifest = new { apiVersion = "v1", kind = "PersistentVolumeClaim" } }).Finding().Carries);
}
