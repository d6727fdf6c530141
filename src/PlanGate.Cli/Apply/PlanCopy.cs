using System.Security.Cryptography;
using PlanGate.Plans;

namespace PlanGate.Cli.Apply;

/// <summary>A plan file as it was when it was first read. It is what is judged, and it is what is applied.</summary>
internal sealed class PlanCopy : IDisposable
{
    private readonly PrivateFolder _folder = new();

    private PlanCopy(string original) => Original = original;

    /// <summary>The file that the user named.</summary>
    public string Original { get; }

    /// <summary>The copy, which nobody else can read or write.</summary>
    public string File { get; private set; } = "";

    /// <summary>SHA-256 of what was copied, 64 hex digits.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>It is a plan file that terraform or tofu wrote.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>Copies a plan file.</summary>
    /// <exception cref="IOException">It cannot be read, or is no file.</exception>
    public static PlanCopy Make(string path)
    {
        var copy = new PlanCopy(path);
        try
        {
            copy.Take();
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>What has changed since it was copied, in words; null where nothing has.</summary>
    public string? Changed()
    {
        try
        {
            return Hash(File) != Digest ? "the private copy of the plan was changed while it was judged"
                : Hash(Original) != Digest ? $"{Original} was changed while it was judged"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the plan cannot be read any more: {e.Message}";
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Take()
    {
        if (Directory.Exists(Original))
        {
            throw new IOException("a directory: name the plan in it");
        }

        using var from = new FileStream(Original, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (!from.CanSeek)
        {
            throw new IOException("no file that stays: save the plan, and name that file");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var to = _folder.Create("plan");
        var buffer = new byte[128 * 1024];
        for (int length; (length = from.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
        {
            IsBinary = IsBinary || (to.Position == 0 && BinaryPlan.Is(buffer.AsSpan(0, length)));
            hash.AppendData(buffer, 0, length);
            to.Write(buffer, 0, length);
        }

        (File, Digest) = (to.Name, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Hash(string path)
    {
        using var file = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
