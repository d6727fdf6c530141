using System.Text;
using System.Text.RegularExpressions;
using PlanGate.Fuzz.Mutating;
using PlanGate.Fuzz.Reference;

namespace PlanGate.Fuzz.Targets;

/// <summary>Pulumi's previews, events and update plans.</summary>
/// <param name="name">Which of them.</param>
/// <param name="own">The seeds of that sort.</param>
/// <param name="all">The seeds of all sorts.</param>
internal sealed partial class PulumiTarget(string name, IReadOnlyList<byte[]> own, Seeds all) : Target(name)
{
    private static readonly Dictionary Words = new(
        [
            "steps", "op", "urn", "oldState", "newState", "old", "new", "metadata", "type", "custom", "id", "delete", "protect", "retainOnDelete", "external", "inputs", "outputs", "parent", "provider", "diffReasons", "replaceReasons", "keys", "diffs", "detailedDiff",
            "changeSummary", "diagnostics", "severity", "maybeCorrupt", "resourcePreEvent", "resOutputsEvent", "resOpFailedEvent", "summaryEvent", "preludeEvent", "cancelEvent", "diagnosticEvent", "errorEvent", "policyEvent", "newKindEvent", "sequence", "timestamp", "events",
            "planning", "resourceChanges", "isPreview", "result", "resourcePlans", "goal", "state", "manifest", "version", "config", "Steps", "pendingReplacement", "deletedWith", "dependencies", "inputDiff", "deletes", "updates", "adds", "seed", "format_version", "initErrors",
        ],
        [
            "\"same\"", "\"create\"", "\"update\"", "\"delete\"", "\"replace\"", "\"create-replacement\"", "\"delete-replaced\"", "\"read\"", "\"read-replacement\"", "\"refresh\"", "\"discard\"", "\"discard-replaced\"", "\"remove-pending-replace\"", "\"import\"", "\"import-replacement\"", "\"diff\"", "\"destroy\"",
            "[\"delete\"]", "[\"create-replacement\",\"replace\",\"delete-replaced\"]", "{\"delete\":1}", "{\"same\":2}", "{\"update\":1}", "true", "false", "null", "0", "1", "\"urn:pulumi:prod::shop::aws:rds/instance:Instance::db\"", "\"urn:pulumi:prod::shop::a$b::c::d\"", "\"aws:rds/instance:Instance\"", "\"aws:s3/bucket:Bucket\"",
            "\"pulumi:pulumi:Stack\"", "\"pulumi:providers:aws\"", "\"kubernetes:core/v1:Namespace\"", "\"error\"", "\"failed\"", "\"succeeded\"", "{\"4dabf18193072939515e22adb298388d\":\"1b47061264138c4ac30d75fd1eb44270\",\"ciphertext\":\"x\"}", "\"[secret]\"", "\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"", "{}", "[]",
        ]);

    public override IReadOnlyList<byte[]> Seeds => own;

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other) =>
        MutateJson(random, parent, random.Next(10) == 0 ? () => all.Previews.Concat(all.Events).Concat(all.UpdatePlans).Concat(all.Plans).ElementAt(random.Next(all.Previews.Count + all.Events.Count + all.UpdatePlans.Count + all.Plans.Count)) : other, Words);

    public override string Try(byte[] input)
    {
        var reference = ReferencePulumi.Read(input);
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

        if (reference.Problem is { } problem)
        {
            throw new FindingException("read, though the reference cannot", problem);
        }

        // Whatever else such a plan says: a live deletion that it announces is somewhere in it.
        var shown = judged.Verdict.Plans.SelectMany(plan => plan.Changes.Concat(plan.Deferred).Concat(plan.Drifted)).Select(change => change.Address).ToHashSet(StringComparer.Ordinal);
        if (judged.Decision != Decision.Error && reference.Deleted.FirstOrDefault(urn => !shown.Contains(urn) && !reference.Renamed.Any(name => (name.Before == urn && shown.Contains(name.Now)) || (name.Now == urn && shown.Contains(name.Before)))) is { } lost)
        {
            throw new FindingException("a deletion is not in the plan", lost);
        }

        Endure(judged, input, reference, random);
        return judged.Shape;
    }

    private void Endure(Judged judged, byte[] input, ReferencePulumi reference, Random random)
    {
        switch (random.Next(6))
        {
            case 0 when Name == "events" && reference.Runs == 1:
                // The end of a stream is its summary: without it nobody knows what else there was.
                var lines = Encoding.UTF8.GetString(input).Split('\n');
                var ends = Array.FindIndex(lines, line => line.Contains("summaryEvent", StringComparison.Ordinal));
                if (ends > 0 && lines.Length > 2 && Judge(Encoding.UTF8.GetBytes(string.Join('\n', lines[..random.Next(ends)])), reference.Size).Decision == Decision.Pass)
                {
                    throw new FindingException("events without their end pass");
                }

                break;
            case 1 when Name != "events" && reference.Documents == 1:
                var end = input.AsSpan().TrimEnd(" \t\r\n"u8).Length;
                if (Judge(input[..random.Next(end)], reference.Size).Decision != Decision.Error)
                {
                    throw new FindingException("what is cut off is judged");
                }

                break;
            case 2 when JsonTree.Parse(Encoding.UTF8.GetBytes(reference.Text)) is { } tree && tree.HasNoDuplicates():
                // Only white space: what is done stands in the order in which it is done.
                judged.MustEqual(Judge(tree.Documents(JsonMutator.Layout(random)), reference.Size), "white space changes the verdict");
                break;
            case 3 when Name == "preview" && reference.Documents == 1 && JsonTree.Parse(Encoding.UTF8.GetBytes(reference.Text)) is { } tree && tree.Children[0].Value.Member("steps") is { Raw: null, IsObject: false } steps:
                var urn = Stack.Match(reference.Text) is { Success: true } stack ? $"{stack.Value}::aws:ebs/volume:Volume::fuzz" : "urn:pulumi:prod::shop::aws:ebs/volume:Volume::fuzz";
                steps.Children.Insert(random.Next(steps.Children.Count + 1), (null, JsonTree.Leaf("""{"op":"delete","urn":"%URN%","oldState":{"type":"aws:ebs/volume:Volume","urn":"%URN%","custom":true,"id":"vol-fuzz","inputs":{},"outputs":{}}}""".Replace("%URN%", urn, StringComparison.Ordinal))));
                if (Judge(tree.Documents(() => ""), reference.Size).Decision < judged.Decision)
                {
                    throw new FindingException("a further deletion lowers the verdict");
                }

                break;
            case 4: judged.Report(); break;
            case 5 when random.Next(8) == 0: judged.MustBeWhatTheProgramSays(input); break;
            default: break;
        }
    }

    [GeneratedRegex("urn:pulumi:[a-z0-9-]+::[a-z0-9-]+(?=::)")]
    private static partial Regex Stack { get; }
}
