using System.Collections.Concurrent;
using System.Reflection;

namespace PlanGate.Classification;

/// <summary>What each resource type holds, how it dies and what protects it. A type that it does not list is unknown, which is never "harmless".</summary>
public sealed class Catalogue
{
    private static readonly Assembly Home = typeof(Catalogue).Assembly;

    private readonly ConcurrentDictionary<string, TsvTable?> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Table, string Type), CatalogueEntry?> _entries = new();
    private readonly ConcurrentDictionary<(string Table, string Type), IReadOnlyList<Setting>> _settings = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<Operation>> _operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<BackupTie>> _ties = new(StringComparer.Ordinal);
    private readonly Lazy<NameJudge> _names;

    private Catalogue()
    {
        _names = new(() =>
        {
            using var words = Home.GetManifestResourceStream("catalogue/names") ?? throw new CatalogueException("the word list is missing");
            using var reader = new StreamReader(words);
            return NameJudge.Parse(reader);
        });
    }

    /// <summary>The catalogue that comes with the program.</summary>
    public static Catalogue BuiltIn { get; } = new();

    /// <summary>Judges types that are in no catalogue by their name.</summary>
    public NameJudge Names => _names.Value;

    /// <summary>The entry of a resource type, or null when it is unknown.</summary>
    public CatalogueEntry? Find(string type) => FindIn($"types/{Prefix(type)}", type);

    /// <summary>The entry of what a carrier holds: a Kubernetes kind, an ARM type, a CloudFormation type.</summary>
    /// <param name="carried"><c>kubernetes</c>, <c>arm</c> or <c>cloudformation</c>.</param>
    /// <param name="type">The type as that world writes it.</param>
    public CatalogueEntry? FindCarried(string carried, string type) => FindIn($"carried/{carried}", type);

    /// <summary>The settings that protect or doom the data of a type, in the catalogue's order.</summary>
    public IReadOnlyList<Setting> Settings(string type) => SettingsIn($"settings/{Prefix(type)}", type);

    /// <summary>The same for what a carrier holds; the paths begin at the carrier.</summary>
    public IReadOnlyList<Setting> CarriedSettings(string carried, string type) => SettingsIn($"settings/carried-{carried}", type);

    /// <summary>What an object of a type destroys when it is created, updated or destroyed.</summary>
    public IReadOnlyList<Operation> Operations(string type) => _operations.GetOrAdd(type, name => Table("operations") is { } table ? [.. table.Rows(name).Select(Operation.Parse)] : []);

    /// <summary>What an object of a type backs up, copies or protects; empty where the catalogue does not say.</summary>
    public IReadOnlyList<BackupTie> BackupTies(string type) => _ties.GetOrAdd(type, name => Table("backups") is { } table ? [.. table.Rows(name).Select(BackupTie.Parse)] : []);

    /// <summary>What a provider action does, or null for one that is not listed.</summary>
    public ProviderAction? FindAction(string type) => Table("actions")?.Rows(type).Select(ProviderAction.Parse).FirstOrDefault();

    /// <summary>How one would get back what an object of a type held: the type's own row, or that of its kind.</summary>
    public Undo? Undo(string type, string kind) =>
        Table("undo") is { } table ? table.Rows(type).Concat(table.Rows($"kind:{kind}")).Select(Classification.Undo.Parse).FirstOrDefault() : null;

    /// <summary>Every row of one table, for tests and for documents: <c>types/aws</c>, <c>settings/google</c>.</summary>
    public static IReadOnlyList<string> Rows(string table) => Load(table) is { } found ? [.. found.AllRows()] : [];

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Tables =>
        [.. Home.GetManifestResourceNames().Where(name => name.StartsWith("catalogue/", StringComparison.Ordinal)).Select(name => name["catalogue/".Length..]).Order(StringComparer.Ordinal)];

    // A plan has many objects of few types: each row is read once.
    private CatalogueEntry? FindIn(string table, string type) => _entries.GetOrAdd((table, type), key =>
        Table(key.Table)?.Rows(key.Type).Select(CatalogueEntry.Parse).FirstOrDefault() is { } entry ? ProviderDocs.Complete(entry) : null);

    private IReadOnlyList<Setting> SettingsIn(string table, string type) => _settings.GetOrAdd((table, type), key =>
        Table(key.Table) is { } found ? [.. found.Rows(key.Type).Select(Setting.Parse)] : []);

    private TsvTable? Table(string name) => _tables.GetOrAdd(name, Load);

    // The stream is a view of the program's own pages: opening it reads nothing.
    private static TsvTable? Load(string name) => Home.GetManifestResourceStream("catalogue/" + name) is { } text ? new(text) : null;

    // The first word of a type names its provider: aws_db_instance is in types/aws.
    private static string Prefix(string type) => type.IndexOf('_') is > 0 and var end ? type[..end] : type;
}
