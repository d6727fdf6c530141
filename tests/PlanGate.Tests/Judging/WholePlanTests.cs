using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

public sealed class WholePlanTests
{
    private static readonly object Database = new { id = "db-1", identifier = "orders", arn = "arn:aws:rds:eu-west-1:1:db:orders", skip_final_snapshot = true };

    [Fact]
    public void A_database_and_its_snapshot_in_one_plan_are_a_finding_of_their_own()
    {
        var finding = Pair(new TestPlan().Delete("aws_db_instance.orders", Database).Delete("aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "orders" }));

        Assert.NotNull(finding);
        Assert.Equal(Level.SoftMandatory, finding.Level);
        Assert.Equal("aws_db_instance.orders", finding.Address);
        Assert.Equal(["aws_db_instance.orders", "aws_db_snapshot.last"], finding.Objects);
    }

    [Fact]
    public void In_production_only_the_policy_can_let_them_through()
    {
        var production = new { id = "db-1", identifier = "orders", tags = new { Environment = "prod" } };
        var verdict = new TestPlan().Delete("aws_db_instance.orders", production).Delete("aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "orders" }).Judged();

        Assert.Equal(Level.HardMandatory, verdict.Findings[0].Level);
        Assert.Null(verdict.ApprovalCode);
    }

    [Fact]
    public void A_snapshot_of_another_database_is_no_pair() =>
        Assert.Null(Pair(new TestPlan().Delete("aws_db_instance.orders", Database).Delete("aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "customers" })));

    [Fact]
    public void A_bucket_that_is_called_like_the_database_is_no_pair_with_its_snapshot() =>
        Assert.Null(Pair(new TestPlan().Delete("aws_s3_bucket.orders", new { id = "orders", bucket = "orders" }).Delete("aws_db_snapshot.last", new { id = "s-1", db_instance_identifier = "orders" })));

    [Fact]
    public void A_vault_goes_with_what_a_selection_that_stays_backs_up_into_it()
    {
        var plan = new TestPlan()
            .Delete("aws_db_instance.orders", Database)
            .Delete("aws_backup_vault.main", new { id = "vault-main", name = "vault-main" })
            .Set("prior_state", new
            {
                values = new
                {
                    root_module = new
                    {
                        resources = new object[]
                        {
                            new { address = "aws_backup_plan.daily", mode = "managed", type = "aws_backup_plan", values = new { id = "plan-1", rule = new[] { new { target_vault_name = "vault-main" } } } },
                            new { address = "aws_backup_selection.daily", mode = "managed", type = "aws_backup_selection", values = new { id = "sel-1", plan_id = "plan-1", resources = new[] { "arn:aws:rds:eu-west-1:1:db:orders" } } },
                        },
                    },
                },
            });

        Assert.Equal(["aws_backup_vault.main", "aws_db_instance.orders"], Pair(plan)?.Objects);
    }

    [Fact]
    public void A_claim_and_the_snapshot_of_it_are_tied_inside_of_manifests()
    {
        static object Manifest(string apiVersion, string kind, string name, object? spec) => new { manifest = new { apiVersion, kind, metadata = new { name }, spec } };
        var plan = new TestPlan()
            .Delete("kubernetes_manifest.data", Manifest("v1", "PersistentVolumeClaim", "orders-data", null))
            .Delete("kubernetes_manifest.copy", Manifest("snapshot.storage.k8s.io/v1", "VolumeSnapshot", "orders-copy", new { source = new { persistentVolumeClaimName = "orders-data" } }));

        Assert.Equal(["kubernetes_manifest.copy", "kubernetes_manifest.data"], Pair(plan)?.Objects);
    }

    [Fact]
    public void A_server_names_the_databases_that_the_state_knows_inside()
    {
        var plan = new TestPlan().Replace("google_sql_database_instance.main", new { id = "main", name = "orders-server" }, "region").Set("prior_state", new
        {
            values = new
            {
                root_module = new
                {
                    resources = new[]
                    {
                        new { address = "google_sql_database.a", mode = "managed", type = "google_sql_database", values = new { instance = "orders-server" } },
                        new { address = "google_sql_database.b", mode = "managed", type = "google_sql_database", values = new { instance = "other-server" } },
                    },
                },
            },
        });

        Assert.Contains("1 known data object is inside: google_sql_database.a", plan.Finding().Because);
    }

    [Fact]
    public void A_volume_and_its_snapshot_are_tied_by_the_volumes_id() =>
        Assert.NotNull(Pair(new TestPlan().Delete("aws_ebs_volume.data", new { id = "vol-123" }).Delete("aws_ebs_snapshot.data", new { id = "snap-9", volume_id = "vol-123" })));

    [Fact]
    public void A_disk_and_its_snapshot_are_tied_however_Google_writes_them() =>
        Assert.NotNull(Pair(new TestPlan()
            .Delete("google_compute_disk.data", new { id = "projects/p/zones/z/disks/data" })
            .Delete("google_compute_snapshot.data", new { id = "projects/p/global/snapshots/s", source_disk = "https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/data" })));

    [Fact]
    public void References_in_the_configuration_tie_what_values_do_not()
    {
        var plan = new TestPlan()
            .Delete("acme_database.orders", new { id = "1" })
            .Delete("acme_database_backup.orders[0]", new { id = "2" })
            .Set("configuration", JObject.Parse("""{"root_module":{"resources":[{"address":"acme_database_backup.orders","mode":"managed","type":"acme_database_backup","expressions":{"of":{"references":["acme_database.orders.id","acme_database.orders"]}}}]}}"""));

        Assert.NotNull(Pair(plan));
    }

    [Fact]
    public void A_bucket_and_the_bucket_it_is_replicated_to_are_a_pair()
    {
        var plan = new TestPlan()
            .Delete("aws_s3_bucket.main", new { id = "acme-main", arn = "arn:aws:s3:::acme-main", bucket = "acme-main" })
            .Delete("aws_s3_bucket.copy", new { id = "acme-copy", arn = "arn:aws:s3:::acme-copy", bucket = "acme-copy" })
            .Delete("aws_s3_bucket_replication_configuration.main", new { id = "acme-main", bucket = "acme-main", rule = new[] { new { destination = new[] { new { bucket = "arn:aws:s3:::acme-copy" } } } } });

        Assert.NotNull(Pair(plan));
    }

    [Fact]
    public void Two_buckets_that_nothing_ties_are_none() =>
        Assert.Null(Pair(new TestPlan().Delete("aws_s3_bucket.a", new { id = "bucket-a" }).Delete("aws_s3_bucket.b", new { id = "bucket-b" })));

    [Fact]
    public void A_provider_that_takes_the_backups_along_is_told_on_the_database()
    {
        Assert.Contains("its automated backups go with it, and no final copy is taken: nothing is left", Assert.Single(new TestPlan().Delete("aws_db_instance.orders", Database).Judged().Findings).Because);
        Assert.DoesNotContain(new TestPlan().Delete("aws_db_instance.orders", new { id = "x", skip_final_snapshot = true, delete_automated_backups = false }).Finding().Because, clause => clause.Contains("automated backups go", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void Many_destructions_are_a_finding_by_their_number(int count, bool found) => Assert.Equal(found, Mass(Many(count)) is not null);

    [Theory]
    [InlineData(10, 20, true)]
    [InlineData(10, 21, false)]
    [InlineData(9, 9, false)]
    public void And_by_their_share_of_the_state(int count, int state, bool found) =>
        Assert.Equal(found, Mass(Many(count).Set("prior_state", new
        {
            values = new
            {
                root_module = new
                {
                    resources = Enumerable.Range(0, state / 2).Select(number => new { address = $"null_resource.a{number}", mode = "managed", type = "null_resource", values = new { } }),
                    child_modules = new[] { new { resources = Enumerable.Range(0, state - (state / 2)).Select(number => new { address = $"null_resource.b{number}", mode = "managed", type = "null_resource", values = new { } }).Append(new { address = "data.x.y", mode = "data", type = "x", values = new { } }) } },
                },
            },
        })) is not null);

    [Fact]
    public void A_large_preview_environment_that_says_so_is_not_stopped() => Assert.Equal(Decision.Pass, Many(40).Judged("preview").Decision);

    [Fact]
    public void A_namespace_names_the_data_that_the_state_knows_inside()
    {
        var plan = new TestPlan().Delete("kubernetes_namespace.shop", new { id = "shop", metadata = new[] { new { name = "shop" } } }).Set("prior_state", new
        {
            values = new
            {
                root_module = new
                {
                    resources = new[]
                    {
                        new { address = "kubernetes_persistent_volume_claim.data", mode = "managed", type = "kubernetes_persistent_volume_claim", values = new { metadata = new[] { new { @namespace = "shop" } } } },
                        new { address = "kubernetes_persistent_volume_claim.other", mode = "managed", type = "kubernetes_persistent_volume_claim", values = new { metadata = new[] { new { @namespace = "blog" } } } },
                    },
                },
            },
        });

        Assert.Contains("1 known data object is inside: kubernetes_persistent_volume_claim.data", plan.Finding().Because);
    }

    [Fact]
    public void Drift_that_shows_data_gone_is_told_and_destroys_nothing()
    {
        var plan = new TestPlan().Set("resource_drift", new[] { new { address = "aws_db_instance.a", type = "aws_db_instance", mode = "managed", change = new { actions = new[] { "delete" }, before = new { id = "x" } } } });

        Assert.Equal(("PG303", Decision.Pass), (plan.Finding().Rule.Id, plan.Judged().Decision));
    }

    [Fact]
    public void Drift_of_what_holds_nothing_is_silent() =>
        Assert.Empty(new TestPlan().Set("resource_drift", new[] { new { address = "aws_security_group.a", type = "aws_security_group", mode = "managed", change = new { actions = new[] { "delete" }, before = new { id = "x" } } } }).Judged().Findings);

    private static Finding? Pair(TestPlan plan) => plan.Judged().Findings.SingleOrDefault(finding => finding.Rule.Id == "PG104");

    private static Finding? Mass(TestPlan plan) => plan.Judged().Findings.SingleOrDefault(finding => finding.Rule.Id == "PG110");

    private static TestPlan Many(int count) => Enumerable.Range(0, count).Aggregate(new TestPlan(), (plan, number) => plan.Delete($"aws_security_group.n{number}"));
}
