namespace PlanGate.Classification;

/// <summary>What happens to the data when the object is destroyed. Ordered: the later, the less is lost.</summary>
public enum Recoverability
{
    /// <summary>Gone at once.</summary>
    Lost,

    /// <summary>Not known for this type; to be treated as lost.</summary>
    Unknown,

    /// <summary>Can be brought back for a while.</summary>
    Recoverable,

    /// <summary>A final snapshot or backup is taken.</summary>
    Copied,

    /// <summary>The data stays where it is.</summary>
    Kept,

    /// <summary>The provider will refuse to destroy it.</summary>
    Refused,
}

/// <summary>The words of result documents and of the catalogue.</summary>
public static class Recoverabilities
{
    extension(Recoverability recoverability)
    {
        /// <summary>The word in documents.</summary>
        public string Word => recoverability switch
        {
            Recoverability.Lost => "lost",
            Recoverability.Unknown => "unknown",
            Recoverability.Recoverable => "recoverable",
            Recoverability.Copied => "copied",
            Recoverability.Kept => "kept",
            Recoverability.Refused => "refused",
            _ => throw new ArgumentOutOfRangeException(nameof(recoverability), recoverability, null),
        };
    }

    /// <summary>Reads a word of the catalogue; an empty one means that nobody has written it down.</summary>
    /// <exception cref="CatalogueException">The word is none of the list.</exception>
    public static Recoverability Parse(string word) => word switch
    {
        "lost" => Recoverability.Lost,
        "unknown" or "" => Recoverability.Unknown,
        "recoverable" => Recoverability.Recoverable,
        "copied" => Recoverability.Copied,
        "kept" => Recoverability.Kept,
        "refused" => Recoverability.Refused,
        _ => throw new CatalogueException($"\"{word}\" is not a recoverability"),
    };
}
