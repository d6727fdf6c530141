using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.Policies;
using PulumiUrn = PlanGate.Plans.Pulumi.PulumiUrn;

namespace PlanGate.PulumiPolicy;

/// <summary>Asks PlanGate's own rules what they would say if objects were destroyed, so that pack and command line never differ.</summary>
internal static class IfDestroyed
{
    // What a destruction is stopped for because of data; the others are about production and about numbers.
    private static readonly string[] AboutData = ["PG101", "PG102", "PG103", "PG105", "PG106", "PG108"];

    /// <summary>The finding that would stop the deletion of a resource because of what it holds; null where nothing would.</summary>
    public static Finding? Stops(PackResource resource, StackIdentity? stack, Policy policy, DateOnly today)
    {
        var deletion = new ResourceChange
        {
            Address = resource.Urn,
            Type = resource.Type,
            IsManaged = true,
            Action = ChangeAction.Delete,
            ProviderName = ResourceChange.PulumiProvider,
            Where = resource.Urn,
            Position = default,
            ChangeJson = PulumiChangeJson.Write(resource.Before, null, []),
        };
        return Findings([deletion], new Dictionary<string, IReadOnlyList<string>>(), 0, stack, policy, today).FirstOrDefault(finding => finding.IsBlocking && AboutData.Contains(finding.Rule.Id));
    }

    /// <summary>What the rules and the policy say of a set of changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="references">For each URN, those that it refers to.</param>
    /// <param name="managed">How many objects the state holds.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="today">The day, UTC.</param>
    /// <exception cref="PlanFormatException">A change cannot be read.</exception>
    public static IReadOnlyList<Finding> Findings(IReadOnlyList<ResourceChange> changes, IReadOnlyDictionary<string, IReadOnlyList<string>> references, int managed, StackIdentity? stack, Policy policy, DateOnly today)
    {
        var plan = new Plan
        {
            Source = "pulumi",
            Format = "pulumi-preview",
            Producer = "pulumi",
            Digest = "",
            Counts = new Dictionary<string, int>(),
            Changes = changes,
            Deferred = [],
            Drifted = [],
            State = new(managed, []),
            References = references,
            Created = [],
            Actions = [],
            ProviderConfig = [],
            EnvironmentVariables = new Dictionary<string, string>(),
            FurtherMarks = stack is null ? new Dictionary<string, string>() : Marks(stack),
            IsErrored = false,
            IsIncomplete = false,
            IsRedacted = false,
            Stack = stack?.InPolicies ?? StackOf(changes),
        };
        var verdict = Gate.Judge([plan], [], policy, today);
        return verdict.Errors.Count == 0 ? verdict.Findings : throw new PlanFormatException(verdict.Errors[0].Message, verdict.Errors[0].Where ?? "", null);
    }

    // A stored state is judged without a word on which stack it is of; its URNs say it.
    private static string? StackOf(IReadOnlyList<ResourceChange> changes) => changes.Count > 0 ? PulumiUrn.Parse(changes[0].Address)?.StackName : null;

    private static Dictionary<string, string> Marks(StackIdentity stack)
    {
        var marks = stack.Tags.Where(tag => PlanVariables.SpeaksOfAnEnvironment(tag.Key[(tag.Key.LastIndexOf(':') + 1)..])).ToDictionary(tag => $"stack tag {tag.Key}", tag => tag.Value, StringComparer.Ordinal);
        if (stack.Organization.Length > 0)
        {
            marks["organization"] = stack.Organization;
        }

        return marks;
    }
}
