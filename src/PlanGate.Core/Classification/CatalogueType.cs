namespace PlanGate.Classification;

/// <summary>Which row of the catalogue speaks of a type.</summary>
/// <param name="World">Whose types: one of the constants.</param>
/// <param name="Name">The type as that world writes it.</param>
/// <param name="IsSure">The type was read or follows from a rule without doubt; what is only guessed never makes a loss pass.</param>
internal readonly record struct CatalogueType(string World, string Name, bool IsSure)
{
    /// <summary>Types of Terraform's providers.</summary>
    public const string Terraform = "terraform";

    /// <summary>Terraform's types of Google, managed by another provider: they hold the same, but its own defaults are unknown.</summary>
    public const string Google = "google";

    /// <summary>Kinds of Kubernetes.</summary>
    public const string Kubernetes = "kubernetes";

    /// <summary>Types of Azure's resource manager.</summary>
    public const string Arm = "arm";

    /// <summary>Types of CloudFormation.</summary>
    public const string CloudFormation = "cloudformation";

    /// <summary>What exists in Pulumi alone.</summary>
    public const string Pulumi = "pulumi";

    /// <summary>Its row is among the types of Terraform's providers, and so are its settings, ties and operations.</summary>
    public bool IsTerraform => World is Terraform or Google;
}
