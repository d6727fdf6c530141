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
    /// <exception cref="PolicyException">It is not there, cannot be used, or may be somebody else's.</exception>
    public static Policy Load(string? named, DateOnly today) =>
        (named ?? Find(Directory.GetCurrentDirectory())) is { } file ? PolicyReader.Read(file, Open, today) : Policy.BuiltIn;

    /// <summary>The nearest policy file from a directory upwards to the root of its repository, or null.</summary>
    /// <exception cref="PolicyException">It lies above, and there is no repository: whose it is nobody can say, and without it what it stops would pass.</exception>
    public static string? Find(string directory) => Nearest(directory) switch
    {
        (var file, true) => file,
        (var file, _) => throw new PolicyException($"lies above {Path.GetFullPath(directory)}, and no repository says that it is yours: name it with --policy, or move it", file!),
    };

    /// <summary>The nearest policy file from a directory upwards, or null; and whether it is that directory's: outside of a repository what lies above may be anybody's.</summary>
    public static (string? File, bool IsOurs) Nearest(string directory)
    {
        var here = new DirectoryInfo(directory);
        string? nearest = null;
        for (var at = here; at is not null; at = at.Parent)
        {
            nearest ??= IsThere(Path.Combine(at.FullName, Name)) ? at.FullName : null;
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return (Shown(nearest), true);
            }
        }

        return (Shown(nearest), nearest is null || nearest == here.FullName);
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
