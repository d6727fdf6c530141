using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Bench.Comparing;

/// <summary>The question of jq, answered by reading the whole plan into objects: a process of its own, for the comparison.</summary>
internal static class DomReader
{
    private const string Newtonsoft = "Newtonsoft.Json";
    private const string SystemText = "System.Text.Json";

    /// <summary>The readers there are.</summary>
    public static IReadOnlyList<string> Names => [Newtonsoft, SystemText];

    /// <summary>Prints the addresses of the changes that delete.</summary>
    /// <exception cref="FormatException">No reader has that name.</exception>
    public static void Run(string reader, string plan, TextWriter output)
    {
        foreach (var address in reader switch { Newtonsoft => ByNewtonsoft(plan), SystemText => BySystemText(plan), _ => throw new FormatException($"no reader is called {reader}") })
        {
            output.WriteLine(address);
        }
    }

    private static IEnumerable<string?> ByNewtonsoft(string plan)
    {
        using var reader = new Newtonsoft.Json.JsonTextReader(File.OpenText(plan));
        return [.. JObject.Load(reader)["resource_changes"]!.Where(change => change["change"]!["actions"]!.Any(action => (string?)action == "delete")).Select(change => (string?)change["address"])];
    }

    private static IEnumerable<string?> BySystemText(string plan)
    {
        using var stream = File.OpenRead(plan);
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("resource_changes").EnumerateArray()
            .Where(change => change.GetProperty("change").GetProperty("actions").EnumerateArray().Any(action => action.ValueEquals("delete")))
            .Select(change => change.GetProperty("address").GetString())];
    }
}
