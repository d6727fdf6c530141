using System.Collections.Concurrent;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Tells the reader what rules will ask about.</summary>
public static class Interests
{
    /// <summary>Types that hold or protect data by the catalogue, or may by their name; creations that the catalogue lists as destructive.</summary>
    public static PlanInterests Of(Catalogue catalogue)
    {
        bool Operates(string type) => catalogue.Operations(type).Count > 0 || (catalogue.Find(type) is null && Operation.ByName(type) is not null);
        var known = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return new(
            type => known.GetOrAdd(type, name => catalogue.Find(name) is { } entry ? entry.Loses != DataLoss.No || entry.Role == "protection" || Operates(name) : catalogue.Names.Judge(name, []).HoldsData),
            Operates,
            _ => false);
    }
}
