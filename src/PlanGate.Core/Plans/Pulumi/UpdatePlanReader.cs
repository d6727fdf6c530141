using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Reads the plans that <c>pulumi preview --save-plan</c> writes: goals and steps of each object, without what lives now.</summary>
internal sealed class UpdatePlanReader(JsonPump pump, PlanInterests interests)
{
    private readonly PulumiRun _run = new(interests, PulumiPlans.UpdatePlan) { HasNoOldState = true, IsEnded = true, ShowsHalves = true };

    /// <summary>Reads the section, whose name the pump has just taken.</summary>
    public PulumiRun Read()
    {
        foreach (var urn in pump.Members())
        {
            var where = $"resourcePlans[{urn}]";
            pump.Where = where;
            var position = pump.Position;
            var json = pump.Capture() ?? throw new PlanFormatException("no value", where, position);
            ReadOne(urn, json, where, position);
        }

        return _run;
    }

    private void ReadOne(string urn, ReadOnlyMemory<byte> json, string where, TextPosition position)
    {
        try
        {
            var parsed = PulumiUrn.Parse(urn) ?? throw new FormatException($"{urn} is not a URN");
            var entry = JsonValues.Parse(json.Span) as JObject ?? throw new FormatException("not an object");
            var goal = entry["goal"] switch
            {
                null or { Type: JTokenType.Null } => null,
                JObject found => found,
                _ => throw new FormatException("\"goal\" is not an object"),
            };
            var words = entry["steps"] is JArray steps ? steps : throw new FormatException("no \"steps\"");
            var ops = words.Select(word => PulumiOps.Parse(word.ToString()) ?? throw new FormatException($"unknown operation \"{word}\" for {urn}")).ToList();
            _run.Plan(new(urn, (goal?["type"] as JValue)?.Value as string is { Length: > 0 } type ? type : parsed.Type, goal, ops, where, position));
        }
        catch (Exception e) when (e is FormatException or JsonException or Newtonsoft.Json.JsonException or InvalidOperationException)
        {
            throw new PlanFormatException(e.Message, where, position, e);
        }
    }
}

/// <summary>What an update plan says of one URN.</summary>
/// <param name="Urn">The URN.</param>
/// <param name="Type">Its type token, of the goal or else of the URN.</param>
/// <param name="Goal">What the program asks for; null for what it no longer names.</param>
/// <param name="Ops">The steps in the order in which they run.</param>
/// <param name="Where">The element in the input, for messages.</param>
/// <param name="Position">Where the element begins.</param>
internal sealed record PlannedResource(string Urn, string Type, JObject? Goal, IReadOnlyList<PulumiOp> Ops, string Where, TextPosition Position);
