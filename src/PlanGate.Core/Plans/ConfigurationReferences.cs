using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>Reads from a plan's <c>configuration</c> which object refers to which.</summary>
internal static class ConfigurationReferences
{
    /// <summary>Reads <c>root_module</c>, whose name the pump has just taken.</summary>
    /// <returns>Addresses without instance keys, each with the addresses it refers to.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> In(JsonPump pump, PlanInterests interests)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        ReadModule(pump, interests, "", found);
        return found;
    }

    private static void ReadModule(JsonPump pump, PlanInterests interests, string prefix, Dictionary<string, IReadOnlyList<string>> found)
    {
        foreach (var member in pump.Members())
        {
            switch (member)
            {
                case "resources": ReadResources(pump, interests, prefix, found); break;
                case "module_calls": ReadCalls(pump, interests, prefix, found); break;
                default: pump.Skip(); break;
            }
        }
    }

    private static void ReadCalls(JsonPump pump, PlanInterests interests, string prefix, Dictionary<string, IReadOnlyList<string>> found)
    {
        foreach (var name in pump.Members())
        {
            foreach (var member in pump.Members())
            {
                if (member == "module")
                {
                    ReadModule(pump, interests, $"{prefix}module.{name}.", found);
                }
                else
                {
                    pump.Skip();
                }
            }
        }
    }

    private static void ReadResources(JsonPump pump, PlanInterests interests, string prefix, Dictionary<string, IReadOnlyList<string>> found)
    {
        foreach (var element in pump.Elements())
        {
            if (TypeOf(element.Span) is { } type && interests.InData(type) && Parse(pump, element) is { } resource && resource["address"]?.ToString() is { } address)
            {
                found[prefix + address] = [.. References(resource["expressions"]).Concat(References(resource["for_each_expression"] is { } each ? new JObject { ["each"] = each.DeepClone() } : null)).Select(reference => prefix + reference).Distinct()];
            }
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static JObject? Parse(JsonPump pump, ReadOnlyMemory<byte> element)
    {
        try
        {
            return JsonValues.Parse(element.Span) as JObject;
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new PlanFormatException($"unreadable: {e.Message}", pump.Where, pump.Position, e);
        }
    }

    // References come as "aws_db_instance.main.id" and "aws_db_instance.main"; the shortest names the object.
    private static IEnumerable<string> References(JToken? expressions) =>
        expressions is not JContainer container ? [] : container.DescendantsAndSelf()
            .OfType<JProperty>()
            .Where(property => property.Name == "references")
            .SelectMany(property => property.Value.Children())
            .Select(reference => reference.ToString().Split('.'))
            .Where(steps => steps.Length >= 2 && steps[0] is not ("var" or "local" or "data" or "each" or "count" or "path" or "self" or "module"))
            .Select(steps => $"{steps[0]}.{steps[1].Split('[')[0]}");
}
