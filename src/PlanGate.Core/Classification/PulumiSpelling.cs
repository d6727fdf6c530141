using System.Collections.Concurrent;
using System.Text;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>
/// How the properties of a Pulumi type are called in the catalogue, and back: <c>ebsBlockDevices</c> is <c>ebs_block_device</c>. Values are read once in the
/// catalogue's spelling, so that every table has one row for both tools.
/// </summary>
public sealed class PulumiSpelling
{
    // Maps whose keys somebody chose.
    private static readonly HashSet<string> Maps = new(StringComparer.Ordinal)
    {
        "tags", "tags_all", "labels", "effective_labels", "pulumi_labels", "terraform_labels", "user_labels", "resource_labels", "default_labels", "freeform_tags", "defined_tags", "match_labels",
        "annotations", "metadata", "variables", "environment_variables", "app_settings", "parameters", "data", "string_data", "binary_data", "manifest", "object", "body",
    };

    // The engine's and the bridge's own notes in an object.
    private static readonly HashSet<string> Notes = new(StringComparer.Ordinal) { "__defaults", "__meta", "__pulumi_raw_state_delta" };

    private static readonly ConcurrentDictionary<string, string> SnakeNames = new(StringComparer.Ordinal);

    // What the program asks of every type, whatever its settings.
    private static readonly Lazy<IReadOnlyList<string>> General = new(() => [.. BlockDiff.ContentNames, .. ObjectLinks.NamesInObjects.SelectMany(path => path.Split('.'))]);

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal);

    /// <summary>The spelling of a type of which the catalogue asks for these paths.</summary>
    internal PulumiSpelling(IEnumerable<string> paths)
    {
        var names = paths.SelectMany(path => PathStep.Parse(path)).SelectMany(step => step.Inner is { } inner ? inner.Split('.').Prepend(step.Name) : [step.Name]).Concat(General.Value).Distinct().ToList();
        foreach (var name in names)
        {
            _known.TryAdd(Letters(name), name);
        }

        foreach (var name in names)
        {
            foreach (var plural in Plurals(Letters(name)).Where(plural => !_known.ContainsKey(plural)))
            {
                _lists.TryAdd(plural, name);
            }
        }
    }

    /// <summary>Reads an object; what its properties are called is kept for <see cref="PulumiNames.Of"/>.</summary>
    public JObject Read(JObject value, PulumiNames names) => (JObject)Read(value, "", names, isMarks: false);

    /// <summary>Reads both sides of a change and its marks.</summary>
    internal ChangeValues Read(ChangeValues values, PulumiNames names) => values with
    {
        Before = values.Before is null ? null : Read(values.Before, names),
        After = values.After is null ? null : Read(values.After, names),
        AfterUnknown = values.AfterUnknown is null ? null : Read(values.AfterUnknown, "", names, isMarks: true),
        BeforeSensitive = values.BeforeSensitive is null ? null : Read(values.BeforeSensitive, "", names, isMarks: true),
        AfterSensitive = values.AfterSensitive is null ? null : Read(values.AfterSensitive, "", names, isMarks: true),
    };

    private JToken Read(JToken value, string path, PulumiNames names, bool isMarks) => value switch
    {
        JObject map => Read(map, path, names, isMarks),
        JArray list => new JArray(list.Select(element => Read(element, path, names, isMarks))),
        _ => value.DeepClone(),
    };

    private JObject Read(JObject map, string path, PulumiNames names, bool isMarks)
    {
        var read = new JObject();
        foreach (var (written, member) in map)
        {
            if (member is null || Notes.Contains(written))
            {
                continue;
            }

            var name = written.Contains(':') ? written : NameOf(written, member is JArray || isMarks);
            // Two that would be called the same are left as they are.
            name = read.ContainsKey(name) || (name != written && map.ContainsKey(name)) ? written : name;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            names.Add(at, written);
            read[name] = Maps.Contains(name) || written == PulumiOptions.Member ? member.DeepClone() : Read(member, at, names, isMarks);
        }

        return read;
    }

    private string NameOf(string written, bool isList)
    {
        var letters = Letters(written);
        return _known.TryGetValue(letters, out var known) ? known
            : isList && _lists.TryGetValue(letters, out var one) ? one
            : Snake(written);
    }

    /// <summary>The name in underscored words: <c>dbInstanceIdentifier</c> is <c>db_instance_identifier</c>.</summary>
    internal static string Snake(string name) => !name.AsSpan().ContainsAnyInRange('A', 'Z') ? name : SnakeNames.GetOrAdd(name, static written =>
    {
        var words = new StringBuilder(written.Length + 4);
        for (var at = 0; at < written.Length; at++)
        {
            var letter = written[at];
            // "clientIPConfig" has three words.
            if (char.IsAsciiLetterUpper(letter) && at > 0 && written[at - 1] != '_' && (!char.IsAsciiLetterUpper(written[at - 1]) || (at + 1 < written.Length && char.IsAsciiLetterLower(written[at + 1]))))
            {
                words.Append('_');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    });

    /// <summary>The name in humps: <c>deletion_protection</c> is <c>deletionProtection</c>.</summary>
    internal static string Camel(string name)
    {
        if (!name.Contains('_'))
        {
            return name;
        }

        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, at) => at == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static string Letters(string name) => string.Concat(name.Where(letter => letter != '_')).ToLowerInvariant();

    private static IEnumerable<string> Plurals(string word) =>
        word.EndsWith('y') ? [word[..^1] + "ies", word + "s"]
        : word.EndsWith("ex", StringComparison.Ordinal) || word.EndsWith("ix", StringComparison.Ordinal) ? [word[..^2] + "ices", word + "es"]
        : [word + "s", word + "es"];
}

/// <summary>What the properties of one object are really called, by the path under which the catalogue knows them.</summary>
public sealed class PulumiNames
{
    // Only those that do not follow from the rule.
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    internal void Add(string path, string written)
    {
        if (PulumiSpelling.Camel(path[(path.LastIndexOf('.') + 1)..]) != written)
        {
            _written[path] = written;
        }
    }

    /// <summary>A path of the catalogue in Pulumi's spelling; by the rule where the object lacks it.</summary>
    public string Of(string path)
    {
        var steps = PathStep.Plain(path).Split('.');
        return string.Join('.', steps.Select((step, at) => _written.TryGetValue(string.Join('.', steps.Take(at + 1)), out var written) ? written : PulumiSpelling.Camel(step)));
    }
}
