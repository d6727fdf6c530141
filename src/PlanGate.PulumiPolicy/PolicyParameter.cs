using Google.Protobuf.WellKnownTypes;

namespace PlanGate.PulumiPolicy;

/// <summary>One member of a policy's configuration.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsList">A list of texts; otherwise one text.</param>
/// <param name="Description">What it does.</param>
internal sealed record PolicyParameter(string Name, bool IsList, string Description)
{
    public static PolicyParameter PolicyFile { get; } = new("policy", false, "The PlanGate policy file, from the Pulumi program's directory. Without it the nearest .plangate.yml from there upwards, to the root of the repository.");

    public static PolicyParameter Exclude { get; } = new("exclude", true, "Globs over resource types, names and URNs that this policy leaves alone.");

    public static PolicyParameter Checkpoint { get; } = new("checkpoint", false, "A file with the stack's state before the run, as `pulumi stack export` writes it. Without it the file in PLANGATE_CHECKPOINT, else what `pulumi stack export` says.");

    /// <summary>Its JSON Schema.</summary>
    public Value ToSchema()
    {
        var schema = new Struct { Fields = { ["type"] = Value.ForString(IsList ? "array" : "string"), ["description"] = Value.ForString(Description) } };
        if (IsList)
        {
            schema.Fields["items"] = Value.ForStruct(new() { Fields = { ["type"] = Value.ForString("string") } });
            schema.Fields["default"] = Value.ForList();
        }
        else
        {
            schema.Fields["minLength"] = Value.ForNumber(1);
        }

        return Value.ForStruct(schema);
    }
}
