using System.Text;
using PlanGate.Plans;

namespace PlanGate.Commands;

/// <summary>What is known of the shell at one point of a command line. Where two ways lead to that point, what either of them may have left.</summary>
internal sealed class ShellState
{
    /// <summary>Between the elements of an array, which are one value: no command line has this letter.</summary>
    public const char Separator = '\u001F';

    /// <summary>The operator of a variable all of whose elements are meant.</summary>
    public const string Elements = "[@]";

    private const int MostValues = 16;
    private const int LongestValue = 64 * 1024;

    private readonly Dictionary<string, IReadOnlyList<string>> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ShellNode>> _functions = new(StringComparer.Ordinal);
    private string? _variablesKey;
    private readonly Dictionary<string, IReadOnlyList<string>> _aliases = new(StringComparer.Ordinal);

    /// <summary>The working directory, absolute, or null where it is not known.</summary>
    public string? Directory { get; set; }

    /// <summary>The arguments of the script or function, or null where they are not known.</summary>
    public IReadOnlyList<string>? Arguments { get; set; }

    /// <summary>Two states with the same key differ in functions and aliases alone.</summary>
    public string Key => $"{Directory}\n{(Arguments is null ? "?" : string.Join('\0', Arguments))}\n{_variablesKey ??= VariablesKey()}";

    /// <summary>The names of all that was assigned.</summary>
    public IEnumerable<string> Assigned => _variables.Keys;

    /// <summary>Every value a variable may have; an unresolved one where the line does not set it.</summary>
    public IReadOnlyList<string> Values(string name) => _variables.TryGetValue(name, out var values) ? values : name switch
    {
        "IFS" => [" \t\n"],
        "HOME" => ["~"],
        "SHELL" or "BASH" or "ZSH_NAME" => ["/bin/sh"],
        "PWD" when Directory is { } directory => [directory],
        _ => [Unresolved.Variable.ToString()],
    };

    /// <summary>The line itself sets this variable.</summary>
    public bool IsAssigned(string name) => _variables.ContainsKey(name);

    public void Assign(string name, IReadOnlyList<string> values)
    {
        _variables[name] = values.Count <= MostValues && values.All(value => value.Length <= LongestValue) ? [.. values.Distinct()] : [Unresolved.Variable.ToString()];
        _variablesKey = null;
    }

    public void Unset(string name) => Assign(name, [""]);

    public IReadOnlyList<ShellNode> Functions(string name) => _functions.GetValueOrDefault(name, []);

    public void Define(string name, ShellNode body) => _functions[name] = [body];

    public IReadOnlyList<string> Aliases(string name) => _aliases.GetValueOrDefault(name, []);

    public void Alias(string name, IReadOnlyList<string> texts) => _aliases[name] = texts;

    public ShellState Copy()
    {
        var copy = new ShellState { Directory = Directory, Arguments = Arguments, _variablesKey = _variablesKey };
        CopyTo(_variables, copy._variables);
        CopyTo(_functions, copy._functions);
        CopyTo(_aliases, copy._aliases);
        return copy;
    }

    /// <summary>What may hold after another way to this point.</summary>
    public void MergeWith(ShellState other)
    {
        Directory = Directory == other.Directory ? Directory : null;
        Arguments = Arguments is not null && other.Arguments is not null && Arguments.SequenceEqual(other.Arguments, StringComparer.Ordinal) ? Arguments : null;
        foreach (var name in _variables.Keys.Union(other._variables.Keys).ToList())
        {
            Assign(name, [.. Values(name), .. other.Values(name)]);
        }

        foreach (var (name, bodies) in other._functions)
        {
            _functions[name] = [.. Functions(name).Union(bodies)];
        }

        foreach (var (name, texts) in other._aliases)
        {
            _aliases[name] = [.. Aliases(name).Union(texts, StringComparer.Ordinal)];
        }
    }

    // Short, whatever the variables hold: many are kept.
    private string VariablesKey() => _variables.Count == 0 ? "" : Sha256.Of(Encoding.UTF8.GetBytes(string.Join('\n', _variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={string.Join('\0', pair.Value.Order(StringComparer.Ordinal))}"))));

    private static void CopyTo<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach (var (key, value) in from)
        {
            to[key] = value;
        }
    }
}
