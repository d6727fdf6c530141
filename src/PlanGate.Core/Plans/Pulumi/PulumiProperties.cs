using System.Security.Cryptography;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Inputs and outputs of an object in one tree, in which secrets and what is not known yet are marks instead of values.</summary>
internal static class PulumiProperties
{
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string Asset = "c44067f5952c0a294b673a41bacd8c17";
    private const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
    private const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";
    private const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    // What a display has for a secret.
    private const string HiddenText = "[secret]";

    // What stands for a value that is known only later: text, bool, number, list, asset, archive, object.
    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal)
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58", "e48ece36-62e2-4504-bad9-02848725956a", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    };

    /// <summary>The properties in a state's member; nothing for an absent one.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">A member is there twice.</exception>
    /// <exception cref="FormatException">It is not an object.</exception>
    public static JObject Read(ReadOnlyMemory<byte> json) => json.Length == 0 ? [] : JsonValues.Parse(json.Span) switch
    {
        JObject properties => Members(properties, isTop: true),
        { Type: JTokenType.Null } => [],
        JValue { Value: HiddenText } => [],
        _ => throw new FormatException("inputs or outputs are not an object"),
    };

    /// <summary>True for a state's member that is secret as a whole.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">A member is there twice.</exception>
    public static bool AreHidden(ReadOnlyMemory<byte> json) => json.Length > 0 && json.Span[0] == (byte)'"' && JsonValues.Parse(json.Span) is JValue { Value: HiddenText };

    /// <summary>The same of properties that are read already.</summary>
    public static JObject Read(JObject properties) => Members(properties, isTop: true);

    /// <summary>What lives: its outputs over its inputs.</summary>
    public static JObject Over(JObject lower, JObject upper)
    {
        var result = (JObject)upper.DeepClone();
        foreach (var (name, value) in lower)
        {
            if (result[name] is not { } over)
            {
                result[name] = value!.DeepClone();
            }
            else if (IsSecret(value!) && over.Type != JTokenType.Undefined)
            {
                // A secret that went in comes out plain where the provider does not know that it is one.
                result[name] = Secret();
            }
        }

        return result;
    }

    /// <summary>
    /// What will live after an update. A preview shows few outputs: what the provider computed before stays, unless it was an input and is not any more.
    /// </summary>
    public static JObject AfterUpdate(JObject oldInputs, JObject oldOutputs, JObject newInputs, JObject newOutputs)
    {
        var result = new JObject();
        foreach (var (name, value) in oldOutputs)
        {
            if (!oldInputs.ContainsKey(name))
            {
                result[name] = value!.DeepClone();
            }
        }

        foreach (var (name, value) in newOutputs)
        {
            result[name] = value!.DeepClone();
        }

        foreach (var (name, value) in newInputs)
        {
            result[name] = newOutputs[name] is { } output ? Completed(value!, null, output) : Completed(value!, oldInputs[name], oldOutputs[name]);
        }

        return result;
    }

    // Inside of an input, too, the provider adds what was not given.
    private static JToken Completed(JToken input, JToken? oldInput, JToken? output) => (input, output) switch
    {
        (JObject given, JObject computed) => Completed(given, oldInput as JObject, computed),
        (JArray given, JArray computed) when given.Count == computed.Count =>
            new JArray(given.Select((element, index) => Completed(element, oldInput is JArray old && index < old.Count ? old[index] : null, computed[index]))),
        _ => input.DeepClone(),
    };

    private static JObject Completed(JObject given, JObject? oldInput, JObject computed)
    {
        var result = new JObject();
        foreach (var (name, value) in computed)
        {
            if (oldInput?.ContainsKey(name) != true)
            {
                result[name] = value!.DeepClone();
            }
        }

        foreach (var (name, value) in given)
        {
            result[name] = Completed(value!, oldInput?[name], computed[name]);
        }

        return result;
    }

    /// <summary>A tree in which what is not known is secret.</summary>
    public static JObject WithSecretsForUnknowns(JObject tree)
    {
        if (!tree.Descendants().Any(IsUnknown))
        {
            return tree;
        }

        var result = (JObject)tree.DeepClone();
        foreach (var unknown in result.Descendants().Where(IsUnknown).ToList())
        {
            unknown.Replace(Secret());
        }

        return result;
    }

    /// <summary>Parts a tree with marks into values and the marker trees of secrets and unknowns, which are null where there are none.</summary>
    public static (JToken? Value, JToken? Secrets, JToken? Unknowns) Split(JToken tree)
    {
        switch (tree)
        {
            case JObject map:
                var (values, secrets, unknowns) = (new JObject(), new JObject(), new JObject());
                foreach (var (name, member) in map)
                {
                    var (value, secret, unknown) = Split(member!);
                    Put(values, name, value);
                    Put(secrets, name, secret);
                    Put(unknowns, name, unknown);
                }

                return (values, secrets.Count > 0 ? secrets : null, unknowns.Count > 0 ? unknowns : null);
            case JArray list:
                var parts = list.Select(Split).ToList();
                return (new JArray(parts.Select(part => part.Value ?? JValue.CreateNull())), Marks(parts.Select(part => part.Secrets)), Marks(parts.Select(part => part.Unknowns)));
            default:
                return IsSecret(tree) ? (JValue.CreateNull(), new JValue(true), null) : tree.Type == JTokenType.Undefined ? (null, null, new JValue(true)) : (tree.DeepClone(), null, null);
        }
    }

    private static JArray? Marks(IEnumerable<JToken?> marks)
    {
        var all = marks.ToList();
        return all.Any(mark => mark is not null) ? new JArray(all.Select(mark => mark ?? new JValue(false))) : null;
    }

    private static void Put(JObject map, string name, JToken? value)
    {
        if (value is not null)
        {
            map[name] = value;
        }
    }

    private static JObject Members(JObject properties, bool isTop)
    {
        var result = new JObject();
        foreach (var (name, value) in properties)
        {
            // Keys of users' own maps may look like anything; the engine's stand at the top, and the list of defaults in every block.
            if (isTop ? !name.StartsWith("__", StringComparison.Ordinal) : name != "__defaults")
            {
                result[name] = Marked(value!);
            }
        }

        return result;
    }

    private static JToken Marked(JToken value) => value switch
    {
        JObject map when map[Signature] is { } signature => Special(map, (signature as JValue)?.Value as string),
        JObject map => Members(map, isTop: false),
        JArray list => new JArray(list.Select(Marked)),
        JValue { Value: HiddenText } => Secret(),
        JValue { Value: string text } when Unknown.Contains(text) => JValue.CreateUndefined(),
        _ => value.DeepClone(),
    };

    // What has an unknown signature is taken for a secret: nobody reads it, and nobody prints it.
    private static JToken Special(JObject map, string? signature) => signature switch
    {
        Asset or Archive => new JValue($"{(signature == Asset ? "asset" : "archive")} {(map["hash"] as JValue)?.Value as string ?? Hash(map)}"),
        ResourceReference => new JValue((map["id"] as JValue)?.Value as string is { Length: > 0 } id ? id : (map["urn"] as JValue)?.Value as string),
        OutputValue => map["secret"] is JValue { Value: true } ? Secret() : map["value"] is { } known ? Marked(known) : JValue.CreateUndefined(),
        _ => Secret(),
    };

    private static string Hash(JObject map) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(map.ToString(Newtonsoft.Json.Formatting.None))));

    private static JValue Secret() => new(Array.Empty<byte>());

    private static bool IsUnknown(JToken value) => value.Type == JTokenType.Undefined;

    private static bool IsSecret(JToken value) => value.Type == JTokenType.Bytes;
}
