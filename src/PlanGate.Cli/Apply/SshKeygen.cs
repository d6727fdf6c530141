using System.Diagnostics;
using System.Globalization;
using PlanGate.Approvals;

namespace PlanGate.Cli.Apply;

/// <summary>Signs and verifies by OpenSSH's ssh-keygen.</summary>
internal sealed class SshKeygen
{
    private static readonly string[] OfTheSystem = ["/usr/bin/ssh-keygen", @"C:\Windows\System32\OpenSSH\ssh-keygen.exe"];
    private readonly string _program;

    private SshKeygen(string program) => _program = program;

    /// <summary>The ssh-keygen of this machine: that of the system before any other, which could be somebody's own.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static SshKeygen Find() => new(OfTheSystem.FirstOrDefault(File.Exists)
        ?? BinaryPlanFile.OnPath("ssh-keygen")
        ?? throw new ToolException("ssh-keygen is not on this machine: it signs and verifies approvals (OpenSSH, Debian's openssh-client)"));

    /// <summary>A signature fits a text and was made for approvals, by whatever key.</summary>
    public bool IsGood(byte[] text, string signatureFile) =>
        Run(text, "-Y", "check-novalidate", "-n", ApprovalDocument.Namespace, "-s", signatureFile) == 0;

    /// <summary>The signers file lists the key of a good signature for a principal and for approvals, at a time.</summary>
    public bool IsListed(byte[] text, string signatureFile, string signersFile, string principal, DateTimeOffset at) =>
        Run(text, "-Y", "verify", "-f", signersFile, "-I", principal, "-n", ApprovalDocument.Namespace, "-s", signatureFile, $"-Overify-time={at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}") == 0;

    /// <summary>Signs a file into FILE.sig; passphrase and touch are asked for on the terminal.</summary>
    public bool Sign(string file, string key) => Child.Run(new(_program, ["-Y", "sign", "-f", key, "-n", ApprovalDocument.Namespace, file]), []).Code == 0;

    /// <summary>The public key of a key file, as text; null where ssh-keygen cannot tell.</summary>
    public string? PublicKey(string key) => Child.Run(new(_program, ["-y", "-f", key]), null).Text;

    private int Run(byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments) { RedirectStandardError = true };

        // Times are given to it in UTC; not every version takes a Z behind them.
        start.Environment["TZ"] = "UTC";
        return Child.Run(start, input).Code;
    }
}
