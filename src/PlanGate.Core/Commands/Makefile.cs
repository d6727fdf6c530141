using System.Text;

namespace PlanGate.Commands;

/// <summary>The recipes that <c>make</c> would run for some goals. Plain rules and variables are understood; what is computed stays unknown.</summary>
internal static class Makefile
{
    private const int MostRecipes = 500;

    private sealed record Rule(string[] Targets, string[] Needs, List<string> Lines);

    /// <summary>The recipes of the goals and of all that they need.</summary>
    /// <param name="text">The makefile.</param>
    /// <param name="goals">The goals; none means the first target.</param>
    /// <param name="given">Variables of the command line, which win.</param>
    /// <param name="read">Reads an included file.</param>
    public static IReadOnlyList<string> Recipes(string text, IReadOnlyList<string> goals, IReadOnlyDictionary<string, string> given, Func<string, string?> read)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var rules = new List<Rule>();
        Read(text, variables, rules, read, 0);
        foreach (var (name, value) in given)
        {
            variables[name] = value;
        }

        var wanted = goals.Count > 0 ? goals : rules.SelectMany(rule => rule.Targets).Where(target => !target.StartsWith('.') && !target.Contains('%', StringComparison.Ordinal)).Take(1).ToList();
        var recipes = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(wanted);
        while (queue.TryDequeue(out var target) && recipes.Count < MostRecipes)
        {
            if (!done.Add(target))
            {
                continue;
            }

            foreach (var rule in rules.Where(rule => rule.Targets.Any(own => Makes(own, target))))
            {
                foreach (var need in rule.Needs)
                {
                    queue.Enqueue(need);
                }

                // Each line runs in a shell of its own, and may stand for several.
                recipes.AddRange(rule.Lines.Select(line => Expand(line.TrimStart('\t', ' ', '@', '-', '+'), variables, target, rule.Needs, 0)));
            }
        }

        return recipes;
    }

    private static bool Makes(string own, string target) =>
        own == target || own.Contains(Unresolved.Variable, StringComparison.Ordinal) || (own.IndexOf('%', StringComparison.Ordinal) is >= 0 and var at && target.StartsWith(own[..at], StringComparison.Ordinal) && target.EndsWith(own[(at + 1)..], StringComparison.Ordinal));

    private static void Read(string text, Dictionary<string, string> variables, List<Rule> rules, Func<string, string?> read, int depth)
    {
        Rule? rule = null;
        foreach (var line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.StartsWith('\t'))
            {
                rule?.Lines.Add(line);
                continue;
            }

            var plain = line.IndexOf('#', StringComparison.Ordinal) is >= 0 and var comment ? line[..comment] : line;
            if (plain.TrimStart() is { } include && (include.StartsWith("include ", StringComparison.Ordinal) || include.StartsWith("-include ", StringComparison.Ordinal)) && depth < 5)
            {
                foreach (var file in Expand(include[(include.IndexOf(' ', StringComparison.Ordinal) + 1)..], variables, "", [], 0).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (read(file) is { } included)
                    {
                        Read(included, variables, rules, read, depth + 1);
                    }
                }

                continue;
            }

            var equals = plain.IndexOf('=', StringComparison.Ordinal);
            var colon = plain.IndexOf(':', StringComparison.Ordinal);
            if (equals > 0 && (colon < 0 || colon >= equals - 2))
            {
                var name = plain[..equals].TrimEnd(':', '?', '+', ' ', '\t', '!').Trim();
                name = name.StartsWith("export ", StringComparison.Ordinal) ? name["export ".Length..].Trim() : name;
                var value = plain[(equals + 1)..].Trim();
                variables[name] = plain[equals - 1] switch
                {
                    '+' => $"{variables.GetValueOrDefault(name)} {value}",
                    '!' => Unresolved.Output.ToString(),
                    _ => value,
                };
            }
            else if (colon > 0)
            {
                var rest = plain[(colon + 1)..].TrimStart(':').Split(';', 2);
                rule = new(
                    Expand(plain[..colon], variables, "", [], 0).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries),
                    Expand(rest[0], variables, "", [], 0).Split((char[])[' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries),
                    rest.Length > 1 ? [rest[1]] : []);
                rules.Add(rule);
            }
        }
    }

    private static string Expand(string line, Dictionary<string, string> variables, string target, IReadOnlyList<string> needs, int depth)
    {
        var text = new StringBuilder();
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '$' || at + 1 >= line.Length)
            {
                text.Append(line[at]);
                continue;
            }

            var next = line[++at];
            if (next is not ('(' or '{'))
            {
                text.Append(next switch { '$' => "$", '@' => target, '<' => needs.Count > 0 ? needs[0] : "", '^' => string.Join(' ', needs), _ => Value(next.ToString()) });
                continue;
            }

            var close = next == '(' ? ')' : '}';
            var end = at;
            var open = 0;
            do
            {
                open += line[end] == next ? 1 : line[end] == close ? -1 : 0;
                end++;
            }
            while (end < line.Length && open > 0);
            var name = line[(at + 1)..Math.Max(at + 1, end - 1)];
            text.Append(Value(name));
            at = end - 1;
        }

        return text.ToString();

        string Value(string name) =>
            name == "MAKE" ? "make"
            : depth > 10 ? Unresolved.Variable.ToString()
            : variables.TryGetValue(name, out var value) ? Expand(value, variables, target, needs, depth + 1)
            : name.StartsWith("shell ", StringComparison.Ordinal) ? $"$({Expand(name["shell ".Length..], variables, target, needs, depth + 1)})"
            : Unresolved.Variable.ToString();
    }
}
