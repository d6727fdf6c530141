namespace PlanGate.Classification;

/// <summary>The words that count in one place of a name: exact words and phrases first, then patterns in file order.</summary>
internal sealed class NameWords
{
    private const int LongestPhrase = 3;

    private readonly Dictionary<string, NameWord> _exact = new(StringComparer.Ordinal);
    private readonly List<NameWord> _patterns = [];

    public bool TryAdd(NameWord word)
    {
        if (!word.IsPattern)
        {
            return _exact.TryAdd(word.Word, word);
        }

        _patterns.Add(word);
        return true;
    }

    /// <summary>The longest phrase that ends the name, and how many of its words it takes.</summary>
    public (NameWord Word, int Length)? FindLast(List<string> name)
    {
        for (var length = Math.Min(LongestPhrase, name.Count); length > 1; length--)
        {
            if (FindExact(string.Join('_', name[^length..])) is { } phrase)
            {
                return (phrase, length);
            }
        }

        return Find(name[^1]) is { } word ? (word, 1) : null;
    }

    /// <summary>The line for a word, as written or in the singular: exact, else by pattern.</summary>
    public NameWord? Find(string word)
    {
        if (FindExact(word) is { } found)
        {
            return found;
        }

        var singular = word.EndsWith('s') ? word[..^1] : word;
        var pattern = _patterns.FindIndex(pattern => pattern.Fits(word) || pattern.Fits(singular));
        return pattern < 0 ? null : _patterns[pattern] with { Word = word };
    }

    private NameWord? FindExact(string word) =>
        _exact.TryGetValue(word, out var found)
        || (word.EndsWith('s') && _exact.TryGetValue(word[..^1], out found))
        || (word.EndsWith("es", StringComparison.Ordinal) && _exact.TryGetValue(word[..^2], out found))
        || (word.EndsWith("ies", StringComparison.Ordinal) && _exact.TryGetValue(word[..^3] + "y", out found)) ? found : null;
}
