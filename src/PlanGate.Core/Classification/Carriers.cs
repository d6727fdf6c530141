using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>What an object really is when its type only carries another type inside.</summary>
/// <param name="World">Whose types they are: <c>kubernetes</c>, <c>arm</c> or <c>cloudformation</c>.</param>
/// <param name="Entry">The entry of what is inside, or null when that is unknown.</param>
/// <param name="Name">What is inside, in its own world's spelling, such as <c>PersistentVolumeClaim</c>.</param>
/// <param name="NameForJudging">The same as underscored words, for types in no catalogue.</param>
internal sealed record CarriedType(string World, CatalogueEntry? Entry, string Name, string NameForJudging);

/// <summary>Looks into types that carry another type: <c>azapi_resource</c>, <c>kubernetes_manifest</c>, Cloud Control.</summary>
internal static class Carriers
{
    // Cloud Control's provider names its types after CloudFormation's: awscc_rds_db_instance is AWS::RDS::DBInstance.
    private static readonly Lazy<Dictionary<string, string>> CloudFormationTypes = new(() =>
        Catalogue.Rows("carried/cloudformation").Select(row => row.Split('\t')[0]).ToDictionary(Letters, StringComparer.Ordinal));

    /// <summary>Where it is said what is inside.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["type", "type_name", "kind", "api_version", "manifest.kind", "manifest.apiVersion", "object.kind", "object.apiVersion"];

    /// <summary>What the object carries, or null when its type is what it says, or does not say what is inside.</summary>
    public static CarriedType? LookInto(Catalogue catalogue, string type, JObject? value)
    {
        if (type.StartsWith("awscc_", StringComparison.Ordinal))
        {
            return CloudFormationTypes.Value.TryGetValue("aws" + Letters(type["awscc_".Length..]), out var name)
                ? new("cloudformation", catalogue.FindCarried("cloudformation", name), name, type)
                : new("cloudformation", null, type, type);
        }

        return value is null ? null : type switch
        {
            "azapi_resource" or "azapi_data_plane_resource" => Text(value, "type") is { } arm ? Arm(catalogue, arm) : null,
            "aws_cloudcontrolapi_resource" => Text(value, "type_name") is { } name
                ? new("cloudformation", catalogue.FindCarried("cloudformation", name), name, Words(name))
                : null,
            "kubernetes_manifest" => Kubernetes(catalogue, Text(value, "manifest.kind") ?? Text(value, "object.kind"), Text(value, "manifest.apiVersion") ?? Text(value, "object.apiVersion")),
            "kustomization_resource" => Text(value, "manifest") is { } json && Parsed(json) is { } manifest ? Kubernetes(catalogue, Text(manifest, "kind"), Text(manifest, "apiVersion")) : null,
            "kubectl_manifest" => Kubernetes(catalogue, Text(value, "kind"), Text(value, "api_version")),
            _ => null,
        };
    }

    private static CarriedType Arm(Catalogue catalogue, string type)
    {
        var name = type.Split('@')[0];
        return new("arm", catalogue.FindCarried("arm", name.ToLowerInvariant()), name, Words(name));
    }

    private static CarriedType? Kubernetes(Catalogue catalogue, string? kind, string? apiVersion)
    {
        if (kind is null)
        {
            return null;
        }

        var group = apiVersion?.LastIndexOf('/') is > 0 and var slash ? apiVersion[..slash] : "";
        var builtIn = IsBuiltIn(group);
        var entry = catalogue.FindCarried("kubernetes", $"{group}/{kind}") ?? (builtIn ? catalogue.FindCarried("kubernetes", kind) : null);
        return new("kubernetes", entry, group.Length > 0 && !builtIn ? $"{group}/{kind}" : kind, "k8s_" + Words(kind));
    }

    /// <summary>True for an API group of Kubernetes itself: others may call a kind of their own like one of its kinds.</summary>
    internal static bool IsBuiltIn(string group) => !group.Contains('.') || group.EndsWith(".k8s.io", StringComparison.Ordinal);

    private static JObject? Parsed(string json)
    {
        try
        {
            return JsonValues.Parse(System.Text.Encoding.UTF8.GetBytes(json)) as JObject;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject value, string path) =>
        ValuePath.Find(value, path).OfType<JValue>().Select(found => found.Value as string).FirstOrDefault(text => text is { Length: > 0 });

    /// <summary>A name by its letters and digits alone: worlds put humps, underscores and colons in different places.</summary>
    internal static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Humps stay, so that "DBInstance" is taken apart where the words begin.
    private static string Words(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
}
