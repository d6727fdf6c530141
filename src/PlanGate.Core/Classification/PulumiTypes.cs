using System.Collections.Concurrent;

namespace PlanGate.Classification;

/// <summary>Finds the catalogue's row for a Pulumi type: by table where one was read, else by the rule by which the packages are made.</summary>
internal sealed class PulumiTypes(Func<string, TsvTable?> tables)
{
    private readonly ConcurrentDictionary<string, CatalogueType?> _types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _letters = new(StringComparer.Ordinal);

    /// <summary>The row's world and name, or null for a type that nothing leads to.</summary>
    public CatalogueType? Find(string token) => _types.GetOrAdd(token, Resolve);

    private CatalogueType? Resolve(string written)
    {
        var token = PulumiToken.Parse(written);
        var (world, prefix) = tables("pulumi/packages")?.Rows(token.Package).Select(row => row.Split('\t')).FirstOrDefault() is [_, var named, var first] ? (named, first) : (CatalogueType.Terraform, token.Package.Replace('-', '_'));
        return ByTable(token, world) ?? world switch
        {
            CatalogueType.Kubernetes => Kind(token),
            CatalogueType.CloudFormation => Letters("carried/cloudformation").TryGetValue(Carriers.Letters($"aws{token.Module}{token.Name}"), out var name) ? new(world, name, true) : null,
            CatalogueType.Google => token.Name.EndsWith("IamPolicy", StringComparison.Ordinal) || token.Name.EndsWith("IamBinding", StringComparison.Ordinal) || token.Name.EndsWith("IamMember", StringComparison.Ordinal)
                ? new(CatalogueType.Pulumi, "google-native:iam", true)
                : null,
            CatalogueType.Pulumi => token is { Package: "pulumi", Module: "providers" } ? new(world, "pulumi:provider", true) : new(world, token.Key, true),
            CatalogueType.Terraform => ByRule(token, prefix),
            _ => null,
        };
    }

    private CatalogueType? ByTable(PulumiToken token, string world) =>
        tables($"pulumi/{token.Package}")?.Rows(token.Key).Select(row => row.Split('\t')).FirstOrDefault() is [_, var name, var status] ? new(world, name, status == "exact") : null;

    // A list is as its elements are; a patch only lets go of its fields, the object stays.
    private CatalogueType Kind(PulumiToken token)
    {
        var kind = token.Name;
        if (kind.EndsWith("Patch", StringComparison.Ordinal) && kind.Length > "Patch".Length)
        {
            return new(CatalogueType.Pulumi, "kubernetes:patch", true);
        }

        return new(CatalogueType.Kubernetes, KindIn(token.Module, kind)
            ?? (kind.EndsWith("List", StringComparison.Ordinal) ? KindIn(token.Module, kind[..^"List".Length]) : null)
            ?? kind, true);
    }

    private string? KindIn(string group, string kind) =>
        Has("carried/kubernetes", $"{group}/{kind}") ? $"{group}/{kind}" : Carriers.IsBuiltIn(group) && Has("carried/kubernetes", kind) ? kind : null;

    // acme:index/bigDisk:BigDisk is acme_big_disk, and acme:store/bigDisk:BigDisk acme_store_big_disk. A module is never left out: alicloud:rds/instance:Instance
    // is no alicloud_instance.
    private CatalogueType? ByRule(PulumiToken token, string prefix)
    {
        var types = Letters($"types/{prefix}");
        var (name, module) = (Carriers.Letters(token.Name), token.Module == "index" ? "" : Carriers.Letters(token.Module));
        string[] candidates = module.Length == 0 ? [prefix + name, name] : module == name ? [prefix + name, prefix + module + name] : [prefix + module + name];
        return candidates.Select(candidate => types.GetValueOrDefault(Carriers.Letters(candidate))).OfType<string>().FirstOrDefault() is { } type ? new(CatalogueType.Terraform, type, true) : null;
    }

    private bool Has(string table, string key) => tables(table)?.Rows(key).Any() == true;

    private Dictionary<string, string> Letters(string table) => _letters.GetOrAdd(table, name =>
    {
        var letters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in tables(name)?.AllRows() ?? [])
        {
            var type = row[..row.IndexOf('\t')];
            letters.TryAdd(Carriers.Letters(type), type);
        }

        return letters;
    });
}
