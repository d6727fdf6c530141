namespace PlanGate.Commands;

/// <summary>A text is no command line that could be understood.</summary>
internal sealed class ShellSyntaxException(string problem) : Exception(problem);

/// <summary>A piece of a shell script.</summary>
internal abstract record ShellNode;

/// <summary>Commands one after another.</summary>
internal sealed record ShellSequence(IReadOnlyList<ShellNode> Items) : ShellNode;

/// <summary>Commands of which one decides whether the next runs.</summary>
/// <param name="First">The one that runs.</param>
/// <param name="Rest">The others; <c>IsOr</c> for what runs only when what stands before it fails.</param>
internal sealed record ShellChain(ShellNode First, IReadOnlyList<(ShellNode Node, bool IsOr)> Rest) : ShellNode;

/// <summary>Commands that read each other's output.</summary>
internal sealed record ShellPipeline(IReadOnlyList<ShellNode> Commands) : ShellNode;

/// <summary>A program with its arguments, or assignments alone.</summary>
internal sealed record SimpleCommand(IReadOnlyList<ShellAssignment> Assignments, IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellRedirection> Redirections) : ShellNode;

/// <summary>A group, a subshell, a branch or a loop.</summary>
/// <param name="Body">What runs in it.</param>
/// <param name="MaySkip">It may not run at all, so that what was assigned before may still stand.</param>
/// <param name="Repeats">It may run again, with what it assigned itself.</param>
/// <param name="IsSubshell">Its working directory and variables end with it.</param>
/// <param name="Redirections">Where its input comes from and its output goes.</param>
internal sealed record ShellBlock(ShellNode Body, bool MaySkip, bool Repeats, bool IsSubshell, IReadOnlyList<ShellRedirection> Redirections) : ShellNode;

/// <summary>A loop over words; null words are the arguments of the script.</summary>
internal sealed record ShellFor(string Variable, IReadOnlyList<ShellWord>? Values, ShellNode Body, IReadOnlyList<ShellRedirection> Redirections) : ShellNode;

/// <summary>A function that is named, not run.</summary>
internal sealed record ShellFunction(string Name, ShellNode Body) : ShellNode;

/// <summary>Words that run nothing themselves, but for the commands inside of them: tests, arithmetic, the subject of a case.</summary>
internal sealed record ShellTest(IReadOnlyList<ShellWord> Words) : ShellNode;

/// <summary>A variable and its new value.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; several for an array.</param>
/// <param name="Appends">The value goes behind the old one.</param>
/// <param name="IsArray">It is a list of words, be it of one.</param>
internal sealed record ShellAssignment(string Name, IReadOnlyList<ShellWord> Value, bool Appends, bool IsArray = false);

/// <summary>A redirection; the body of a here-document is read later than its operator.</summary>
internal sealed class ShellRedirection(string @operator, ShellWord target)
{
    public string Operator => @operator;

    /// <summary>The file, the here-string, or the text of a here-document.</summary>
    public ShellWord Target { get; set; } = target;
}

/// <summary>A word before expansion.</summary>
internal sealed record ShellWord(IReadOnlyList<WordPart> Parts)
{
    public static ShellWord Of(string text, bool isQuoted = true) => new([new WordText(text, isQuoted)]);

    /// <summary>The word when it is plain text without a quote, else null: only such a word is a keyword.</summary>
    public string? Bare => Parts is [WordText { IsQuoted: false } only] ? only.Text : null;
}

/// <summary>A part of a word.</summary>
internal abstract record WordPart;

/// <summary>Text as it stands; unquoted text may hold wildcards and braces.</summary>
internal sealed record WordText(string Text, bool IsQuoted) : WordPart;

/// <summary>A variable.</summary>
/// <param name="Name">Its name; a digit, <c>@</c> or <c>*</c> for an argument of the script.</param>
/// <param name="Operator">What is done with the value, such as <c>:-</c>, or empty.</param>
/// <param name="Argument">What the operator works with, or null.</param>
/// <param name="IsQuoted">The value stays one word.</param>
internal sealed record WordVariable(string Name, string Operator, ShellWord? Argument, bool IsQuoted) : WordPart;

/// <summary>The output of commands.</summary>
internal sealed record WordOutput(ShellNode Script, bool IsQuoted) : WordPart;

/// <summary>Commands that run and leave no text: in arithmetic, in an index, in a pattern.</summary>
internal sealed record WordHidden(ShellNode Script) : WordPart;

/// <summary>A file that commands read from or write to.</summary>
internal sealed record WordProcess(ShellNode Script) : WordPart;
