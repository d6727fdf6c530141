using System.Text;
using System.Text.Json;

namespace PlanGate.Fuzz.Mutating;

/// <summary>JSON as it is written: members may be there twice, and a value may be no JSON at all.</summary>
internal sealed class JsonTree
{
    private const int MostDepth = 600;

    /// <summary>The text of what is neither a list nor an object.</summary>
    public string? Raw { get; set; }

    public bool IsObject { get; init; }

    public List<(string? Name, JsonTree Value)> Children { get; init; } = [];

    /// <summary>The names are raw too, with their quotes.</summary>
    public static JsonTree Leaf(string raw) => new() { Raw = raw };

    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>The documents in a text, as the children of one list; null where it is no JSON.</summary>
    public static JsonTree? Parse(byte[] utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MostDepth });
            var documents = new List<(string?, JsonTree)>();
            while (reader.Read())
            {
                documents.Add((null, Value(ref reader)));
            }

            return documents.Count == 0 ? null : new() { Children = documents };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public JsonTree Copy() => new() { Raw = Raw, IsObject = IsObject, Children = [.. Children.Select(child => (child.Name, child.Value.Copy()))] };

    /// <summary>This and everything below.</summary>
    public IEnumerable<JsonTree> All()
    {
        var open = new Stack<JsonTree>([this]);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var (_, child) in node.Children)
            {
                open.Push(child);
            }
        }
    }

    public JsonTree? Member(string name) => Children.Where(child => child.Name == Quoted(name)).Select(child => child.Value).FirstOrDefault();

    /// <summary>True when no object below has two members of one name, however they are written.</summary>
    public bool HasNoDuplicates() => All().All(node => !node.IsObject || node.Children.Select(child => Unescaped(child.Name!)).Distinct(StringComparer.Ordinal).Count() == node.Children.Count);

    /// <summary>The documents, one after another.</summary>
    /// <param name="blank">Gives the white space that stands between tokens.</param>
    /// <param name="between">What stands between documents.</param>
    public byte[] Documents(Func<string> blank, string between = "\n")
    {
        var text = new StringBuilder();
        foreach (var (_, document) in Children)
        {
            document.Write(text, blank);
            text.Append(between);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Write(StringBuilder text, Func<string> blank)
    {
        if (Raw is not null)
        {
            text.Append(Raw);
            return;
        }

        text.Append(IsObject ? '{' : '[').Append(blank());
        for (var at = 0; at < Children.Count; at++)
        {
            if (at > 0)
            {
                text.Append(',').Append(blank());
            }

            if (IsObject)
            {
                text.Append(Children[at].Name ?? "\"\"").Append(blank()).Append(':').Append(blank());
            }

            Children[at].Value.Write(text, blank);
            text.Append(blank());
        }

        text.Append(IsObject ? '}' : ']');
    }

    private static string Unescaped(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(name) ?? name;
        }
        catch (JsonException)
        {
            return name;
        }
    }

    private static JsonTree Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return Leaf(reader.TokenType == JsonTokenType.String ? $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"" : Encoding.UTF8.GetString(reader.ValueSpan));
        }

        var node = new JsonTree { IsObject = reader.TokenType == JsonTokenType.StartObject };
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            string? name = null;
            if (node.IsObject)
            {
                name = $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"";
                reader.Read();
            }

            node.Children.Add((name, Value(ref reader)));
        }

        return node;
    }
}
