using System.Text.Json;
using System.Text.Json.Nodes;

namespace PlanGate.Bench.Generating;

/// <summary>What objects of one type look like in a plan: an entry of <c>Resources.json</c>.</summary>
internal sealed class ResourceTemplate
{
    private ResourceTemplate(JsonObject entry)
    {
        Type = (string)entry["type"]!;
        Token = (string)entry["token"]!;
        Name = (string)entry["name"]!;
        Provider = (string)entry["provider"]!;
        Changes = (string)entry["changes"]!;
        Forces = (string)entry["forces"]!;
        References = entry["references"]!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);
        Values = entry["values"]!.AsObject();
        Computed = Words(entry["computed"]);
        Sensitive = Marks.Of(Values, Words(entry["sensitive"]));
        Unknown = Marks.Of(Values, Computed);
    }

    /// <summary>Every type, in the order in which the objects of a module have them.</summary>
    public static IReadOnlyList<ResourceTemplate> All { get; } = Load();

    public string Type { get; }

    /// <summary>Pulumi's name of the type.</summary>
    public string Token { get; }

    public string Name { get; }

    public string Provider { get; }

    /// <summary>The attribute that an update changes.</summary>
    public string Changes { get; }

    /// <summary>The attribute that forces a replacement.</summary>
    public string Forces { get; }

    /// <summary>Attributes whose value comes from another object of the module, each with that object's type.</summary>
    public IReadOnlyDictionary<string, string> References { get; }

    /// <summary>Attributes that are known only after the object was created.</summary>
    public HashSet<string> Computed { get; }

    public JsonObject Values { get; }

    /// <summary>The marks of what is secret.</summary>
    public JsonObject Sensitive { get; }

    /// <summary>The marks of what is unknown before the object was created.</summary>
    public JsonObject Unknown { get; }

    private static HashSet<string> Words(JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(word => (string)word!)];

    private static List<ResourceTemplate> Load()
    {
        using var stream = typeof(ResourceTemplate).Assembly.GetManifestResourceStream("resources")!;
        return [.. JsonSerializer.Deserialize<JsonArray>(stream)!.Select(entry => new ResourceTemplate(entry!.AsObject()))];
    }
}
