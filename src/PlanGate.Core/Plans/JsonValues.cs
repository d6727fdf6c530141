using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>Reads a slice of a plan as a value that rules can look into.</summary>
internal static class JsonValues
{
    /// <summary>Deeper than any plan that a tool writes, and shallow enough for every later walk over the value.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonLoadSettings Strict = new()
    {
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        LineInfoHandling = LineInfoHandling.Ignore,
    };

    /// <summary>The value written in <paramref name="utf8"/>; a duplicate member is an error.</summary>
    /// <exception cref="JsonReaderException">The text is not one JSON value, or has a member twice.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(utf8)))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = MaxDepth,
        };
        return JToken.ReadFrom(reader, Strict);
    }
}
