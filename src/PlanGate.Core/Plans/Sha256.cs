using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace PlanGate.Plans;

/// <summary>SHA-256 of bytes that come piece by piece.</summary>
/// <remarks>The platform's is faster, but takes some milliseconds to be loaded: more than all else about a small plan. Short inputs go through managed code.</remarks>
public sealed class Sha256 : IDisposable
{
    private const int Short = 1024 * 1024;

    private readonly Sha256Digest? _managed;
    private readonly IncrementalHash? _platform;

    /// <summary>A hash of nothing yet.</summary>
    /// <param name="expected">How many bytes will come, as far as that is known. It decides speed, never the result.</param>
    public Sha256(long? expected = null)
    {
        if (expected <= Short)
        {
            _managed = new();
        }
        else
        {
            _platform = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
    }

    /// <summary>The hash of <paramref name="bytes"/>, as 64 hex digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var hash = new Sha256(bytes.Length);
        hash.Append(bytes);
        return hash.Finish();
    }

    /// <summary>Hashes further bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _managed?.BlockUpdate(bytes);
        _platform?.AppendData(bytes);
    }

    /// <summary>The hash of everything so far, as 64 hex digits; after it begins another.</summary>
    public string Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _managed?.DoFinal(hash);
        _platform?.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <inheritdoc/>
    public void Dispose() => _platform?.Dispose();
}
