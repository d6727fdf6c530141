using System.Text;
using PlanGate.Approvals;
using PlanGate.Fuzz.Mutating;

namespace PlanGate.Fuzz.Targets;

/// <summary>What people, or others, write to say yes: the text of a review, and signed approvals.</summary>
internal sealed class CommentTarget() : Target("comment")
{
    private const string Code = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Pieces =
    [
        "plangate approve ", "plangate", "approve", Code, Code.ToUpperInvariant(), "`", "```\n", "> ", "\n", "\r\n", "\r", "\u0085", "\u2028", "\t", " ", "\u00a0", "\u200b", "\u202e", "\ufeff", "<!-- ", " -->", "- ", "  ", "    ", "~~", "**", "@bot ", "PlanGate approve ", "plangate  approve\t", "0123456789abcdef", "g", "\0", "ａ", "．",
    ];

    private static readonly Dictionary Words = new(
        ["schema", "plan", "source", "digest", "fingerprint", "policies", "findings", "hash", "rule", "address", "action", "signer", "signed_at", "expires_at", "signature", "Schema", "note"],
        ["\"plangate.approval/1\"", "\"plangate.approval/2\"", $"\"sha256:{new string('a', 64)}\"", $"\"sha256:{new string('A', 64)}\"", $"\"sha256:{new string('a', 64)}\\n\"", "\"2026-11-24T10:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"2026-11-24T10:00:00+02:00\"", "\"alice\"", "null", "[]", "{}", "\"PG101\""]);

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])
        [
            $"plangate approve {Code}", $"Looks right to me.\n\n`plangate approve {Code}`\n", $"> plangate approve {Code}\n\nNo!", $"```\nplangate approve {Code}\r\n```\n", $"please do not plangate approve {Code}", $"plangate approve {Code}\nplangate approve {new string('f', 32)}\n", "",
        ]).Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new ApprovalDocument
        {
            PlanSource = "plan.json",
            PlanDigest = new('a', 64),
            Fingerprint = $"sha256:{new string('b', 64)}",
            PolicyDigests = [new('c', 64)],
            Findings = [new(new('d', 64), "PG101", "aws_db_instance.main", "delete"), new(new('e', 64), "PG110", null, null)],
            Signer = "alice@example.com",
            SignedAt = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
            ExpiresAt = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero),
            Signature = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
        }.Text),
    ];

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other) =>
        parent is [(byte)'{', ..] && random.Next(5) > 0 ? MutateJson(random, parent, other, Words) : TextMutator.Mutate(random, parent, other, Pieces);

    public override string Try(byte[] input)
    {
        Judgements++;
        var text = Encoding.UTF8.GetString(input);
        var codes = Guarded.Run(input.Length, () => ApprovalLine.Codes(text));
        var expected = Expected(text);
        if (!codes.SequenceEqual(expected))
        {
            throw new FindingException("other codes than a simple reader sees", $"{string.Join(' ', codes)}\n{string.Join(' ', expected)}");
        }

        return $"{Math.Min(codes.Count, 3)} {Document(text)}";
    }

    // Line by line and word by word.
    private static List<string> Expected(string text)
    {
        var found = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var rest = (line.EndsWith('\r') ? line[..^1] : line).Trim(' ', '\t');
            rest = rest.StartsWith('`') ? rest[1..] : rest;
            rest = rest.EndsWith('`') ? rest[..^1] : rest;
            var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["plangate", "approve", { Length: 32 } code] && code.All(char.IsAsciiHexDigit) && rest.StartsWith("plangate", StringComparison.Ordinal) && rest.EndsWith(code, StringComparison.Ordinal))
            {
                found.Add(code.ToLowerInvariant());
            }
        }

        return found;
    }

    private static string Document(string text)
    {
        try
        {
            var document = Guarded.Run(text.Length, () => ApprovalDocument.Read(text));
            var again = ApprovalDocument.Read(document.Text);
            if (!again.SignedBytes.AsSpan().SequenceEqual(document.SignedBytes))
            {
                throw new FindingException("an approval is another one when it is written and read again");
            }

            if (JsonTree.Parse(Encoding.UTF8.GetBytes(text)) is not { Children.Count: 1 } tree || !tree.HasNoDuplicates())
            {
                throw new FindingException("an approval that is no JSON, or has a member twice");
            }

            return $"read {document.Findings.Count > 0}";
        }
        catch (FormatException e)
        {
            return Shape(e.Message);
        }
    }
}
