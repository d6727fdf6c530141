using System.Text;

namespace PlanGate.Cli.Apply;

/// <summary>The key that an approval is signed with.</summary>
/// <param name="File">What ssh-keygen is given: a private key, or a public one whose private half an agent holds.</param>
/// <param name="Public">The public key.</param>
internal sealed record SigningKey(string File, byte[] Public)
{
    /// <summary>The key that is named, or git's.</summary>
    /// <param name="named">The file of --key, or null.</param>
    /// <param name="keygen">Tells the public half.</param>
    /// <param name="folder">Where a key that is written out in git's configuration is put.</param>
    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public static SigningKey Find(string? named, SshKeygen keygen, PrivateFolder folder)
    {
        var key = named ?? OfGit() ?? throw new ToolException("no key to sign with: name one with --key, or set git's user.signingkey");
        if (named is null && (key.StartsWith("key::", StringComparison.Ordinal) || key.StartsWith("ssh-", StringComparison.Ordinal)))
        {
            key = folder.Write("key.pub", Encoding.UTF8.GetBytes((key.StartsWith("key::", StringComparison.Ordinal) ? key["key::".Length..] : key) + "\n"));
        }

        if (key.StartsWith("~/", StringComparison.Ordinal))
        {
            key = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), key[2..]);
        }

        if (!System.IO.File.Exists(key))
        {
            throw new ToolException($"the key {key} is not there");
        }

        return new(Path.GetFullPath(key), Bytes(System.IO.File.ReadAllText(key))
            ?? (System.IO.File.Exists(key + ".pub") ? Bytes(System.IO.File.ReadAllText(key + ".pub")) : null)
            ?? Bytes(keygen.PublicKey(key) ?? "")
            ?? throw new ToolException($"{key} is no SSH key"));
    }

    // "ssh-ed25519 AAAA... comment"; null where it is something else, such as a private key.
    private static byte[]? Bytes(string text)
    {
        var words = text.Split((char[])[' ', '\t', '\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
        var bytes = new byte[text.Length];
        return words.Length >= 2 && Convert.TryFromBase64String(words[1], bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    private static string? OfGit() =>
        BinaryPlanFile.OnPath("git") is { } git && Child.Run(new(git, ["config", "--get", "user.signingkey"]), []).Text?.Trim() is { Length: > 0 } key ? key : null;
}
