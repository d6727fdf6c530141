using System.Text;
using System.Text.Json;

namespace PlanGate.Fuzz.Reference;

/// <summary>One object that a plan destroys or forgets.</summary>
/// <param name="Address">The address, with the deposed key behind it where there is one.</param>
/// <param name="Type">Its type.</param>
/// <param name="Does">What becomes of it: <c>delete</c>, <c>replace</c> or <c>forget</c>.</param>
internal sealed record Ending(string Address, string Type, string Does);

/// <summary>
/// Reads Terraform plans as slowly and simply as can be: unpack, decode, make a tree of everything, look at the documented members. It shares no code with the
/// reader of the program, and knows no hints, no streams and no limits but the depth.
/// </summary>
internal sealed class ReferencePlan
{
    private const int MostDepth = 512;

    /// <summary>Why it is no plan that anybody could judge, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>All documents are Terraform's.</summary>
    public bool IsTerraform { get; private init; }

    /// <summary>What each plan ends.</summary>
    public IReadOnlyList<IReadOnlyList<Ending>> Endings { get; private init; } = [];

    /// <summary>The text, or empty where the bytes are none.</summary>
    public string Text { get; private init; } = "";

    /// <summary>How many bytes it has, unpacked.</summary>
    public long Size { get; private init; }

    public static ReferencePlan Read(byte[] input)
    {
        string text;
        byte[] unpacked = input;
        try
        {
            unpacked = InputText.Unpacked(input);
            text = InputText.Decoded(unpacked);
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            return new() { Problem = e.Message, Size = unpacked.Length };
        }

        try
        {
            var documents = Documents(text);
            var isTerraform = documents.All(document => document.ValueKind == JsonValueKind.Object && (document.TryGetProperty("format_version", out _) || document.TryGetProperty("plan_format_version", out _)));
            return new()
            {
                Text = text,
                Size = unpacked.Length,
                IsTerraform = isTerraform,
                Endings = isTerraform ? [.. documents.Select(Of)] : [],
                Problem = documents.Count == 0 ? "nothing in it" : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            return new() { Text = text, Size = unpacked.Length, Problem = e.Message };
        }
    }

    private static List<JsonElement> Documents(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MostDepth });
        var documents = new List<JsonElement>();
        while (reader.Read())
        {
            documents.Add(JsonElement.ParseValue(ref reader));
        }

        return documents;
    }

    private static IReadOnlyList<Ending> Of(JsonElement plan)
    {
        Once(plan);
        var version = Word(plan, "format_version") ?? Word(plan, "plan_format_version");
        if (version is null || !int.TryParse(version.Split('.')[0], out var major) || major > 1)
        {
            throw new FormatException("a version that is not known");
        }

        var endings = new List<Ending>();
        if (plan.TryGetProperty("resource_changes", out var changes) && changes.ValueKind != JsonValueKind.Null)
        {
            foreach (var change in changes.EnumerateArray())
            {
                if (OfOne(change) is { } ending)
                {
                    endings.Add(ending);
                }
            }
        }

        if (plan.TryGetProperty("deferred_changes", out var deferred) && deferred.ValueKind != JsonValueKind.Null)
        {
            foreach (var change in deferred.EnumerateArray())
            {
                _ = OfOne(change.GetProperty("resource_change"));
            }
        }

        return endings;
    }

    private static Ending? OfOne(JsonElement element)
    {
        Once(element);
        var change = element.GetProperty("change");
        Once(change);
        var words = change.GetProperty("actions").EnumerateArray().Select(word => (word.GetString() ?? throw new FormatException("null among the actions")).ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var does = string.Join('+', words) switch
        {
            "delete" => "delete",
            "create+delete" => "replace",
            "forget" or "create+forget" => "forget",
            "noop" or "create" or "read" or "update" or "open" or "close" => null,
            var other => throw new FormatException($"actions {other}"),
        };
        var address = element.GetProperty("address").GetString()!;
        var deposed = Word(element, "deposed");
        var isManaged = Word(element, "mode") is null or "managed";
        return does is null || !isManaged ? null : new($"{address}{(string.IsNullOrEmpty(deposed) ? "" : $" ({deposed})")}", element.GetProperty("type").GetString()!, does);
    }

    private static string? Word(JsonElement element, string member) => element.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static void Once(JsonElement element)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                throw new FormatException($"{member.Name} twice");
            }
        }
    }
}
