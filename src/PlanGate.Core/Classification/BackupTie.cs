namespace PlanGate.Classification;

/// <summary>Which type backs up, copies or protects which, and how it names it: a row of <c>policies/catalogue/backups.tsv</c>.</summary>
/// <param name="Type">The backup, the copy, or what makes them.</param>
/// <param name="Attribute">The dotted path in it that names its source.</param>
/// <param name="SourceType">The type of what it is for; <c>*</c> for any.</param>
public sealed record BackupTie(string Type, string Attribute, string SourceType)
{
    /// <summary>True when an object of this type can be meant.</summary>
    public bool IsFor(string type) => SourceType == "*" || SourceType == type;

    internal static BackupTie Parse(string row) => row.Split('\t') switch
    {
        [{ Length: > 0 } type, { Length: > 0 } attribute, { Length: > 0 } source] => new(type, attribute, source),
        _ => throw new CatalogueException($"a row of backups has 3 cells: {row}"),
    };
}

/// <summary>A name by which an object calls what it backs up.</summary>
/// <param name="Tie">The catalogue's row.</param>
/// <param name="Name">The name, as objects are called by it.</param>
public readonly record struct NamedSource(BackupTie Tie, string Name);
