namespace PlanGate.Commands;

/// <summary>Marks inside of a text for what only the running shell knows. Letters of Unicode's private range: who writes them himself is not resolved either.</summary>
internal static class Unresolved
{
    /// <summary>The value of a variable.</summary>
    public const char Variable = '\uE000';

    /// <summary>The output of a command.</summary>
    public const char Output = '\uE001';

    /// <summary>A wildcard that the shell fills in.</summary>
    public const char Wildcard = '\uE002';

    /// <summary>A letter that stands for something unknown.</summary>
    public static bool Is(char letter) => letter is >= Variable and <= Wildcard;

    /// <summary>Something in the text is unknown.</summary>
    public static bool In(string text) => text.AsSpan().IndexOfAnyInRange(Variable, Wildcard) >= 0;

    /// <summary>Nothing in the text is known.</summary>
    public static bool IsAll(string text) => text.Length > 0 && text.All(Is);

    /// <summary>The text as a person reads it.</summary>
    public static string Shown(string text) => text.Replace(Variable, '…').Replace(Output, '…').Replace(Wildcard, '*');
}
