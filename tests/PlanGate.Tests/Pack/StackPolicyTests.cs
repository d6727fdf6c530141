extern alias pack;

using pack::PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.Tests.Pack;

public sealed class StackPolicyTests
{
    private const string Database = "aws:rds/instance:Instance";
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Unknown = """{ "id": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }""";

    [Fact]
    public void What_lived_and_is_wanted_no_more_is_lost()
    {
        using var pack = new TestPack().Lived(Database, "ledger").Lived(Bucket, "logs").Lived("aws:ec2/securityGroup:SecurityGroup", "web");

        Assert.Equal(["Mandatory missing-from-goal ledger", "Mandatory missing-from-goal logs"], pack.Lost());
        Assert.Empty(pack.Lost(pack.Wanted(Database, "ledger"), pack.Wanted(Bucket, "logs")));
    }

    [Fact]
    public void A_name_of_before_is_not_missing()
    {
        using var pack = new TestPack().Lived(Database, "ledger").Lived(Database, "other");

        Assert.Equal(["Mandatory missing-from-goal other"], pack.Lost(pack.Wanted(Database, "books", "{}", pack.Urn(Database, "ledger"))));
    }

    [Fact]
    public void A_name_of_before_covers_nothing_for_who_lives_under_its_own()
    {
        // The alias stayed in the program after the renaming, and the old name was given to another one since.
        using var pack = new TestPack().Lived(Database, "ledger").Lived(Database, "books");
        using var interrupted = new TestPack().Lived(Database, "ledger").Lived(Database, "books", """{ "delete": true, "id": "old" }""");

        Assert.Equal(["Mandatory missing-from-goal ledger"], pack.Lost(pack.Wanted(Database, "books", "{}", pack.Urn(Database, "ledger"))));
        Assert.Equal(["Mandatory pending-delete books"], interrupted.Lost(interrupted.Wanted(Database, "books", "{}", interrupted.Urn(Database, "ledger"))));
    }

    [Theory]
    [InlineData("""{ "custom": false }""")]
    [InlineData("""{ "external": true }""")]
    [InlineData("""{ "pendingReplacement": true }""")]
    [InlineData("""{ "viewOf": "urn:pulumi:prod::shop::aws:rds/cluster:Cluster::c" }""")]
    public void What_no_deletion_reaches_is_not_missing(string more)
    {
        using var pack = new TestPack().Lived(Database, "ledger", more);

        Assert.Empty(pack.Lost());
    }

    [Fact]
    public void What_is_retained_leaves_the_state_and_is_only_told_of()
    {
        using var pack = new TestPack().Lived(Database, "ledger", """{ "retainOnDelete": true }""");

        var told = Assert.Single(pack.AnalyzeStack().Diagnostics);
        Assert.Equal(EnforcementLevel.Advisory, told.EnforcementLevel);
        Assert.Contains("lives on, managed by nobody", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protected_object_that_is_missing_is_still_told_of_as_lost()
    {
        using var pack = new TestPack().Lived(Database, "ledger", """{ "protect": true }""");

        Assert.Equal(["Mandatory missing-from-goal ledger"], pack.Lost());
    }

    [Fact]
    public void What_waits_to_be_deleted_is_lost_whatever_the_program_says()
    {
        using var pack = new TestPack().Lived(Database, "ledger").Lived(Database, "ledger", """{ "delete": true, "id": "old" }""");

        Assert.Equal(["Mandatory pending-delete ledger"], pack.Lost(pack.Wanted(Database, "ledger", """{ "id": "ledger-id" }""")));
    }

    [Fact]
    public void Who_gets_a_new_id_is_replaced()
    {
        using var pack = new TestPack().Lived(Database, "ledger");

        Assert.Equal(["Mandatory stateful-replaced ledger"], pack.Lost(pack.Wanted(Database, "ledger", Unknown)));
        Assert.Equal(["Mandatory stateful-replaced ledger"], pack.Lost(pack.Wanted(Database, "ledger", """{ "id": "" }""")));
        Assert.Equal(["Mandatory stateful-replaced ledger"], pack.Lost(pack.Wanted(Database, "books", Unknown, pack.Urn(Database, "ledger"))));
        Assert.Empty(pack.Lost(pack.Wanted(Database, "ledger", """{ "id": "ledger-id", "address": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }""")));
        Assert.Empty(pack.Lost(pack.Wanted(Database, "ledger", """{ "engine": "postgres" }""")));
    }

    [Fact]
    public void In_an_update_it_is_said_to_be_over()
    {
        using var before = new TestPack().Lived(Database, "ledger");
        using var after = new TestPack(preview: false).Lived(Database, "ledger");

        Assert.Contains("Pulumi will delete it", before.AnalyzeStack().Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("Pulumi has deleted it in this run", after.AnalyzeStack().Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_file_judges_losses_as_it_does_for_the_command_line()
    {
        using var pack = new TestPack().Lived(Database, "ledger").Policy($"""
            version: 1
            waivers:
              - rule: stateful-destroy
                addresses: ["urn:pulumi:prod::shop::{Database}::ledger"]
                reason: "moved to Aurora"
                expires: 2026-06-30
            """);
        using var off = new TestPack().Lived(Database, "ledger").Policy("version: 1\nrules:\n  stateful-destroy: { level: off }\n  production-destroy: { level: off }\n");

        var waived = Assert.Single(pack.AnalyzeStack().Diagnostics);
        Assert.Equal(EnforcementLevel.Advisory, waived.EnforcementLevel);
        Assert.Contains("Let through until 2026-06-30: moved to Aurora", waived.Message, StringComparison.Ordinal);
        Assert.Empty(off.Lost());
    }

    [Fact]
    public void A_level_that_is_given_is_the_level_that_is_reported()
    {
        using var advisory = new TestPack().Lived(Database, "ledger").Level("missing-from-goal", EnforcementLevel.Advisory);
        using var disabled = new TestPack().Lived(Database, "ledger").Level("missing-from-goal", EnforcementLevel.Disabled);
        using var remediate = new TestPack().Lived(Database, "ledger").Level("missing-from-goal", EnforcementLevel.Remediate);

        Assert.Equal(["Advisory missing-from-goal ledger"], advisory.Lost());
        Assert.Empty(disabled.Lost());
        Assert.Equal(["Mandatory missing-from-goal ledger"], remediate.Lost());
    }

    [Fact]
    public void No_value_of_the_state_is_shown()
    {
        const string Canary = "s3cr3t-canary-value";
        using var pack = new TestPack().Lived(Database, "ledger", $$"""{ "inputs": { "password": "{{Canary}}", "tags": { "Environment": "{{Canary}}-prod" } }, "outputs": { "password": "{{Canary}}" } }""");

        Assert.DoesNotContain(Canary, pack.AnalyzeStack().ToString(), StringComparison.Ordinal);
    }
}
