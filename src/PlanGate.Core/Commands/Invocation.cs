namespace PlanGate.Commands;

/// <summary>What a program reads on its standard input.</summary>
/// <param name="Text">The text, or null where it is not known.</param>
/// <param name="Producers">The programs that write it.</param>
/// <param name="Unread">The file that it comes from where that is there, but was not read; else null.</param>
internal sealed record CommandInput(string? Text, IReadOnlyList<string> Producers, string? Unread = null);

/// <summary>One program that a command line would run.</summary>
internal sealed record Invocation
{
    /// <summary>The program and its arguments, expanded; unknown parts are marked.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The shell around it.</summary>
    public required ShellState State { get; init; }

    public CommandInput? Input { get; init; }

    /// <summary>It runs on another machine or in a container: files here are not its files.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>How deep it is nested in scripts and wrappers.</summary>
    public int Depth { get; init; }

    /// <summary>The program's name without folders and endings.</summary>
    public string Name => Programs.NameOf(Words[0]);

    public IReadOnlyList<string> Arguments => [.. Words.Skip(1)];

    /// <summary>The command as a person reads it.</summary>
    public string Shown => Unresolved.Shown(string.Join(' ', Words));

    /// <summary>The same with other words, one level deeper.</summary>
    public Invocation With(IReadOnlyList<string> words) => this with { Words = words, Depth = Depth + 1 };
}

/// <summary>Why a command is refused, and what to do instead.</summary>
/// <param name="Command">The command, as a person reads it.</param>
/// <param name="Why">What it would do: a sentence without its end.</param>
/// <param name="Instead">What to do: whole sentences.</param>
public sealed record Refusal(string Command, string Why, string Instead);

/// <summary>A saved plan that a command line would apply.</summary>
/// <param name="Command">The command, as a person reads it.</param>
/// <param name="Tool">Its tool, such as <c>terraform</c>.</param>
/// <param name="Directory">The working directory of the tool, absolute.</param>
/// <param name="File">The plan file, absolute.</param>
/// <param name="Workspace">The workspace that the command names, or null.</param>
public sealed record PlanApplication(string Command, string Tool, string Directory, string File, string? Workspace);

/// <summary>What a command line is worth: nothing against it, reasons to refuse it, plans that have to be judged first.</summary>
/// <param name="Refusals">In the order in which they were found.</param>
/// <param name="Plans">Saved plans it would apply.</param>
public sealed record CommandVerdict(IReadOnlyList<Refusal> Refusals, IReadOnlyList<PlanApplication> Plans);
