using System.Text;
using PlanGate.Commands;
using PlanGate.Fuzz.Mutating;

namespace PlanGate.Fuzz.Targets;

/// <summary>Command lines of shells.</summary>
internal sealed class CommandTarget(Seeds seeds) : Target("command")
{
    /// <summary>The walk through a line has a budget of commands and letters of its own, which even a short line may use up.</summary>
    internal const long Allowance = 512L * 1024 * 1024;

    private static readonly string[] Pieces =
    [
        " ", "\n", "\t", "'", "\"", "$(", ")", "`", "${", "}", "<<E\n", "\nE\n", "<<'E'\n", "<(", ">(", "|", "||", "&&", ";", ";;", "&", "{ ", "; }", "(", "((", "))", "[[ ", " ]]", "if ", "; then ", "; fi", "for x in a; do ", "; done", "case a in a) ", " esac", "\\", "\\\n", "$'", "$\"", "\\x74", "\\164", "*", "?", "{a,b}", "=", "a=", "#", "!", "f() { ", "> f", "< f", "2>&1",
        "terraform ", "destroy", "apply", "tofu ", "pulumi ", "destroy -y", "-chdir=x ", "-auto-approve", "sh -c ", "bash -lc ", "eval ", "xargs ", "env ", "sudo ", "exec ", "command ", "time ", "nohup ", "make ", "cd /x && ", "export A=b; ", "alias t=terraform; ", "t=terraform; $t ", "${x:-terraform} ", "python -c ", "aws rds delete-db-instance", "kubectl delete ns prod", "pwsh -Command ", "cmd /c ", "@'\n", "\n'@", "%x%", "& ", "iex ", "\u00a0", "\u200b", "\0", "é", "\r", "-- ", "--", "-c",
    ];

    // A command stays what it is inside of these.
    private static readonly (string Before, string After, bool InQuotes)[] Wrappings =
    [
        ("bash -c ", "", true), ("sh -ec ", "", true), ("eval ", "", true), ("sudo bash -c ", "", true), ("timeout 5 sh -c ", "", true), ("env A=b sh -c ", "", true), ("ssh host ", "", true), ("echo ", " | sh", true), ("true && bash -c ", " || true", true), ("nohup sh -c ", " &", true),
        ("{\n", "\n}", false), ("(\n", "\n)", false), ("if true; then\n", "\nfi", false), ("echo hello; ", "", false), ("echo hello\n", "", false), ("for fuzzed in a b; do\n", "\ndone", false), ("fuzzed() {\n", "\n}; fuzzed", false), ("", "\necho hello", false), ("cd /nonexistent\n", "", false),
    ];

    private readonly List<byte[]> _seeds = [.. seeds.Commands.Select(row => Encoding.UTF8.GetBytes(row.Line))];
    private readonly Dictionary<string, string> _answers = seeds.Commands.DistinctBy(row => row.Line).ToDictionary(row => row.Line, row => row.Answer, StringComparer.Ordinal);

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other)
    {
        // Half of the time what is judged is only wrapped, so that a refusal deep inside is tried too.
        if (random.Next(3) > 0)
        {
            return TextMutator.Mutate(random, parent, other, Pieces);
        }

        var line = Encoding.UTF8.GetString(parent);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            line = Wrapped(line, Wrappings[random.Next(Wrappings.Length)]);
        }

        return Encoding.UTF8.GetBytes(line);
    }

    public override string Try(byte[] input)
    {
        var line = Encoding.UTF8.GetString(input);
        var verdict = Judge(line, isPowerShell: false);
        var other = Judge(line, isPowerShell: true);
        if (_answers.TryGetValue(line, out var answer) && answer == "refuse" && verdict.Refusals.Count == 0)
        {
            // The tables' lines may need the files beside them; here there are none.
            return "seed";
        }

        // At the beginning of an argument a dash makes an option of it, and at the end of a line a backslash takes away the end.
        if (verdict.Refusals.Count > 0 && line.Length < 8000 && line is [not ('-' or '+'), ..] && !line.EndsWith('\\'))
        {
            var random = RandomFor(input);
            var wrapping = Wrappings[random.Next(Wrappings.Length)];
            var wrapped = Wrapped(line, wrapping);
            if (Judge(wrapped, isPowerShell: false).Refusals.Count == 0)
            {
                throw new FindingException($"wrapped in `{wrapping.Before.Trim()}` a refused command passes", wrapped);
            }
        }

        return $"{verdict.Refusals.Count > 0} {verdict.Plans.Count} {(verdict.Refusals.Count > 0 ? Shape(verdict.Refusals[0].Why) : "")} / {other.Refusals.Count > 0} {(other.Refusals.Count > 0 ? Shape(other.Refusals[0].Why) : "")}";
    }

    private CommandVerdict Judge(string line, bool isPowerShell)
    {
        Judgements++;

        // As the hook does it: a thread with room for what is nested deep.
        return Guarded.Run(line.Length, () => Roomy.Run(() => CommandJudge.Line(line, isPowerShell, "/nonexistent", _ => null)), Allowance);
    }

    private static string Wrapped(string line, (string Before, string After, bool InQuotes) wrapping) =>
        $"{wrapping.Before}{(wrapping.InQuotes ? $"'{line.Replace("'", "'\\''", StringComparison.Ordinal)}'" : line)}{wrapping.After}";
}
