using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>What a plan will do to one object.</summary>
public sealed record ResourceChange
{
    /// <summary>The <see cref="ProviderName"/> of every change that Pulumi makes.</summary>
    public const string PulumiProvider = "pulumi";

    /// <summary>The address as a user would type it, such as <c>module.db.aws_db_instance.main[0]</c>; Pulumi's is the URN.</summary>
    public required string Address { get; init; }

    /// <summary>The address it had before, when a <c>moved</c> block or a refactoring renamed it.</summary>
    public string? PreviousAddress { get; init; }

    /// <summary>The provider's resource type.</summary>
    public required string Type { get; init; }

    /// <summary>True for objects that this configuration manages; false for data sources and ephemeral resources.</summary>
    public required bool IsManaged { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>
    /// The key of a deposed object: one that an earlier, failed replacement left behind under the same address. Pulumi's (rows with <c>delete: true</c>) is the
    /// object's id, or <c>pending delete</c> where it has none.
    /// </summary>
    public string? Deposed { get; init; }

    /// <summary>The provider's source address, such as <c>registry.terraform.io/hashicorp/aws</c>; empty where the plan does not say.</summary>
    public string ProviderName { get; init; } = "";

    /// <summary>The change is Pulumi's: its type is a token, its attributes are in camelCase, and <c>pulumi:options</c> holds the resource options.</summary>
    public bool IsPulumi => ProviderName == PulumiProvider;

    /// <summary>Why the action was chosen, in Terraform's words (<c>delete_because_no_resource_config</c> ...).</summary>
    public string? ActionReason { get; init; }

    /// <summary>An existing object comes under management by this change.</summary>
    public bool IsImport { get; init; }

    /// <summary>Why the change is postponed to a later plan, or null for a change of this one.</summary>
    public string? DeferredBecause { get; init; }

    /// <summary>The plan element it was read from, such as <c>resource_changes[12]</c>.</summary>
    public required string Where { get; init; }

    /// <summary>Where that element begins in the input.</summary>
    public required TextPosition Position { get; init; }

    /// <summary>The bytes of the plan's <c>change</c> member; everything below is read from them when asked for.</summary>
    public required ReadOnlyMemory<byte> ChangeJson { get; init; }

    /// <summary>The same change, with bytes of its own that outlive the reader's buffer.</summary>
    internal ResourceChange Kept() => this with { ChangeJson = ChangeJson.ToArray() };

    /// <summary>The word for what happens: the action's, or <c>import</c> or <c>move</c> where nothing else does.</summary>
    public string ActionInWords => Action != ChangeAction.NoOp ? Action.Word : IsImport ? "import" : PreviousAddress is not null ? "move" : Action.Word;

    /// <summary>Reads the values of the change. They are not kept: hold the result for as long as it is needed.</summary>
    /// <exception cref="PlanFormatException">A member is there twice, or a value has the wrong shape.</exception>
    public ChangeValues ReadValues() => ChangeValues.Parse(this);
}

/// <summary>The object before and after a change, with the markers that say which values are secret or not yet known.</summary>
/// <param name="Before">The live object, or null where there is none.</param>
/// <param name="After">The object to be, or null where there will be none; unknown values are absent.</param>
/// <param name="AfterUnknown">True, or a tree with true where a value is known only after apply.</param>
/// <param name="BeforeSensitive">True, or a tree with true where a value of <paramref name="Before"/> is secret.</param>
/// <param name="AfterSensitive">True, or a tree with true where a value of <paramref name="After"/> is secret.</param>
/// <param name="ReplacePaths">The attributes that force a replacement, as dotted paths.</param>
public sealed record ChangeValues(
    JObject? Before,
    JObject? After,
    JToken? AfterUnknown,
    JToken? BeforeSensitive,
    JToken? AfterSensitive,
    IReadOnlyList<string> ReplacePaths)
{
    internal static ChangeValues Parse(ResourceChange change)
    {
        try
        {
            var json = (JObject)JsonValues.Parse(change.ChangeJson.Span);
            return new(
                Object(json, "before", change),
                Object(json, "after", change),
                json["after_unknown"],
                json["before_sensitive"],
                json["after_sensitive"],
                Paths(json["replace_paths"], change));
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new PlanFormatException($"unreadable change: {e.Message}", change.Where, change.Position, e);
        }
    }

    private static JObject? Object(JObject json, string member, ResourceChange change) => json[member] switch
    {
        null or { Type: JTokenType.Null } => null,
        JObject value => value,
        _ => throw new PlanFormatException($"\"{member}\" is not an object", change.Where, change.Position),
    };

    private static string[] Paths(JToken? paths, ResourceChange change) => paths switch
    {
        null or { Type: JTokenType.Null } => [],
        JArray all when all.All(path => path is JArray) =>
            [.. all.Select(path => string.Join('.', path.Select(step => step.ToString()))).Distinct().Order(StringComparer.Ordinal)],
        _ => throw new PlanFormatException("\"replace_paths\" is not a list of paths", change.Where, change.Position),
    };
}
