using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>What users and the engine are told of a policy.</summary>
internal abstract class PackPolicy
{
    /// <summary>What it is called in configuration files.</summary>
    public abstract string Name { get; }

    public abstract string DisplayName { get; }

    /// <summary>What it demands, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>What to do about a violation.</summary>
    public abstract string Remedy { get; }

    public virtual EnforcementLevel DefaultLevel => EnforcementLevel.Mandatory;

    public abstract PolicySeverity Severity { get; }

    public abstract PolicyType Type { get; }

    /// <summary>The members of its configuration.</summary>
    public virtual IReadOnlyList<PolicyParameter> Parameters { get; } = [PolicyParameter.PolicyFile, PolicyParameter.Exclude];

    /// <summary>A violation as the engine shows it: what is demanded, then what is wrong.</summary>
    public AnalyzeDiagnostic Diagnostic(EnforcementLevel level, string urn, IEnumerable<string> lines) => new()
    {
        PolicyName = Name,
        PolicyPackName = PackPolicies.PackName,
        PolicyPackVersion = PackPolicies.Version,
        Description = Description,
        Message = EngineText.Clean(lines.Prepend(Description)),
        // What is still wrong after the remediation stops the run.
        EnforcementLevel = level == EnforcementLevel.Remediate ? EnforcementLevel.Mandatory : level,
        Urn = urn,
        Severity = Severity,
    };

    public PolicyNotApplicable NotApplicable(string reason) => new() { PolicyName = Name, Reason = reason };

    public PolicyInfo ToInfo()
    {
        var info = new PolicyInfo
        {
            Name = Name,
            DisplayName = DisplayName,
            Description = Description,
            Message = Description,
            EnforcementLevel = DefaultLevel,
            PolicyType = Type,
            Severity = Severity,
            RemediationSteps = Remedy,
            ConfigSchema = new() { Properties = new() },
        };
        foreach (var parameter in Parameters)
        {
            info.ConfigSchema.Properties.Fields[parameter.Name] = parameter.ToSchema();
        }

        return info;
    }
}
