using System.Text;
using System.Text.Json;

namespace PlanGate.Cli.Guard;

/// <summary>A JSON text that is added to without touching the rest of it: order, blanks and comments stay as they are.</summary>
internal sealed class JsonText
{
    private sealed record Node(JsonTokenType Kind, int Start, int End, List<(string Name, Node Value)> Members, List<Node> Items);

    private readonly byte[] _bytes;
    private readonly Node _root;

    private JsonText(byte[] bytes) => (_bytes, _root) = (bytes, Parse(bytes));

    /// <summary>Reads a text; comments and commas at the end of lists are allowed.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonText Of(string text)
    {
        var json = new JsonText(Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(text) ? "{}\n" : text));
        return json._root.Kind == JsonTokenType.StartObject ? json : throw new JsonException("not an object");
    }

    public override string ToString() => Encoding.UTF8.GetString(_bytes);

    /// <summary>The elements of a list as they stand in the text; none where there is no such list.</summary>
    public IReadOnlyList<string> Items(params string[] path) => Find(path) is { Kind: JsonTokenType.StartArray } list ? [.. list.Items.Select(Text)] : [];

    /// <summary>A plain value as it stands in the text, or null.</summary>
    public string? Value(params string[] path) => Find(path) is { } node ? Text(node) : null;

    /// <summary>The same with a member set, where it is not there yet.</summary>
    public JsonText WithMember(string name, string value) => _root.Members.Any(member => member.Name == name) ? this : Add(_root, $"\"{name}\": {value}", 1);

    /// <summary>The same with an element in the list at a path: in place of the first that <paramref name="isOld"/>, else behind the others. What is missing on the way is made.</summary>
    public JsonText WithItem(IReadOnlyList<string> path, string item, Func<string, bool> isOld)
    {
        var at = _root;
        for (var depth = 0; depth < path.Count; depth++)
        {
            var next = at.Members.Where(member => member.Name == path[depth]).Select(member => member.Value).LastOrDefault();
            if (next is null)
            {
                var inner = $"[{item}]";
                for (var missing = path.Count - 1; missing > depth; missing--)
                {
                    inner = $"{{ \"{path[missing]}\": {inner} }}";
                }

                return Add(at, $"\"{path[depth]}\": {inner}", depth + 1);
            }

            var expected = depth == path.Count - 1 ? JsonTokenType.StartArray : JsonTokenType.StartObject;
            at = next.Kind == expected ? next : throw new JsonException($"\"{string.Join('.', path.Take(depth + 1))}\" is not {(expected == JsonTokenType.StartArray ? "a list" : "an object")}");
        }

        return at.Items.FirstOrDefault(old => isOld(Text(old))) is { } found ? new([.. _bytes[..found.Start], .. Encoding.UTF8.GetBytes(item), .. _bytes[found.End..]]) : Add(at, item, path.Count + 1);
    }

    private string Text(Node node) => Encoding.UTF8.GetString(_bytes, node.Start, node.End - node.Start);

    private Node? Find(string[] path)
    {
        Node? at = _root;
        foreach (var name in path)
        {
            at = at?.Members.Where(member => member.Name == name).Select(member => member.Value).LastOrDefault();
        }

        return at;
    }

    private JsonText Add(Node container, string text, int depth)
    {
        var indent = $"\n{new string(' ', depth * 2)}";
        var last = container.Kind == JsonTokenType.StartObject ? container.Members.Select(member => member.Value.End).LastOrDefault() : container.Items.Select(item => item.End).LastOrDefault();
        var isEmpty = last == 0;
        var at = isEmpty ? container.Start + 1 : last;
        var end = isEmpty && !Encoding.UTF8.GetString(_bytes, at, container.End - 1 - at).Contains('\n', StringComparison.Ordinal) ? $"\n{new string(' ', (depth - 1) * 2)}" : "";
        return new([.. _bytes[..at], .. Encoding.UTF8.GetBytes($"{(isEmpty ? "" : ",")}{indent}{text}{end}"), .. _bytes[at..]]);
    }

    private static Node Parse(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
        reader.Read();
        var root = Value(ref reader);
        return reader.Read() ? throw new JsonException("more than one value") : root;
    }

    private static Node Value(ref Utf8JsonReader reader)
    {
        var (kind, start) = (reader.TokenType, (int)reader.TokenStartIndex);
        var members = new List<(string, Node)>();
        var items = new List<Node>();
        if (kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                members.Add((name, Value(ref reader)));
            }
        }
        else if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Value(ref reader));
            }
        }

        return new(kind, start, (int)reader.BytesConsumed, members, items);
    }
}
