using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>A policy on one resource, before its step.</summary>
internal abstract class ResourcePolicy : PackPolicy
{
    public override PolicyType Type => PolicyType.Resource;

    /// <summary>What is wrong with a resource whose deletion would be stopped; null where nothing is.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stakes">What stops its deletion.</param>
    public abstract string? Violation(PackResource resource, Finding stakes);

    /// <summary>Why the policy has nothing to say on the resource, or null.</summary>
    public virtual string? NothingToSay(PackResource resource) => null;

    /// <summary>The top-level inputs that would mend it, by name; empty where nobody should choose them but a person.</summary>
    public virtual IReadOnlyDictionary<string, JToken> Remediation(PackResource resource, Finding stakes) => new Dictionary<string, JToken>();
}
