namespace PlanGate.Classification;

/// <summary>One line of the word list: how much a word says for (or, negative, against) data, and which kind.</summary>
internal readonly record struct NameWord(string Word, int Weight, string Kind)
{
    public bool IsPattern => Word.StartsWith('*') || Word.EndsWith('*');

    /// <summary>The word as people read it: <c>file_system</c> is file system, <c>*kafka*</c> is kafka.</summary>
    public string Says => Word.Trim('*', '_').Replace('_', ' ');

    /// <summary>True when a pattern such as <c>*db</c>, <c>redis*</c> or <c>*sql*</c> fits.</summary>
    public bool Fits(ReadOnlySpan<char> word) => (Word[0], Word[^1]) switch
    {
        ('*', '*') => word.Contains(Word.AsSpan(1, Word.Length - 2), StringComparison.Ordinal),
        ('*', _) => word.EndsWith(Word.AsSpan(1), StringComparison.Ordinal),
        _ => word.StartsWith(Word.AsSpan(0, Word.Length - 1), StringComparison.Ordinal),
    };
}
