using System.Text;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Tests.Support;

/// <summary>Steps of Pulumi's as the model has them, whatever file they were read from: properties in Pulumi's spelling, resource options beside them.</summary>
internal sealed class PulumiSteps(string stack = "shop/main")
{
    private readonly List<ResourceChange> _changes = [];

    public PulumiSteps Delete(string token, object? before = null, object? options = null, string name = "main") =>
        With(token, ChangeAction.Delete, Json(before, options), null, name);

    public PulumiSteps Replace(string token, object before, object? optionsBefore = null, object? optionsAfter = null, string by = "engine", string name = "main") =>
        With(token, ChangeAction.CreateThenDelete, Json(before, optionsBefore), Json(before, optionsAfter ?? optionsBefore), name, by);

    public PulumiSteps Update(string token, object before, object after, object? optionsBefore = null, object? optionsAfter = null, string name = "main", ChangeAction action = ChangeAction.Update) =>
        With(token, action, Json(before, optionsBefore), Json(after, optionsAfter ?? optionsBefore), name);

    public PulumiSteps Create(string token, object after, string name = "main") => With(token, ChangeAction.Create, null, Json(after, null), name);

    public PulumiSteps With(string token, ChangeAction action, JObject? before, JObject? after, string name, string? replaceBy = null, JObject? unknown = null)
    {
        var change = new JObject
        {
            ["before"] = before,
            ["after"] = after,
            ["after_unknown"] = unknown ?? [],
            ["before_sensitive"] = new JObject(),
            ["after_sensitive"] = new JObject(),
            ["replace_paths"] = replaceBy is null ? [] : new JArray { new JArray(replaceBy.Split('.')) },
        };
        _changes.Add(new()
        {
            Address = $"urn:pulumi:{stack.Split('/')[^1]}::{stack.Split('/')[^2]}::{token}::{name}",
            Type = token,
            IsManaged = true,
            Action = action,
            ProviderName = "pulumi",
            Where = $"steps[{_changes.Count}]",
            Position = default,
            ChangeJson = Encoding.UTF8.GetBytes(change.ToString()),
        });
        return this;
    }

    public Plan Plan => new()
    {
        Source = "preview.json",
        Format = "pulumi-preview",
        Producer = "pulumi 3.259.0",
        Digest = new('0', 64),
        Counts = _changes.GroupBy(change => change.Action.Word).ToDictionary(group => group.Key, group => group.Count()),
        Changes = [.. _changes],
        Deferred = [],
        Drifted = [],
        State = PriorState.None,
        References = new Dictionary<string, IReadOnlyList<string>>(),
        Created = [],
        Actions = [],
        ProviderConfig = [],
        EnvironmentVariables = new Dictionary<string, string>(),
        IsErrored = false,
        IsIncomplete = false,
        IsRedacted = false,
        Stack = stack,
    };

    public Verdict Judged(Policy? policy = null) => Gate.Judge([Plan], [], policy ?? Policy.BuiltIn, TestPlan.Today);

    /// <summary>The one finding of the plan.</summary>
    public Finding Finding() => Assert.Single(Judged().Findings);

    /// <summary>The one change of the plan with what rules ask about it.</summary>
    public ClassifiedChange Classified() => new Classifier(Catalogue.BuiltIn, Plan, PolicyMarks.None).Classify(Assert.Single(_changes));

    private static JObject Json(object? value, object? options)
    {
        var json = value switch { null => [], JObject given => (JObject)given.DeepClone(), _ => JObject.FromObject(value) };
        json["id"] ??= "id-of-it";
        var all = new JObject { ["protect"] = false, ["retainOnDelete"] = false, ["external"] = false, ["custom"] = true };
        all.Merge(options is null ? [] : JObject.FromObject(options));
        json["pulumi:options"] = all;
        return json;
    }
}
