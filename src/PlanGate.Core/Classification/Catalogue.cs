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
    private readonly ConcurrentDictionary<string, PulumiSpelling> _spellings = new(StringComparer.Ordinal);
    private readonly Lazy<NameJudge> _names;
    private readonly PulumiTypes _pulumi;

    private Catalogue()
    {
        _pulumi = new(Table);
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
    /// <param name="type">A type of Terraform's, or a token of Pulumi's.</param>
    public CatalogueEntry? Find(string type) => PulumiToken.IsToken(type) ? FindToken(type) : FindIn($"types/{Prefix(type)}", type);

    /// <summary>The type by which the catalogue knows a Pulumi token, such as <c>aws_db_instance</c>; any other type as it is, and so a token that nothing leads to.</summary>
    public string NameOf(string type) => PulumiToken.IsToken(type) && _pulumi.Find(type) is { } known ? known.Name : type;

    /// <summary>The entry of Pulumi's components: they hold nothing, what is in them are objects of the plan.</summary>
    internal CatalogueEntry? Component => FindIn("carried/pulumi", "pulumi:component");

    /// <summary>True for a type whose name no tie of the catalogue speaks of: a kind of Kubernetes, a type of ARM or CloudFormation.</summary>
    internal bool IsOfAnotherWorld(string type) => PulumiToken.IsToken(type) && _pulumi.Find(type) is { IsTerraform: false };

    /// <summary>How the properties of a Pulumi type are called in the catalogue.</summary>
    /// <param name="token">The type token.</param>
    public PulumiSpelling Spelling(string token) => _spellings.GetOrAdd(token, type => new(
    [
        .. Settings(type).Where(setting => !PulumiOptions.IsOne(setting)).Select(setting => setting.Attribute),
        .. Operations(type).SelectMany(operation => operation.Paths),
        .. BackupTies(type).Select(tie => tie.Attribute),
    ]));

    /// <summary>The entry of what a carrier holds: a Kubernetes kind, an ARM type, a CloudFormation type.</summary>
    /// <param name="carried"><c>kubernetes</c>, <c>arm</c> or <c>cloudformation</c>.</param>
    /// <param name="type">The type as that world writes it.</param>
    public CatalogueEntry? FindCarried(string carried, string type) => FindIn($"carried/{carried}", type);

    /// <summary>The settings that protect or doom the data of a type, in the catalogue's order.</summary>
    /// <remarks>For a token of Pulumi's, with the resource options that protect objects of every type; <see cref="Setting.Name"/> is then in Pulumi's spelling, and the path is
    /// that of an object read by <see cref="Spelling"/>.</remarks>
    public IReadOnlyList<Setting> Settings(string type) => PulumiToken.IsToken(type) ? SettingsOfToken(type) : SettingsIn($"settings/{Prefix(type)}", type);

    /// <summary>The same for what a carrier holds; the paths begin at the carrier.</summary>
    public IReadOnlyList<Setting> CarriedSettings(string carried, string type) =>
        SettingsIn($"settings/carried-{carried}", carried == CatalogueType.Arm ? type.ToLowerInvariant() : type);

    /// <summary>What an object of a type destroys when it is created, updated or destroyed.</summary>
    public IReadOnlyList<Operation> Operations(string type) => _operations.GetOrAdd(NameOf(type), name => Table("operations") is { } table ? [.. table.Rows(name).Select(Operation.Parse)] : []);

    /// <summary>What an object of a type backs up, copies or protects; empty where the catalogue does not say.</summary>
    public IReadOnlyList<BackupTie> BackupTies(string type) => _ties.GetOrAdd(NameOf(type), name => Table("backups") is { } table ? [.. table.Rows(name).Select(BackupTie.Parse)] : []);

    /// <summary>What a provider action does, or null for one that is not listed.</summary>
    public ProviderAction? FindAction(string type) => Table("actions")?.Rows(type).Select(ProviderAction.Parse).FirstOrDefault();

    /// <summary>How one would get back what an object of a type held: the type's own row, or that of its kind.</summary>
    public Undo? Undo(string type, string kind) =>
        Table("undo") is { } table ? table.Rows(NameOf(type)).Concat(table.Rows($"kind:{kind}")).Select(Classification.Undo.Parse).FirstOrDefault() : null;

    /// <summary>Every row of one table, for tests and for documents: <c>types/aws</c>, <c>settings/google</c>.</summary>
    public static IReadOnlyList<string> Rows(string table) => Load(table) is { } found ? [.. found.AllRows()] : [];

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Tables =>
        [.. Home.GetManifestResourceNames().Where(name => name.StartsWith("catalogue/", StringComparison.Ordinal)).Select(name => name["catalogue/".Length..]).Order(StringComparer.Ordinal)];

    private CatalogueEntry? FindToken(string token)
    {
        if (_pulumi.Find(token) is not { } known || (known.IsTerraform ? Find(known.Name) : FindIn($"carried/{known.World}", known.Name)) is not { } entry)
        {
            return null;
        }

        // That nothing is lost must be known, not guessed; and what another provider does by default is not known.
        return !known.IsSure && entry.Loses == DataLoss.No ? null
            : known.World == CatalogueType.Google && entry.Recoverability > Recoverability.Unknown ? entry with { Recoverability = Recoverability.Unknown }
            : entry;
    }

    private IReadOnlyList<Setting> SettingsOfToken(string token) => _settings.GetOrAdd(("", token), key =>
    {
        if (_pulumi.Find(key.Type) is not { } known)
        {
            return PulumiOptions.Settings;
        }

        var settings = known.IsTerraform ? Settings(known.Name) : CarriedSettings(known.World, known.Name);
        var names = new PulumiNames();
        return
        [
            .. settings
                // Which provider manages the object, and with which arguments, is not in its change.
                .Where(setting => !setting.Attribute.StartsWith("provider.", StringComparison.Ordinal))
                .Select(setting => WithoutCarrier(known.World, setting))
                .Select(setting => setting with { Name = names.Of(setting.Attribute), Default = known is { IsSure: true, World: not CatalogueType.Google } ? setting.Default : "?" }),
            .. PulumiOptions.Settings,
        ];
    });

    // Native types have at their top what other tools wrap into a manifest or a body.
    private static Setting WithoutCarrier(string world, Setting setting)
    {
        string[] wrappings = world switch
        {
            CatalogueType.Kubernetes => ["manifest."],
            CatalogueType.Arm => ["body.properties.", "body."],
            _ => [],
        };
        return wrappings.FirstOrDefault(wrapping => setting.Attribute.StartsWith(wrapping, StringComparison.Ordinal)) is { } wrapped ? setting.At(setting.Attribute[wrapped.Length..]) : setting;
    }

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
