namespace PlanGate.Classification;

/// <summary>What the name of an unknown type lets expect: whether data goes with it, which kind, and why, for people.</summary>
public readonly record struct NameJudgement(bool HoldsData, string Kind, string Because);
