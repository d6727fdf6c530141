using System.Text;
using PlanGate.Approvals;

namespace PlanGate.Cli.Apply;

/// <summary>Signed approvals: reads them, has their signatures verified, and lays them beside what blocks.</summary>
internal static class ApprovalFiles
{
    /// <summary>Why signatures and reviews are not counted together.</summary>
    public const string NotTogether = "--approval and --github do not go together: whether a signer and an account are the same person, nobody can say";

    private const int Largest = 4 * 1024 * 1024;

    /// <summary>A verdict with the signed approvals that were named. One that cannot be read makes it an error.</summary>
    /// <param name="verdict">The verdict without them.</param>
    /// <param name="files">The files of --approval.</param>
    /// <param name="terminal">Where the clock is.</param>
    public static Verdict Apply(Verdict verdict, IReadOnlyList<string> files, Terminal terminal)
    {
        var errors = new List<InputError>();
        var documents = new List<(string File, ApprovalDocument Document)>();
        foreach (var file in files.Distinct(StringComparer.Ordinal))
        {
            try
            {
                documents.Add((file, Read(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                errors.Add(new(file, e.Message));
            }
        }

        if (errors.Count == 0 && documents.Count > 0 && verdict.Findings.Any(finding => finding.IsBlocking))
        {
            try
            {
                var now = terminal.Surroundings.Time.GetUtcNow();
                return Term.Apply(verdict, [.. documents.Select(one => Verify(one.File, one.Document, verdict, now).Judge(verdict, now))]);
            }
            catch (ToolException e)
            {
                errors.Add(new("", e.Message));
            }
        }

        return errors.Count == 0 ? verdict : verdict with { Errors = [.. verdict.Errors, .. errors], ApprovalCode = null };
    }

    /// <summary>What ssh-keygen and the policy's signers file say of a document.</summary>
    /// <exception cref="ToolException">There is no ssh-keygen.</exception>
    public static SignedApproval Verify(string file, ApprovalDocument document, Verdict verdict, DateTimeOffset now)
    {
        var signature = SshSignature.Read(document.Signature);
        var signer = signature is not null && verdict.Policy.SignersText is { } text ? Signers.Read(Encoding.UTF8.GetString(text)).Find(signature.Key) : null;
        var (isGood, isListed) = (false, false);
        if (signature is { Namespace: ApprovalDocument.Namespace })
        {
            var keygen = SshKeygen.Find();
            using var folder = new PrivateFolder();
            var (signed, signatureFile) = (document.SignedBytes, folder.Write("signature", Encoding.UTF8.GetBytes(document.Signature.TrimEnd() + "\n")));
            isGood = keygen.IsGood(signed, signatureFile);
            if (isGood && signer is not null)
            {
                var signers = folder.Write("signers", verdict.Policy.SignersText);
                isListed = new[] { now, document.SignedAt }.All(at => keygen.IsListed(signed, signatureFile, signers, document.Signer, at));
            }
        }

        return new()
        {
            File = file,
            Principal = document.Signer,
            Person = signer?.Person,
            SignedAt = document.SignedAt,
            ExpiresAt = document.ExpiresAt,
            IsSignatureGood = isGood,
            IsListed = isListed,
            IsByHardware = signature is { IsByHardware: true },
            PolicyDigests = document.PolicyDigests.ToHashSet(StringComparer.Ordinal),
            Covers = document.Findings.Select(finding => finding.Hash).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static ApprovalDocument Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[Largest + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > Largest ? throw new FormatException("larger than 4 MiB: this is no approval") : ApprovalDocument.Read(Encoding.UTF8.GetString(bytes, 0, length));
    }
}
