namespace PlanGate.Plans;

/// <summary>Something that a plan does not show, as far as it can be told.</summary>
/// <param name="Cause">A word for it that never changes: fingerprints cover it.</param>
/// <param name="MayDestroy">What is missing may be a destruction, and the plan says so itself; otherwise it is only possible.</param>
/// <param name="Because">How one knows.</param>
/// <param name="Message">What is missing.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record PlanGap(string Cause, bool MayDestroy, string Because, string Message, string Remedy);
