using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>Something that destroys when it is created, updated or destroyed: a row of <c>policies/catalogue/operations.tsv</c>.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="On">The actions that run it: <c>create</c>, <c>update</c>, <c>destroy</c>.</param>
/// <param name="Rule">The rule that tells of it: PG206, or PG203 where data goes by itself later.</param>
/// <param name="When">Conditions joined by <c>&amp;</c> (<c>path=value</c>, <c>path~pattern</c>, <c>path set</c>, <c>path changed</c>, <c>path known</c>, <c>path added~pattern</c> on new elements of a list), or <c>*</c> for always.</param>
/// <param name="Blocks">Stops the apply; the others are only shown.</param>
/// <param name="Sentence">What it does, for the reviewer.</param>
/// <param name="Source">Where that can be read; empty for the type's own page.</param>
public sealed partial record Operation(string Type, IReadOnlyList<string> On, string Rule, string When, bool Blocks, string Sentence, string Source)
{
    // The texts come from plans: no pattern may take longer for one than for another of its length.
    private const RegexOptions Linear = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    // Unseen types that say what they do.
    private static readonly string[] Verbs = ["flush", "purge", "wipe", "truncate", "reimage", "reinstall", "restore", "rollback", "erase", "failback"];

    /// <summary>What an unknown type does by its name, or null.</summary>
    public static Operation? ByName(string type)
    {
        var words = PulumiToken.IsToken(type) ? [.. NameSplit.Words(type)] : type.Split('_');
        var verb = words.Skip(1).Reverse().SkipWhile(word => word is "task" or "job" or "operation" or "action" or "request" or "run").FirstOrDefault();
        return verb is not null && Verbs.Contains(verb)
            ? new(type, ["create", "update"], "PG206", "*", true, $"By its name it performs a {verb} as soon as it is created.", "")
            : null;
    }

    /// <summary>The attributes that its conditions look at, in the spelling of the plan.</summary>
    public IReadOnlyList<string> Names { get => field ?? [.. Paths]; init; }

    /// <summary>The same in the catalogue's spelling.</summary>
    internal IEnumerable<string> Paths => When == "*" ? [] : When.Split('&', StringSplitOptions.TrimEntries).Select(condition => Form.Match(condition).Groups["path"].Value).Where(path => path.Length > 0);

    internal static Operation Parse(string row)
    {
        var cells = row.Split('\t');
        return cells.Length == 7
            ? new(cells[0], cells[1].Split(','), cells[2], cells[3], cells[4] switch
            {
                "soft" => true,
                "advisory" => false,
                _ => throw new CatalogueException($"{cells[0]}: \"{cells[4]}\" is neither soft nor advisory"),
            }, cells[5], cells[6])
            : throw new CatalogueException($"a row of operations has 7 cells, this one {cells.Length}: {row}");
    }

    /// <summary>True when the change runs the operation. A value that cannot be read meets every condition on it.</summary>
    internal bool IsRunBy(ResourceChange change, ChangeValues values)
    {
        var actions = change.Action switch
        {
            ChangeAction.Create => (string[])["create"],
            ChangeAction.Update => ["update"],
            ChangeAction.Delete => ["destroy"],
            ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete => ["create", "destroy"],
            ChangeAction.CreateThenForget => ["create"],
            _ => [],
        };
        return On.Intersect(actions).Any(action => When == "*" || When.Split('&', StringSplitOptions.TrimEntries).All(condition => IsMet(condition, action, values)));
    }

    private static bool IsMet(string condition, string action, ChangeValues values)
    {
        var match = Form.Match(condition);
        if (!match.Success)
        {
            throw new CatalogueException($"\"{condition}\" is not a condition");
        }

        var (path, test, operand) = (match.Groups["path"].Value, match.Groups["test"].Value, match.Groups["operand"].Value);
        var isUnknown = action != "destroy" && Sensitivity.IsMarked(values.AfterUnknown, path);
        if (test == "known")
        {
            return !isUnknown;
        }

        var (value, sensitive) = action == "destroy" ? (values.Before, values.BeforeSensitive) : (values.After, values.AfterSensitive);
        if (isUnknown || Sensitivity.IsMarked(sensitive, path))
        {
            return true;
        }

        var found = value is null ? [] : ValuePath.Find(value, path).Where(one => one is not null and not { Type: JTokenType.Null } and not JContainer { Count: 0 }).ToList();
        return test switch
        {
            "set" => found.Count > 0,
            "changed" => AttributeDiff.Comparable(values.Before, null, path) != AttributeDiff.Comparable(values.After, null, path),
            "=" => found.Any(one => string.Equals(one!.ToString(), operand, StringComparison.OrdinalIgnoreCase)),
            "added~" => found.SelectMany(Elements).Where(one => !(values.Before is null ? [] : ValuePath.Find(values.Before, path)).SelectMany(Elements).Any(old => JToken.DeepEquals(old, one))).Any(one => Regex.IsMatch(one!.ToString(), operand, Linear)),
            "~" => found.Any(one => Regex.IsMatch(one!.ToString(), operand, Linear)),
            _ => throw new CatalogueException($"\"{condition}\" is not a condition"),
        };
    }

    private static IEnumerable<JToken?> Elements(JToken? value) => value is JArray list ? list.Children() : (IEnumerable<JToken?>)[value];

    [GeneratedRegex(@"^(?<path>[a-z0-9_.]+?)(?:(?:\s(?<test>added~)|(?<test>[=~]))(?<operand>.+)|\s(?<test>set|changed|known))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form { get; }
}
