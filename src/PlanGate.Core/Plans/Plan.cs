using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>One plan: what was read of it, and the changes that must be judged.</summary>
public sealed record Plan
{
    /// <summary>The name of the input, as users gave it; <c>FILE#2</c> is the second plan of a file.</summary>
    public required string Source { get; init; }

    /// <summary>One of the formats of the result document, such as <c>terraform-plan</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Tool and version, such as <c>terraform 1.11.4</c>.</summary>
    public required string Producer { get; init; }

    /// <summary>SHA-256 of the input's bytes, as 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>How many managed objects get which action, by the action's word.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>Everything that touches a live object (updates, destructions, forgets, imports, moves) and the creations that rules ask about. The rest is only counted.</summary>
    public required IReadOnlyList<ResourceChange> Changes { get; init; }

    /// <summary>Changes that the tool postponed to a later plan.</summary>
    public required IReadOnlyList<ResourceChange> Deferred { get; init; }

    /// <summary>Objects that disappeared outside of the tool, as it found out while planning.</summary>
    public required IReadOnlyList<ResourceChange> Drifted { get; init; }

    /// <summary>The state before the plan, as far as rules ask about it.</summary>
    public required PriorState State { get; init; }

    /// <summary>For each object that rules ask about, by its address without instance keys: the addresses that its configuration refers to.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; init; }

    /// <summary>Objects that rules ask about and that the plan creates.</summary>
    public required IReadOnlyList<CreatedObject> Created { get; init; }

    /// <summary>Provider actions that the plan will invoke, or postpones.</summary>
    public required IReadOnlyList<ActionInvocation> Actions { get; init; }

    /// <summary>The arguments of each provider block, by its key in the plan (<c>aws</c>, <c>module.db:aws.west</c>).</summary>
    public required JObject ProviderConfig { get; init; }

    /// <summary>Plain text values of root variables whose name speaks of an environment.</summary>
    public required IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; }

    /// <summary>Further words on where the plan's objects live, by what they are called: <c>organization</c>, <c>stack tag environment</c>.</summary>
    public IReadOnlyDictionary<string, string> FurtherMarks { get; init; } = new Dictionary<string, string>();

    /// <summary>Planning ended with an error: the plan shows only a part.</summary>
    public required bool IsErrored { get; init; }

    /// <summary>The plan says that it is not complete (targeted, deferred), though not because of an error.</summary>
    public required bool IsIncomplete { get; init; }

    /// <summary>HCP Terraform's redacted plan: sensitive values are missing from it.</summary>
    public required bool IsRedacted { get; init; }

    /// <summary>What the plan does not show for other reasons.</summary>
    public IReadOnlyList<PlanGap> Gaps { get; init; } = [];

    /// <summary>The plan's path, relative to the root of its repository and with slashes; null where it came from elsewhere.</summary>
    public string? Path { get; init; }

    /// <summary>Pulumi's <c>project/stack</c>, or null.</summary>
    public string? Stack { get; init; }

    /// <summary>The CDKTF stack that the configuration was synthesized from, or null.</summary>
    public string? SynthesizedStack { get; init; }

    /// <summary>The CDKTF constructs that made its objects, as far as they are known.</summary>
    public ConstructPaths Constructs { get; init; } = ConstructPaths.None;

    /// <summary>The workspace that the command line or the working directory names, or null.</summary>
    public string? Workspace { get; init; }
}

/// <summary>A provider action that a plan invokes.</summary>
/// <param name="Address">Its address, such as <c>action.aws_lambda_invoke.flush</c>.</param>
/// <param name="Type">The action's type.</param>
public sealed record ActionInvocation(string Address, string Type);

/// <summary>An object that a plan creates.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Type">Its type.</param>
/// <param name="Names">What it will be called, as far as the plan knows.</param>
public sealed record CreatedObject(string Address, string Type, IReadOnlyList<string> Names);
