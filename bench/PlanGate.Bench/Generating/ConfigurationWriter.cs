using System.Text.Json;
using System.Text.Json.Nodes;

namespace PlanGate.Bench.Generating;

/// <summary>Writes the section <c>configuration</c>: providers, and the resources with their expressions.</summary>
internal sealed class ConfigurationWriter(Utf8JsonWriter json)
{
    private static readonly Dictionary<string, JsonObject> Providers = new(StringComparer.Ordinal)
    {
        ["aws"] = new() { ["region"] = new JsonObject { ["references"] = new JsonArray("var.region") } },
        ["azurerm"] = new() { ["features"] = new JsonArray(new JsonObject()) },
        ["google"] = new() { ["project"] = new JsonObject { ["constant_value"] = "example" } },
        ["null"] = [],
        ["random"] = [],
        ["time"] = [],
    };

    public void Write(IReadOnlyList<GeneratedObject> objects)
    {
        // What is deleted has left the configuration.
        var stacks = objects.Where(target => target.WillBeThere).GroupBy(target => target.Stack).ToList();
        json.WriteStartObject("configuration");
        WriteProviders();
        json.WriteStartObject("root_module");
        WriteResources(stacks.Where(stack => stack.Key == 0).SelectMany(stack => stack));
        json.WriteStartObject("module_calls");
        foreach (var stack in stacks.Where(stack => stack.Key > 0))
        {
            WriteCall(stack);
        }

        json.WriteEndObject();
        WriteVariables("owner", "region", "cost_center");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteProviders()
    {
        json.WriteStartObject("provider_config");
        foreach (var (name, expressions) in Providers)
        {
            json.WriteStartObject(name);
            json.WriteString("name", name);
            json.WriteString("full_name", $"registry.terraform.io/hashicorp/{name}");
            json.WriteString("version_constraint", ">= 3.0.0");
            WriteNode("expressions", expressions);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteCall(IGrouping<int, GeneratedObject> stack)
    {
        json.WriteStartObject(GeneratedObject.StackName(stack.Key));
        json.WriteString("source", "./modules/stack");
        WriteNode("expressions", new JsonObject { ["owner"] = new JsonObject { ["references"] = new JsonArray("var.owner") } });
        json.WriteStartObject("module");
        WriteResources(stack);
        WriteVariables("owner");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResources(IEnumerable<GeneratedObject> objects)
    {
        json.WriteStartArray("resources");
        foreach (var target in objects)
        {
            json.WriteStartObject();
            json.WriteString("address", target.LocalAddress);
            json.WriteString("mode", "managed");
            json.WriteString("type", target.Template.Type);
            json.WriteString("name", target.Template.Name);
            json.WriteString("provider_config_key", target.Template.Provider);
            WriteExpressions(target);
            json.WriteNumber("schema_version", 1);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteExpressions(GeneratedObject target)
    {
        json.WriteStartObject("expressions");
        foreach (var (name, value) in target.Template.Values.Where(value => !target.Template.Computed.Contains(value.Key)))
        {
            if (target.Template.References.TryGetValue(name, out var type))
            {
                var other = ResourceTemplate.All.First(template => template.Type == type);
                WriteNode(name, new JsonObject { ["references"] = new JsonArray($"{type}.{other.Name}.id", $"{type}.{other.Name}") });
            }
            else if (name is "tags" or "labels")
            {
                WriteNode(name, new JsonObject { ["references"] = new JsonArray("var.owner") });
            }
            else if (IsWritten(value))
            {
                json.WriteStartObject(name);
                json.WritePropertyName("constant_value");
                json.WriteStringValue(target.Fill(value!.ToString()));
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    // A configuration says what differs from the defaults: texts and numbers stand for that.
    private static bool IsWritten(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.Number || (value?.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is { Length: > 0 });

    private void WriteVariables(params string[] names) =>
        WriteNode("variables", new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject()))));

    private void WriteNode(string name, JsonNode node)
    {
        json.WritePropertyName(name);
        node.WriteTo(json);
    }
}
