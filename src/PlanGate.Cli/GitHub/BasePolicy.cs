using PlanGate.Policies;

namespace PlanGate.Cli.GitHub;

/// <summary>Reads the policy, with all that it extends, at a commit that the author of a change did not write.</summary>
/// <param name="api">GitHub.</param>
/// <param name="commit">The commit.</param>
internal sealed class BasePolicy(GitHubApi api, string commit)
{
    private readonly Dictionary<string, byte[]?> _files = new(StringComparer.Ordinal);

    /// <summary>The policy that is named, or the nearest one from a folder up to the root, or the built-in rules alone.</summary>
    /// <param name="named">The file, from the root of the repository; null for the nearest.</param>
    /// <param name="folder">The folder to begin in, from the root of the repository; empty for the root.</param>
    /// <param name="today">The day, UTC.</param>
    /// <exception cref="PolicyException">It is not there, or cannot be used.</exception>
    public Policy Load(string? named, string folder, DateOnly today)
    {
        if (named is not null)
        {
            var file = Inside(named.Replace('\\', '/'), named);
            return Read(file) is not null
                ? PolicyReader.Read(file, Open, today)
                : throw new PolicyException($"is not there at {commit[..12]}, and a policy that is only in the change itself does not count", file);
        }

        for (var at = folder; ; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            var file = at.Length == 0 ? PolicyFile.Name : $"{at}/{PolicyFile.Name}";
            if (Read(file) is not null)
            {
                return PolicyReader.Read(file, Open, today);
            }

            if (at.Length == 0)
            {
                return Policy.BuiltIn;
            }
        }
    }

    private (string Name, byte[]? Bytes) Open(string reference, string? besides)
    {
        var folder = besides?.LastIndexOf('/') is >= 0 and var end ? besides[..end] : "";
        var name = Inside(folder.Length == 0 ? reference : $"{folder}/{reference}", reference);
        return (name, Read(name));
    }

    private byte[]? Read(string file)
    {
        if (!_files.TryGetValue(file, out var bytes))
        {
            _files[file] = bytes = api.File(file, commit);
        }

        return bytes;
    }

    // A path without detours, inside of the repository.
    private static string Inside(string path, string asWritten)
    {
        var steps = new List<string>();
        foreach (var step in path.Split('/'))
        {
            switch (step)
            {
                case "" when steps.Count == 0 && path.StartsWith('/'):
                case ".." when steps.Count == 0:
                    throw new PolicyException("leads out of the repository: on GitHub, policies are read from the root of the repository", asWritten);
                case ".": break;
                case "": break;
                case "..": steps.RemoveAt(steps.Count - 1); break;
                default: steps.Add(step); break;
            }
        }

        return string.Join('/', steps);
    }
}
