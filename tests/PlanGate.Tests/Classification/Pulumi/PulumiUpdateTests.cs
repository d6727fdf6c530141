using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification.Pulumi;

public sealed class PulumiUpdateTests
{
    [Theory]
    [InlineData("aws:rds/instance:Instance", """{"deletionProtection":true}""", """{"deletionProtection":false}""", "PG201", "deletionProtection")]
    [InlineData("aws:rds/instance:Instance", """{"backupRetentionPeriod":7}""", """{"backupRetentionPeriod":1}""", "PG202", "backupRetentionPeriod")]
    [InlineData("aws:s3/bucket:Bucket", """{"versioning":{"enabled":true}}""", """{"versioning":{"enabled":false}}""", "PG202", "versioning.enabled")]
    [InlineData("aws:s3/bucket:Bucket", """{"forceDestroy":false}""", """{"forceDestroy":true}""", "PG201", "forceDestroy")]
    [InlineData("aws:s3/bucket:Bucket", """{"lifecycleRules":[{"id":"a","enabled":true,"expiration":{"days":90}}]}""", """{"lifecycleRules":[{"id":"a","enabled":true,"expiration":{"days":1}}]}""", "PG203", "lifecycleRules.expiration.days")]
    [InlineData("aws:s3/bucketVersioningV2:BucketVersioningV2", """{"versioningConfiguration":{"status":"Enabled"}}""", """{"versioningConfiguration":{"status":"Suspended"}}""", "PG202", "versioningConfiguration.status")]
    [InlineData("aws:dynamodb/table:Table", """{"pointInTimeRecovery":{"enabled":true}}""", """{"pointInTimeRecovery":{"enabled":false}}""", "PG202", "pointInTimeRecovery.enabled")]
    [InlineData("aws:ec2/instance:Instance", """{"ebsBlockDevices":[{"deviceName":"b","deleteOnTermination":false}]}""", """{"ebsBlockDevices":[{"deviceName":"b","deleteOnTermination":true}]}""", "PG204", "ebsBlockDevices.deleteOnTermination")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", """{"settings":{"backupConfiguration":{"enabled":true}}}""", """{"settings":{"backupConfiguration":{"enabled":false}}}""", "PG202", "settings.backupConfiguration.enabled")]
    [InlineData("azure:mssql/database:Database", """{"shortTermRetentionPolicy":{"retentionDays":35}}""", """{"shortTermRetentionPolicy":{"retentionDays":1}}""", "PG202", "shortTermRetentionPolicy.retentionDays")]
    [InlineData("azure-native:storage:BlobServiceProperties", """{"isVersioningEnabled":true}""", """{"isVersioningEnabled":false}""", "PG202", "isVersioningEnabled")]
    [InlineData("azure-native:dbforpostgresql:Server", """{"backup":{"backupRetentionDays":30}}""", """{"backup":{"backupRetentionDays":7}}""", "PG202", "backup.backupRetentionDays")]
    [InlineData("aws-native:rds:DbInstance", """{"deletionProtection":true}""", """{"deletionProtection":false}""", "PG201", "deletionProtection")]
    [InlineData("aws-native:s3:Bucket", """{"versioningConfiguration":{"status":"Enabled"}}""", """{"versioningConfiguration":{"status":"Suspended"}}""", "PG202", "versioningConfiguration.status")]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}""", """{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""", "PG204", "spec.persistentVolumeReclaimPolicy")]
    [InlineData("hcloud:index/volume:Volume", """{"deleteProtection":true}""", """{"deleteProtection":false}""", "PG201", "deleteProtection")]
    [InlineData("digitalocean:index/volume:Volume", """{"size":100}""", """{"size":10}""", "PG204", "size")]
    [InlineData("mongodbatlas:index/advancedCluster:AdvancedCluster", """{"backupEnabled":true}""", """{"backupEnabled":false}""", "PG202", "backupEnabled")]
    public void A_setting_that_an_update_weakens_is_found_and_named_as_written(string token, string before, string after, string rule, string attribute)
    {
        var finding = Assert.Single(Updated(token, before, after).Judged().Findings);

        Assert.Equal((rule, attribute), (finding.Rule.Id, string.Join(' ', finding.Attributes)));
        Assert.DoesNotContain(Updated(token, after, before).Judged().Findings, other => other.Rule.Id == rule && other.Attributes.Contains(attribute));
        Assert.Empty(Updated(token, before, before).Judged().Findings);
    }

    [Fact]
    public void A_value_that_is_known_only_after_apply_is_not_safe()
    {
        var unknown = new JObject { ["backupRetentionPeriod"] = true };

        Assert.Equal("PG202", new PulumiSteps()
            .With("aws:rds/instance:Instance", ChangeAction.Update, JObject.Parse("""{"id":"x","backupRetentionPeriod":7}"""), JObject.Parse("""{"id":"x"}"""), "main", unknown: unknown)
            .Finding().Rule.Id);
    }

    [Fact]
    public void Blocks_that_an_update_takes_away_are_found_in_lists()
    {
        var finding = new PulumiSteps().Update("aws:dynamodb/table:Table", new { replicas = new[] { new { regionName = "eu-west-1" }, new { regionName = "us-east-1" } } }, new { replicas = new[] { new { regionName = "eu-west-1" } } }).Judged().Findings;

        Assert.Contains(finding, one => one.Rule.Id == "PG204" && one.Attributes.Contains("replicas"));
    }

    [Fact]
    public void The_keys_of_a_map_are_nobodys_properties()
    {
        var change = new PulumiSteps().Update("aws:ec2/securityGroup:SecurityGroup", new { tags = new { MyTag = "a", deletionProtection = "true" } }, new { tags = new { MyTag = "b" } }).Classified();

        Assert.Equal(["tags"], change.ChangedAttributes);
        Assert.Empty(change.Weakened);
    }

    [Theory]
    [InlineData("aws:rds/instance:Instance", true)]
    [InlineData("acme:index/database:Database", true)]
    [InlineData("aws:ec2/securityGroup:SecurityGroup", false)]
    public void Taking_protect_off_is_found_on_every_type_and_stops_where_there_is_data(string token, bool stops)
    {
        foreach (var action in (ChangeAction[])[ChangeAction.Update, ChangeAction.NoOp])
        {
            var finding = Assert.Single(new PulumiSteps().Update(token, new { }, new { }, new { protect = true }, new { protect = false }, action: action).Judged().Findings);

            Assert.Equal(("PG201", stops), (finding.Rule.Id, finding.IsBlocking));
            Assert.Equal(["protect"], finding.Attributes);
        }

        Assert.Empty(new PulumiSteps().Update(token, new { }, new { }, new { protect = false }, new { protect = true }).Judged().Findings);
    }

    [Fact]
    public void Turning_retainOnDelete_off_is_found() =>
        Assert.Equal(["retainOnDelete"], new PulumiSteps().Update("aws:rds/instance:Instance", new { }, new { }, new { retainOnDelete = true }, new { retainOnDelete = false }).Finding().Attributes);

    [Fact]
    public void Two_ways_of_taking_protection_off_have_two_fingerprints()
    {
        var protect = new PulumiSteps().Update("aws:rds/instance:Instance", new { }, new { }, new { protect = true }, new { protect = false }).Finding();
        var retain = new PulumiSteps().Update("aws:rds/instance:Instance", new { }, new { }, new { retainOnDelete = true }, new { retainOnDelete = false }).Finding();

        Assert.NotEqual(protect.Substance, retain.Substance);
        Assert.All(protect.Substance.Skip(6), part => Assert.NotEmpty(part));
    }

    [Fact]
    public void Retained_objects_are_kept_and_protected_ones_refused()
    {
        var kept = new PulumiSteps().Delete("aws:rds/instance:Instance", options: new { retainOnDelete = true }).Finding();
        var refused = new PulumiSteps().Delete("hcloud:index/volume:Volume", options: new { protect = true }).Finding();

        Assert.Equal((PlanGate.Classification.Recoverability.Kept, false), (kept.Recoverability, kept.IsBlocking));
        Assert.Equal((PlanGate.Classification.Recoverability.Refused, true), (refused.Recoverability, refused.IsBlocking));
        Assert.Equal(["protect"], refused.Attributes);
    }

    [Fact]
    public void Unprotect_and_replace_in_one_run_is_told_on_the_finding_and_refused_by_nobody()
    {
        var finding = new PulumiSteps().Replace("hcloud:index/volume:Volume", new { size = 10 }, new { protect = true }, new { protect = false }).Finding();

        Assert.Equal("PG102", finding.Rule.Id);
        Assert.NotEqual(PlanGate.Classification.Recoverability.Refused, finding.Recoverability);
        Assert.Contains(finding.Because, clause => clause.Contains("taken off in the same run", StringComparison.Ordinal));
        Assert.DoesNotContain(new PulumiSteps().Replace("hcloud:index/volume:Volume", new { size = 10 }, new { protect = true }).Finding().Because, clause => clause.Contains("taken off", StringComparison.Ordinal));
    }

    private static PulumiSteps Updated(string token, string before, string after) => new PulumiSteps().Update(token, JObject.Parse(before), JObject.Parse(after));
}
