using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Judging;
using PlanGate.Plans;

namespace PlanGate.Approvals;

/// <summary>What an approval says yes to.</summary>
/// <param name="Hash">The hash of the finding (<see cref="Fingerprint.OfOne"/>), 64 hex digits: what counts.</param>
/// <param name="Rule">The rule's id, for people.</param>
/// <param name="Address">The object's address, for people; null where the finding is about a whole plan.</param>
/// <param name="Action">What happens to it, for people; null where nothing does.</param>
public sealed record ApprovedFinding(string Hash, string Rule, string? Address, string? Action);

/// <summary>The file that <c>plangate approve</c> writes: docs/approvals.md. Contract.</summary>
public sealed partial record ApprovalDocument
{
    /// <summary>The version of the document.</summary>
    public const string Schema = "plangate.approval/1";

    /// <summary>What a signature must have been made for.</summary>
    public const string Namespace = "plangate";

    /// <summary>The name of the plan when it was approved, for people.</summary>
    public required string PlanSource { get; init; }

    /// <summary>SHA-256 of the plan file, 64 hex digits, for people: another plan with the same losses is covered too.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>The fingerprint of everything that blocked: <c>sha256:</c> and 64 hex digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The digests of the policies that were in force, 64 hex digits each.</summary>
    public required IReadOnlyList<string> PolicyDigests { get; init; }

    public required IReadOnlyList<ApprovedFinding> Findings { get; init; }

    /// <summary>Who says yes, as the signers file calls him.</summary>
    public required string Signer { get; init; }

    /// <summary>When, UTC, to the second.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>From when on it is no yes any more, UTC, to the second.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The SSH signature over <see cref="SignedBytes"/>, in its text form; empty before it is signed.</summary>
    public string Signature { get; init; } = "";

    /// <summary>What is signed: the document without its signature, members sorted, without white space (<c>jq -jcS 'del(.signature)'</c>).</summary>
    public byte[] SignedBytes => Encoding.UTF8.GetBytes(Sorted(Content()).ToString(Formatting.None));

    /// <summary>The file's text.</summary>
    public string Text
    {
        get
        {
            var document = Content();
            document["signature"] = Signature;
            return document.ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n";
        }
    }

    /// <summary>Reads a document. Nothing may be missing, and nothing may be there that is not known.</summary>
    /// <exception cref="FormatException">It is not one, in words.</exception>
    public static ApprovalDocument Read(string text)
    {
        try
        {
            if (JsonValues.Parse(Encoding.UTF8.GetBytes(text)) is not JObject document || (string?)(document["schema"] as JValue) is not { } schema)
            {
                throw new FormatException("this is no approval: `plangate approve PLAN` writes one");
            }

            return schema == Schema ? Of(document) : throw new FormatException($"an approval of another version: {schema}, and this program knows {Schema}");
        }
        catch (JsonException)
        {
            throw new FormatException("this is no approval: `plangate approve PLAN` writes one");
        }
    }

    private static ApprovalDocument Of(JObject document)
    {
        Only(document, "schema", "plan", "fingerprint", "policies", "findings", "signer", "signed_at", "expires_at", "signature");
        var plan = Map(document, "plan");
        Only(plan, "source", "digest");
        return new()
        {
            PlanSource = Word(plan, "source"),
            PlanDigest = Hash(plan, "digest"),
            Fingerprint = $"sha256:{Hash(document, "fingerprint")}",
            PolicyDigests = [.. List(document, "policies").Select(digest => Hash(digest, "policies"))],
            Findings = [.. List(document, "findings").Select(Finding)],
            Signer = Word(document, "signer"),
            SignedAt = Time(document, "signed_at"),
            ExpiresAt = Time(document, "expires_at"),
            Signature = Word(document, "signature"),
        };
    }

    private static ApprovedFinding Finding(JToken token)
    {
        var finding = token as JObject ?? throw Wrong("findings");
        Only(finding, "hash", "rule", "address", "action");
        return new(Hash(finding, "hash"), Word(finding, "rule"), WordOrNull(finding, "address"), WordOrNull(finding, "action"));
    }

    private JObject Content() => new()
    {
        ["schema"] = Schema,
        ["plan"] = new JObject { ["source"] = PlanSource, ["digest"] = $"sha256:{PlanDigest}" },
        ["fingerprint"] = Fingerprint,
        ["policies"] = new JArray(PolicyDigests.Select(digest => $"sha256:{digest}")),
        ["findings"] = new JArray(Findings.Select(finding => new JObject
        {
            ["hash"] = $"sha256:{finding.Hash}",
            ["rule"] = finding.Rule,
            ["address"] = finding.Address,
            ["action"] = finding.Action,
        })),
        ["signer"] = Signer,
        ["signed_at"] = InWords(SignedAt),
        ["expires_at"] = InWords(ExpiresAt),
    };

    private static JToken Sorted(JToken token) => token switch
    {
        JObject map => new JObject(map.Properties().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => new JProperty(member.Name, Sorted(member.Value)))),
        JArray list => new JArray(list.Select(Sorted)),
        _ => token,
    };

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static string InWords(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeForm, CultureInfo.InvariantCulture);

    private static void Only(JObject map, params string[] members)
    {
        if (map.Properties().FirstOrDefault(member => !members.Contains(member.Name)) is { } unknown)
        {
            throw new FormatException($"the approval has a member that this program does not know: {unknown.Name}");
        }
    }

    private static JObject Map(JObject map, string member) => map[member] as JObject ?? throw Wrong(member);

    private static JArray List(JObject map, string member) => map[member] as JArray ?? throw Wrong(member);

    private static string Word(JObject map, string member) => map[member] is JValue { Type: JTokenType.String, Value: string text } ? text : throw Wrong(member);

    private static string? WordOrNull(JObject map, string member) => map[member] is JValue { Type: JTokenType.Null } ? null : Word(map, member);

    private static string Hash(JObject map, string member) => Hash(map[member] ?? throw Wrong(member), member);

    private static string Hash(JToken token, string member) => token is JValue { Value: string text } && HashForm.IsMatch(text) ? text["sha256:".Length..] : throw Wrong(member);

    private static DateTimeOffset Time(JObject map, string member) =>
        DateTimeOffset.TryParseExact(Word(map, member), TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Wrong(member);

    private static FormatException Wrong(string member) => new($"the approval has no {member}, or it is not what it should be");

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex HashForm { get; }
}
