using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Tests.Support;

/// <summary>Says only what a test is about; everything else is the dullest valid plan. It always goes through the real reader.</summary>
internal sealed class TestPlan
{
    private readonly JArray _changes = [];
    private readonly JObject _document = new() { ["format_version"] = "1.2", ["terraform_version"] = "1.11.4" };

    public TestPlan Delete(string address, object? before = null) => With(address, ["delete"], before);

    public TestPlan Replace(string address, object? before = null, params string[] forcedBy) =>
        With(address, ["delete", "create"], before, change => change["change"]!["replace_paths"] = new JArray(forcedBy.Select(name => new JArray(name))));

    public TestPlan Update(string address, object before, object after) =>
        With(address, ["update"], before, change => change["change"]!["after"] = JObject.FromObject(after));

    public TestPlan With(string address, string[] actions, object? before = null, Action<JObject>? more = null)
    {
        var change = new JObject
        {
            ["address"] = address,
            ["mode"] = "managed",
            ["type"] = TypeIn(address),
            ["provider_name"] = $"registry.terraform.io/hashicorp/{TypeIn(address).Split('_')[0]}",
            ["change"] = new JObject
            {
                ["actions"] = new JArray(actions),
                ["before"] = before switch
                {
                    null => new JObject { ["id"] = $"id-of-{address}" },
                    JToken json => json,
                    _ => JObject.FromObject(before),
                },
                ["after"] = null,
            },
        };
        more?.Invoke(change);
        _changes.Add(change);
        return this;
    }

    /// <summary>Sets a top-level member of the plan.</summary>
    public TestPlan Set(string member, object value)
    {
        _document[member] = JToken.FromObject(value);
        return this;
    }

    /// <summary>Adds a provider block with literal arguments; blocks are lists of objects.</summary>
    public TestPlan Provider(string name, string expressionsJson)
    {
        var configuration = (JObject)(_document["configuration"] ??= new JObject());
        var providers = (JObject)(configuration["provider_config"] ??= new JObject());
        providers[name] = new JObject
        {
            ["name"] = name.Split('.')[0],
            ["full_name"] = $"registry.terraform.io/hashicorp/{name.Split('.')[0]}",
            ["expressions"] = JObject.Parse(expressionsJson),
        };
        return this;
    }

    public string Json(Formatting formatting = Formatting.None)
    {
        var document = (JObject)_document.DeepClone();
        document["resource_changes"] ??= _changes.DeepClone();
        return document.ToString(formatting);
    }

    public IReadOnlyList<Plan> Read() => Read(Json());

    public static IReadOnlyList<Plan> Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static IReadOnlyList<Plan> Read(byte[] bytes) => Read(new MemoryStream(bytes));

    public static IReadOnlyList<Plan> Read(Stream stream, Policy? policy = null) => PlanReader.Read(stream, "plan.json", Interests.Of(Catalogue.BuiltIn).And((policy ?? Policy.BuiltIn).Interests));

    /// <summary>The day of every test.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 24);

    public Verdict Judged(string? workspace = null, Policy? policy = null, string? path = null) => Gate.Judge(
        [.. Read(new MemoryStream(Encoding.UTF8.GetBytes(Json())), policy).Select(plan => plan with { Workspace = workspace, Path = path })], [], policy ?? Policy.BuiltIn, Today);

    /// <summary>The one finding on the one change of the plan.</summary>
    public Finding Finding() => Assert.Single(Judged().Findings);

    /// <summary>Judges whatever bytes: what cannot be read is an error of the verdict.</summary>
    public static Verdict Judge(byte[] bytes)
    {
        try
        {
            return Gate.Judge(Read(bytes), [], Policy.BuiltIn, Today);
        }
        catch (PlanFormatException e)
        {
            return Gate.Judge([], [new("plan.json", e.Message, e.Where, e.Position)], Policy.BuiltIn, Today);
        }
    }

    private static string TypeIn(string address)
    {
        // module.a["x.y"].aws_db_instance.main[0]: the type stands before the name, which is the last step outside of brackets.
        var plain = System.Text.RegularExpressions.Regex.Replace(address, @"\[[^\]]*\]", "");
        return plain.Split('.')[^2];
    }
}
