using System.Text.Json;
using PlanGate.Plans;

namespace PlanGate.Bench.Generating;

/// <summary>Writes what a plan says of its outputs: one for each module, the address of its database.</summary>
internal sealed class OutputsWriter(Utf8JsonWriter json, IReadOnlyList<GeneratedObject> objects)
{
    private readonly List<string> _stacks = [.. objects.Select(target => target.Stack).Distinct().Select(GeneratedObject.StackName)];

    public void Write()
    {
        json.WriteStartObject("outputs");
        foreach (var stack in _stacks)
        {
            json.WriteStartObject($"{stack}_database");
            json.WriteBoolean("sensitive", false);
            json.WriteString("type", "string");
            json.WriteString("value", Value(stack));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public void WriteChanges()
    {
        json.WriteStartObject("output_changes");
        foreach (var stack in _stacks)
        {
            json.WriteStartObject($"{stack}_database");
            ChangesWriter.WriteActions(json, ChangeAction.NoOp);
            json.WriteString("before", Value(stack));
            json.WriteString("after", Value(stack));
            json.WriteBoolean("after_unknown", false);
            json.WriteBoolean("before_sensitive", false);
            json.WriteBoolean("after_sensitive", false);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public void WriteRelevantAttributes()
    {
        json.WriteStartArray("relevant_attributes");
        foreach (var target in objects.Where(target => target.Template.Type == "aws_db_instance"))
        {
            json.WriteStartObject();
            json.WriteString("resource", target.Address);
            json.WriteStartArray("attribute");
            json.WriteStringValue("address");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Value(string stack) => $"main-{stack}.c7aqxdnzqhfl.eu-central-1.rds.amazonaws.com";
}
