using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>Reads the values of an object in the state.</summary>
internal static class StateValues
{
    /// <summary>The attributes of the object, or null where the plan does not show them.</summary>
    /// <exception cref="PlanFormatException">A member is there twice.</exception>
    public static JObject? Of(StateObject one)
    {
        try
        {
            return (JsonValues.Parse(one.Json.Span) as JObject)?["values"] as JObject;
        }
        catch (JsonException e)
        {
            throw new PlanFormatException($"unreadable state of {one.Address}: {e.Message}", "prior_state", null, e);
        }
    }
}
