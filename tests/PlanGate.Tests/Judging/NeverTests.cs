using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Judging;

/// <summary>What must never happen, whatever a plan does to whatever objects.</summary>
public sealed class NeverTests
{
    private const string Secret = "s3cret-value";
    private const string Plain = "plain-value";

    private static readonly string[] Formats = [ReportFormats.Text, ReportFormats.Json, ReportFormats.Markdown, ReportFormats.Sarif, ReportFormats.JUnit, ReportFormats.GitHub, ReportFormats.Html];

    private static readonly string[] Types =
    [
        "aws_db_instance", "aws_rds_cluster", "aws_ebs_volume", "aws_instance", "aws_kms_key", "aws_db_snapshot", "aws_s3_bucket", "aws_secretsmanager_secret", "google_sql_database_instance", "azurerm_key_vault", "kubernetes_namespace",
        "kubernetes_manifest", "azapi_resource", "aws_cloudformation_stack", "acme_database", "acme_rule", "acme_flush", "snowflake_execute", "null_resource",
    ];

    private static readonly string[][] Actions = [["no-op"], ["create"], ["update"], ["delete"], ["delete", "create"], ["create", "delete"], ["forget"], ["create", "forget"]];

    // What rules look at, and where a secret may therefore be met.
    private static readonly string[] Attributes = ["password", "engine", "deletion_protection", "name", "sql", "execute", "manifest", "type", "kms_key_id", "backup_retention_period", "tags"];

    private static readonly Gen<(string Type, string[] Actions, string[] Secret, string[] Forced)[]> Changes =
        Gen.ArrayOf(
            from type in Gen.Elements(Types)
            from actions in Gen.Elements(Actions)
            from secret in Gen.SubListOf(Attributes)
            from forced in Gen.SubListOf(Attributes)
            select (type, actions, secret.ToArray(), forced.ToArray()));

    [Fact]
    public void No_report_holds_a_value_that_is_marked_sensitive() =>
        Check(40, changes =>
        {
            var plan = Plan(changes, _ => Secret);
            return Formats.All(format => CommandLine.Run(plan, ["check", "-", "--format", format]) is var outcome && !(outcome.Output + outcome.Error).Contains(Secret, StringComparison.Ordinal));
        });

    [Fact]
    public void No_comment_holds_a_value_of_any_attribute() =>
        Check(60, changes => !CommandLine.Run(Plan(changes, name => name is "name" or "tags" or "type" ? Secret : Plain), ["check", "-", "--format", "markdown"]).Output.Contains(Plain, StringComparison.Ordinal));

    [Fact]
    public void What_is_to_come_never_decides_on_what_goes() =>
        Check(60, changes =>
        {
            var destroyed = changes.Where(change => change.Actions.Contains("delete")).ToArray();
            var one = TestPlan.Judge(Bytes(Plan(destroyed, _ => Plain)));
            var other = TestPlan.Judge(Bytes(Plan(destroyed, _ => Plain, after => new JObject { ["tags"] = new JObject { ["Environment"] = "dev" }, ["deletion_protection"] = !(after["x"] is null), ["name"] = "test" })));
            return one.Decision == other.Decision && Found(one).SequenceEqual(Found(other));
        });

    [Fact]
    public void Drift_is_never_taken_for_a_destruction() =>
        Check(60, changes =>
        {
            var plan = JObject.Parse(Plan(changes, _ => Plain));
            var before = TestPlan.Judge(Bytes(plan.ToString()));
            plan["resource_drift"] = JArray.Parse(JObject.Parse(Plan(changes.Length == 0 ? [("aws_db_instance", ["delete"], [], [])] : [.. changes.Select(change => change with { Actions = ["delete"] })], _ => Plain))["resource_changes"]!.ToString().Replace(".n", ".drifted", StringComparison.Ordinal));
            var after = TestPlan.Judge(Bytes(plan.ToString()));
            return before.Decision == after.Decision && before.Fingerprint == after.Fingerprint;
        });

    private static IEnumerable<string> Found(Verdict verdict) =>
        verdict.Findings.Where(finding => finding.Action is "delete" or "replace" && finding.Rule.Id is not "PG206").Select(finding => $"{finding.Rule.Id} {finding.Address} {finding.Level} {finding.Recoverability} {finding.Environment}").Order(StringComparer.Ordinal);

    private static void Check(int tests, Func<(string Type, string[] Actions, string[] Secret, string[] Forced)[], bool> property) =>
        Prop.ForAll(Arb.From(Changes), property).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Plan((string Type, string[] Actions, string[] Secret, string[] Forced)[] changes, Func<string, string> secret, Func<JObject, JObject>? after = null)
    {
        var plan = new TestPlan();
        for (var index = 0; index < changes.Length; index++)
        {
            var (type, actions, secrets, forced) = changes[index];
            var marks = new JObject(secrets.Select(name => new JProperty(name, true)));
            var before = new JObject { ["id"] = $"id-{index}" };
            foreach (var name in Attributes)
            {
                before[name] = secrets.Contains(name) ? secret(name) : name switch { "tags" => new JObject { ["Team"] = "x" }, "deletion_protection" => false, "backup_retention_period" => 7, _ => "public" };
            }

            var next = (JObject)before.DeepClone();
            foreach (var name in secrets)
            {
                next[name] = $"{secret(name)}-2";
            }

            plan.With($"{type}.n{index}", actions, before, change =>
            {
                change["change"]!["after"] = actions is ["delete"] or ["forget"] ? null : after is null ? next : after(next);
                change["change"]!["before_sensitive"] = marks;
                change["change"]!["after_sensitive"] = marks.DeepClone();
                change["change"]!["replace_paths"] = new JArray(forced.Select(name => new JArray(name)));
            });
        }

        return plan.Json();
    }
}
