using System.Collections.Concurrent;
using System.Text.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Classification;

/// <summary>The names by which objects know each other: what an object is called, and which such names it mentions.</summary>
/// <param name="Names">What others may call it: id, ARN, identifier, self link.</param>
/// <param name="Mentions">Names of others in its attributes that speak of a source or a target.</param>
/// <param name="Sources">What it backs up, by the attributes that the catalogue names; empty where it names none.</param>
public sealed record ObjectLinks(IReadOnlySet<string> Names, IReadOnlySet<string> Mentions, IReadOnlyList<NamedSource> Sources)
{
    // Shorter texts are words, not names of objects.
    private const int ShortestName = 3;

    private static readonly string[] NameAttributes =
    [
        "id", "arn", "self_link", "urn", "identifier", "cluster_identifier", "db_instance_identifier", "resource_id", "name", "bucket", "table_name", "volume_id",
        "instance_id", "database_name", "file_system_id", "replication_group_id", "cluster_id", "key_id", "metadata.name", "fully_qualified_name", "root_block_device.volume_id",
        "ebs_block_device.volume_id", "db_snapshot_identifier", "db_snapshot_arn", "db_cluster_snapshot_identifier", "db_cluster_snapshot_arn", "cluster_resource_id",
        "os_disk.id", "boot_volume_id", "boot_disk.source", "system_disk_id", "storage_os_disk.managed_disk_id", "storage_data_disk.managed_disk_id", "uuid", "crn",
        "manifest.metadata.name",
    ];

    /// <summary>The paths at which objects say what they are called.</summary>
    internal static IReadOnlyList<string> NamesInObjects => NameAttributes;

    // An attribute whose name has one of these speaks of another object.
    private static readonly string[] Pointers =
    [
        "source", "target", "instance", "volume", "disk", "database", "cluster", "server", "bucket", "table", "resource", "file_system", "filesystem", "identifier",
        "parent", "origin", "replica", "db_", "db", "vm_id", "virtual_machine", "account", "vault", "key", "namespace", "destination", "share", "project", "store", "storage",
        "scope",
    ];

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Nothing is known of the object.</summary>
    public static ObjectLinks None { get; } = new(new HashSet<string>(), new HashSet<string>(), []);

    /// <summary>The names of an object and the names that it mentions.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">The object.</param>
    /// <param name="ties">What the catalogue says that objects of its type back up.</param>
    public static ObjectLinks Of(string type, JObject? value, IReadOnlyList<BackupTie> ties)
    {
        if (value is null)
        {
            return None;
        }

        // Everything in a project has its id; only the project itself is called by it.
        IEnumerable<string> attributes = type.Contains("project", StringComparison.Ordinal) ? [.. NameAttributes, "project_id"] : NameAttributes;
        var names = attributes.SelectMany(path => ValuePath.Find(value, path)).OfType<JValue>().Select(name => Plain(name.ToString())).Where(name => name.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var mentions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Collect(value, mentions, false);
        return new(names, mentions, [.. ties.SelectMany(tie => Texts(ValuePath.Find(value["manifest"] ?? value, tie.Attribute)).Where(name => name.Length > 0).Select(name => new NamedSource(tie, Plain(name))))]);
    }

    /// <summary>True when an attribute of this name says which other object is meant. There are a few thousand such names, and objects repeat them all the time.</summary>
    internal static bool SpeaksOfAnother(string attribute) => Known.GetOrAdd(attribute, static name => PulumiSpelling.Snake(name) is var words && Pointers.Any(word => words.Contains(word, StringComparison.Ordinal)));

    /// <summary>Which of some names an object of the state mentions, read from its bytes.</summary>
    /// <param name="state">The object with its <c>values</c>.</param>
    /// <param name="names">The names that are looked for.</param>
    /// <exception cref="PlanFormatException">It holds text that is none.</exception>
    internal static IReadOnlySet<string> MentionsIn(ReadOnlySpan<byte> state, HashSet<string> names)
    {
        try
        {
            return MentionedIn(state, names);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw new PlanFormatException("text that is not valid UTF-8 or UTF-16", "prior_state", null, e);
        }
    }

    private static HashSet<string> MentionedIn(ReadOnlySpan<byte> state, HashSet<string> names)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var reader = new Utf8JsonReader(state, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValues = reader.ValueTextEquals("values"u8);
            reader.Read();
            if (isValues)
            {
                Collect(ref reader, names, found, false);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static void Collect(ref Utf8JsonReader reader, HashSet<string> names, HashSet<string> found, bool speaksOfAnother)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    if (SpeaksOfItself(name))
                    {
                        reader.Skip();
                    }
                    else
                    {
                        Collect(ref reader, names, found, speaksOfAnother || SpeaksOfAnother(name));
                    }
                }

                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Collect(ref reader, names, found, speaksOfAnother);
                }

                break;
            case JsonTokenType.String when speaksOfAnother && reader.ValueSpan.Length >= ShortestName && reader.GetString()! is var text && IsName(text) && names.Contains(Plain(text)):
                found.Add(Plain(text));
                break;
            default:
                break;
        }
    }

    private static bool SpeaksOfItself(string name) => name is "id" or "arn" or "name" or "tags" or "tags_all" or "tagsAll" or "labels";

    private static void Collect(JToken value, HashSet<string> mentions, bool speaksOfAnother)
    {
        switch (value)
        {
            case JObject map:
                foreach (var (name, member) in map)
                {
                    if (member is not null && !SpeaksOfItself(name))
                    {
                        Collect(member, mentions, speaksOfAnother || SpeaksOfAnother(name));
                    }
                }

                break;
            case JArray list:
                foreach (var element in list)
                {
                    Collect(element, mentions, speaksOfAnother);
                }

                break;
            case JValue { Value: string text } when speaksOfAnother && IsName(text):
                mentions.Add(Plain(text));
                break;
            default:
                break;
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<JToken?> values) =>
        values.SelectMany(value => value is JArray list ? list : (IEnumerable<JToken?>)[value]).OfType<JValue>().Select(value => value.Value).OfType<string>();

    // Google writes the same object as a URL and as a path.
    private static string Plain(string text) => text.IndexOf("/projects/", StringComparison.Ordinal) is >= 0 and var at ? text[(at + 1)..] : text;

    private static bool IsName(string text) => text.Length >= ShortestName && text is not ("true" or "false" or "default" or "null" or "enabled" or "disabled");
}
