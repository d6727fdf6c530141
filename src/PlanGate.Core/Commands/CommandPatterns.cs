using System.Text;

namespace PlanGate.Commands;

/// <summary>The destructive calls that are known. Looked up by program in a sorted table, so that nothing is parsed before it is asked for.</summary>
internal sealed class CommandPatterns
{
    /// <summary>The program under which tools of an agent stand.</summary>
    public const string AgentTool = "mcp";

    private readonly string[] _rows;
    private readonly Dictionary<string, List<CommandPattern>> _byProgram = new(StringComparer.Ordinal);

    private CommandPatterns(string[] rows) => _rows = rows;

    /// <summary>The patterns that come with the program.</summary>
    public static CommandPatterns BuiltIn { get; } = new(ReadEmbedded());

    /// <summary>The programs that some pattern speaks of.</summary>
    public IEnumerable<string> ProgramNames => _rows.Select(row => row[..row.IndexOf('\t', StringComparison.Ordinal)]).Distinct();

    /// <summary>All of them.</summary>
    public IEnumerable<CommandPattern> All => ProgramNames.SelectMany(Of);

    /// <summary>The patterns of a program.</summary>
    public IReadOnlyList<CommandPattern> Of(string program)
    {
        if (!_byProgram.TryGetValue(program, out var found))
        {
            _byProgram[program] = found = [.. _rows.Where(row => row.Length > program.Length && row[program.Length] == '\t' && row.StartsWith(program, StringComparison.Ordinal)).Select(CommandPattern.Of)];
        }

        return found;
    }

    private static string[] ReadEmbedded()
    {
        using var stream = typeof(CommandPatterns).Assembly.GetManifestResourceStream("commands.tsv") ?? throw new InvalidOperationException("the command patterns are not part of this program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
    }
}
