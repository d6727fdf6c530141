namespace PlanGate.Cli.Shim;

/// <summary>What becomes of a call of a tool.</summary>
internal enum ShimAnswer
{
    /// <summary>It reads: the real tool takes over.</summary>
    PassOn,

    /// <summary>It changes things: plan, judge, apply.</summary>
    Gate,

    /// <summary>It cannot be judged.</summary>
    Refuse,
}

/// <summary>A call of a tool, as far as the shim has to understand it.</summary>
internal sealed record ShimCall
{
    public required ShimAnswer Answer { get; init; }

    /// <summary>Why it is refused, and what to do instead.</summary>
    public string Because { get; init; } = "";

    /// <summary>The directory of <c>-chdir</c>, or null.</summary>
    public string? Directory { get; init; }

    /// <summary>The plan file that is named, or null.</summary>
    public string? Plan { get; init; }

    /// <summary>The options for making the plan.</summary>
    public IReadOnlyList<string> PlanOptions { get; init; } = [];

    /// <summary>The options for applying it.</summary>
    public IReadOnlyList<string> ApplyOptions { get; init; } = [];

    /// <summary>Nobody is asked once more.</summary>
    public bool IsUnattended { get; init; }

    /// <summary>A call that is handed on.</summary>
    public static ShimCall PassOn { get; } = new() { Answer = ShimAnswer.PassOn };

    /// <summary>A call that is refused.</summary>
    public static ShimCall Refuse(string because) => new() { Answer = ShimAnswer.Refuse, Because = because };
}
