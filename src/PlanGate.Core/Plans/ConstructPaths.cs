using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>The CDKTF constructs that made the blocks of a stack: what its authors know a resource by.</summary>
public sealed class ConstructPaths
{
    private readonly Dictionary<string, string> _blocks = new(StringComparer.Ordinal);

    private ConstructPaths()
    {
    }

    /// <summary>No constructs are known.</summary>
    public static ConstructPaths None { get; } = new();

    /// <summary>Reads a synthesized configuration (<c>cdk.tf.json</c>), or the metadata that stands beside one in HCL. Only the paths are kept.</summary>
    /// <param name="input">Read to its end.</param>
    /// <exception cref="PlanFormatException">It is not one JSON object, or names a block twice.</exception>
    public static ConstructPaths In(Stream input)
    {
        var found = new ConstructPaths();
        CdktfDocument.Read(input, (pump, member) =>
        {
            switch (member)
            {
                case "resource": found.ReadResources(pump); break;
                case "module": found.ReadBlocks(pump, "module"); break;
                default: pump.Skip(); break;
            }
        });
        return found;
    }

    /// <summary>The path of the construct that made the block of an object, such as <c>shop/ledger/orders</c>; null where none is known.</summary>
    /// <remarks>What lies in a module was made by the construct of the module that the stack calls.</remarks>
    /// <param name="address">The object's address, with or without instance keys.</param>
    public string? Of(string address)
    {
        var steps = Addresses.WithoutKeys(address).Split('.');
        return steps.Length >= 2 ? _blocks.GetValueOrDefault($"{steps[0]}.{steps[1]}") : null;
    }

    private void ReadResources(JsonPump pump)
    {
        foreach (var type in pump.Members())
        {
            ReadBlocks(pump, type);
        }
    }

    private void ReadBlocks(JsonPump pump, string kind)
    {
        foreach (var name in pump.Members())
        {
            pump.Where = $"{kind}.{name}";
            if (pump.Capture() is { } block && Path(block.Span) is { } path)
            {
                _blocks[$"{kind}.{name}"] = path;
            }

            pump.Where = null;
        }
    }

    // A "//" may hold any remark; only what CDKTF writes there is a path.
    private static string? Path(ReadOnlySpan<byte> block)
    {
        var reader = new Utf8JsonReader(block, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        return Enter(ref reader, "//"u8) && Enter(ref reader, "metadata"u8) && Enter(ref reader, "path"u8) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    // From an object to the value of one of its members.
    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(member);
            reader.Read();
            if (isWanted)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
