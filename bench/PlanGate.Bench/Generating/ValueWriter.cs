using System.Text.Json;
using System.Text.Json.Nodes;
using PlanGate.Plans;

namespace PlanGate.Bench.Generating;

/// <summary>Writes the values of one object, as they are before or after its change.</summary>
internal sealed class ValueWriter(Utf8JsonWriter json, GeneratedObject target)
{
    public void WriteBefore() => WriteObject(target.Template.Values, _ => true, null);

    public void WriteAfter() => WriteObject(target.Template.Values, name => !(target.IsMade && target.Template.Computed.Contains(name)), ChangedAttribute());

    private string? ChangedAttribute() => target.IsReplaced ? target.Template.Forces : target.Action == ChangeAction.Update ? target.Template.Changes : null;

    private void WriteObject(JsonObject members, Predicate<string> isWanted, string? changed)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members.Where(member => isWanted(member.Key)))
        {
            json.WritePropertyName(name);
            Write(name == changed ? Changed(value) : value);
        }

        json.WriteEndObject();
    }

    private void Write(JsonNode? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case JsonObject members: WriteObject(members, _ => true, null); break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(item);
                }

                json.WriteEndArray();
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String: json.WriteStringValue(target.Fill(text.GetValue<string>())); break;
            default: value.WriteTo(json); break;
        }
    }

    private static JsonNode Changed(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).Append(new("Changed", "yes"))),
        JsonArray items => new JsonArray([.. items.Concat(items.Take(1)).Select(item => item?.DeepClone())]),
        JsonValue flag when flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False => JsonValue.Create(!flag.GetValue<bool>()),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => JsonValue.Create(number.GetValue<int>() + 1),
        _ => JsonValue.Create($"{value}-2"),
    };
}
