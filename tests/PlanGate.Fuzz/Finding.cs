namespace PlanGate.Fuzz;

/// <summary>An input did what none may do.</summary>
/// <param name="what">What, in a few words that are the same for the same fault.</param>
/// <param name="details">The rest.</param>
internal sealed class FindingException(string what, string details = "") : Exception(what)
{
    public string Details { get; } = details;
}
