using PlanGate.Commands;

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

    /// <summary>It is handed on without what the environment would add to its arguments.</summary>
    public bool ForgetsArguments { get; init; }

    /// <summary>What the environment of the real tool has besides.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>A call that only says something, such as a version: an argument from the environment could make another call of it.</summary>
    public static ShimCall Says { get; } = new() { Answer = ShimAnswer.PassOn, ForgetsArguments = true };

    /// <summary>A call that is handed on, unless the guard of an agent's commands would refuse it.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="args">Its arguments.</param>
    public static ShimCall PassOn(string tool, IReadOnlyList<string> args) =>
        CommandJudge.Call(tool, args) is { } refusal ? Refuse(refusal) : new() { Answer = ShimAnswer.PassOn };

    /// <summary>A call that is in no table here: refused, in the words of the guard where it has some.</summary>
    public static ShimCall RefuseUnknown(string tool, IReadOnlyList<string> args, string because) =>
        CommandJudge.Call(tool, args) is { } refusal ? Refuse(refusal) : Refuse(because);

    private static ShimCall Refuse(Refusal refusal) => Refuse($"`{refusal.Command}`: {refusal.Why}. {refusal.Instead}".TrimEnd('.', ' '));

    /// <summary>A call that is refused.</summary>
    public static ShimCall Refuse(string because) => new() { Answer = ShimAnswer.Refuse, Because = because };
}
