using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>A file that <c>cdktf synth</c> writes: one JSON object, and nothing after it.</summary>
internal static class CdktfDocument
{
    /// <summary>Gives the name of each member, whose value <paramref name="take"/> takes.</summary>
    /// <exception cref="PlanFormatException">It is something else, was cut off, or has a member twice.</exception>
    public static void Read(Stream input, Action<JsonPump, string> take) => InputDecoder.Reading(() =>
    {
        var (utf8, head) = InputDecoder.Decode(input);
        if (head.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            throw new PlanFormatException("not a JSON object", null, null);
        }

        var pump = new JsonPump(utf8);
        pump.Opens(JsonTokenType.StartObject);
        foreach (var member in pump.MembersOfOpened())
        {
            take(pump, member);
        }

        if (pump.Next())
        {
            throw new PlanFormatException("there is text after the object", null, pump.Position);
        }

        return true;
    });
}
