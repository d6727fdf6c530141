using System.Numerics;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>Reads a slice of a plan as a value that rules can look into.</summary>
internal static class JsonValues
{
    /// <summary>Deeper than any plan that a tool writes, and shallow enough for every later walk over the value.</summary>
    public const int MaxDepth = 512;

    // Making a number of very many digits takes as long as their square.
    private const int MostDigits = 1000;

    /// <summary>The value written in <paramref name="utf8"/>; a duplicate member is an error.</summary>
    /// <exception cref="JsonReaderException">The text is not one JSON value, or has a member twice.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var value = Value(ref reader);
            reader.Read();
            return value;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new JsonReaderException(e.Message, e);
        }
    }

    private static JToken Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return Members(ref reader);
            case JsonTokenType.StartArray: return Elements(ref reader);
            case JsonTokenType.String: return new JValue(reader.GetString());
            case JsonTokenType.Number: return Number(ref reader);
            case JsonTokenType.True: return new JValue(true);
            case JsonTokenType.False: return new JValue(false);
            default: return JValue.CreateNull();
        }
    }

    private static JObject Members(ref Utf8JsonReader reader)
    {
        var members = new JObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var value = Value(ref reader);
            if (members.ContainsKey(name))
            {
                throw new JsonReaderException($"\"{name}\" is there twice");
            }

            members.Add(name, value);
        }

        return members;
    }

    private static JArray Elements(ref Utf8JsonReader reader)
    {
        var elements = new JArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(ref reader));
        }

        return elements;
    }

    private static JValue Number(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var integer) ? new(integer)
            : reader.ValueSpan.Length > MostDigits ? throw new JsonReaderException($"a number of more than {MostDigits} digits")
            : reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? new(reader.GetDouble())
            : new JValue((object)BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), System.Globalization.CultureInfo.InvariantCulture));
}
