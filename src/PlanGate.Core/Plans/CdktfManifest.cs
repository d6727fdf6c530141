using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>A stack in the manifest of a <c>cdktf.out</c> directory. Paths are relative to the directory, written with slashes, and never lead out of it.</summary>
/// <param name="Name">The stack's name.</param>
/// <param name="Directory">Where Terraform runs for it, and where its plan lies.</param>
/// <param name="Configuration">The synthesized configuration in that directory: JSON or HCL.</param>
/// <param name="Metadata">What CDKTF writes beside a configuration in HCL, or null where the manifest does not name it.</param>
public sealed record CdktfManifestEntry(string Name, string Directory, string Configuration, string? Metadata);

/// <summary>Reads the <c>manifest.json</c> that <c>cdktf synth</c> writes.</summary>
public static class CdktfManifest
{
    /// <summary>True when a document may be a manifest by its first member: CDKTF sorts them, and a plan never begins like that.</summary>
    /// <param name="head">The first bytes of the document.</param>
    public static bool MayBe(ReadOnlySpan<byte> head)
    {
        try
        {
            var reader = new Utf8JsonReader(head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head, isFinalBlock: false, default);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals("stacks"u8) || reader.ValueTextEquals("version"u8));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The stacks, in the manifest's order; null for a document that names none and so is no manifest of CDKTF.</summary>
    /// <param name="input">Read to its end.</param>
    /// <exception cref="PlanFormatException">It is not a JSON object, or a stack in it is not understood.</exception>
    public static IReadOnlyList<CdktfManifestEntry>? Read(Stream input)
    {
        List<CdktfManifestEntry>? stacks = null;
        CdktfDocument.Read(input, (pump, member) =>
        {
            if (member == "stacks")
            {
                stacks = ReadStacks(pump);
            }
            else
            {
                pump.Skip();
            }
        });
        return stacks;
    }

    private static List<CdktfManifestEntry> ReadStacks(JsonPump pump)
    {
        var stacks = new List<CdktfManifestEntry>();
        foreach (var name in pump.Members())
        {
            pump.Where = $"stack {name}";
            var stack = Stack(name, pump.Capture() ?? throw new PlanFormatException("no value", pump.Where, pump.Position), pump);
            if (stacks.FirstOrDefault(other => other.Directory == stack.Directory) is { } other)
            {
                throw new PlanFormatException($"it has the same \"workingDirectory\" as stack {other.Name}: one plan cannot be for both", pump.Where, pump.Position);
            }

            stacks.Add(stack);
            pump.Where = null;
        }

        return stacks;
    }

    private static CdktfManifestEntry Stack(string name, ReadOnlyMemory<byte> json, JsonPump pump)
    {
        var stack = Value(json, pump) as JObject ?? throw Wrong("not an object");
        if (Text("name") is { } own && own != name)
        {
            throw Wrong($"its \"name\" is another one, {own}");
        }

        var directory = Relative("workingDirectory") ?? throw Wrong("no \"workingDirectory\"");
        var configuration = Relative("synthesizedStackPath") ?? throw Wrong("no \"synthesizedStackPath\"");
        return configuration.StartsWith($"{directory}/", StringComparison.Ordinal) && !configuration[(directory.Length + 1)..].Contains('/')
            ? new(name, directory, configuration, Relative("stackMetadataPath"))
            : throw Wrong("\"synthesizedStackPath\" is not in its \"workingDirectory\"");

        string? Relative(string member)
        {
            // A manifest made on Windows has backslashes.
            var path = Text(member)?.Replace('\\', '/');
            return path is null || (path.Split('/').All(IsPlain) && path is not [_, ':', ..]) ? path : throw Wrong($"\"{member}\" leads out of the directory, or is no plain relative path");
        }

        string? Text(string member) => stack[member] switch
        {
            null or { Type: JTokenType.Null } => null,
            { Type: JTokenType.String } text => (string)text!,
            _ => throw Wrong($"\"{member}\" is not text"),
        };

        PlanFormatException Wrong(string problem) => new(problem, pump.Where, pump.Position);
    }

    private static bool IsPlain(string step) => step.Length > 0 && step is not ("." or "..") && !step.Any(char.IsControl);

    private static JToken Value(ReadOnlyMemory<byte> json, JsonPump pump)
    {
        try
        {
            return JsonValues.Parse(json.Span);
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new PlanFormatException($"unreadable: {e.Message}", pump.Where, pump.Position, e);
        }
    }
}
