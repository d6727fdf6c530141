using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Hashes values so that they can be compared without being kept.</summary>
public static class ValueHash
{
    /// <summary>SHA-256 over the parts, each with its length in front so that no two lists look alike; 64 hex digits.</summary>
    public static string Of(IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);
        }

        return Sha256.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The value with members in ordinal order and no white space: equal values give equal texts.</summary>
    internal static string Canonical(JToken? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static void Write(JToken? value, StringBuilder text)
    {
        switch (value)
        {
            case JObject map:
                text.Append('{');
                foreach (var property in map.Properties().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    text.Append(JsonConvert.ToString(property.Name)).Append(':');
                    Write(property.Value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JArray list:
                text.Append('[');
                foreach (var element in list)
                {
                    Write(element, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case null:
                text.Append("null");
                break;
            // The common ones by hand: the library makes a writer for each value.
            case JValue { Value: string plain }:
                text.Append(JsonConvert.ToString(plain));
                break;
            case JValue { Value: bool truth }:
                text.Append(truth ? "true" : "false");
                break;
            case JValue { Value: long number }:
                text.Append(number);
                break;
            default:
                text.Append(value.ToString(Formatting.None));
                break;
        }
    }
}
