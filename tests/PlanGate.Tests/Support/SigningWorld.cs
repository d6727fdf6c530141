using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PlanGate.Approvals;
using PlanGate.Cli;
using PlanGate.Cli.Apply;
using PlanGate.Judging;
using PlanGate.Policies;
using PlanGate.Tests.GitHub;

namespace PlanGate.Tests.Support;

/// <summary>A test that signs and verifies by OpenSSH's ssh-keygen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSshKeygenFactAttribute : FactAttribute
{
    public NeedsSshKeygenFactAttribute() => Skip = Needs.Reason(Needs.HasTool("ssh-keygen"), "ssh-keygen on the PATH (Debian's openssh-client)");
}

/// <summary>A folder with keys, a policy that names who may sign, and a clock.</summary>
internal sealed class SigningWorld : IDisposable
{
    public static readonly object Prod = new { id = "i", tags = new { Environment = "production" } };
    private readonly StringBuilder _signers = new();

    public TemporaryFolder Folder { get; } = new();

    public ImpatientTime Time { get; } = new();

    /// <summary>What stands under <c>approvals:</c> beside the signers.</summary>
    public string Terms { get; set; } = "";

    public Policy Policy
    {
        get
        {
            Folder.Write("signers", _signers.ToString());
            return PolicyReader.Read(Folder.Write(".plangate.yml", $"version: 1\napprovals: {{ signers: signers{Terms} }}\n"), PolicyFile.Open, TestPlan.Today);
        }
    }

    /// <summary>Makes a key.</summary>
    public string Key(string name)
    {
        var file = Path.Combine(Folder.Path, name);
        Assert.Equal(0, Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]).Code);
        return file;
    }

    /// <summary>Lists a key for a principal.</summary>
    public void List(string principals, string key, string options = "") => _signers.Append($"{principals} {(options.Length > 0 ? options + " " : "")}{File.ReadAllText(key + ".pub")}");

    /// <summary>Lists a person with a key of his own.</summary>
    public string Person(string name)
    {
        var key = Key(name);
        List(name, key);
        return key;
    }

    public Verdict Judged(TestPlan plan) => plan.Judged(policy: Policy);

    /// <summary>A signed approval of what a verdict stops.</summary>
    public ApprovalDocument Approval(Verdict verdict, string signer, string key, Func<ApprovalDocument, ApprovalDocument>? change = null, string purpose = "plangate")
    {
        var document = Unsigned(verdict, signer);
        document = change is null ? document : change(document);
        var file = Path.Combine(Folder.Path, $"{Guid.NewGuid():N}");
        File.WriteAllBytes(file, document.SignedBytes);
        Assert.Equal(0, Tool.Run("ssh-keygen", ["-Y", "sign", "-f", key, "-n", purpose, file]).Code);
        return document with { Signature = File.ReadAllText(file + ".sig") };
    }

    public ApprovalDocument Unsigned(Verdict verdict, string signer) => new()
    {
        PlanSource = "plan.json",
        PlanDigest = verdict.Plans[0].Digest,
        Fingerprint = verdict.Fingerprint,
        PolicyDigests = [verdict.Policy.Digest],
        Findings = [.. verdict.Findings.Where(finding => finding.IsBlocking).Select(finding => new ApprovedFinding(Fingerprint.OfOne(finding, verdict.Plans), finding.Rule.Id, finding.Address, finding.Action))],
        Signer = signer,
        SignedAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow().AddDays(1),
    };

    public Terminal Terminal(TextWriter? output = null, TextWriter? error = null) => new(output ?? TextWriter.Null, error ?? TextWriter.Null, () => Stream.Null, true, IsColoured: false)
    {
        Surroundings = new(_ => null, Time, () => throw new InvalidOperationException("no network here")) { Directory = Folder.Path },
    };

    /// <summary>A verdict with approvals that were written to files.</summary>
    public Verdict With(Verdict verdict, params ApprovalDocument[] documents) =>
        ApprovalFiles.Apply(verdict, [.. documents.Select(document => Folder.Write($"{Guid.NewGuid():N}.approval", document.Text))], Terminal());

    /// <summary>Why the one approval does not count.</summary>
    public string Reasons(Verdict verdict, ApprovalDocument document) =>
        string.Join(' ', Assert.Single(With(verdict, document).Findings.First(finding => finding.IsBlocking).Approvals).Reasons);

    /// <summary>A signature as a hardware key makes it, and the public key in the way that signers files have it.</summary>
    public static (string PublicKey, Func<byte[], string> Sign) HardwareKey(byte flags)
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(false).Q;
        byte[] key = [.. Part("sk-ecdsa-sha2-nistp256@openssh.com"u8), .. Part("nistp256"u8), .. Part([4, .. point.X!, .. point.Y!]), .. Part("ssh:"u8)];
        return ($"sk-ecdsa-sha2-nistp256@openssh.com {Convert.ToBase64String(key)}", Sign);

        string Sign(byte[] message)
        {
            byte[] tail = [flags, 0, 0, 0, 7];
            byte[] blob = [.. "SSHSIG"u8, .. Part("plangate"u8), .. Part([]), .. Part("sha512"u8), .. Part(SHA512.HashData(message))];
            var raw = pair.SignData([.. SHA256.HashData("ssh:"u8), .. tail, .. SHA256.HashData(blob)], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            byte[] signature = [.. Part("sk-ecdsa-sha2-nistp256@openssh.com"u8), .. Part([.. Part(Positive(raw[..32])), .. Part(Positive(raw[32..]))]), .. tail];
            byte[] all = [.. "SSHSIG"u8, 0, 0, 0, 1, .. Part(key), .. Part("plangate"u8), .. Part([]), .. Part("sha512"u8), .. Part(signature)];
            return $"-----BEGIN SSH SIGNATURE-----\n{Convert.ToBase64String(all, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}\n-----END SSH SIGNATURE-----\n";
        }
    }

    public void Dispose() => Folder.Dispose();

    private static byte[] Part(ReadOnlySpan<byte> bytes)
    {
        var part = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(part, bytes.Length);
        bytes.CopyTo(part.AsSpan(4));
        return part;
    }

    private static byte[] Positive(byte[] number)
    {
        var trimmed = number.SkipWhile(digit => digit == 0).ToArray();
        return trimmed.Length == 0 || trimmed[0] >= 0x80 ? [0, .. trimmed] : trimmed;
    }
}
