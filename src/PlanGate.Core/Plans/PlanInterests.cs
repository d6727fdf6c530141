namespace PlanGate.Plans;

/// <summary>What rules will ask about, so that the reader keeps that and no more.</summary>
/// <param name="InData">Objects of this type may hold data, or protect it: their state and references are kept.</param>
/// <param name="InCreating">Creating an object of this type may destroy something: the creation is kept.</param>
public sealed record PlanInterests(Func<string, bool> InData, Func<string, bool> InCreating);
