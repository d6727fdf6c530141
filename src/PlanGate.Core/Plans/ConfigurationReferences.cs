using System.Text.Json;

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
            if (Text(element.Span, "type"u8) is { } type && interests.InData(type) && Text(element.Span, "address"u8) is { } address)
            {
                found[prefix + address] = [.. References(element.Span).Select(reference => prefix + reference).Distinct()];
            }
        }
    }

    private static string? Text(ReadOnlySpan<byte> element, ReadOnlySpan<byte> member)
    {
        var reader = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(member);
            reader.Read();
            if (isWanted)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    // References come as "aws_db_instance.main.id" and "aws_db_instance.main"; the shortest names the object. They stand in expressions at any depth,
    // and beside them in for_each_expression.
    private static List<string> References(ReadOnlySpan<byte> element)
    {
        var found = new List<string>();
        var reader = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("references"u8))
            {
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                Add(reader.GetString()!, found);
            }
        }

        return found;
    }

    private static void Add(string reference, List<string> found)
    {
        var steps = reference.Split('.');
        if (steps.Length >= 2 && steps[0] is not ("var" or "local" or "data" or "each" or "count" or "path" or "self" or "module"))
        {
            found.Add($"{steps[0]}.{steps[1].Split('[')[0]}");
        }
    }
}
