using PlanGate.Policies;

namespace PlanGate.Cli;

/// <summary>Finds and reads the policy that governs a run.</summary>
internal static class PolicyFile
{
    /// <summary>What the file is called.</summary>
    public const string Name = ".plangate.yml";

    /// <summary>The policy that is named, or the nearest one from here to the root of the repository, or the built-in rules alone.</summary>
    /// <param name="named">The file of --policy, or null.</param>
    /// <param name="today">The day, for what ends on one.</param>
    /// <exception cref="PolicyException">It is not there, or cannot be used.</exception>
    public static Policy Load(string? named, DateOnly today) =>
        (named ?? Find(Directory.GetCurrentDirectory())) is { } file ? PolicyReader.Read(file, Open, today) : Policy.BuiltIn;

    /// <summary>The nearest policy file from a directory upwards to the root of its repository, or null. Outside of a repository only the directory itself counts: what lies above it is other people's.</summary>
    public static string? Find(string directory)
    {
        string? nearest = null;
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            nearest ??= IsThere(Path.Combine(at.FullName, Name)) ? at.FullName : null;
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return Shown(nearest);
            }
        }

        return Shown(IsThere(Path.Combine(directory, Name)) ? directory : null);
    }

    // A link that leads nowhere is there too: a policy that cannot be read is not the same as none.
    private static bool IsThere(string file) => Path.Exists(file) || new FileInfo(file).LinkTarget is not null;

    private static string? Shown(string? directory) =>
        directory is null ? null : Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(directory, Name));

    /// <summary>The bytes of a file that a policy names, beside the one that names it.</summary>
    public static (string Name, byte[]? Bytes) Open(string reference, string? besides)
    {
        var name = besides is null ? reference : Path.Combine(Path.GetDirectoryName(besides) ?? "", reference);
        try
        {
            return (name, File.Exists(name) ? File.ReadAllBytes(name) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException($"cannot be read: {e.Message}", name);
        }
    }
}
