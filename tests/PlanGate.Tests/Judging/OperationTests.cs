using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

public sealed class OperationTests
{
    [Theory]
    [InlineData("google_bigquery_job", """{"query":[{"write_disposition":"WRITE_TRUNCATE"}]}""")]
    [InlineData("azurerm_resource_group_template_deployment", """{"deployment_mode":"Complete"}""")]
    [InlineData("google_storage_batch_operations_job", """{"delete_object":[{"permanent_object_deletion_enabled":true}]}""")]
    [InlineData("mongodbatlas_cloud_backup_snapshot_restore_job", """{"delivery_type_config":[{"automated":true}]}""")]
    [InlineData("mysql_sql", """{"create_sql":"DROP TABLE users"}""")]
    [InlineData("acme_cache_flush", "{}")]
    [InlineData("acme_server_reinstall_task", "{}")]
    [InlineData("acme_database_restore", "{}")]
    public void Creating_what_destroys_blocks(string type, string after)
    {
        var finding = Created(type, after).Finding();

        Assert.Equal(("PG206", Level.SoftMandatory, "create"), (finding.Rule.Id, finding.Level, finding.Action));
    }

    [Theory]
    [InlineData("google_bigquery_job", """{"query":[{"write_disposition":"WRITE_APPEND"}]}""")]
    [InlineData("azurerm_resource_group_template_deployment", """{"deployment_mode":"Incremental"}""")]
    [InlineData("mongodbatlas_cloud_backup_snapshot_restore_job", """{"delivery_type_config":[{"download":true}]}""")]
    [InlineData("mysql_sql", """{"create_sql":"CREATE TABLE users (id int)"}""")]
    [InlineData("acme_cache_flush_policy", "{}")]
    [InlineData("acme_restore_point_schedule", "{}")]
    [InlineData("aws_db_instance", "{}")]
    public void Creating_its_harmless_neighbour_does_not(string type, string after) => Assert.Empty(Created(type, after).Judged().Findings);

    [Fact]
    public void A_statement_that_is_secret_or_not_yet_known_may_be_any_statement()
    {
        var secret = new TestPlan().With("mysql_sql.x", ["create"], JValue.CreateNull(), change =>
        {
            change["change"]!["before"] = null;
            change["change"]!["after"] = JObject.Parse("""{"create_sql":"SELECT 1"}""");
            change["change"]!["after_sensitive"] = JObject.Parse("""{"create_sql":true}""");
        });

        Assert.Equal("PG206", secret.Finding().Rule.Id);
    }

    [Fact]
    public void A_lifecycle_rule_that_expires_objects_is_found_and_one_for_incomplete_uploads_is_not()
    {
        Assert.Equal("PG203", Created("aws_s3_bucket_lifecycle_configuration", """{"bucket":"b","rule":[{"expiration":[{"days":30}]}]}""").Finding().Rule.Id);
        Assert.Empty(Created("aws_s3_bucket_lifecycle_configuration", """{"bucket":"b","rule":[{"expiration":[],"abort_incomplete_multipart_upload":[{"days_after_initiation":7}]}]}""").Judged().Findings);
    }

    [Fact]
    public void A_lifecycle_rule_for_a_bucket_that_the_same_plan_creates_expires_nothing_that_exists() =>
        Assert.Empty(new TestPlan().With("aws_s3_bucket_lifecycle_configuration.x", ["create"], JValue.CreateNull(), change =>
        {
            change["change"]!["before"] = null;
            change["change"]!["after"] = JObject.Parse("""{"rule":[{"expiration":[{"days":30}]}]}""");
            change["change"]!["after_unknown"] = JObject.Parse("""{"bucket":true}""");
        }).Judged().Findings);

    [Fact]
    public void The_same_holds_where_the_configuration_says_so()
    {
        var plan = Created("aws_s3_bucket_lifecycle_configuration", """{"bucket":"b","rule":[{"expiration":[{"days":30}]}]}""")
            .With("aws_s3_bucket.new", ["create"])
            .Set("configuration", JObject.Parse("""{"root_module":{"resources":[{"address":"aws_s3_bucket_lifecycle_configuration.x","type":"aws_s3_bucket_lifecycle_configuration","expressions":{"bucket":{"references":["aws_s3_bucket.new.bucket","aws_s3_bucket.new"]}}}]}}"""));

        Assert.Empty(plan.Judged().Findings);
    }

    [Fact]
    public void Every_operation_can_be_read_and_speaks_of_a_known_type()
    {
        var operations = Catalogue.Rows("operations").Select(Operation.Parse).ToList();

        Assert.Equal(operations.Select(operation => operation.Type).Order(StringComparer.Ordinal), operations.Select(operation => operation.Type));
        Assert.All(operations, operation => Assert.NotNull(Catalogue.BuiltIn.Find(operation.Type)));
        Assert.All(operations, operation => Assert.Contains(operation.Rule, new[] { "PG203", "PG206" }));
        Assert.All(operations, operation => new TestPlan().With($"{operation.Type}.x", ["create"]).With($"{operation.Type}.y", ["update"]).With($"{operation.Type}.z", ["delete"]).Judged());
    }

    [Theory]
    [InlineData("Delete", 30, "Delete", 30, false)]
    [InlineData("Delete", 30, "Delete", 7, true)]
    [InlineData("SetStorageClass", 30, "Delete", 30, true)]
    [InlineData("SetStorageClass", 30, "SetStorageClass", 7, false)]
    [InlineData("Delete", 30, "Delete", 90, false)]
    public void A_rule_that_deletes_objects_is_found_once_it_is_new_or_changed(string was, int days, string becomes, int daysAfter, bool found)
    {
        static object Rule(string type, int age) => new { action = new[] { new { type } }, condition = new[] { new { age } } };
        var other = Rule("Delete", 365);
        var verdict = new TestPlan().Update("google_storage_bucket.main", new { id = "b", lifecycle_rule = new[] { other, Rule(was, days) } }, new { id = "b", lifecycle_rule = new[] { Rule(becomes, daysAfter), other } }).Judged();

        Assert.Equal(found ? ["PG203"] : [], verdict.Findings.Select(finding => finding.Rule.Id));
    }

    private static TestPlan Created(string type, string after) =>
        new TestPlan().With($"{type}.x", ["create"], JValue.CreateNull(), change =>
        {
            change["change"]!["before"] = null;
            change["change"]!["after"] = JObject.Parse(after);
        });
}
