using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.Classification;

/// <summary>Where an object lives. Ordered: the later, the stricter. Unknown is treated as production, but for what only a mark can make worth stopping.</summary>
public enum Environment { NonProduction, Unknown, Production }

/// <summary>The environment of an object and the mark that decided it.</summary>
/// <param name="Value">The environment.</param>
/// <param name="Because">The mark in a few words, such as <c>tag Environment</c>; never a value of the object.</param>
public readonly record struct EnvironmentMark(Environment Value, string Because);

/// <summary>
/// Decides the environment from the object before the change: its tags, the workspace and the plan's own variables, then names and module path.
/// Production wins wherever it is found.
/// </summary>
internal static class EnvironmentJudge
{
    private static readonly HashSet<string> TagKeys = new(StringComparer.Ordinal)
    {
        "environment", "env", "stage", "tier", "stack", "workspace", "environmenttype", "envtype", "environmentname", "envname",
        "deploymentenvironment", "deploymentstage", "deployenv", "appenv", "lifecycle",
    };

    private static readonly string[] NameAttributes =
    [
        "name", "identifier", "cluster_identifier", "db_name", "database_name", "bucket", "table_name", "display_name", "account_name",
        "resource_group_name", "project", "project_id", "namespace", "metadata.name", "metadata.namespace", "function_name", "instance_name", "cluster_name",
        "server_name", "vault_name", "replication_group_id", "cluster_id",
    ];

    /// <summary>The environment of the object that <paramref name="change"/> touches.</summary>
    /// <remarks>What a plan creates has only its own word: it is believed that it is production, never that it is not.</remarks>
    public static EnvironmentMark Judge(ResourceChange change, ChangeValues values, Plan plan, IReadOnlyList<JObject> providers, PolicyMarks policy)
    {
        var mark = Judge(Marks(change, values.Before, plan, providers), FromPolicy(change, values.Before, plan, providers, policy));
        var own = values.Before is null && values.After is { } created ? Judge(Marks(change, created, plan, providers), FromPolicy(change, created, plan, providers, policy)) : mark;
        return own.Value == Environment.Production ? own : mark;
    }

    /// <summary>The environment of a plan as a whole, by its workspace and its variables.</summary>
    public static EnvironmentMark Judge(Plan plan, PolicyMarks policy) =>
        Judge(MarksOfThePlan(plan), (policy.Production.Of("", [], plan), policy.NonProduction.Of("", [], plan)));

    private static (string? Production, string? NonProduction) FromPolicy(ResourceChange change, JObject? value, Plan plan, IReadOnlyList<JObject> providers, PolicyMarks policy)
    {
        if (policy == PolicyMarks.None)
        {
            return default;
        }

        var tags = value is null ? [] : ObjectTags.Of(value).ToList();
        var defaults = DefaultTags(providers, tags);
        return (
            policy.Production.Of(change.Address, tags, plan) ?? ByDefault(policy.Production.TagAmong(defaults.SelectMany(block => block))),
            policy.NonProduction.Of(change.Address, tags, plan)
                ?? (defaults.Count > 0 && defaults.All(block => block.Any(policy.NonProduction.IsMark)) ? ByDefault(policy.NonProduction.TagAmong(defaults[0])) : null));
    }

    private static string? ByDefault(string? tag) => tag is null ? null : $"the provider's default tag {tag} (policy)";

    // The tags that each provider block puts on an object, but for those that it has itself.
    private static List<List<(string Key, string Value)>> DefaultTags(IReadOnlyList<JObject> providers, List<(string Key, string Value)> own)
    {
        var ownKeys = own.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal);
        return [.. providers.Select(block => ObjectTags.Of(block).Where(tag => tag.Key.Length > 0 && !ownKeys.Contains(tag.Key)).ToList())];
    }

    private static EnvironmentMark Judge(IEnumerable<(string Text, string Because)> marks, (string? Production, string? NonProduction) policy)
    {
        if (policy.Production is { } said)
        {
            return new(Environment.Production, said);
        }

        EnvironmentMark? other = policy.NonProduction is { } lowered ? new(Environment.NonProduction, lowered) : null;
        foreach (var (text, because) in marks)
        {
            var (production, nonProduction) = EnvironmentWords.In(text);
            if (production)
            {
                return new(Environment.Production, because);
            }

            other ??= nonProduction ? new(Environment.NonProduction, because) : null;
        }

        return other ?? new(Environment.Unknown, "no mark says production or otherwise");
    }

    /// <summary>The tag that marks the object as production before an update and does not after it, or null. A tag that is known only after apply is no mark.</summary>
    public static string? LostMark(ChangeValues values, IReadOnlyList<JObject> providers, PolicyMarks policy)
    {
        if (values.Before is null || values.After is null)
        {
            return null;
        }

        // Where all tags together are known only after apply, the object's own still tell.
        var before = Sensitivity.IsMarked(values.AfterUnknown, "tags_all") ? WithoutAllTags(values.Before) : values.Before;
        var mark = ProductionTags(before, policy).Except(ProductionTags(values.After, policy)).FirstOrDefault();
        var remains = ProductionTags(values.After, policy).Any() || providers.SelectMany(block => ProductionTags(block, policy)).Any();
        return remains ? null : mark;
    }

    private static JObject WithoutAllTags(JObject value) => new(value.Properties().Where(property => property.Name != "tags_all"));

    private static IEnumerable<string> ProductionTags(JObject value, PolicyMarks policy) =>
        ObjectTags.Of(value).Where(tag => (SaysEnvironment(tag.Key) && EnvironmentWords.In(tag.Value).Production) || policy.Production.IsMark(tag)).Select(tag => tag.Key);

    private static IEnumerable<(string Text, string Because)> Marks(ResourceChange change, JObject? before, Plan plan, IReadOnlyList<JObject> providers)
    {
        var own = before is null ? [] : ObjectTags.Of(before).ToList();
        foreach (var (key, value) in own.Where(tag => SaysEnvironment(tag.Key)))
        {
            yield return (value, key.Length > 0 ? $"tag {key}" : "a tag");
        }

        // Which block manages the object is not looked up: one that says production is enough, but all must say that it is not.
        var defaults = DefaultTags(providers, own).Select(block => block.Where(tag => SaysEnvironment(tag.Key)).ToList()).ToList();
        var allSayOther = defaults.All(tags => tags.Any(tag => EnvironmentWords.In(tag.Value).NonProduction));
        foreach (var (key, value) in defaults.SelectMany(tags => tags).Where(tag => allSayOther || EnvironmentWords.In(tag.Value).Production))
        {
            yield return (value, $"the provider's default tag {key}");
        }

        foreach (var mark in MarksOfThePlan(plan))
        {
            yield return mark;
        }

        // The type itself says nothing about where an object lives.
        if (PulumiUrn.Parse(change.Address) is { } urn)
        {
            yield return (urn.Stack, $"stack {urn.Stack}");
            yield return (urn.Project, $"project {urn.Project}");
            yield return (urn.Name, "its name");
        }
        else
        {
            yield return (change.Address.Replace(change.Type + ".", "", StringComparison.Ordinal), "its address");
        }

        if (before is null)
        {
            yield break;
        }

        foreach (var (key, value) in own.Where(tag => tag.Key.Equals("Name", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (value, $"tag {key}");
        }

        foreach (var attribute in NameAttributes)
        {
            foreach (var value in ValuePath.Find(before, attribute).OfType<JValue>())
            {
                yield return (value.ToString(), $"its {attribute}");
            }
        }
    }

    private static IEnumerable<(string Text, string Because)> MarksOfThePlan(Plan plan)
    {
        if (plan.Workspace is { } workspace)
        {
            yield return (workspace, $"workspace {workspace}");
        }

        // The stack first, then what it is a part of.
        foreach (var (part, at) in plan.Stack?.Split('/').AsEnumerable().Reverse().Select((part, at) => (part, at)) ?? [])
        {
            yield return (part, at switch { 0 => $"stack {part}", 1 => $"project {part}", _ => $"organisation {part}" });
        }

        foreach (var (name, value) in plan.EnvironmentVariables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            yield return (value, $"variable {name}");
        }

        foreach (var (name, value) in plan.FurtherMarks.OrderBy(mark => mark.Key, StringComparer.Ordinal))
        {
            yield return (value, name);
        }

        if (plan.SynthesizedStack is { } stack)
        {
            yield return (stack, $"stack {stack}");
        }
    }

    private static bool SaysEnvironment(string key)
    {
        var last = key[(key.LastIndexOfAny(['/', ':', '.']) + 1)..];
        return key.Length == 0 || TagKeys.Contains(string.Concat(last.Where(char.IsLetterOrDigit)).ToLowerInvariant());
    }
}
