using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Finds what an object that is created will be called, without reading the rest of it.</summary>
internal static class CreatedNames
{
    /// <summary>The texts of <c>name</c>, <c>bucket</c> and <c>id</c> of <c>after</c>, in a plan's <c>change</c> member.</summary>
    public static IReadOnlyList<string> In(ReadOnlySpan<byte> change)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(change, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAfter = reader.ValueTextEquals("after"u8);
            reader.Read();
            if (!isAfter || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isName = reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("bucket"u8) || reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isName && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name)
                {
                    names.Add(name);
                }

                reader.Skip();
            }
        }

        return names;
    }
}
