using System.Text.Json.Nodes;

namespace PlanGate.Bench.Generating;

/// <summary>The trees in which Terraform marks values: true where marked, false only inside of lists, containers even where nothing in them is marked.</summary>
internal static class Marks
{
    public static JsonObject Of(JsonObject values, HashSet<string> marked) =>
        new(values
            .Select(pair => KeyValuePair.Create(pair.Key, marked.Contains(pair.Key) ? JsonValue.Create(true) : Containers(pair.Value)))
            .Where(pair => pair.Value is not null));

    private static JsonNode? Containers(JsonNode? value) => value switch
    {
        JsonObject members => Of(members, []),
        JsonArray items => new JsonArray([.. items.Select(item => Containers(item) ?? JsonValue.Create(false))]),
        _ => null,
    };
}
