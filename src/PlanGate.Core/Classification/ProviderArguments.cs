using Newtonsoft.Json.Linq;

namespace PlanGate.Classification;

/// <summary>Reads the arguments of provider blocks from a plan's <c>configuration.provider_config</c>.</summary>
internal static class ProviderArguments
{
    /// <summary>The arguments of every block of a provider, as plain values; what is computed is left undefined.</summary>
    /// <param name="providerConfig">The section of the plan.</param>
    /// <param name="providerName">The provider's source address, or empty where the change does not say.</param>
    /// <param name="type">The resource type, whose first word names the provider where nothing else does.</param>
    public static IReadOnlyList<JObject> Of(JObject providerConfig, string providerName, string type) =>
    [
        .. providerConfig.Properties()
            .Select(property => property.Value)
            .OfType<JObject>()
            .Where(block => IsOf(block, providerName, type))
            .Select(block => block["expressions"] is JObject expressions ? Plain(expressions) : []),
    ];

    private static bool IsOf(JObject block, string providerName, string type) =>
        providerName.Length > 0 && block["full_name"] is JValue { Value: string fullName }
            ? fullName == providerName
            : block["name"]?.ToString() == type.Split('_')[0];

    private static JObject Plain(JObject expressions)
    {
        var plain = new JObject();
        foreach (var (name, expression) in expressions)
        {
            plain[name] = PlainValue(expression);
        }

        return plain;
    }

    private static JToken PlainValue(JToken? expression) => expression switch
    {
        JObject single when single.TryGetValue("constant_value", out var value) => value.DeepClone(),
        JObject computed when computed.ContainsKey("references") => JValue.CreateUndefined(),
        JObject block => block.Count == 0 ? JValue.CreateUndefined() : Plain(block),
        JArray blocks => new JArray(blocks.Select(PlainValue)),
        null => JValue.CreateNull(),
        _ => expression.DeepClone(),
    };
}
