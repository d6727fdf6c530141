namespace PlanGate.Plans;

/// <summary>A 1-based place in the plan's text; the column counts UTF-8 bytes.</summary>
public readonly record struct TextPosition(long Line, long Column)
{
    /// <summary>The first byte of a document.</summary>
    public static TextPosition Start { get; } = new(1, 1);

    /// <summary>The position behind <paramref name="text"/>, when it begins here.</summary>
    public TextPosition After(ReadOnlySpan<byte> text) => text.LastIndexOf((byte)'\n') switch
    {
        -1 => this with { Column = Column + text.Length },
        var newline => new(Line + text.Count((byte)'\n'), text.Length - newline),
    };
}
