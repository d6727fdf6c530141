extern alias pack;

using pack::PlanGate.PulumiPolicy;
using pack::PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.Tests.Pack;

public sealed class ResourcePolicyTests
{
    private const string Database = "aws:rds/instance:Instance";
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Sound = """{ "deletionProtection": true, "backupRetentionPeriod": 7 }""";

    [Theory]
    [InlineData(Database)]
    [InlineData(Bucket)]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance")]
    [InlineData("azure-native:sql:Database")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim")]
    [InlineData("acme:index:Ledger_database")]
    public void What_holds_data_in_production_must_be_protected(string type)
    {
        using var pack = new TestPack();

        Assert.Contains("stateful-protected", pack.Violated(type));
        Assert.DoesNotContain("stateful-protected", pack.Violated(type, isProtected: true));
    }

    [Theory]
    [InlineData("aws:ec2/securityGroup:SecurityGroup", true)]
    [InlineData("aws:iam/role:Role", true)]
    [InlineData("random:index/randomPassword:RandomPassword", true)]
    [InlineData("pulumi:providers:aws", true)]
    [InlineData("pulumi:pulumi:Stack", false)]
    [InlineData("acme:shop:Database", false)]
    public void What_holds_none_is_left_alone(string type, bool hasProvider)
    {
        using var pack = new TestPack();

        Assert.Empty(pack.Violated(type, hasProvider: hasProvider));
    }

    [Fact]
    public void A_component_that_the_policy_file_calls_stateful_must_be_protected()
    {
        using var pack = new TestPack().Policy("version: 1\nstateful:\n  - types: [\"acme:shop:Ledger\"]\n    kind: database\n");

        Assert.Equal(["stateful-protected"], pack.Violated("acme:shop:Ledger", hasProvider: false));
        Assert.Empty(pack.Violated("acme:shop:Other", hasProvider: false));
    }

    [Fact]
    public void Elsewhere_than_in_production_nothing_is_demanded_of_data()
    {
        using var pack = new TestPack("dev");

        Assert.Empty(pack.Violated(Database, """{ "skipFinalSnapshot": true }"""));
        Assert.Equal(["stateful-protected"], pack.Violated(Database, """{ "deletionProtection": true, "backupRetentionPeriod": 7, "tags": { "Environment": "production" } }"""));
    }

    [Theory]
    [InlineData("deletion-protection-on", Database, """{ "deletionProtection": false, "backupRetentionPeriod": 7 }""")]
    [InlineData("deletion-protection-on", Database, """{ "backupRetentionPeriod": 7 }""")]
    [InlineData("backups-on", Database, """{ "deletionProtection": true, "backupRetentionPeriod": 0 }""")]
    [InlineData("backups-on", Database, """{ "deletionProtection": true }""")]
    [InlineData("final-copy-on", Database, """{ "deletionProtection": true, "backupRetentionPeriod": 7, "skipFinalSnapshot": true }""")]
    [InlineData("force-destroy-off", Bucket, """{ "forceDestroy": true }""")]
    [InlineData("backups-on", "aws:dynamodb/table:Table", """{ "deletionProtectionEnabled": true }""")]
    public void A_setting_that_leaves_data_open_is_found_by_its_policy(string policy, string type, string properties)
    {
        using var pack = new TestPack();

        Assert.Equal([policy], pack.Violated(type, properties, isProtected: true));
    }

    [Theory]
    [InlineData(Database, Sound)]
    [InlineData(Database, """{ "deletionProtection": true, "backupRetentionPeriod": 7, "skipFinalSnapshot": true, "deleteAutomatedBackups": false }""")]
    [InlineData(Bucket, "{}")]
    [InlineData(Bucket, """{ "forceDestroy": false }""")]
    [InlineData("aws:dynamodb/table:Table", """{ "deletionProtectionEnabled": true, "pointInTimeRecovery": { "enabled": true } }""")]
    public void A_sound_resource_is_left_alone(string type, string properties)
    {
        using var pack = new TestPack();

        Assert.Empty(pack.Violated(type, properties, isProtected: true));
    }

    [Theory]
    [InlineData("""{ "backupRetentionPeriod": 7, "deletionProtection": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" }""")]
    [InlineData("""{ "backupRetentionPeriod": 7, "deletionProtection": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": false } }""")]
    public void What_is_secret_or_known_only_later_is_not_called_unsafe(string properties)
    {
        using var pack = new TestPack();

        Assert.Empty(pack.Violated(Database, properties, isProtected: true));
    }

    [Fact]
    public void A_block_that_is_known_only_later_is_not_called_absent()
    {
        using var pack = new TestPack();

        Assert.Empty(pack.Violated("aws:dynamodb/table:Table", """{ "deletionProtectionEnabled": true, "pointInTimeRecovery": "dd056dcd-154b-4c76-9bd3-c8f88648b5ff" }""", isProtected: true));
    }

    [Fact]
    public void Remediation_turns_simple_switches_on_one_after_the_other_and_keeps_all_else()
    {
        using var pack = new TestPack().Level("deletion-protection-on", EnforcementLevel.Remediate).Level("backups-on", EnforcementLevel.Remediate);
        var guilty = pack.Resource(Database, "main", """{ "__defaults": ["deletionProtection", "engine"], "deletionProtection": false, "engine": "postgres", "password": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "x" } }""", isProtected: true);

        var mended = Assert.Single(pack.Remediate(guilty).Remediations);

        Assert.Equal("deletion-protection-on", mended.PolicyName);
        var expected = guilty.Properties.Clone();
        expected.Fields["deletionProtection"].BoolValue = true;
        expected.Fields["__defaults"].ListValue.Values.RemoveAt(0);
        Assert.Equal(expected, mended.Properties);
        guilty.Properties = mended.Properties;
        Assert.Equal(["backups-on"], pack.Analyze(guilty).Diagnostics.Select(one => one.PolicyName));
    }

    [Fact]
    public void What_is_sound_or_not_to_be_mended_by_itself_is_not_touched()
    {
        using var pack = new TestPack();
        foreach (var policy in PackPolicies.All)
        {
            pack.Level(policy.Name, EnforcementLevel.Remediate);
        }

        Assert.Empty(pack.Remediate(pack.Resource(Database, "main", Sound)).Remediations);
        Assert.Empty(pack.Remediate(pack.Resource(Database, "main", """{ "deletionProtection": true, "skipFinalSnapshot": true }""")).Remediations);
        Assert.Empty(pack.Remediate(pack.Resource(Bucket, "main", "{}")).Remediations);
    }

    [Fact]
    public void Names_that_are_meant_to_mislead_come_out_visible()
    {
        using var pack = new TestPack();
        var hostile = pack.Resource("acme:index:Ledger_database<{%fg 1%}>\u001b[2J", "main");

        var message = pack.Analyze(hostile).Diagnostics[0].Message;

        Assert.DoesNotContain('\u001b', message);
        Assert.DoesNotContain("<{%", message);
    }

    [Fact]
    public void Every_policy_has_a_name_a_schema_and_a_remedy()
    {
        Assert.Distinct(PackPolicies.All.Select(policy => policy.Name));
        foreach (var info in PackPolicies.All.Select(policy => policy.ToInfo()))
        {
            Assert.Matches("^[a-z-]{3,100}$", info.Name);
            Assert.NotEqual("all", info.Name);
            Assert.NotEqual(PolicyType.Unknown, info.PolicyType);
            Assert.NotEqual(PolicySeverity.Unspecified, info.Severity);
            Assert.NotEmpty(info.RemediationSteps);
            Assert.DoesNotContain("enforcementLevel", info.ConfigSchema.Properties.Fields.Keys);
        }
    }
}
