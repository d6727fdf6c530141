using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.Policies;

namespace PlanGate.Tests.Support;

/// <summary>Steps of a Pulumi run, written as a preview or as events; what a test does not say is the dullest that the engine writes.</summary>
internal sealed class TestPulumi(string stack = "main", string project = "shop")
{
    public const string Database = "aws:rds/instance:Instance";
    public const string Unknown = "acme:db/database:Database";

    private readonly List<JObject> _steps = [];
    private readonly JObject _extra = [];
    private JObject? _counts;

    public string Urn(string name, string type = Unknown) => $"urn:pulumi:{stack}::{project}::{type}::{name}";

    /// <summary>A state row; members of <paramref name="more"/> win.</summary>
    public JObject State(string name, string type = Unknown, object? more = null, object? inputs = null, object? outputs = null)
    {
        var state = new JObject
        {
            ["urn"] = Urn(name, type),
            ["custom"] = true,
            ["id"] = $"id-of-{name}",
            ["type"] = type,
            ["inputs"] = inputs is null ? [] : JObject.FromObject(inputs),
            ["outputs"] = outputs is null ? [] : JObject.FromObject(outputs),
        };
        state.Merge(more is null ? [] : JObject.FromObject(more));
        return state;
    }

    public TestPulumi Step(string op, JObject? old, JObject? next = null, object? more = null)
    {
        var step = new JObject { ["op"] = op, ["urn"] = ((next ?? old)!)["urn"], ["oldState"] = old, ["newState"] = next, ["detailedDiff"] = null };
        step.Merge(more is null ? [] : JObject.FromObject(more));
        foreach (var name in new[] { "oldState", "newState" }.Where(name => step[name]!.Type == JTokenType.Null))
        {
            step.Remove(name);
        }

        _steps.Add(step);
        return this;
    }

    /// <summary>Sets a member of the preview.</summary>
    public TestPulumi Set(string member, object value)
    {
        _extra[member] = JToken.FromObject(value);
        return this;
    }

    /// <summary>Says what the summary counts, where it is not what the steps are.</summary>
    public TestPulumi Counts(object counts)
    {
        _counts = JObject.FromObject(counts);
        return this;
    }

    private JObject Summary() => _counts ?? new JObject(_steps.Select(step => (string)step["op"]!).Where(op => !op.Contains("replace", StringComparison.Ordinal) || op == "replace").GroupBy(op => op).Select(ops => new JProperty(ops.Key, ops.Count())));

    public string Preview()
    {
        var document = new JObject { ["steps"] = new JArray(_steps), ["duration"] = 757493709, ["changeSummary"] = Summary() };
        document.Merge(_extra);
        return document.ToString(Formatting.Indented);
    }

    /// <summary>The same steps as events, each announced and reported, up to the summary.</summary>
    public string Events(bool planning = true, string result = "succeeded", bool summary = true)
    {
        var lines = new List<JObject> { Event("preludeEvent", new JObject { ["config"] = new JObject() }) };
        foreach (var step in _steps)
        {
            lines.Add(Event("resourcePreEvent", Metadata(step, planning)));
            lines.Add(Event("resOutputsEvent", Metadata(step, planning)));
        }

        if (summary)
        {
            lines.Add(Event("summaryEvent", new JObject { ["maybeCorrupt"] = false, ["durationSeconds"] = 1, ["resourceChanges"] = Summary(), ["PolicyPacks"] = new JObject(), ["isPreview"] = planning, ["result"] = result }));
            lines.Add(Event("cancelEvent", []));
        }

        return string.Concat(lines.Select((line, index) => new JObject(new JProperty("sequence", index), new JProperty("timestamp", 1717087374)) is var head ? Merged(head, line).ToString(Formatting.None) + "\n" : ""));
    }

    public static JObject Event(string kind, JObject body) => new() { [kind] = body };

    private static JObject Merged(JObject head, JObject line)
    {
        head.Merge(line);
        return head;
    }

    private static JObject Metadata(JObject step, bool planning)
    {
        var metadata = new JObject
        {
            ["op"] = step["op"],
            ["urn"] = step["urn"],
            ["type"] = (step["newState"] ?? step["oldState"])!["type"],
            ["old"] = EventState(step["oldState"]),
            ["new"] = EventState(step["newState"]),
            ["keys"] = step["replaceReasons"],
            ["detailedDiff"] = step["detailedDiff"],
            ["provider"] = "",
        };
        var body = new JObject { ["metadata"] = metadata };
        if (planning)
        {
            body["planning"] = true;
        }

        return body;
    }

    // Events leave out what is false, and some members altogether.
    private static JToken EventState(JToken? state)
    {
        if (state is not JObject found)
        {
            return JValue.CreateNull();
        }

        var copy = (JObject)found.DeepClone();
        foreach (var name in copy.Properties().Where(property => property.Value is JValue { Value: false } || property.Name is "deletedWith" or "pendingReplacement" or "dependencies" or "propertyDependencies" or "viewOf").Select(property => property.Name).ToList())
        {
            copy.Remove(name);
        }

        return copy;
    }

    public static string Export(params JObject[] rows) => new JObject { ["version"] = 3, ["deployment"] = new JObject { ["manifest"] = new JObject(), ["resources"] = new JArray(rows) } }.ToString(Formatting.None);

    public static StackExport ReadExport(string json) => StackExport.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    public static Verdict Judge(string json, params string[] exports)
    {
        try
        {
            return Gate.Judge(Read(json, exports), [], Policy.BuiltIn, TestPlan.Today);
        }
        catch (PlanFormatException e)
        {
            return Gate.Judge([], [new("preview.json", e.Message, e.Where, e.Position)], Policy.BuiltIn, TestPlan.Today);
        }
    }

    public static IReadOnlyList<Plan> Read(string json, params string[] exports) =>
        PlanReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "preview.json", Interests.Of(Catalogue.BuiltIn), [.. exports.Select(ReadExport)]);
}
