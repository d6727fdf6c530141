using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

/// <summary>The verdicts that every format is pinned with.</summary>
internal static class ReportCases
{
    public static TheoryData<string> Names => [.. All.Keys];

    public static Dictionary<string, Func<Verdict>> All { get; } = new(StringComparer.Ordinal)
    {
        ["pass"] = () => new TestPlan().With("aws_instance.web", ["create"]).Delete("aws_security_group.web").Judged(),
        ["blocked"] = () => new TestPlan()
            .With("module.db.aws_db_instance.main", ["delete", "create"], new { id = "db-1", skip_final_snapshot = true, tags = new { Environment = "production" } }, change =>
            {
                change["action_reason"] = "replace_because_cannot_update";
                change["change"]!["replace_paths"] = Newtonsoft.Json.Linq.JArray.Parse("""[["availability_zone"]]""");
            })
            .With("aws_ebs_volume.data[1]", ["delete"], more: change => change["action_reason"] = "delete_because_count_index")
            .With("aws_ebs_volume.data[0]", ["delete"], more: change => change["deposed"] = "0a1b2c3d")
            .Delete("aws_kms_key.main", new { id = "k", deletion_window_in_days = 7 })
            .Delete("acme_thing.x")
            .With("aws_s3_bucket.logs", ["forget"])
            .Update("aws_dynamodb_table.orders", new { id = "o", ttl = 1, name = "orders" }, new { id = "o", ttl = 2, name = "orders" })
            .With("aws_security_group.web", ["create"])
            .Judged(),
        ["error"] = () => Gate.Judge(new TestPlan().Delete("aws_db_instance.main").Read(), [new("other.json", "not JSON", "resource_changes[12]", new TextPosition(1, 5120))], PlanGate.Policies.Policy.BuiltIn, TestPlan.Today),
        ["hostile"] = () => new TestPlan().Delete("aws_db_instance.main[\"\e[2J\n::error::x‮\u0007\"]").Judged(),
        ["errored"] = () => new TestPlan().Set("errored", true).Judged(),
        ["together"] = Together,
        ["waived"] = () => new TestPlan()
            .Delete("aws_db_instance.legacy", new { id = "l", tags = new { Environment = "production" } })
            .Delete("aws_ebs_volume.scratch", new { id = "s", tags = new { Environment = "dev" } })
            .Judged(policy: WaiverPolicy),
        ["approved"] = () => Approved(Two(), required: 2,
            Yes("alice", 1001), Yes("bob", 1002), Yes("renovate", 1003, "not-a-person")),
        ["not-counting"] = () => Approved(Two(), required: 2,
            [Yes("alice", 1001), .. new[] { "no-code", "other-code", "edited", "not-a-person", "machine", "author", "committer", "pusher", "not-an-approver", "membership-pending", "team-unreadable", "expired", "cooling-off", "before-code", "not-approved", "changes-requested", "bad-signature", "other-policy", "not-covered" }
                .Select((reason, index) => Yes($"person-{index:00}", 2000 + index, reason))]),
        ["several-plans"] = () => Gate.Judge(
            [
                .. new TestPlan().Delete("aws_db_instance.main", new { id = "m", tags = new { Environment = "production" } }).Read().Select(plan => plan with { Source = "stacks/eu/plan.json" }),
                .. new TestPlan().Delete("aws_db_instance.main", new { id = "n", tags = new { Environment = "staging" } }).Delete("aws_ebs_volume.data").Read().Select(plan => plan with { Source = "stacks/us/plan.json" }),
            ],
            [], Policy.BuiltIn, TestPlan.Today),
        ["pulumi"] = () => new TestPlan()
            .With("aws_db_instance.x", ["delete"], new { id = "db-1", tags = new { Environment = "production" } }, change => change["address"] = "urn:pulumi:prod::shop::my:component:Store$aws:rds/instance:Instance::orders")
            .Judged(),
        ["mass"] = () => Enumerable.Range(0, 34).Aggregate(new TestPlan(), (plan, index) => plan.Delete($"aws_security_group.web[{index}]")).Delete("aws_db_instance.main").Judged(),
    };

    public static Verdict Of(string name) => All[name]();

    /// <summary>A plan in which everything has the names that a hostile author would choose.</summary>
    public static TestPlan Hostile(string name)
    {
        var key = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var attribute = name.Length == 0 ? "x" : name;
        return new TestPlan()
            .With($"aws_db_instance.main[\"{key}\"]", ["delete"], new { id = "one", tags = new { Environment = "production" } }, Typed("aws_db_instance"))
            .With($"aws_dynamodb_table.t[\"{key}\"]", ["update"], new JObject { ["id"] = "t", [attribute] = 1 }, change =>
            {
                Typed("aws_dynamodb_table")(change);
                change["change"]!["after"] = new JObject { ["id"] = "t", [attribute] = 2 };
            })
            .With($"aws_security_group.g[\"{key}\"]", ["delete"], more: Typed("aws_security_group"))
            .With($"acme_thing.a[\"{key}\"]", ["delete"], more: Typed("acme_thing"));

        static Action<JObject> Typed(string type) => change =>
        {
            change["type"] = type;
            change["provider_name"] = $"registry.terraform.io/hashicorp/{type.Split('_')[0]}";
        };
    }

    /// <summary>Plans as large as the largest: so many objects, all of which hold data.</summary>
    public static Verdict Many(int count, string module = "module.storage.") =>
        Enumerable.Range(0, count).Aggregate(new TestPlan(), (plan, index) => plan.Delete($"{module}aws_ebs_volume.data[{index}]", new { id = $"vol-{index}" })).Judged();

    public static Verdict Two() => new TestPlan()
        .Delete("aws_db_instance.main", new { id = "db-1", tags = new { Environment = "production" } })
        .Delete("aws_ebs_volume.data", new { id = "vol-1" })
        .Judged();

    public static Approval Yes(string by, long id, params string[] reasons) =>
        new() { By = by, Id = $"{id}", Review = id * 10, At = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero), Reasons = reasons };

    public static Verdict Approved(Verdict verdict, int required, params Approval[] approvals) => verdict with
    {
        Findings = [.. verdict.Findings.Select(finding => finding.IsBlocking ? finding with { Approvals = approvals, ApprovalsRequired = required } : finding)],
    };

    private static Policy WaiverPolicy { get; } = Policy.BuiltIn with
    {
        Source = ".plangate.yml",
        SwitchedOff = ["forget"],
        Waivers =
        [
            new("stateful-destroy", [new("aws_db_instance.legacy", GlobSort.Address)], "moved to Aurora, CHG-1234", new(2026, 12, 31)),
            new("stateful-destroy", [new("aws_db_instance.gone", GlobSort.Address)], "gone | since long", new(2026, 12, 31)),
        ],
    };

    // Data with its snapshots, a namespace with what is inside, a bucket with its versioning.
    private static Verdict Together() => new TestPlan()
        .Delete("google_compute_disk.ledger", new { id = "projects/p/zones/z/disks/ledger", self_link = "https://compute/projects/p/zones/z/disks/ledger", name = "ledger", labels = new { env = "prod" } })
        .Delete("google_compute_snapshot.weekly", new { id = "projects/p/global/snapshots/weekly", source_disk = "https://compute/projects/p/zones/z/disks/ledger", labels = new { env = "prod" } })
        .Delete("google_compute_snapshot.daily", new { id = "projects/p/global/snapshots/daily", source_disk = "https://compute/projects/p/zones/z/disks/ledger", labels = new { env = "prod" } })
        .Delete("aws_s3_bucket.invoices", new { id = "invoices", bucket = "invoices" })
        .Delete("aws_s3_bucket_versioning.invoices", new { id = "invoices", bucket = "invoices" })
        .Delete("azurerm_resource_group.shop", new { id = "/subscriptions/s/resourceGroups/shop", name = "shop-rg" })
        .Set("prior_state", new
        {
            format_version = "1.0",
            values = new
            {
                root_module = new
                {
                    resources = new[]
                    {
                        State("azurerm_mssql_database.orders", "azurerm_mssql_database"),
                        State("azurerm_storage_account.files", "azurerm_storage_account"),
                    },
                },
            },
        })
        .Judged();

    private static object State(string address, string type) => new
    {
        address,
        mode = "managed",
        type,
        name = address.Split('.')[1],
        provider_name = "registry.terraform.io/hashicorp/azurerm",
        schema_version = 0,
        values = new { id = $"id-of-{address}", resource_group_name = "shop-rg" },
        sensitive_values = new { },
    };
}
