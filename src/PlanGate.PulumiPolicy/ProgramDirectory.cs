namespace PlanGate.PulumiPolicy;

/// <summary>Finds where the Pulumi program is: policy files and checkpoints are named from there.</summary>
internal static class ProgramDirectory
{
    private const string PackFile = "PulumiPolicy.yaml";

    private static readonly string[] ProjectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

    /// <summary>
    /// The working directory; but a pack directory is started in itself, and then only the shell's directory, which Pulumi passes on, can tell. A directory
    /// without a Pulumi project in it or above it tells nothing.
    /// </summary>
    /// <param name="working">The working directory.</param>
    /// <param name="variable">The environment.</param>
    public static string Find(string working, Func<string, string?> variable) =>
        File.Exists(Path.Combine(working, PackFile)) && variable("PWD") is { } shell && Path.IsPathRooted(shell) && Project(shell) is { } project ? project : working;

    private static string? Project(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (ProjectFiles.Any(name => File.Exists(Path.Combine(at.FullName, name))))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
