using System.Text;
using PlanGate.Fuzz.Mutating;

namespace PlanGate.Fuzz;

/// <summary>What real tools, and the project's tests, have written: the inputs that all others are made of.</summary>
internal sealed class Seeds
{
    // What is judged a thousand times a second has to be small.
    private const int Largest = 12 * 1024;

    public required IReadOnlyList<byte[]> Plans { get; init; }

    public required IReadOnlyList<byte[]> Previews { get; init; }

    public required IReadOnlyList<byte[]> Events { get; init; }

    public required IReadOnlyList<byte[]> UpdatePlans { get; init; }

    public required IReadOnlyList<byte[]> Policies { get; init; }

    /// <summary>Command lines that must be refused, or must not: what the tests' tables say.</summary>
    public required IReadOnlyList<(string Answer, string Line)> Commands { get; init; }

    /// <summary>Those of this repository, and of the corpus beside it where it is there.</summary>
    public static Seeds OfTheRepository()
    {
        var root = Root();
        var json = Files(root, "*.json", "examples", "tests/PlanGate.Tests", "policies/examples", "../shared/corpus").Concat(Files(root, "*.jsonl", "examples", "tests/PlanGate.Tests", "../shared/corpus")).Select(File.ReadAllBytes).ToList();
        return new()
        {
            Plans = [.. json.Where(IsPlan), .. Made.Plans],
            Previews = [.. json.Where(bytes => Has(bytes, "steps") || Has(bytes, "changeSummary")), .. Made.Previews],
            Events = [.. json.Where(bytes => JsonTree.Parse(bytes)?.Children[0].Value is { IsObject: true } first && (first.Member("events") is not null || first.Children.Any(child => child.Name!.EndsWith("Event\"", StringComparison.Ordinal)))), .. Made.Events],
            UpdatePlans = [.. json.Where(bytes => Has(bytes, "resourcePlans")), .. Made.UpdatePlans],
            Policies = [.. Files(root, "*.yml", "policies/packs", "policies/examples").Where(file => !file.Contains("/tests/", StringComparison.Ordinal)).Select(File.ReadAllBytes), .. Made.Policies],
            Commands = [.. Files(root, "commands*.tsv", "tests/PlanGate.Tests/Commands").SelectMany(File.ReadLines).Select(line => line.Split('\t')).Where(cells => cells.Length > 1 && !cells[0].StartsWith('#')).Select(cells => (cells[0], Unescaped(cells[1])))],
        };
    }

    private static bool IsPlan(byte[] bytes) => Has(bytes, "format_version") && (Has(bytes, "resource_changes") || Has(bytes, "planned_values"));

    private static bool Has(byte[] bytes, string member) => JsonTree.Parse(bytes) is { } tree && tree.Children[0].Value.Member(member) is not null;

    private static string Unescaped(string cell) => cell.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace('\u0001', '\\');

    private static IEnumerable<string> Files(string root, string pattern, params string[] folders) => folders
        .Select(folder => Path.Combine(root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Where(file => !file.Contains("node_modules", StringComparison.Ordinal) && (pattern.EndsWith(".tsv", StringComparison.Ordinal) || new FileInfo(file).Length is > 0 and <= Largest))
        .Order(StringComparer.Ordinal);

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "PlanGate.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("this runs outside of the repository");
    }

    /// <summary>Small inputs that have of everything something, so that there are seeds without the corpus too.</summary>
    private static class Made
    {
        private const string Urn = "urn:pulumi:prod::shop::aws:rds/instance:Instance::db";
        private const string State = """{"type":"aws:rds/instance:Instance","urn":"%URN%","custom":true,"id":"db-1","inputs":{"engine":"postgres"},"outputs":{"engine":"postgres","tags":{"Environment":"prod"}},"protect":false,"parent":"urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"}""";

        public static IReadOnlyList<byte[]> Plans { get; } = Utf8(
            """{"format_version":"1.2","terraform_version":"1.11.4","variables":{"environment":{"value":"prod"}},"planned_values":{"root_module":{}},"resource_drift":[{"address":"aws_ebs_volume.gone","mode":"managed","type":"aws_ebs_volume","name":"gone","change":{"actions":["delete"],"before":{"id":"vol-9"},"after":null}}],"resource_changes":[{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["delete","create"],"before":{"id":"db","identifier":"db","password":"x","deletion_protection":true},"after":{"identifier":"db"},"after_unknown":{"id":true},"before_sensitive":{"password":true},"after_sensitive":{},"replace_paths":[["engine"]]},"action_reason":"replace_because_cannot_update"},{"address":"module.a[\"x.y\"].aws_ebs_volume.v[0]","module_address":"module.a[\"x.y\"]","mode":"managed","type":"aws_ebs_volume","name":"v","index":0,"deposed":"ab12","provider_name":"registry.opentofu.org/hashicorp/aws","change":{"actions":["delete"],"before":{"id":"vol-1","tags":{"Name":"v"}},"after":null,"after_unknown":{},"before_sensitive":{},"after_sensitive":false}},{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","change":{"actions":["update"],"before":{"bucket":"b","force_destroy":false},"after":{"bucket":"b","force_destroy":true},"after_unknown":{}}},{"address":"data.aws_ami.x","mode":"data","type":"aws_ami","name":"x","change":{"actions":["read"],"before":null,"after":{}}}],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","values":{"id":"db"}}],"child_modules":[{"address":"module.a","resources":[]}]}}},"configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"default_tags":[{"tags":{"constant_value":{"Environment":"prod"}}}]}}},"root_module":{"resources":[{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","expressions":{"kms_key_id":{"references":["aws_kms_key.k.arn","aws_kms_key.k"]}}}],"module_calls":{"a":{"module":{"resources":[]}}}}},"complete":true,"errored":false}""",
            """{"format_version":"1.2","resource_changes":[{"address":"aws_db_instance.a","previous_address":"aws_db_instance.b","mode":"managed","type":"aws_db_instance","name":"a","change":{"actions":["no-op"],"before":{"id":"1"},"after":{"id":"1"},"importing":{"id":"1"}}},{"address":"google_sql_database_instance.g","mode":"managed","type":"google_sql_database_instance","name":"g","change":{"actions":["forget"],"before":{"id":"g"},"after":null}}],"deferred_changes":[{"reason":"instance_count_unknown","resource_change":{"address":"aws_ebs_volume.d[\"*\"]","mode":"managed","type":"aws_ebs_volume","name":"d","change":{"actions":["delete"],"before":{"id":"x"},"after":null}}}],"action_invocations":[{"address":"action.aws_lambda_invoke.x","type":"aws_lambda_invoke","name":"x","lifecycle_action_trigger":{}}],"deferred_action_invocations":[{"reason":"deferred_prereq","action_invocation":{"address":"action.a.b","type":"a"}}],"complete":false}""",
            """{"plan_format_version":"1.2","resource_changes":[{"address":"kubernetes_manifest.m","mode":"managed","type":"kubernetes_manifest","name":"m","change":{"actions":["create","delete"],"before":{"manifest":{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"x","namespace":"prod"}}},"after":{}}}]}""");

        public static IReadOnlyList<byte[]> Previews { get; } = Utf8(
            """{"config":{"shop:environment":"prod"},"steps":[{"op":"delete","urn":"%URN%","oldState":%STATE%},{"op":"replace","urn":"%URN%2","oldState":%STATE2%,"newState":%STATE2%,"diffReasons":["engine"],"replaceReasons":["engine"],"detailedDiff":{"engine":{"kind":"update-replace","inputDiff":true} } }],"diagnostics":[{"severity":"warning","message":"x"}],"duration":1000000,"changeSummary":{"delete":1,"replace":1}}""");

        public static IReadOnlyList<byte[]> Events { get; } = Utf8(
            """
            {"sequence":0,"timestamp":1,"preludeEvent":{"config":{"shop:environment":"prod"}}}
            {"sequence":1,"timestamp":1,"resourcePreEvent":{"metadata":{"op":"update","urn":"%URN%","type":"aws:rds/instance:Instance","old":%STATE%,"new":%STATE%,"diffs":["engine"],"detailedDiff":{"engine":{"diffKind":"update","inputDiff":true}}},"planning":true}}
            {"sequence":2,"timestamp":1,"resourcePreEvent":{"metadata":{"op":"delete","urn":"%URN%3","type":"aws:rds/instance:Instance","old":%STATE3%,"new":null},"planning":true}}
            {"sequence":3,"timestamp":1,"diagnosticEvent":{"message":"x","severity":"info"}}
            {"sequence":4,"timestamp":1,"summaryEvent":{"maybeCorrupt":false,"durationSeconds":1,"resourceChanges":{"update":1,"delete":1},"isPreview":true}}

            """);

        public static IReadOnlyList<byte[]> UpdatePlans { get; } = Utf8(
            """{"manifest":{"time":"2026-01-01T00:00:00Z","magic":"x","version":"v3.200.0"},"config":{"shop:environment":{"value":"prod"}},"resourcePlans":{"%URN%":{"goal":null,"steps":["delete"],"state":null},"%URN%2":{"goal":{"type":"aws:rds/instance:Instance","name":"db2","custom":true,"inputDiff":{},"outputDiff":{}},"steps":["create-replacement","replace","delete-replaced"],"state":null,"seed":"AA=="}}}""",
            """{"resourcePlans":{"%URN%":{"steps":["update"],"goal":{"type":"aws:rds/instance:Instance","name":"db","custom":true,"protect":false,"inputDiff":{"updates":{"engine":"mysql"},"deletes":["x"]}}}}}""");

        public static IReadOnlyList<byte[]> Policies { get; } = Utf8(
            """
            version: 1
            extends: ["plangate:strict"]
            environments:
              production: { workspaces: ["prod", "prod-*"], stacks: ["*/prod"], tags: { Environment: [production, prod] }, addresses: ["module.prod.**"], paths: ["live/prod/**"] }
              non-production: { workspaces: [dev, "pr-*"], tags: { Environment: [dev] } }
            stateful: [ { types: [acme_ledger], addresses: ["terraform_data.ledger*"], kind: database } ]
            stateless: [ { addresses: ["module.scratch.**"] } ]
            rules: { forget: { level: soft-mandatory }, mass-destroy: { count: 20, percent: 30 }, key-destroy: { level: advisory, non-production: "off" } }
            kinds: { cache: { level: advisory } }
            custom:
              - name: zone-ttl
                message: "TTL under a minute"
                level: advisory
                when: { types: ["aws_route53_record"], actions: [update, create], environment: [production], attributes: [ { path: "$.after.ttl", less-than: 60 }, { path: "$.before.tags[?(@.a == 'b')]..x", matches: '^(a|b)+$', exists: true, changed: false, in: [1, x, null], equals: 5, not-equals: y, greater-than: 7d } ] }
            waivers: [ { rule: stateful-destroy, addresses: ["aws_db_instance.legacy", 'module.a["x"].**'], reason: "moved, CHG-1", expires: 2026-12-31 } ]
            approvals: { approvers: ["@acme/dba", alice, "bob#42"], machines: [deploy-bot], require-hardware-key: false, required: { default: 1, data-and-backups-destroy: 2 }, expires: 24h, cooling-off: 0m }

            """,
            "version: 1\nrules: &r { forget: &f { level: advisory } }\n",
            "{\"version\": 1}");

        private static IReadOnlyList<byte[]> Utf8(params string[] texts) =>
        [
            .. texts.Select(text => Encoding.UTF8.GetBytes(text
                .Replace("%STATE2%", State.Replace("%URN%", "%URN%2", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("%STATE3%", State.Replace("%URN%", "%URN%3", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("%STATE%", State, StringComparison.Ordinal)
                .Replace("%URN%", Urn, StringComparison.Ordinal))),
        ];
    }
}
