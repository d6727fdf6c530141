using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PlanGate.Plans;

namespace PlanGate.Bench.Generating;

/// <summary>Writes the same objects as a stream of Pulumi's engine events: a line when a step begins, a line when it is done.</summary>
internal static class EventsGenerator
{
    // Both lines of an object, with inputs and outputs before and after.
    private const int BytesOfAnObject = 7_550;

    public static void Write(Stream output, PlanSize size)
    {
        using var text = new StreamWriter(output);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var sequence = 0;
        Line(text, ref sequence, "preludeEvent", new() { ["config"] = new JsonObject { ["aws:region"] = "eu-central-1" } });
        var number = Math.Max(1, (int)(size.Bytes / BytesOfAnObject));
        foreach (var target in Enumerable.Range(0, number).Select(index => new GeneratedObject(index)))
        {
            foreach (var op in Ops(target.Action))
            {
                foreach (var kind in new[] { "resourcePreEvent", "resOutputsEvent" })
                {
                    Line(text, ref sequence, kind, new() { ["metadata"] = Metadata(target, op, kind == "resOutputsEvent"), ["planning"] = true });
                }
            }

            var logical = Ops(target.Action).First(op => op is not ("create-replacement" or "delete-replaced"));
            counts[logical] = counts.GetValueOrDefault(logical) + 1;
        }

        Line(text, ref sequence, "summaryEvent", new()
        {
            ["maybeCorrupt"] = false,
            ["durationSeconds"] = 12,
            ["resourceChanges"] = new JsonObject(counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
            ["PolicyPacks"] = new JsonObject(),
            ["isPreview"] = true,
            ["result"] = "succeeded",
        });
        Line(text, ref sequence, "cancelEvent", []);
    }

    private static void Line(StreamWriter text, ref int sequence, string kind, JsonObject body)
    {
        var line = new JsonObject { ["sequence"] = sequence++, ["timestamp"] = 1767225600, [kind] = body };
        text.Write(line.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        text.Write('\n');
    }

    private static string[] Ops(ChangeAction action) => action switch
    {
        ChangeAction.NoOp => ["same"],
        ChangeAction.Create => ["create"],
        ChangeAction.Update => ["update"],
        ChangeAction.Delete => ["delete"],
        ChangeAction.CreateThenDelete => ["create-replacement", "replace", "delete-replaced"],
        ChangeAction.DeleteThenCreate => ["delete-replaced", "replace", "create-replacement"],
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    private static JsonObject Metadata(GeneratedObject target, string op, bool isDone)
    {
        var goes = op is "delete" or "delete-replaced";
        return new()
        {
            ["op"] = op,
            ["urn"] = Urn(target),
            ["type"] = target.Template.Token,
            ["old"] = op == "create" ? null : State(target, isOld: true, isDone: true, target.Action == ChangeAction.CreateThenDelete && op != "create-replacement"),
            ["new"] = goes ? null : State(target, isOld: false, isDone, false),
            ["detailedDiff"] = op is "replace" or "create-replacement" ? new JsonObject { [Camel(target.Template.Forces)] = new JsonObject { ["diffKind"] = "update-replace", ["inputDiff"] = true } } : null,
            ["logical"] = op is not ("create-replacement" or "delete-replaced"),
            ["provider"] = Provider(target),
        };
    }

    private static JsonObject State(GeneratedObject target, bool isOld, bool isDone, bool isPendingDelete)
    {
        var state = new JsonObject { ["type"] = target.Template.Token, ["urn"] = Urn(target), ["custom"] = true };
        if (isPendingDelete)
        {
            state["delete"] = true;
        }

        state["id"] = isOld || !target.IsMade ? target.Fill("i-0<id>") : "";
        state["parent"] = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";
        state["inputs"] = Values(target, isOld, name => !target.Template.Computed.Contains(name));
        state["outputs"] = isDone ? Values(target, isOld, name => isOld || !(target.IsMade && target.Template.Computed.Contains(name))) : [];
        state["provider"] = Provider(target);
        return state;
    }

    private static JsonObject Values(GeneratedObject target, bool isOld, Predicate<string> isWanted)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var writer = new ValueWriter(json, target);
            (isOld ? writer.WriteBefore : (Action)writer.WriteAfter)();
        }

        var written = JsonNode.Parse(buffer.ToArray())!.AsObject();
        return new(written.Where(member => isWanted(member.Key)).Select(member => KeyValuePair.Create(Camel(member.Key), member.Value?.DeepClone())));
    }

    private static string Urn(GeneratedObject target) => $"urn:pulumi:prod::shop::{target.Template.Token}::{GeneratedObject.StackName(target.Stack)}-{target.Template.Name}";

    private static string Provider(GeneratedObject target) => $"urn:pulumi:prod::shop::pulumi:providers:{target.Template.Provider}::default::4a547cf7-0a04-4cf2-ae86-2eab499efc48";

    private static string Camel(string name) =>
        string.Concat(name.Split('_').Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
