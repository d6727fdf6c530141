using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Judging;

/// <summary>Reads the values of an object in the state.</summary>
internal static class StateValues
{
    /// <summary>The attributes of the object, or null where the plan does not show them; those of Pulumi's in the catalogue's spelling.</summary>
    /// <exception cref="PlanFormatException">A member is there twice.</exception>
    public static JObject? Of(Catalogue catalogue, StateObject one)
    {
        try
        {
            var values = (JsonValues.Parse(one.Json.Span) as JObject)?["values"] as JObject;
            return values is not null && PulumiToken.IsToken(one.Type) ? catalogue.Spelling(one.Type).Read(values, new()) : values;
        }
        catch (JsonException e)
        {
            throw new PlanFormatException($"unreadable state of {one.Address}: {e.Message}", "prior_state", null, e);
        }
    }
}
