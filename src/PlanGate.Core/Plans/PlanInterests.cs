namespace PlanGate.Plans;

/// <summary>What rules will ask about, so that the reader keeps that and no more.</summary>
/// <param name="InData">Objects of this type may hold data, or protect it: their state and references are kept.</param>
/// <param name="InCreating">Creating an object of this type may destroy something: the creation is kept.</param>
/// <param name="InUnchanged">Objects of this type are asked about even where the plan leaves them alone.</param>
public sealed record PlanInterests(Func<string, bool> InData, Func<string, bool> InCreating, Func<string, bool> InUnchanged)
{
    /// <summary>What either of two asks about.</summary>
    public PlanInterests And(PlanInterests other) => new(
        type => InData(type) || other.InData(type),
        type => InCreating(type) || other.InCreating(type),
        type => InUnchanged(type) || other.InUnchanged(type));
}
