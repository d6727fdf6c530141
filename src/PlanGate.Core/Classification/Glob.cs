namespace PlanGate.Classification;

/// <summary>What a glob is matched against: which letters its single star does not cross.</summary>
public enum GlobSort
{
    /// <summary>A name: nothing parts it.</summary>
    Name,

    /// <summary>A Terraform address, parted by dots outside of brackets, or a Pulumi URN, parted by <c>::</c>.</summary>
    Address,

    /// <summary>A path or a stack, parted by slashes.</summary>
    Path,
}

/// <summary>A pattern over a whole text: <c>*</c> within a part, <c>**</c> across parts, everything else to the letter, brackets too.</summary>
public sealed class Glob
{
    private readonly string _pattern;
    private readonly GlobSort _sort;
    private readonly string _literalHead;
    private readonly bool _isPrefix;

    /// <summary>Reads a pattern; every text is one.</summary>
    public Glob(string pattern, GlobSort sort)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        (_pattern, _sort) = (pattern, sort);
        _literalHead = pattern.IndexOf('*') is >= 0 and var star ? pattern[..star] : pattern;
        // "aws_*", "module.db.**": whatever follows the head will do.
        _isPrefix = pattern[_literalHead.Length..] is "**" || (sort == GlobSort.Name && pattern[_literalHead.Length..] is "*");
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _pattern;

    /// <summary>True when the pattern covers the whole text.</summary>
    public bool Matches(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(_literalHead, StringComparison.Ordinal)
            && (_isPrefix || (_literalHead.Length == _pattern.Length ? text.Length == _pattern.Length : Matches(text, Borders(text))));
    }

    /// <summary>True when one of the patterns covers the whole text.</summary>
    public static bool AnyMatches(IReadOnlyList<Glob> globs, string text)
    {
        // By hand: asked for every rule of a policy on every change.
        for (var at = 0; at < globs.Count; at++)
        {
            if (globs[at].Matches(text))
            {
                return true;
            }
        }

        return false;
    }

    // Which states of the pattern are reached after each letter: a star stays where it is, so no input makes this slow.
    private bool Matches(string text, bool[] borders)
    {
        var reached = new bool[_pattern.Length + 1];
        Reach(reached, 0);
        for (var at = 0; at < text.Length; at++)
        {
            var next = new bool[_pattern.Length + 1];
            for (var state = 0; state < _pattern.Length; state++)
            {
                if (!reached[state])
                {
                    continue;
                }

                if (_pattern[state] == '*')
                {
                    var crosses = IsDouble(state);
                    if (crosses || !borders[at])
                    {
                        Reach(next, state, isNew: false);
                    }
                }
                else if (_pattern[state] == text[at])
                {
                    Reach(next, state + 1);
                }
            }

            reached = next;
        }

        return reached[_pattern.Length];
    }

    // A star may stand for nothing, so what follows it is reached with it.
    private void Reach(bool[] states, int state, bool isNew = true)
    {
        while (!states[state])
        {
            states[state] = true;
            if (state < _pattern.Length && _pattern[state] == '*')
            {
                state += IsDouble(state) ? 2 : 1;
                // "live/**/plan.json" is also about "live/plan.json", not about "live/myplan.json": only where the stars stand for nothing.
                if (isNew && _sort == GlobSort.Path && state < _pattern.Length && _pattern[state] == '/' && IsWholePart(state))
                {
                    Reach(states, state + 1);
                }

                isNew = true;
            }
        }
    }

    // Two stars alone between slashes, or at the beginning, before the slash at this place.
    private bool IsWholePart(int slash) => slash >= 2 && _pattern[slash - 1] == '*' && _pattern[slash - 2] == '*' && (slash == 2 || _pattern[slash - 3] == '/');

    private bool IsDouble(int state) => state + 1 < _pattern.Length && _pattern[state + 1] == '*';

    private bool[] Borders(string text)
    {
        var borders = new bool[text.Length];
        if (_sort == GlobSort.Name)
        {
            return borders;
        }

        var isUrn = _sort == GlobSort.Address && text.StartsWith("urn:", StringComparison.Ordinal);
        var (depth, quoted) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (_sort == GlobSort.Path)
            {
                borders[at] = letter == '/';
            }
            else if (isUrn)
            {
                borders[at] = letter == ':' && ((at > 0 && text[at - 1] == ':') || (at + 1 < text.Length && text[at + 1] == ':'));
            }
            else if (quoted)
            {
                at += letter == '\\' ? 1 : 0;
                quoted = letter != '"';
            }
            else
            {
                quoted = letter == '"' && depth > 0;
                depth += letter switch { '[' => 1, ']' => -1, _ => 0 };
                borders[at] = letter == '.' && depth == 0;
            }
        }

        return borders;
    }
}
