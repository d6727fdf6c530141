using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans.Pulumi;

/// <summary>Streams of Pulumi's own engine, previews and states, of which the streams say themselves what they deleted in the end.</summary>
public sealed class PulumiCorpusTests
{
    private static readonly string Corpus = Path.Combine(Needs.Shared, "corpus", "pulumi");

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(Corpus, "files")).Order(StringComparer.Ordinal);

    [NeedsSharedFact]
    public void Every_file_is_judged_or_is_the_state_of_a_stack_and_refused_as_a_plan()
    {
        var states = new List<string>();
        foreach (var file in Files)
        {
            var verdict = TestPlan.Judge(File.ReadAllBytes(file));
            if (verdict.Decision == Decision.Error)
            {
                Assert.Contains("--stack-export", Assert.Single(verdict.Errors).Message, StringComparison.Ordinal);
                states.Add(file);
            }
        }

        Assert.Equal((151, 25), (Files.Count(), states.Count));
    }

    [NeedsSharedFact]
    public void Every_state_is_read_beside_a_plan_but_for_one_that_needs_a_newer_reader()
    {
        var refused = new List<string>();
        foreach (var file in Files.Where(file => File.ReadAllText(file) is var text && (text.Contains("\"deployment\"", StringComparison.Ordinal) || text.Contains("\"latest\"", StringComparison.Ordinal)) && !text.Contains("\"steps\"", StringComparison.Ordinal)))
        {
            try
            {
                Assert.NotEqual("", StackExport.Read(File.OpenRead(file)).Stack);
            }
            catch (PlanFormatException)
            {
                refused.Add(Path.GetFileName(file));
            }
        }

        Assert.Equal(["pulumi-stack_pkg_resource_stack_testdata_checkpoint-v4-unsupported-feature.json"], refused);
    }

    [NeedsSharedFact]
    public void Every_live_deletion_is_found_and_none_is_invented()
    {
        var missed = new List<string>();
        var more = new List<string>();
        foreach (var file in Files)
        {
            var events = Documents(file).Where(document => document["sequence"] is not null).ToList();
            if (events.Count == 0)
            {
                continue;
            }

            var deleted = Deleted(events);
            var found = Found(file);
            missed.AddRange(deleted.Except(found).Select(one => $"{Short(file)} {one}"));
            more.AddRange(found.Except(deleted).Select(one => $"{Short(file)} {one}"));
        }

        Assert.Empty(missed);
        Assert.Equal(string.Join("\n", ProposedAndNotDone), string.Join("\n", more));
    }

    [NeedsSharedFact]
    public void Everything_that_is_labelled_as_deleted_or_replaced_is_found_but_for_what_is_not_a_deletion()
    {
        var rows = File.ReadLines(Path.Combine(Corpus, "LABELS.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        var different = rows.GroupBy(row => row[0]).SelectMany(group =>
        {
            var found = TestPlan.Read(File.ReadAllBytes(Path.Combine(Corpus, "files", group.Key))).SelectMany(plan => plan.Changes)
                .Where(change => change.Action.Destroys).SelectMany(change => new[] { change.Address, change.PreviousAddress }).ToHashSet(StringComparer.Ordinal);
            return group.Where(row => !found.Contains(row[1]) && !Reasons.Any(reason => row[5].Contains(reason, StringComparison.Ordinal))).Select(row => $"{Short(row[0])} {row[1].Split("::", 3)[2]} {row[3]}").Distinct();
        });

        Assert.InRange(rows.Count, 104, int.MaxValue);
        Assert.Equal(string.Join("\n", LabelledAndNotFound), string.Join("\n", different.Order(StringComparer.Ordinal)));
    }

    // What a label says itself of why nothing that lives is deleted.
    private static readonly string[] Reasons =
    [
        "no provider Delete", "nothing in the cloud", "live resource kept", "drift:", "state-only", "nothing deleted",
    ];

    private static readonly string[] LabelledAndNotFound =
    [
        "TestComponentOutputs_-4-0 component::resA delete", // a component
        "TestComponentOutputs_-4-0-preview component::resA delete", // a component
        "TestComponentToCustomUpdate_1 pkgA:m:typA::resA replace", // what is replaced was a component: the custom resource comes anew
        "TestComponentToCustomUpdate_1 prog::myType::resA delete-replaced", // a component
        "TestImportOption_10 pkgA:m:typA::resA import-replacement", // what it takes the place of was only read
        "TestPendingReplaceResumeWithUpdatedGoals_2 pkgA:m:typA::resA replace", // resumed: an earlier, interrupted run had deleted it
        "TestRefreshV2Targeted_1 pkgB:index:Component::compA replace", // a component
        "TestResourceHookComponentAfterDelete_1 pkgA:m:typB::resA delete", // a component
    ];

    // By (URN, id): what a finished step deleted, and what lives behind it.
    private static HashSet<string> Deleted(List<JObject> events)
    {
        var refreshing = new HashSet<string>(StringComparer.Ordinal);
        var custom = events.SelectMany(one => one.DescendantsAndSelf().OfType<JObject>()).Where(state => state["custom"] is JValue { Value: true }).Select(state => (string)state["urn"]!).ToHashSet(StringComparer.Ordinal);
        var deleted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in events)
        {
            if (one["resourcePreEvent"]?["metadata"] is JObject begun && (string?)begun["op"] == "refresh")
            {
                refreshing.Add(Key(begun));
            }

            if (one["resOutputsEvent"]?["metadata"] is JObject done && done["old"] is JObject old && !refreshing.Remove(Key(done)) && (string?)done["op"] is "delete" or "delete-replaced"
                && old["external"] is null && old["retainOnDelete"] is null && !((string)old["type"]!).StartsWith("pulumi:", StringComparison.Ordinal)
                && (old["custom"] is JValue { Value: true } || custom.Contains((string)old["parent"]!)))
            {
                deleted.Add(Key(done));
            }
        }

        return deleted;
    }

    private static string Key(JObject metadata) => $"{metadata["old"]?["urn"]} {metadata["old"]?["id"]}";

    private static HashSet<string> Found(string file) => TestPlan.Read(File.ReadAllBytes(file)).SelectMany(plan => plan.Changes)
        .Where(change => change.Action.Destroys)
        .Select(change => $"{change.PreviousAddress ?? change.Address} {change.ReadValues().Before?["id"]}")
        .ToHashSet(StringComparer.Ordinal);

    private static string Short(string file) => Path.GetFileNameWithoutExtension(file).Split("testdata_output_")[^1].Replace("_eventstream", "", StringComparison.Ordinal);

    // What was to be deleted, and was not: the step failed or the run broke off before it.
    private static readonly string[] ProposedAndNotDone =
    [
        "TestPendingReplaceFailureDoesNotViolateSnapshotIntegrity_1 urn:pulumi:test::test::pkgA:m:typA::resA 3", // the deletion failed
        "TestContinueOnErrorWithChangingProviderOnCreate_1 urn:pulumi:test::test::pkgA:m:typA::resA 3", // the create of the replacement failed, so that its deletion never came
        "TestErrorHooks_NoRetryIfAllHooksReturnFalse_Delete_1 urn:pulumi:test::test::pkgA:m:typA::resA 1", // the deletion failed
        "TestErrorHooks_RetryThenNoRetry_OperationFails_Delete_1 urn:pulumi:test::test::pkgA:m:typA::resA 1", // the deletion failed
        "TestMultipleProtectedDeletes_1 urn:pulumi:test::test::pkgA:m:typA::resA 2", // a preview: refused, protected
        "TestMultipleProtectedDeletes_1 urn:pulumi:test::test::pkgA:m:typA::resB 2", // a preview: refused, protected
        "TestPendingDeleteReplacement_1 urn:pulumi:test::test::pkgA:m:typB::resB 4", // the deletion failed
        "TestProtect_3 urn:pulumi:test::test::pkgA:m:typA::resA 1", // refused: protected
        "TestProtectedDeleteChainsWithDuplicateDeletedResources_1 urn:pulumi:test-stack::test-project::pkgA:modA:typA::resA 3", // the deletion failed
        "TestProtectedDeleteChainsWithDuplicateDeletedResources_2 urn:pulumi:test-stack::test-project::pkgA:modA:typA::resB 1", // refused: protected
        "TestResourceHookBeforeDeleteError_1 urn:pulumi:test::test::pkgA:m:typA::resA 1", // a hook stopped it
        "TestTargetDestroyChildDeleteFails_1 urn:pulumi:test::test::pkgA:m:typA$pkgA:m:typA::resB 3", // the deletion failed
        "TestTargetDestroyDeleteFails_1 urn:pulumi:test::test::pkgA:m:typA::resA 3", // the deletion failed
        "TestTargetDestroyDependencyDeleteFails_1 urn:pulumi:test::test::pkgA:m:typA::resB 3", // the deletion failed
        "pulumi-lifecycle_ySG9va3NfUmV0cnlTZW1hbnRpY3NBbmROb1JldHJ5V2hlbk5vSG9va3NfRGVsZXRlL25vX3JldHJ5X3doZW5fbm9faG9va3M_1 urn:pulumi:test::test::pkgA:m:typA::resA 1", // the deletion failed
    ];

    private static IEnumerable<JObject> Documents(string file)
    {
        using var reader = new JsonTextReader(new StringReader(File.ReadAllText(file, Encoding.UTF8))) { SupportMultipleContent = true, DateParseHandling = DateParseHandling.None };
        while (reader.Read())
        {
            yield return JObject.Load(reader);
        }
    }
}
