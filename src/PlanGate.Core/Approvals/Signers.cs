using System.IO.Enumeration;

namespace PlanGate.Approvals;

/// <summary>Whom a key belongs to.</summary>
/// <param name="Principal">What he is called: the first principal of the first line with the key.</param>
/// <param name="Person">The same for everything that may be the same person.</param>
public sealed record Signer(string Principal, string Person);

/// <summary>
/// A list of people who may sign, in the format of OpenSSH's <c>allowed_signers</c>. Whether a signature counts is for ssh-keygen to say; this
/// says who is who: lines that share a key or a principal are the same person, so that nobody counts twice.
/// </summary>
public sealed class Signers
{
    private readonly List<Line> _lines = [];

    private Signers()
    {
    }

    private sealed record Line(IReadOnlyList<string> Principals, string Key);

    /// <summary>Reads a list. A line that is not understood lists nobody.</summary>
    public static Signers Read(string text)
    {
        var signers = new Signers();
        foreach (var line in text.Split('\n'))
        {
            var words = Words(line);
            var type = words.Count == 0 || words[0].StartsWith('#') ? -1 : words.FindIndex(1, IsKeyType);
            if (type > 0 && type + 1 < words.Count)
            {
                signers._lines.Add(new(words[0].Split(',', StringSplitOptions.RemoveEmptyEntries), words[type + 1]));
            }
        }

        return signers;
    }

    /// <summary>Who signs with a key, or null where nobody is listed with it by name.</summary>
    /// <param name="key">The public key, as it is in a signature.</param>
    public Signer? Find(ReadOnlySpan<byte> key)
    {
        var text = Convert.ToBase64String(key);
        var first = _lines.Find(line => line.Key == text && line.Principals.Any(IsName));
        return first is null ? null : new(first.Principals.First(IsName), Person(first));
    }

    private string Person(Line line)
    {
        List<Line> same = [line];
        for (var at = 0; at < same.Count; at++)
        {
            var one = same[at];
            same.AddRange(_lines.Where(other => !same.Contains(other) && AreOne(one, other)));
        }

        return same.SelectMany(one => one.Principals).Where(IsName).Order(StringComparer.Ordinal).First();
    }

    // A pattern could be anybody whom it fits, and two patterns may fit the same one.
    private static bool AreOne(Line one, Line other) =>
        one.Key == other.Key || one.Principals.Any(mine => other.Principals.Any(his => (IsName(mine), IsName(his)) switch
        {
            (true, true) => mine == his,
            (false, false) => true,
            (true, false) => FileSystemName.MatchesSimpleExpression(his, mine, ignoreCase: false),
            (false, true) => FileSystemName.MatchesSimpleExpression(mine, his, ignoreCase: false),
        }));

    private static bool IsName(string principal) => principal.Length > 0 && principal.IndexOfAny(['*', '?', '!']) < 0;

    private static bool IsKeyType(string word) =>
        word.StartsWith("ssh-", StringComparison.Ordinal) || word.StartsWith("sk-", StringComparison.Ordinal) || word.StartsWith("ecdsa-", StringComparison.Ordinal);

    // Separated by blanks, but for those between quotes.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var (word, isQuoted) = (new System.Text.StringBuilder(), false);
        foreach (var letter in line.Append(' '))
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && letter is (' ' or '\t' or '\r'))
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else
            {
                word.Append(letter);
            }
        }

        return words;
    }
}
