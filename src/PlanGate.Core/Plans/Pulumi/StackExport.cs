namespace PlanGate.Plans.Pulumi;

/// <summary>The state of a stack, from <c>pulumi stack export</c> or a backend's file: what previews leave out.</summary>
public sealed class StackExport
{
    internal StackExport(string stack, IReadOnlyList<PulumiState> rows) => (Stack, Rows) = (stack, rows);

    /// <summary>The stack as policies name it, <c>project/stack</c>; empty for an export without resources, which says nothing of any stack.</summary>
    public string Stack { get; }

    /// <summary>All rows. A URN may stand there several times: one that lives, and those that wait to be deleted.</summary>
    internal IReadOnlyList<PulumiState> Rows { get; }

    /// <summary>Reads an export; the input is recognised by content, plain, UTF-16 or gzip.</summary>
    /// <exception cref="PlanFormatException">It is no export, is damaged, or needs a newer reader.</exception>
    public static StackExport Read(Stream input) => StackExportReader.Read(input);
}
