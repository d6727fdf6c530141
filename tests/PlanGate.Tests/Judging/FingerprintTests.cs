using Newtonsoft.Json;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

public sealed class FingerprintTests
{
    private static readonly string Base = Of(Database());

    [Fact]
    public void Is_that_of_the_empty_list_when_nothing_blocks()
    {
        var none = new TestPlan().Judged();

        Assert.Equal(none.Fingerprint, new TestPlan().Delete("aws_security_group.a").Judged().Fingerprint);
        Assert.Null(none.ApprovalCode);
    }

    [Fact]
    public void Gives_a_code_of_32_hex_digits_when_something_blocks() => Assert.Matches("^[0-9a-f]{32}$", Database().Judged().ApprovalCode);

    [Fact]
    public void Does_not_follow_unrelated_changes() =>
        Assert.Equal(Base, Of(Database().Delete("aws_security_group.a").With("aws_instance.b", ["create"]).Update("aws_s3_bucket.c", new { a = 1 }, new { a = 2 })));

    [Fact]
    public void Does_not_follow_tags_and_white_space()
    {
        var tagged = new TestPlan().Delete("aws_db_instance.main", new { tags = new { Owner = "x" }, id = "db-1", skip_final_snapshot = true });

        Assert.Equal(Base, Of(tagged));
        Assert.Equal(Base, TestPlan.Judge(System.Text.Encoding.UTF8.GetBytes(Database().Json(Formatting.Indented))).Fingerprint);
    }

    [Fact]
    public void Does_not_follow_the_order_of_changes() =>
        Assert.Equal(Of(Database().Delete("aws_ebs_volume.a")), Of(new TestPlan().Delete("aws_ebs_volume.a").Delete("aws_db_instance.main", new { id = "db-1", skip_final_snapshot = true })));

    [Fact]
    public void Follows_another_object_under_the_same_address() =>
        Assert.NotEqual(Base, Of(new TestPlan().Delete("aws_db_instance.main", new { id = "db-2", skip_final_snapshot = true })));

    [Fact]
    public void Follows_another_address() =>
        Assert.NotEqual(Base, Of(new TestPlan().Delete("aws_db_instance.other", new { id = "db-1", skip_final_snapshot = true })));

    [Fact]
    public void Follows_a_further_destruction() => Assert.NotEqual(Base, Of(Database().Delete("aws_ebs_volume.a")));

    [Fact]
    public void Follows_the_loss_of_what_would_have_kept_a_copy() =>
        Assert.NotEqual(Base, Of(new TestPlan().Delete("aws_db_instance.main", new { id = "db-1", skip_final_snapshot = false })));

    [Fact]
    public void Follows_a_delete_that_became_a_replacement() =>
        Assert.NotEqual(Base, Of(new TestPlan().Replace("aws_db_instance.main", new { id = "db-1", skip_final_snapshot = true }, "engine")));

    [Fact]
    public void Follows_the_value_that_forces_a_replacement_but_not_a_secret_one()
    {
        Assert.NotEqual(Forced("a", "b"), Forced("a", "c"));
        Assert.Equal(Forced("a", "b", sensitive: true), Forced("a", "c", sensitive: true));
    }

    [Fact]
    public void Tells_the_same_loss_in_two_plans_apart()
    {
        var one = Database().Read();
        var two = one.Select(plan => plan with { Source = "other.json" });

        Assert.NotEqual(Gate.Judge([.. one, .. two], [], PlanGate.Policies.Policy.BuiltIn, TestPlan.Today).Fingerprint, Base);
    }

    private static TestPlan Database() => new TestPlan().Delete("aws_db_instance.main", new { id = "db-1", skip_final_snapshot = true });

    private static string Of(TestPlan plan) => plan.Judged().Fingerprint;

    [Fact]
    public void A_yes_to_one_statement_is_no_yes_to_another()
    {
        static string Of(string sql) => new TestPlan().With("aws_redshiftdata_statement.x", ["create"], more: change =>
        {
            change["change"]!["before"] = null;
            change["change"]!["after"] = new Newtonsoft.Json.Linq.JObject { ["sql"] = sql, ["cluster_identifier"] = "c" };
        }).Judged().Fingerprint;

        Assert.NotEqual(Of("drop table scratch"), Of("drop table customers"));
        Assert.Equal(Of("drop table scratch"), Of("drop table scratch"));
    }

    [Fact]
    public void A_yes_to_many_objects_is_no_yes_to_others_at_the_same_addresses()
    {
        static string Of(string prefix) => Enumerable.Range(0, 21).Aggregate(new TestPlan(), (plan, number) => plan.Delete($"aws_security_group.n{number}", new { id = $"{prefix}-{number}" })).Judged().Fingerprint;

        Assert.NotEqual(Of("a"), Of("b"));
    }

    [Fact]
    public void A_yes_to_one_claim_is_no_yes_to_another_in_the_same_manifest_block()
    {
        static string Of(string space, string name) => new TestPlan().Delete("kubernetes_manifest.x", new { manifest = new { apiVersion = "v1", kind = "PersistentVolumeClaim", metadata = new { @namespace = space, name } } }).Judged().Fingerprint;

        Assert.NotEqual(Of("scratch", "data"), Of("prod", "data"));
    }

    [Fact]
    public void Another_tag_that_changes_beside_the_mark_does_not_void_a_yes()
    {
        static string Of(string time) => new TestPlan().Update("aws_db_instance.x", new { id = "1", tags = new { Environment = "prod", ts = "1" } }, new { id = "1", tags = new { ts = time } }).Judged().Fingerprint;

        Assert.Equal(Of("2"), Of("3"));
    }

    private static string Forced(string from, string to, bool sensitive = false) =>
        Of(new TestPlan().With("aws_db_instance.main", ["delete", "create"], new { id = "db-1", engine = from }, change =>
        {
            var inner = change["change"]!;
            inner["after"] = Newtonsoft.Json.Linq.JObject.FromObject(new { engine = to });
            inner["replace_paths"] = Newtonsoft.Json.Linq.JArray.Parse("""[["engine"]]""");
            if (sensitive)
            {
                inner["before_sensitive"] = inner["after_sensitive"] = Newtonsoft.Json.Linq.JObject.Parse("""{"engine":true}""");
            }
        }));
}
