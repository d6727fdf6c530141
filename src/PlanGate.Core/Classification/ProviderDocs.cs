namespace PlanGate.Classification;

/// <summary>Completes a catalogue entry with what follows from its provider and its kind: <c>providers.tsv</c>, <c>kinds.tsv</c>.</summary>
internal static class ProviderDocs
{
    private static readonly Lazy<Dictionary<string, string>> Pages = new(() => Pairs("providers"));
    private static readonly Lazy<Dictionary<string, string>> Sentences = new(() => Pairs("kinds"));

    /// <summary>Rows that leave the sentence or the source empty get the sentence of their kind, and the type's page in the provider's documentation.</summary>
    public static CatalogueEntry Complete(CatalogueEntry entry) => entry with
    {
        Sentence = entry.Sentence.Length > 0 || entry.Loses == DataLoss.No ? entry.Sentence : Sentences.Value.GetValueOrDefault(entry.Kind, ""),
        Source = entry.Source.Length > 0 ? entry.Source : PageOf(entry.Type),
    };

    /// <summary>The page of a type in its provider's documentation, or an empty text for an unknown provider.</summary>
    public static string PageOf(string type)
    {
        var words = type.Split('_', 2);
        return words.Length == 2 && Pages.Value.TryGetValue(words[0], out var page)
            ? page.Replace("{name}", words[1], StringComparison.Ordinal).Replace("{type}", type, StringComparison.Ordinal)
            : "";
    }

    private static Dictionary<string, string> Pairs(string table) =>
        Catalogue.Rows(table).Select(row => row.Split('\t')).ToDictionary(cells => cells[0], cells => cells[1], StringComparer.Ordinal);
}
