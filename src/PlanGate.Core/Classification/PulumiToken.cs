namespace PlanGate.Classification;

/// <summary>The parts of a Pulumi type token, in lower case: <c>aws:rds/instance:Instance</c> is package <c>aws</c>, module <c>rds</c>, name <c>instance</c>.</summary>
/// <param name="Package">The package.</param>
/// <param name="Module">The module without file and version: <c>azure-native:sql/v20211101:Database</c> has <c>sql</c>; <c>index</c> where there is none.</param>
/// <param name="Name">The type's own name as it is written.</param>
internal readonly record struct PulumiToken(string Package, string Module, string Name)
{
    /// <summary>The key of the tables: short forms such as <c>aws:rds:Instance</c> and <c>aws:rds/Instance:Instance</c> have the same.</summary>
    public string Key => $"{Package}:{Module}:{Name.ToLowerInvariant()}";

    /// <summary>True for what is written as a token; types of Terraform have no colon.</summary>
    public static bool IsToken(string type) => type.Contains(':');

    /// <summary>Takes a token apart.</summary>
    public static PulumiToken Parse(string token)
    {
        var first = token.IndexOf(':');
        var last = token.LastIndexOf(':');
        var module = first == last ? "" : token[(first + 1)..last];
        var plain = module.IndexOf('/') is >= 0 and var slash ? module[..slash] : module;
        return new(token[..first].ToLowerInvariant(), plain.Length == 0 ? "index" : plain.ToLowerInvariant(), token[(last + 1)..]);
    }
}
