namespace PlanGate.Plans;

/// <summary>The input is not a plan that can be judged. Always the caller's input, never a bug here.</summary>
/// <remarks>
/// Terraform writes a whole plan on one line, so <see cref="Where"/> names the element in words
/// (<c>resource_changes[12]</c>) beside line and column.
/// </remarks>
public sealed class PlanFormatException(string problem, string? where, TextPosition? position, Exception? cause = null)
    : Exception(problem, cause)
{
    /// <summary>The element that is wrong, or null where the whole input is.</summary>
    public string? Where { get; } = where;

    /// <summary>Where the element begins, or null where the whole input is wrong.</summary>
    public TextPosition? Position { get; } = position;
}
