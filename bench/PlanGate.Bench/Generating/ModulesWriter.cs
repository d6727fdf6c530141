using System.Text.Json;

namespace PlanGate.Bench.Generating;

/// <summary>Writes the objects of a state, module by module: those that are there before the plan, or after it.</summary>
internal sealed class ModulesWriter(Utf8JsonWriter json, IReadOnlyList<GeneratedObject> objects)
{
    public void WriteBefore() => Write(target => target.WasThere, values => values.WriteBefore());

    public void WriteAfter() => Write(target => target.WillBeThere, values => values.WriteAfter());

    private void Write(Func<GeneratedObject, bool> isThere, Action<ValueWriter> writeValues)
    {
        var stacks = objects.Where(isThere).GroupBy(target => target.Stack).ToList();
        json.WriteStartObject("root_module");
        WriteResources(stacks.Where(stack => stack.Key == 0).SelectMany(stack => stack), writeValues);
        json.WriteStartArray("child_modules");
        foreach (var stack in stacks.Where(stack => stack.Key > 0))
        {
            json.WriteStartObject();
            WriteResources(stack, writeValues);
            json.WriteString("address", stack.First().ModuleAddress);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteResources(IEnumerable<GeneratedObject> resources, Action<ValueWriter> writeValues)
    {
        json.WriteStartArray("resources");
        foreach (var target in resources)
        {
            json.WriteStartObject();
            json.WriteString("address", target.Address);
            target.WriteIdentity(json);
            json.WriteNumber("schema_version", 1);
            json.WritePropertyName("values");
            writeValues(new(json, target));
            json.WritePropertyName("sensitive_values");
            target.Template.Sensitive.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
