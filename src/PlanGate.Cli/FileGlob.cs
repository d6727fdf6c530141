using Microsoft.Extensions.FileSystemGlobbing;

namespace PlanGate.Cli;

/// <summary>Finds files by a glob: <c>*</c> and <c>?</c> within a name, <c>**</c> across folders.</summary>
internal static class FileGlob
{
    /// <summary>The files that match, in ordinal order, written as the pattern was: relative or absolute.</summary>
    public static IReadOnlyList<string> Find(string pattern)
    {
        var root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : Directory.GetCurrentDirectory();
        var relative = Path.IsPathRooted(pattern) ? Path.GetRelativePath(root, pattern) : pattern;

        // The library takes leading "../" but only as whole steps, so the folder before the first wildcard becomes the root.
        var steps = relative.Replace('\\', '/').Split('/');
        var fixedSteps = steps.TakeWhile(step => step.IndexOfAny(['*', '?']) < 0).ToArray();
        var folder = Path.Combine([root, .. fixedSteps]);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', steps[fixedSteps.Length..]));
        return
        [
            .. matcher.GetResultsInFullPath(folder)
                .Select(file => Path.IsPathRooted(pattern) ? file : Path.GetRelativePath(Directory.GetCurrentDirectory(), file))
                .Order(StringComparer.Ordinal),
        ];
    }
}
