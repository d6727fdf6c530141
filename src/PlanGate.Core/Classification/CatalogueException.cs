namespace PlanGate.Classification;

/// <summary>The catalogue that came with the program is wrong: a defect of the build, which its tests exist to prevent.</summary>
public sealed class CatalogueException(string problem) : Exception(problem);
