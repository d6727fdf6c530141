namespace PlanGate.Cli;

/// <summary>Finds the policy file that governs a directory.</summary>
internal static class PolicyFile
{
    private const string Name = ".plangate.yml";

    /// <summary>The nearest policy file from a directory upwards to the root of its repository, or null.</summary>
    public static string? Find(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, Name);
            if (Path.Exists(candidate))
            {
                return candidate;
            }

            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }
}
