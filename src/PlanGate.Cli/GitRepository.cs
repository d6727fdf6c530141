using System.Diagnostics;
using PlanGate.Policies;

namespace PlanGate.Cli;

/// <summary>A repository, as far as git itself tells of it. A git that fails is an error: it is not the same as no repository.</summary>
internal sealed class GitRepository
{
    private const int NotThere = 1;

    private readonly string _git;

    private GitRepository(string git, string directory)
    {
        _git = git;
        Top = Told(directory, "rev-parse", "--show-toplevel");
        Prefix = Told(directory, "rev-parse", "--show-prefix").TrimEnd('/');
    }

    /// <summary>Its topmost directory, without links.</summary>
    public string Top { get; }

    /// <summary>The directory that was asked about, from the top; empty for the top.</summary>
    public string Prefix { get; }

    /// <summary>The nearest directory with a <c>.git</c>, from a directory upwards, or null: where a repository begins, without asking git. A link that leads nowhere is there too.</summary>
    public static string? RootOf(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                return at.FullName;
            }
        }

        return null;
    }

    /// <summary>The repository that a directory is in, or null.</summary>
    /// <exception cref="PolicyException">There is one, and it cannot be read.</exception>
    public static GitRepository? At(string directory)
    {
        if (RootOf(directory) is { } root)
        {
            return new(BinaryPlanFile.OnPath("git") ?? throw new PolicyException("is a repository, and git is not on the PATH: its policy cannot be read", root), directory);
        }

        // A link may lead into one.
        return BinaryPlanFile.OnPath("git") is { } git && Directory.Exists(directory) && Run(git, directory, "rev-parse", "--show-toplevel").Code == 0 ? new(git, directory) : null;
    }

    /// <summary>The commit that a revision names, or null.</summary>
    public string? Commit(string revision)
    {
        var said = Run(_git, Top, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}");
        return said.Code == NotThere ? null : Text(said, Top);
    }

    /// <summary>A file is in a commit.</summary>
    public bool Has(string commit, string path) => Told(Top, "ls-tree", "--full-tree", commit, "--", path).Length > 0;

    /// <summary>The bytes of a file in a commit, or null.</summary>
    public byte[]? Blob(string commit, string path) => Run(_git, Top, "cat-file", "blob", $"{commit}:{path}") is { Code: 0, Output: var bytes } ? bytes : null;

    /// <summary>The path of a file from the top, or null where it lies outside.</summary>
    /// <param name="file">Its name, from the directory that was asked about.</param>
    public string? PathOf(string file)
    {
        var named = Path.GetFullPath(file, Path.Combine(Top, Prefix));
        return PathIn(Top, named) ?? (Path.GetDirectoryName(named) is { } folder && Directory.Exists(folder) && Run(_git, folder, "rev-parse", "--show-toplevel").Text?.TrimEnd('\n') == Top
            ? PathIn(Top, Path.Combine(Top, Told(folder, "rev-parse", "--show-prefix"), Path.GetFileName(named)))
            : null);
    }

    /// <summary>A path from a directory above it, with slashes; null where it does not lie below.</summary>
    public static string? PathIn(string top, string path)
    {
        var relative = Path.GetRelativePath(top, path).Replace('\\', '/');
        return relative == "." ? "" : relative.StartsWith("../", StringComparison.Ordinal) || relative == ".." || Path.IsPathRooted(relative) ? null : relative;
    }

    private string Told(string directory, params string[] arguments) => Text(Run(_git, directory, arguments), directory);

    private static string Text(Child said, string directory) => said.Text?.TrimEnd('\n', '\r')
        ?? throw new PolicyException($"the repository cannot be read, so its policy is not known: {string.Join(' ', said.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}", directory);

    private static Child Run(string git, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(git, ["-C", directory, "--no-replace-objects", .. arguments]) { RedirectStandardError = true };

        // The environment could point to another repository.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        return Child.Run(start, []);
    }
}
