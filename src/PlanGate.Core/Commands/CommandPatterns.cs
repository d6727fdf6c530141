using PlanGate.Classification;

namespace PlanGate.Commands;

/// <summary>The destructive calls that are known. Looked up by program in a sorted table, so that nothing is parsed before it is asked for.</summary>
internal sealed class CommandPatterns
{
    /// <summary>The program under which tools of an agent stand.</summary>
    public const string AgentTool = "mcp";

    private readonly TsvTable _table;
    private readonly Dictionary<string, List<CommandPattern>> _byProgram = new(StringComparer.Ordinal);

    // Read to its end before a row is looked up: both move in the same stream.
    private IReadOnlyList<string>? _names;

    private CommandPatterns(TsvTable table) => _table = table;

    /// <summary>The patterns that come with the program.</summary>
    public static CommandPatterns BuiltIn { get; } = Read();

    /// <summary>The programs that some pattern speaks of.</summary>
    public IReadOnlyList<string> ProgramNames => _names ??= [.. _table.AllRows().Select(row => row[..row.IndexOf('\t', StringComparison.Ordinal)]).Distinct()];

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

    /// <summary>The same, of which nothing was looked up yet.</summary>
    internal static CommandPatterns Read() =>
        new(new TsvTable(typeof(CommandPatterns).Assembly.GetManifestResourceStream("commands.tsv") ?? throw new InvalidOperationException("the command patterns are not part of this program")));
}
