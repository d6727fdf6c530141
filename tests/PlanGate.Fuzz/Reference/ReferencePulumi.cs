using System.Text;
using System.Text.Json;

namespace PlanGate.Fuzz.Reference;

/// <summary>Looks through Pulumi's documents as trees for what is announced to be deleted.</summary>
internal sealed class ReferencePulumi
{
    // The operations after which the object of before is gone.
    private static readonly string[] Deleting = ["delete", "replace", "delete-replaced"];

    /// <summary>Why it is nothing that anybody could judge, or null.</summary>
    public string? Problem { get; private set; }

    public string Text { get; private set; } = "";

    public long Size { get; private set; }

    public int Documents { get; private set; }

    /// <summary>How many summaries there are.</summary>
    public int Runs { get; private set; }

    /// <summary>What an object was called before, and what it is called by then.</summary>
    public HashSet<(string Before, string Now)> Renamed { get; } = [];

    /// <summary>The URNs of steps of previews and update plans, and of announcements of events, that delete a custom resource.</summary>
    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);

    public static ReferencePulumi Read(byte[] input)
    {
        var found = new ReferencePulumi { Size = input.Length };
        try
        {
            var plain = InputText.Unpacked(input);
            found.Size = plain.Length;
            found.Text = InputText.Decoded(plain);
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(found.Text), new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 512 });
            while (reader.Read())
            {
                found.Documents++;
                found.Look(JsonElement.ParseValue(ref reader));
            }

            found.Problem = found.Documents == 0 ? "nothing in it" : null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or DecoderFallbackException)
        {
            found.Problem = e.Message;
        }

        return found;
    }

    private void Look(JsonElement document)
    {
        if (Object(document, "steps") is { ValueKind: JsonValueKind.Array } steps)
        {
            foreach (var step in steps.EnumerateArray())
            {
                Step(step, "oldState");
            }
        }

        if (Object(document, "resourcePreEvent") is { } announced && Object(announced, "metadata") is { } metadata)
        {
            Step(metadata, "old");
        }

        Runs += Object(document, "summaryEvent") is null ? 0 : 1;
    }

    private void Step(JsonElement step, string before)
    {
        if (Word(step, "urn") is { } now && Object(step, before) is { } named && Word(named, "urn") is { } then)
        {
            Renamed.Add((then, now));
        }

        if (Word(step, "op") is { } op && Deleting.Contains(op) && Word(step, "urn") is { } urn && !urn.Contains("::pulumi:", StringComparison.Ordinal) && Object(step, before) is { ValueKind: JsonValueKind.Object } old && Object(old, "custom") is { ValueKind: JsonValueKind.True }
            && Object(old, "external") is not { ValueKind: JsonValueKind.True } && Word(step, "type")?.StartsWith("pulumi:", StringComparison.Ordinal) != true && Word(old, "type")?.StartsWith("pulumi:", StringComparison.Ordinal) != true)
        {
            Deleted.Add(urn);
        }
    }

    // A name that is no text, beside the one that is asked for, is nobody's business.
    private static JsonElement? Object(JsonElement element, string member)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var found) ? found : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Word(JsonElement element, string member)
    {
        try
        {
            return Object(element, member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
