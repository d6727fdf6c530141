using System.Buffers.Binary;
using System.Text;

namespace PlanGate.Approvals;

/// <summary>What an SSH signature says of itself (OpenSSH's PROTOCOL.sshsig). Whether it is good, ssh-keygen says.</summary>
public sealed record SshSignature
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";
    private const byte UserWasPresent = 1;

    /// <summary>The public key.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The type of the key, such as <c>ssh-ed25519</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>What it was made for.</summary>
    public required string Namespace { get; init; }

    /// <summary>A hardware key made it, and somebody touched that key.</summary>
    public required bool IsByHardware { get; init; }

    /// <summary>Reads a signature; null where it is none.</summary>
    /// <param name="armored">The text that <c>ssh-keygen -Y sign</c> writes.</param>
    public static SshSignature? Read(string armored)
    {
        var text = armored.Trim();
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal) || text.Length < Begin.Length + End.Length)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Begin.Length..^End.Length], bytes, out var length))
        {
            return null;
        }

        var rest = (ReadOnlySpan<byte>)bytes.AsSpan(0, length);
        if (!rest.StartsWith("SSHSIG"u8) || rest.Length < 10 || BinaryPrimitives.ReadUInt32BigEndian(rest[6..]) != 1)
        {
            return null;
        }

        rest = rest[10..];
        if (!Next(ref rest, out var key) || !Next(ref rest, out var purpose) || !Next(ref rest, out _) || !Next(ref rest, out _) || !Next(ref rest, out var signature) || rest.Length > 0)
        {
            return null;
        }

        var ofKey = key;
        var ofSignature = signature;
        return !Next(ref ofKey, out var type) ? null : new()
        {
            Key = key.ToArray(),
            KeyType = Encoding.UTF8.GetString(type),
            Namespace = Encoding.UTF8.GetString(purpose),
            IsByHardware = IsHardware(type)
                && Next(ref ofSignature, out var signedBy) && signedBy.SequenceEqual(type)
                && Next(ref ofSignature, out _)
                && ofSignature.Length == 5 && (ofSignature[0] & UserWasPresent) != 0,
        };
    }

    private static bool IsHardware(ReadOnlySpan<byte> type) => type.SequenceEqual("sk-ssh-ed25519@openssh.com"u8) || type.SequenceEqual("sk-ecdsa-sha2-nistp256@openssh.com"u8);

    private static bool Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4)
        {
            return false;
        }

        value = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return true;
    }
}
