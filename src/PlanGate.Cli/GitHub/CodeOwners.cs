using System.Text;
using System.Text.RegularExpressions;

namespace PlanGate.Cli.GitHub;

/// <summary>Who owns a file, by GitHub's CODEOWNERS: of all lines that match, the last one counts.</summary>
internal sealed class CodeOwners
{
    /// <summary>Where the file may be; the first one found counts.</summary>
    public static IReadOnlyList<string> Places { get; } = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    private readonly List<(Regex Pattern, bool HasOwner)> _lines = [];

    public CodeOwners(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                _lines.Add((Translate(words[0]), words.Length > 1));
            }
        }
    }

    /// <summary>Somebody has to approve a change of this file.</summary>
    public bool Covers(string path) => _lines.LastOrDefault(line => line.Pattern.IsMatch(path)).HasOwner;

    // A slash anywhere but at the end ties a pattern to the root; a folder covers what is in it.
    private static Regex Translate(string pattern)
    {
        var isTied = pattern.TrimEnd('/').Contains('/');
        var body = pattern.Trim('/');
        var regex = new StringBuilder(isTied ? "^" : "^(?:.*/)?");
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] == '*' && at + 1 < body.Length && body[at + 1] == '*')
            {
                regex.Append(".*");
                at += at + 2 < body.Length && body[at + 2] == '/' ? 2 : 1;
            }
            else
            {
                regex.Append(body[at] switch { '*' => "[^/]*", '?' => "[^/]", var letter => Regex.Escape(letter.ToString()) });
            }
        }

        // `docs/*` takes files of the folder, and none below it.
        regex.Append(pattern.EndsWith('/') ? "/.*" : body.EndsWith("/*", StringComparison.Ordinal) ? "" : "(?:/.*)?");
        return new(regex.Append('$').ToString(), RegexOptions.NonBacktracking);
    }
}
