using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Finds root variables whose name speaks of an environment: a hint of the plan's own.</summary>
internal static class PlanVariables
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "environment", "env", "stage", "workspace", "environment_name", "env_name", "deployment_environment", "deploy_env", "tier",
    };

    /// <summary>True for the name of such a variable.</summary>
    public static bool SpeaksOfAnEnvironment(string name) => Names.Contains(name);

    /// <summary>Name and value of each such variable that is plain text.</summary>
    public static Dictionary<string, string> SpeakingOfAnEnvironment(ReadOnlySpan<byte> json)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !Names.Contains(reader.GetString()!))
            {
                continue;
            }

            var name = reader.GetString()!;
            if (!seen.Add(name))
            {
                throw new PlanFormatException($"\"{name}\" is there twice", $"variables.{name}", null);
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isValue = reader.ValueTextEquals("value"u8);
                reader.Read();
                if (isValue && reader.TokenType == JsonTokenType.String)
                {
                    found[name] = reader.GetString()!;
                }

                reader.Skip();
            }
        }

        return found;
    }
}
