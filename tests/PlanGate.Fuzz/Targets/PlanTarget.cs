using System.Text;
using System.Text.RegularExpressions;
using PlanGate.Classification;
using PlanGate.Fuzz.Mutating;
using PlanGate.Fuzz.Reference;
using PlanGate.Plans;

namespace PlanGate.Fuzz.Targets;

/// <summary>Plans of Terraform and OpenTofu.</summary>
internal sealed partial class PlanTarget(Seeds seeds) : Target("plan")
{
    private static readonly HashSet<string> Unordered = new(StringComparer.Ordinal) { "\"resource_changes\"", "\"resource_drift\"" };

    private static readonly Dictionary Words = new(
        [
            "format_version", "plan_format_version", "terraform_version", "resource_changes", "resource_drift", "prior_state", "planned_values", "deferred_changes", "action_invocations", "configuration", "provider_config", "root_module",
            "module_calls", "variables", "errored", "complete", "address", "previous_address", "module_address", "mode", "type", "name", "index", "provider_name", "deposed", "action_reason", "change", "actions", "before", "after",
            "after_unknown", "before_sensitive", "after_sensitive", "replace_paths", "importing", "Resource_Changes", "ACTIONS", "values", "resources", "child_modules", "id", "arn", "tags", "labels", "tags_all", "lifecycle", "steps", "timestamp", "@level",
            "deletion_protection", "force_destroy", "skip_final_snapshot", "backup_retention_period", "versioning", "enabled", "resource_change", "reason", "sequence", "config",
        ],
        [
            "[\"delete\"]", "[\"create\"]", "[\"update\"]", "[\"no-op\"]", "[\"read\"]", "[\"forget\"]", "[\"delete\",\"create\"]", "[\"create\",\"delete\"]", "[\"create\",\"forget\"]", "[\"Delete\"]", "[\"NoOp\"]", "[\"open\"]", "[]", "[\"delete\",\"delete\"]", "[\"de\\u006cete\"]",
            "\"delete\"", "\"managed\"", "\"data\"", "\"ephemeral\"", "\"aws_db_instance\"", "\"aws_ebs_volume\"", "\"aws_db_snapshot\"", "\"aws_kms_key\"", "\"azurerm_key_vault\"", "\"google_sql_database_instance\"", "\"kubernetes_namespace\"", "\"acme_database\"", "\"azapi_resource\"", "\"aws_s3_bucket\"", "\"random_flush\"",
            "\"aws_db_instance.main\"", "\"module.x[\\\"a.b\\\"].aws_ebs_volume.v[0]\"", "\"data.aws_db_instance.x\"", "\"1.2\"", "\"0.1\"", "\"2.0\"", "\"1\"", "\"prod\"", "\"dev\"", "{\"Environment\":\"production\"}", "{\"Environment\":\"dev\"}", "{\"id\":\"x\"}", "true", "false", "null", "0",
        ]);

    public override IReadOnlyList<byte[]> Seeds => seeds.Plans;

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other) => MutateJson(random, parent, other, Words);

    public override string Try(byte[] input)
    {
        var reference = ReferencePlan.Read(input);
        var judged = Judge(input, reference.Size);
        var random = RandomFor(input);
        if (judged.Message is { } message)
        {
            if (random.Next(64) == 0)
            {
                judged.MustBeWhatTheProgramSays(input);
            }

            return Shape(message);
        }

        Compare(judged, reference);
        Endure(judged, input, reference, random);
        return judged.Shape;
    }

    // What the reader let through, the reference must have understood too, and in the same way.
    private static void Compare(Judged judged, ReferencePlan reference)
    {
        if (reference.Problem is { } problem)
        {
            throw new FindingException("read, though the reference cannot", problem);
        }

        if (!reference.IsTerraform)
        {
            return;
        }

        var plans = judged.Verdict.Plans;
        if (plans.Count + judged.Verdict.Errors.Count < reference.Endings.Count)
        {
            throw new FindingException("fewer plans than documents", $"{plans.Count}, and {reference.Endings.Count}");
        }

        for (var index = 0; index < reference.Endings.Count; index++)
        {
            var mine = plans[index].Changes.Where(change => change.Action.Destroys || change.Action.Forgets).Select(change => $"{change.Action.Word} {change.Address}{(change.Deposed is null ? "" : $" ({change.Deposed})")}").Order(StringComparer.Ordinal);
            var others = reference.Endings[index].Select(ending => $"{ending.Does} {ending.Address}").Order(StringComparer.Ordinal);
            if (!mine.SequenceEqual(others))
            {
                throw new FindingException("the reference sees other endings", $"reader: {string.Join(", ", mine)}\nreference: {string.Join(", ", others)}");
            }

            if (judged.Decision == Decision.Error)
            {
                continue;
            }

            foreach (var ending in reference.Endings[index].Where(ending => ending.Does != "forget" && Catalogue.BuiltIn.Find(ending.Type)?.Loses == DataLoss.Yes))
            {
                if (!judged.Verdict.Findings.Any(finding => finding.Plan == index && finding.Address is { } address && (ending.Address == address || ending.Address == $"{address} ({finding.Deposed})")))
                {
                    throw new FindingException("data is destroyed and nothing is found", ending.ToString());
                }
            }
        }

        if (judged.Decision == Decision.Pass && reference.Endings.SelectMany(endings => endings).FirstOrDefault(ending => ending.Does != "forget" && ending.Type is "aws_ebs_volume" or "aws_db_instance") is { } lost && !NonProduction.IsMatch(reference.Text))
        {
            throw new FindingException("a destroyed database or volume passes", lost.ToString());
        }
    }

    // What must hold between an input and its neighbours.
    private void Endure(Judged judged, byte[] input, ReferencePlan reference, Random random)
    {
        switch (random.Next(6))
        {
            case 0 when judged.Decision != Decision.Error:
                var end = input.AsSpan().TrimEnd(" \t\r\n"u8).Length;
                var cut = input[..random.Next(end)];
                if (reference is { IsTerraform: true, Endings.Count: 1 } && Judge(cut, reference.Size).Decision != Decision.Error)
                {
                    throw new FindingException("a plan that is cut off is judged", $"the first {cut.Length} of {input.Length} bytes");
                }

                break;
            case 1 when JsonTree.Parse(Encoding.UTF8.GetBytes(reference.Text)) is { } tree && tree.HasNoDuplicates() && !tree.Children.Any(document => document.Value.Children.Any(member => OfPulumi.IsMatch(member.Name!))):
                judged.MustEqual(Judge(JsonMutator.Reordered(random, tree, Unordered).Documents(JsonMutator.Layout(random)), reference.Size), "order or white space changes the verdict");
                break;
            case 2 when JsonTree.Parse(Encoding.UTF8.GetBytes(reference.Text)) is { } tree && reference is { IsTerraform: true, Endings.Count: 1 }:
                var changes = tree.Children[0].Value.Member("resource_changes");
                if (changes is null or { Raw: not null } || changes.IsObject)
                {
                    break;
                }

                changes.Children.Insert(random.Next(changes.Children.Count + 1), (null, JsonTree.Leaf("""{"address":"aws_ebs_volume.added_by_fuzz","mode":"managed","type":"aws_ebs_volume","name":"added_by_fuzz","change":{"actions":["delete"],"before":{"id":"vol-fuzz"},"after":null}}""")));
                if (Judge(tree.Documents(() => ""), reference.Size).Decision < judged.Decision)
                {
                    throw new FindingException("a further destruction lowers the verdict");
                }

                break;
            case 3: judged.Report(); break;
            case 4 when random.Next(8) == 0: judged.MustBeWhatTheProgramSays(input); break;
            default: break;
        }
    }

    // Whose a document is, its first member says: one that has members of both is an error or not, as they stand.
    [GeneratedRegex("^\"(?:config|steps|diagnostics|duration|changeSummary|maybeCorrupt|manifest|resourcePlans|sequence|events|continuationToken|type|result|summary|timestamp|.*Event)\"$")]
    private static partial Regex OfPulumi { get; }

    [GeneratedRegex("dev|te?st|qa|uat|sta?g|sandbox|sbx|preview|non|pre|not|ephemeral|playground|demo", RegexOptions.IgnoreCase)]
    private static partial Regex NonProduction { get; }
}
