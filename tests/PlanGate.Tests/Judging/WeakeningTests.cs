using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.Tests.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

/// <summary>Updates that lose something, each beside its innocent neighbour.</summary>
public sealed class WeakeningTests
{
    [Theory]
    [InlineData("aws_db_instance", "deletion_protection", true, false)]
    [InlineData("aws_db_instance", "skip_final_snapshot", false, true)]
    [InlineData("aws_s3_bucket", "force_destroy", false, true)]
    [InlineData("aws_dynamodb_table", "deletion_protection_enabled", true, false)]
    [InlineData("google_sql_database_instance", "deletion_protection", true, false)]
    public void Turning_a_protection_off_is_found_and_turning_it_on_is_not(string type, string attribute, object safe, object unsafeValue)
    {
        var finding = Assert.Single(Updated(type, attribute, safe, unsafeValue).Findings);

        Assert.Equal(("PG201", Level.SoftMandatory), (finding.Rule.Id, finding.Level));
        Assert.Equal([attribute], finding.Attributes);
        Assert.Empty(Updated(type, attribute, unsafeValue, safe).Findings);
        Assert.Empty(Updated(type, attribute, safe, safe).Findings);
    }

    [Theory]
    [InlineData("aws_db_instance", "backup_retention_period", 7, 1)]
    [InlineData("aws_db_instance", "backup_retention_period", 7, 0)]
    public void Cutting_backups_is_found_and_keeping_more_is_not(string type, string attribute, object more, object less)
    {
        Assert.Equal("PG202", Assert.Single(Updated(type, attribute, more, less).Findings).Rule.Id);
        Assert.Empty(Updated(type, attribute, less, more).Findings);
    }

    [Theory]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":90}]},{"id":"b","status":"Enabled","expiration":[{"days":7}]}]""", true)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", """[{"id":"b","status":"Enabled","expiration":[{"days":7}]},{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", true)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", true)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":0}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", true)]
    [InlineData("""[{"id":"a","status":"Disabled","expiration":[{"days":30}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", true)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", """[{"id":"a","status":"Disabled","expiration":[{"days":7}]}]""", false)]
    [InlineData("""[{"id":"a","status":"Enabled"}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", true)]
    [InlineData("""[{"status":"Enabled","expiration":[{"days":90}],"prefix":"x"}]""", """[{"status":"Enabled","expiration":[{"days":90}],"prefix":"x"},{"status":"Enabled","expiration":[{"days":1}],"prefix":"y"}]""", true)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":90}]},{"id":"b","status":"Enabled","expiration":[{"days":7}]}]""", """[{"id":"b","status":"Enabled","expiration":[{"days":7}]},{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", false)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":90}]},{"id":"b","status":"Enabled","expiration":[{"days":7}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", false)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":90}]}]""", false)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", """[{"id":"a","status":"Enabled"}]""", false)]
    [InlineData("""[{"id":"a","status":"Enabled","expiration":[{"days":30}]}]""", """[{"id":"a","status":"Enabled","expiration":[{"days":30}]},{"id":"b","status":"Enabled","abort_incomplete_multipart_upload":[{"days_after_initiation":7}]}]""", false)]
    public void A_rule_by_which_data_expires_is_found_wherever_it_stands_in_the_list(string before, string after, bool found)
    {
        var verdict = Updated("aws_s3_bucket_lifecycle_configuration", "rule", JArray.Parse(before), JArray.Parse(after));

        Assert.Equal(found ? ["PG203"] : [], verdict.Findings.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("72h0m0s", "24h0m0s", true)]
    [InlineData("72h0m0s", "96h0m0s", false)]
    [InlineData("P7D", "P1D", true)]
    [InlineData("604800s", "1209600s", false)]
    [InlineData("7", "soon", true)]
    public void Retention_is_compared_however_a_provider_writes_it(string before, string after, bool found) =>
        Assert.Equal(found, Updated("google_bigtable_table", "automated_backup_policy", new[] { new { retention_period = before } }, new[] { new { retention_period = after } }).Findings.Count > 0);

    [Fact]
    public void One_safe_value_may_take_the_place_of_another()
    {
        Assert.Empty(Updated("google_project", "deletion_policy", "ABANDON", "PREVENT").Findings);
        Assert.Equal("PG201", Assert.Single(Updated("google_project", "deletion_policy", "PREVENT", "DELETE").Findings).Rule.Id);
    }

    [Fact]
    public void A_protection_that_is_known_only_after_apply_is_not_safe()
    {
        var plan = new TestPlan().With("aws_db_instance.main", ["update"], new { id = "x", deletion_protection = true }, change =>
        {
            change["change"]!["after"] = Newtonsoft.Json.Linq.JObject.Parse("""{"id":"x"}""");
            change["change"]!["after_unknown"] = Newtonsoft.Json.Linq.JObject.Parse("""{"deletion_protection":true}""");
        });

        Assert.Equal("PG201", plan.Finding().Rule.Id);
    }

    [Fact]
    public void A_protection_that_is_left_out_falls_back_to_its_default() =>
        Assert.Equal("PG201", Assert.Single(new TestPlan().Update("aws_db_instance.main", new { id = "x", deletion_protection = true }, new { id = "x" }).Judged().Findings).Rule.Id);

    [Fact]
    public void Outside_of_production_a_weakening_is_only_shown() =>
        Assert.Equal(Decision.Pass, new TestPlan().Update("aws_db_instance.main", new { id = "x", deletion_protection = true }, new { id = "x", deletion_protection = false }).Judged("dev").Decision);

    [Theory]
    [InlineData("tags")]
    [InlineData("instance_class")]
    public void Any_other_change_of_a_database_is_no_finding(string attribute) =>
        Assert.Empty(Updated("aws_db_instance", attribute, "a", "b").Findings);

    [Fact]
    public void Removing_versioning_is_found() => Assert.Equal("PG202", new TestPlan().Delete("aws_s3_bucket_versioning.main", new { id = "b", bucket = "b" }).Finding().Rule.Id);

    [Fact]
    public void Removing_a_lock_is_found() => Assert.Equal("PG201", new TestPlan().Delete("azurerm_management_lock.main").Finding().Rule.Id);

    [Fact]
    public void What_protects_a_bucket_that_goes_too_is_told_on_the_buckets_finding()
    {
        var finding = new TestPlan().Delete("aws_s3_bucket.main", new { id = "acme-orders", bucket = "acme-orders" }).Delete("aws_s3_bucket_versioning.main", new { id = "acme-orders", bucket = "acme-orders" }).Finding();

        Assert.Equal("PG101", finding.Rule.Id);
        Assert.Contains("its protection goes too: aws_s3_bucket_versioning.main", finding.Because);
    }

    [Fact]
    public void What_protects_a_bucket_is_a_finding_of_its_own_where_the_buckets_rule_is_off()
    {
        var plan = new TestPlan().Delete("aws_s3_bucket.main", new { id = "acme-orders", bucket = "acme-orders" }).Delete("aws_s3_bucket_versioning.main", new { id = "acme-orders", bucket = "acme-orders" });

        Assert.Equal("PG202", Assert.Single(plan.Judged(policy: PolicyText.Of("rules: { stateful-destroy: { level: off } }")).Findings).Rule.Id);
    }

    [Fact]
    public void An_update_that_takes_blocks_away_is_found()
    {
        var finding = new TestPlan().Update(
            "digitalocean_app.main",
            new { id = "x", spec = new[] { new { name = "web-prod", env = new[] { new { key = "A" }, new { key = "B" } } } }, name = "web-prod" },
            new { id = "x", spec = new[] { new { name = "web-prod", env = Array.Empty<object>() } }, name = "web-prod" }).Finding();

        Assert.Equal("PG204", finding.Rule.Id);
        Assert.Contains("spec.env", finding.Attributes);
    }

    [Fact]
    public void An_update_that_adds_blocks_is_not() =>
        Assert.Empty(new TestPlan().Update("aws_dynamodb_table.main", new { id = "x", replica = Array.Empty<object>() }, new { id = "x", replica = new[] { new { region_name = "eu-west-1" } } }).Judged().Findings);

    [Fact]
    public void An_update_that_takes_a_volume_from_a_service_is_found() =>
        Assert.Equal("PG204", new TestPlan().Update("railway_service.db", new { id = "x", volume = new { name = "data", mount_path = "/data" } }, new { id = "x" }).Finding().Rule.Id);

    [Fact]
    public void Taking_the_production_mark_off_is_found_and_adding_one_is_not()
    {
        Assert.Equal("PG205", Updated("aws_db_instance", "tags", new { Environment = "prod" }, new { Environment = "dev" }).Findings.Single().Rule.Id);
        Assert.Equal("PG205", Updated("aws_db_instance", "tags", new { Environment = "prod" }, new { Owner = "x" }).Findings.Single().Rule.Id);
        Assert.Empty(Updated("aws_db_instance", "tags", new { Environment = "dev" }, new { Environment = "prod" }).Findings);
        Assert.Empty(Updated("aws_db_instance", "tags", new { Environment = "prod" }, new { Environment = "production" }).Findings);
    }

    private static Verdict Updated(string type, string attribute, object before, object after) =>
        new TestPlan().Update($"{type}.main", new Dictionary<string, object> { ["id"] = "x", [attribute] = before }, new Dictionary<string, object> { ["id"] = "x", [attribute] = after }).Judged();

    [Fact]
    public void What_would_be_kept_when_it_goes_is_guarded_as_long_as_it_stays()
    {
        object Database(string state) => new { id = "d", deletion_policy = "ABANDON", delete_protection_state = state };

        Assert.Equal(Level.Advisory, new TestPlan().Delete("google_firestore_database.d", Database("DELETE_PROTECTION_DISABLED")).Finding().Level);
        Assert.Equal(Level.SoftMandatory, new TestPlan().Update("google_firestore_database.d", Database("DELETE_PROTECTION_ENABLED"), Database("DELETE_PROTECTION_DISABLED")).Finding().Level);
    }
}
