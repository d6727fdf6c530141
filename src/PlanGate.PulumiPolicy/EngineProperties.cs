using Google.Protobuf.WellKnownTypes;
using Newtonsoft.Json.Linq;

namespace PlanGate.PulumiPolicy;

/// <summary>Takes over properties as the engine sends them, and gives them back.</summary>
internal static class EngineProperties
{
    /// <summary>The properties as JSON; nothing for an absent bag.</summary>
    public static JObject Read(Struct? properties)
    {
        var result = new JObject();
        foreach (var (name, value) in properties?.Fields ?? [])
        {
            result[name] = Read(value);
        }

        return result;
    }

    private static JToken Read(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => new JValue(value.StringValue),
        Value.KindOneofCase.BoolValue => new JValue(value.BoolValue),
        // Whole numbers as such, as everywhere else: 0 and not 0.0.
        Value.KindOneofCase.NumberValue when double.IsInteger(value.NumberValue) && Math.Abs(value.NumberValue) < 1L << 53 => new JValue((long)value.NumberValue),
        Value.KindOneofCase.NumberValue => new JValue(value.NumberValue),
        Value.KindOneofCase.StructValue => Read(value.StructValue),
        Value.KindOneofCase.ListValue => new JArray(value.ListValue.Values.Select(Read)),
        _ => JValue.CreateNull(),
    };
}
