using PlanGate.Tests.Support;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Tests.Classification.Pulumi;

public sealed class PulumiEnvironmentTests
{
    [Theory]
    [InlineData("shop/prod", Environment.Production, "stack prod")]
    [InlineData("acme/shop/prod", Environment.Production, "stack prod")]
    [InlineData("shop/dev", Environment.NonProduction, "stack dev")]
    [InlineData("shop-production/main", Environment.Production, "project shop-production")]
    [InlineData("acme-sandbox/shop/main", Environment.NonProduction, "organisation acme-sandbox")]
    [InlineData("shop/main", Environment.Unknown, "no mark says production or otherwise")]
    [InlineData("shop/products", Environment.Unknown, "no mark says production or otherwise")]
    [InlineData("prod-shop/dev", Environment.Production, "project prod-shop")]
    public void The_stack_its_project_and_organisation_are_marks(string stack, Environment expected, string because)
    {
        var mark = new PulumiSteps(stack).Delete("aws:rds/instance:Instance").Classified().Environment;

        Assert.Equal((expected, because), (mark.Value, mark.Because));
    }

    [Fact]
    public void The_objects_name_counts_and_its_type_does_not()
    {
        Assert.Equal(Environment.Production, new PulumiSteps().Delete("aws:rds/instance:Instance", name: "orders-prod").Classified().Environment.Value);
        Assert.Equal(Environment.Unknown, new PulumiSteps().Delete("acme:test/prodDatabase:ProdDatabase").Classified().Environment.Value);
    }

    [Theory]
    [InlineData("aws:rds/instance:Instance", """{"tags":{"Environment":"prod"}}""")]
    [InlineData("aws:rds/instance:Instance", """{"tagsAll":{"Environment":"prod"}}""")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", """{"settings":{"userLabels":{"env":"prod"}}}""")]
    [InlineData("gcp:storage/bucket:Bucket", """{"pulumiLabels":{"env":"prod"}}""")]
    [InlineData("aws-native:s3:Bucket", """{"tags":[{"key":"env","value":"prod"}]}""")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", """{"metadata":{"labels":{"env":"prod"}}}""")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", """{"metadata":{"namespace":"prod"}}""")]
    [InlineData("azure-native:sql:Database", """{"resourceGroupName":"rg-prod"}""")]
    public void Tags_and_names_are_read_in_Pulumis_spelling(string token, string before) =>
        Assert.Equal(Environment.Production, new PulumiSteps("shop/dev").Delete(token, Newtonsoft.Json.Linq.JObject.Parse(before)).Classified().Environment.Value);

    [Fact]
    public void Destroying_a_preview_stack_stops_nothing_but_backups()
    {
        Assert.Equal(Decision.Pass, new PulumiSteps("shop/pr-17").Delete("aws:rds/instance:Instance").Judged().Decision);
        Assert.Equal(Decision.Block, new PulumiSteps("shop/pr-17").Delete("aws:rds/snapshot:Snapshot").Judged().Decision);
    }
}
