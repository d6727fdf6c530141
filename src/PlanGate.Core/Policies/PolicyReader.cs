using System.Buffers.Binary;
using System.Text;
using PlanGate.Classification;
using PlanGate.Plans;

namespace PlanGate.Policies;

/// <summary>Reads a policy with all that it extends.</summary>
public static class PolicyReader
{
    private const string PackPrefix = "plangate:";
    private const int LargestFile = 1024 * 1024;
    private const int MostFiles = 50;

    /// <summary>The names of the built-in packs, as <c>extends</c> writes them.</summary>
    public static IReadOnlyList<string> Packs { get; } = ["plangate:baseline", "plangate:strict"];

    /// <summary>Reads the policy in a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="open">Gives the bytes of a file that is named beside another (null for the first), and the name to show for it; null bytes where there is none.</param>
    /// <param name="today">The day, UTC, for what expires.</param>
    /// <exception cref="PolicyException">Something is not understood, missing, or would weaken the gate by mistake.</exception>
    public static Policy Read(string file, Func<string, string?, (string Name, byte[]? Bytes)> open, DateOnly today)
    {
        using var hash = new Sha256(expected: 64 * 1024);
        var builder = new PolicyBuilder();
        var added = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        Add(file, null, null, []);
        string? signersFile = null;
        byte[]? signersText = null;
        if (builder.Signers is { } signers)
        {
            (signersFile, signersText) = open(signers.Name, signers.File);
            AddToHash(signersText ?? []);
        }

        return builder.Build(file, hash.Finish(), signersFile, today) with { SignersText = signersText };

        // What is extended comes first, so that the file itself has the last word.
        void Add(string reference, string? besides, YamlNodeReader? from, List<string> chain)
        {
            var (name, bytes) = reference.StartsWith(PackPrefix, StringComparison.Ordinal) ? (reference, Pack(reference)) : open(reference, besides);
            if (bytes is null)
            {
                if (reference.StartsWith(PackPrefix, StringComparison.Ordinal))
                {
                    var unknown = $"there is no pack \"{YamlNodeReader.Short(reference)}\": there are {string.Join(", ", Packs)}";
                    throw from?.Wrong(unknown) ?? new PolicyException(unknown, name);
                }

                throw from?.Wrong($"{YamlNodeReader.Short(name)} is not there, or is not a file", isMissing: true) ?? new PolicyException(reference == name ? "it is not there, or is not a file" : $"{name} is not there, or is not a file", name) { IsMissing = true };
            }

            if (chain.Contains(name))
            {
                throw from!.Wrong($"it extends itself: {string.Join(" extends ", chain.Append(name))}");
            }

            if (++count > MostFiles)
            {
                var problem = $"more than {MostFiles} files are extended";
                throw from?.Wrong(problem) ?? new PolicyException(problem, name);
            }

            AddToHash(bytes);
            var root = YamlNodeReader.Of(Text(bytes, name), name);
            var members = PolicyBuilder.Members(root);
            foreach (var extended in members.TryGetValue("extends", out var extends) ? extends.List() : [])
            {
                Add(extended.Text(), name, extended, [.. chain, name]);
            }

            builder.Add(members, name, again: !added.Add(name));
        }

        void AddToHash(byte[] bytes)
        {
            var length = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.LongLength);
            hash.Append(length);
            hash.Append(bytes);
        }
    }

    private static string Text(byte[] bytes, string name)
    {
        if (bytes.Length > LargestFile)
        {
            throw new PolicyException("larger than 1 MiB: that is no policy", name);
        }

        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            return !text.Any(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\u0085')) ? text : throw new PolicyException("not text: it holds control characters", name, 1, 1);
        }
        catch (DecoderFallbackException)
        {
            throw new PolicyException("not text in UTF-8", name, 1, 1);
        }
    }

    private static byte[]? Pack(string reference)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream($"packs/{reference[PackPrefix.Length..]}");
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
