using PlanGate.Classification;

namespace PlanGate.Commands;

/// <summary>The destructive calls that are known. Looked up by program in a sorted table, so that nothing is parsed before it is asked for.</summary>
internal sealed class CommandPatterns
{
    /// <summary>The program under which tools of an agent stand.</summary>
    public const string AgentTool = "mcp";

    private readonly TsvTable _table;
    private readonly Dictionary<string, List<CommandPattern>> _byProgram = new(StringComparer.Ordinal);

    private CommandPatterns(TsvTable table) => _table = table;

    /// <summary>The patterns that come with the program.</summary>
    public static CommandPatterns BuiltIn { get; } = new(ReadEmbedded());

    /// <summary>The programs that some pattern speaks of.</summary>
    public IEnumerable<string> ProgramNames => _table.AllRows().Select(row => row[..row.IndexOf('\t', StringComparison.Ordinal)]).Distinct();

    /// <summary>All of them.</summary>
    public IEnumerable<CommandPattern> All => ProgramNames.SelectMany(Of);

    /// <summary>The patterns of a program.</summary>
    public IReadOnlyList<CommandPattern> Of(string program)
    {
        if (!_byProgram.TryGetValue(program, out var found))
        {
            _byProgram[program] = found = [.. _table.Rows(program).Select(CommandPattern.Of)];
        }

        return found;
    }

    private static TsvTable ReadEmbedded() =>
        new(typeof(CommandPatterns).Assembly.GetManifestResourceStream("commands.tsv") ?? throw new InvalidOperationException("the command patterns are not part of this program"));
}
