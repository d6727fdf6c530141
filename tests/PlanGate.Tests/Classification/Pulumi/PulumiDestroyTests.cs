using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification.Pulumi;

public sealed class PulumiDestroyTests
{
    [Theory]
    [InlineData("aws:rds/instance:Instance", "PG101", "database")]
    [InlineData("aws:rds:Instance", "PG101", "database")]
    [InlineData("aws:s3/bucket:Bucket", "PG101", "object-store")]
    [InlineData("aws:s3/bucketV2:BucketV2", "PG101", "object-store")]
    [InlineData("aws:dynamodb/table:Table", "PG101", "database")]
    [InlineData("aws:ebs/snapshot:Snapshot", "PG103", "snapshot")]
    [InlineData("aws:kms/key:Key", "PG106", "key")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", "PG101", "database")]
    [InlineData("gcp:storage/bucket:Bucket", "PG101", "object-store")]
    [InlineData("azure:mssql/database:Database", "PG101", "database")]
    [InlineData("azure:core/resourceGroup:ResourceGroup", "PG105", "container")]
    [InlineData("azure-native:sql:Database", "PG101", "database")]
    [InlineData("azure-native:sql/v20211101:Database", "PG101", "database")]
    [InlineData("azure-native:dbforpostgresql:Server", "PG101", "database")]
    [InlineData("azure-native:resources:ResourceGroup", "PG105", "container")]
    [InlineData("azure-native:storage:StorageAccount", "PG101", "object-store")]
    [InlineData("azure-native:storage:FileShare", "PG101", "filesystem")]
    [InlineData("aws-native:rds:DbInstance", "PG101", "database")]
    [InlineData("aws-native:rds:DbCluster", "PG101", "database")]
    [InlineData("aws-native:s3:Bucket", "PG101", "object-store")]
    [InlineData("google-native:sqladmin/v1:Instance", "PG101", "database")]
    [InlineData("google-native:storage/v1:Bucket", "PG101", "object-store")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", "PG101", "volume")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaimList", "PG101", "volume")]
    [InlineData("kubernetes:core/v1:Namespace", "PG105", "container")]
    [InlineData("kubernetes:helm.sh/v3:Release", "PG105", "container")]
    [InlineData("hcloud:index/volume:Volume", "PG101", "volume")]
    [InlineData("digitalocean:index/databaseCluster:DatabaseCluster", "PG101", "database")]
    [InlineData("digitalocean:index/volume:Volume", "PG101", "volume")]
    [InlineData("snowflake:index/database:Database", "PG101", "database")]
    [InlineData("mongodbatlas:index/cluster:Cluster", "PG101", "database")]
    [InlineData("postgresql:index/database:Database", "PG101", "logical-database")]
    [InlineData("acme:storage/bucket:Bucket", "PG108", "object-store")]
    [InlineData("acme:index/postgresDatabase:PostgresDatabase", "PG108", "database")]
    [InlineData("pulumi-nodejs:dynamic:Resource", "PG108", "container")]
    [InlineData("pulumi-python:dynamic/dns:Record", "PG108", "container")]
    public void What_holds_data_blocks(string token, string rule, string kind)
    {
        var finding = new PulumiSteps().Delete(token).Finding();

        Assert.Equal((rule, kind, true), (finding.Rule.Id, finding.Kind, finding.IsBlocking));
        Assert.Equal(token, finding.Type);
    }

    [Theory]
    [InlineData("aws:ec2/securityGroup:SecurityGroup")]
    [InlineData("aws:iam/rolePolicyAttachment:RolePolicyAttachment")]
    [InlineData("aws-native:ec2:RouteTable")]
    [InlineData("azure:network/networkSecurityGroup:NetworkSecurityGroup")]
    [InlineData("azure-native:network:NetworkSecurityGroup")]
    [InlineData("google-native:compute/v1:Firewall")]
    [InlineData("google-native:storage/v1:BucketIamPolicy")]
    [InlineData("gcp:compute/firewall:Firewall")]
    [InlineData("kubernetes:core/v1:ConfigMap")]
    [InlineData("kubernetes:apps/v1:Deployment")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaimPatch")]
    [InlineData("hcloud:index/firewall:Firewall")]
    [InlineData("null:index/resource:Resource")]
    [InlineData("command:local:Command")]
    [InlineData("pulumi:pulumi:Stack")]
    [InlineData("pulumi:pulumi:StackReference")]
    [InlineData("pulumi:providers:aws")]
    public void What_holds_none_is_silent(string token) => Assert.Empty(new PulumiSteps().Delete(token).Judged().Findings);

    [Theory]
    [InlineData("random:index/randomPassword:RandomPassword", "random_password")]
    [InlineData("tls:index/privateKey:PrivateKey", "tls_private_key")]
    public void Small_providers_are_judged_as_in_Terraform(string token, string type)
    {
        var pulumi = new PulumiSteps().Delete(token).Judged().Findings.Select(finding => (finding.Rule.Id, finding.Level, finding.Message));

        Assert.Equal(new TestPlan().Delete($"{type}.x").Judged().Findings.Select(finding => (finding.Rule.Id, finding.Level, finding.Message)), pulumi);
    }

    [Fact]
    public void A_component_holds_nothing_whatever_it_is_called()
    {
        var run = new TestPulumi();
        string[] Rules(string op, JObject? old, JObject? next = null) => [.. TestPulumi.Judge(new TestPulumi().Step(op, old, next).Events()).Findings.Select(finding => finding.Rule.Id)];
        JObject Row(bool custom) => run.State("x", "acme:index:Database", new { custom });

        Assert.Empty(Rules("delete", Row(custom: false)));
        Assert.Empty(Rules("replace", Row(custom: false), Row(custom: false)));
        Assert.Empty(Rules("create", null, Row(custom: false)));
        Assert.Equal(["PG108"], Rules("delete", Row(custom: true)));
    }

    [Fact]
    public void What_does_not_say_whether_it_is_a_component_is_none()
    {
        var before = new Newtonsoft.Json.Linq.JObject { ["id"] = "x" };

        Assert.True(new PulumiSteps().With("acme:index:Database", ChangeAction.Delete, before, null, "main").Finding().IsBlocking);
    }

    [Fact]
    public void Says_why_a_dynamic_provider_is_stopped() =>
        Assert.Contains(new PulumiSteps().Delete("pulumi-nodejs:dynamic:Resource").Finding().Because, clause => clause.Contains("whose delete runs the program's own code", StringComparison.Ordinal));

    [Fact]
    public void Deletion_protection_refuses_and_is_named_as_Pulumi_calls_it()
    {
        var finding = new PulumiSteps().Delete("aws:rds/instance:Instance", new { deletionProtection = true, skipFinalSnapshot = true }).Finding();

        Assert.Equal(Recoverability.Refused, finding.Recoverability);
        Assert.Equal(["deletionProtection"], finding.Attributes);
    }

    [Theory]
    [InlineData("aws:rds/instance:Instance", """{"skipFinalSnapshot":false}""", "copied")]
    [InlineData("aws:rds/instance:Instance", """{"skipFinalSnapshot":true}""", "lost")]
    [InlineData("aws:s3/bucket:Bucket", """{"forceDestroy":false}""", "refused")]
    [InlineData("aws:s3/bucketV2:BucketV2", """{"forceDestroy":true}""", "lost")]
    [InlineData("aws:dynamodb/table:Table", """{"pointInTimeRecovery":{"enabled":true}}""", "recoverable")]
    [InlineData("aws:dynamodb/table:Table", """{"pointInTimeRecovery":{"enabled":false}}""", "lost")]
    [InlineData("aws:dynamodb/table:Table", """{"deletionProtectionEnabled":true}""", "refused")]
    [InlineData("aws-native:dynamodb:Table", """{"pointInTimeRecoverySpecification":{"pointInTimeRecoveryEnabled":true}}""", "recoverable")]
    [InlineData("aws-native:dynamodb:Table", """{"deletionProtectionEnabled":true}""", "refused")]
    [InlineData("aws-native:dynamodb:Table", """{}""", "lost")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", """{"deletionProtection":true}""", "refused")]
    [InlineData("azure-native:keyvault:Vault", """{"enablePurgeProtection":true}""", "recoverable")]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}""", "kept")]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}""", "unknown")]
    public void Settings_in_Pulumis_spelling_decide_what_a_destroy_does(string token, string before, string expected) =>
        Assert.Equal(expected, new PulumiSteps().Delete(token, Newtonsoft.Json.Linq.JObject.Parse(before)).Finding().Recoverability.Word);

    [Theory]
    [InlineData("gcp:firestore/database:Database", """{"inputs":{"deletionPolicy":"[secret]"}}""", false)]
    [InlineData("gcp:firestore/database:Database", """{"outputs":{"deletionPolicy":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"x"}}}""", false)]
    [InlineData("gcp:firestore/database:Database", """{"inputs":{"deletionPolicy":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}""", false)]
    [InlineData("gcp:firestore/database:Database", """{"inputs":"[secret]"}""", false)]
    [InlineData("gcp:firestore/database:Database", """{"outputs":"[secret]"}""", false)]
    [InlineData("gcp:firestore/database:Database", """{"inputs":{"name":"[secret]"}}""", true)]
    [InlineData("gcp:firestore/database:Database", """{"inputs":{"name":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}""", true)]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"inputs":{"spec":"[secret]"}}""", false)]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"inputs":{"spec":{"persistentVolumeReclaimPolicy":"[secret]"}}}""", false)]
    [InlineData("kubernetes:core/v1:PersistentVolume", """{"inputs":{"spec":{"persistentVolumeReclaimPolicy":"Retain","storageClassName":"[secret]"}}}""", true)]
    public void What_is_secret_or_unknown_is_not_taken_for_its_default(string token, string state, bool isKept)
    {
        var run = new TestPulumi();
        foreach (var text in new[] { run.Step("delete", run.State("x", token, JObject.Parse(state))).Preview(), run.Events() })
        {
            Assert.Equal(isKept, Assert.Single(TestPulumi.Judge(text).Findings, finding => finding.Rule.Id == "PG101").Recoverability == Recoverability.Kept);
        }
    }

    [Fact]
    public void Where_everything_is_secret_the_options_still_count()
    {
        var run = new TestPulumi();
        run.Step("delete", run.State("x", "gcp:firestore/database:Database", JObject.Parse("""{"inputs":"[secret]","outputs":"[secret]","protect":true}""")));

        Assert.Equal(Recoverability.Refused, Assert.Single(TestPulumi.Judge(run.Preview()).Findings, finding => finding.Rule.Id == "PG101").Recoverability);
    }

    [Fact]
    public void Secrets_do_not_hide_which_object_goes()
    {
        string Identity(string id)
        {
            var run = new TestPulumi();
            run.Step("delete", run.State("x", "gcp:firestore/database:Database", JObject.Parse($$"""{"id":"{{id}}","inputs":"[secret]","outputs":"[secret]"}""")));
            return TestPulumi.Judge(run.Preview()).Fingerprint!;
        }

        Assert.NotEqual(Identity("a"), Identity("b"));
    }

    [Fact]
    public void A_machine_takes_its_further_disks_along()
    {
        const string Machine = """{"ebsBlockDevices":[{"deviceName":"/dev/sdb","deleteOnTermination":DELETE}],"rootBlockDevice":{"deleteOnTermination":true}}""";

        Assert.Equal("PG105", Machines(Machine.Replace("DELETE", "true", StringComparison.Ordinal)).Finding().Rule.Id);
        Assert.DoesNotContain(Machines(Machine.Replace("DELETE", "false", StringComparison.Ordinal)).Judged().Findings, finding => finding.Rule.Id == "PG105");

        static PulumiSteps Machines(string json) => new PulumiSteps().Delete("aws:ec2/instance:Instance", Newtonsoft.Json.Linq.JObject.Parse(json));
    }

    [Fact]
    public void What_another_provider_of_the_same_cloud_does_by_default_is_not_known()
    {
        // Terraform's provider abandons it by default; Google's own API has no such setting.
        Assert.Equal(Recoverability.Kept, new PulumiSteps().Delete("gcp:firestore/database:Database").Finding().Recoverability);
        Assert.NotEqual(Recoverability.Kept, new PulumiSteps().Delete("google-native:firestore/v1:Database").Finding().Recoverability);
    }

    [Fact]
    public void A_provider_block_that_nobody_sees_keeps_nothing()
    {
        // Terraform's azurerm refuses by default to delete a group that is not empty; a Pulumi provider's features are not in the change.
        Assert.All(Catalogue.BuiltIn.Settings("azure:core/resourceGroup:ResourceGroup"), setting => Assert.False(setting.Attribute.StartsWith("provider.", StringComparison.Ordinal)));
        Assert.True(new PulumiSteps().Delete("azure:core/resourceGroup:ResourceGroup").Finding().IsBlocking);
    }

    [Fact]
    public void The_attribute_that_forces_a_replacement_is_named_as_written()
    {
        var finding = new PulumiSteps().Replace("aws:rds/instance:Instance", new { skipFinalSnapshot = true }, by: "storageEncrypted").Finding();

        Assert.Equal("PG102", finding.Rule.Id);
        Assert.Contains("storageEncrypted", finding.Attributes);
    }

    [Fact]
    public void A_database_and_the_snapshot_of_it_are_a_pair()
    {
        var findings = new PulumiSteps()
            .Delete("aws:rds/instance:Instance", new { identifier = "orders", skipFinalSnapshot = true }, name: "db")
            .Delete("aws:rds/snapshot:Snapshot", new { dbInstanceIdentifier = "orders", dbSnapshotIdentifier = "orders-1" }, name: "copy")
            .Judged().Findings;

        Assert.Contains(findings, finding => finding.Rule.Id == "PG104");
        Assert.DoesNotContain(
            new PulumiSteps()
                .Delete("aws:rds/instance:Instance", new { identifier = "orders", skipFinalSnapshot = true }, name: "db")
                .Delete("aws:rds/snapshot:Snapshot", new { dbInstanceIdentifier = "carts", dbSnapshotIdentifier = "carts-1" }, name: "copy")
                .Judged().Findings,
            finding => finding.Rule.Id == "PG104");
    }

    [Fact]
    public void A_lock_that_goes_is_told()
    {
        foreach (var token in (string[])["azure:management/lock:Lock", "azure-native:authorization:ManagementLockByScope"])
        {
            Assert.Equal("PG201", new PulumiSteps().Delete(token, new { scope = "/subscriptions/1/resourceGroups/x" }).Finding().Rule.Id);
        }
    }

    [Fact]
    public void Undo_is_told_as_for_Terraform() =>
        Assert.NotNull(new PulumiSteps().Delete("aws:dynamodb/table:Table", new { pointInTimeRecovery = new { enabled = true } }).Finding().Undo);
}
