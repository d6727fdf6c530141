using System.Text.Encodings.Web;
using System.Text.Json;

namespace PlanGate.Bench.Generating;

/// <summary>Writes a large plan as <c>terraform show -json</c> does: every section, on one line, the same bytes every time.</summary>
internal static class PlanGenerator
{
    public static byte[] Write(PlanSize size)
    {
        using var output = new MemoryStream();
        Write(output, size);
        return output.ToArray();
    }

    public static void Write(Stream output, PlanSize size)
    {
        // Go escapes as this encoder does; there is nothing in the templates that the two treat differently.
        using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        WriteDocument(json, [.. Enumerable.Range(0, size.Objects).Select(number => new GeneratedObject(number))]);
    }

    private static void WriteDocument(Utf8JsonWriter json, IReadOnlyList<GeneratedObject> objects)
    {
        var outputs = new OutputsWriter(json, objects);
        var modules = new ModulesWriter(json, objects);
        json.WriteStartObject();
        json.WriteString("format_version", "1.2");
        json.WriteString("terraform_version", "1.9.8");
        WriteVariables(json);
        json.WriteStartObject("planned_values");
        outputs.Write();
        modules.WriteAfter();
        json.WriteEndObject();
        new ChangesWriter(json).Write(objects);
        outputs.WriteChanges();
        json.WriteStartObject("prior_state");
        json.WriteString("format_version", "1.0");
        json.WriteString("terraform_version", "1.9.8");
        json.WriteStartObject("values");
        outputs.Write();
        modules.WriteBefore();
        json.WriteEndObject();
        json.WriteEndObject();
        new ConfigurationWriter(json).Write(objects);
        outputs.WriteRelevantAttributes();
        json.WriteString("timestamp", "2026-02-01T10:20:30Z");
        json.WriteBoolean("applyable", true);
        json.WriteBoolean("complete", true);
        json.WriteBoolean("errored", false);
        json.WriteEndObject();
    }

    private static void WriteVariables(Utf8JsonWriter json)
    {
        json.WriteStartObject("variables");
        foreach (var (name, value) in new[] { ("owner", "platform"), ("region", "eu-central-1"), ("cost_center", "4711") })
        {
            json.WriteStartObject(name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
