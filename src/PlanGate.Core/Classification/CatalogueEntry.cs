namespace PlanGate.Classification;

/// <summary>Whether destroying one object of a type loses data that its configuration cannot re-create.</summary>
public enum DataLoss { No, Maybe, Yes }

/// <summary>What is known about one resource type: a row of <c>policies/catalogue/types</c>.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Loses">Whether destroying it loses data.</param>
/// <param name="Kind">What is lost, in the words of <see cref="Classification.Kind"/>.</param>
/// <param name="Role">What it is for when it holds no data: <c>compute</c>, <c>network</c>, <c>identity</c> ..., or empty.</param>
/// <param name="Recoverability">What a destroy does when no setting of the object is in its safe state.</param>
/// <param name="IsChecked">A person has read and confirmed the row; the others come from a bulk draft.</param>
/// <param name="Sentence">What destroying it does, for the reviewer.</param>
/// <param name="Source">Where that can be read.</param>
public sealed record CatalogueEntry(
    string Type,
    DataLoss Loses,
    string Kind,
    string Role,
    Recoverability Recoverability,
    bool IsChecked,
    string Sentence,
    string Source)
{
    internal static CatalogueEntry Parse(string row)
    {
        var cells = row.Split('\t');
        if (cells.Length != 8)
        {
            throw new CatalogueException($"a row of types has 8 cells, this one {cells.Length}: {row}");
        }

        var (type, kind) = (cells[0], cells[2]);
        return new(
            type,
            cells[1] switch
            {
                "yes" => DataLoss.Yes,
                "maybe" => DataLoss.Maybe,
                "no" => DataLoss.No,
                _ => throw new CatalogueException($"{type}: \"{cells[1]}\" is neither yes, maybe nor no"),
            },
            Classification.Kind.All.Contains(kind) ? kind : throw new CatalogueException($"{type}: unknown kind \"{kind}\""),
            cells[3],
            Recoverabilities.Parse(cells[4]),
            cells[5] == "checked",
            cells[6],
            cells[7]);
    }
}
