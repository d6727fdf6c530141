using System.Diagnostics;
using System.Globalization;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate.Cli;

/// <summary>
/// The policy as those who are to be guarded cannot have changed it: at the tip of the upstream's default branch, and with it the policy of the machine.
/// What stops under either of them stops.
/// </summary>
/// <param name="Policies">Every policy in force, at least one; the repository's comes first.</param>
/// <param name="Warnings">What weakens the trust, in words.</param>
internal sealed record TrustedPolicy(IReadOnlyList<Policy> Policies, IReadOnlyList<string> Warnings)
{
    /// <summary>The policy of the machine: it counts beside every other, and none can weaken it.</summary>
    public const string SystemFile = "/etc/plangate/plangate.yml";

    // What the default branch is most likely called where the clone has not noted it.
    private static readonly string[] DefaultBranches = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"];

    /// <summary>What all of them will ask about.</summary>
    public PlanInterests Interests => Policies.Skip(1).Aggregate(Policies[0].Interests, (all, policy) => all.And(policy.Interests));

    /// <summary>Finds and reads the policies for a directory.</summary>
    /// <param name="directory">Where the search begins.</param>
    /// <param name="file">The file of --policy: it names which one, not where it is read from.</param>
    /// <param name="reference">The revision of --policy-ref, or null for the upstream's default branch.</param>
    /// <param name="systemFile">The policy of the machine.</param>
    /// <param name="isTrusted">Says whether only the machine's owner may write a file; null asks the machine.</param>
    /// <exception cref="PolicyException">One of them is there and cannot be used, or the revision is not there.</exception>
    public static TrustedPolicy Load(string directory, string? file = null, string? reference = null, string systemFile = SystemFile, Func<string, bool>? isTrusted = null)
    {
        var warnings = new List<string>();
        List<Policy> policies = [OfRepository(Path.GetFullPath(directory), file, reference, warnings)];
        if (Path.Exists(systemFile))
        {
            policies.Add((isTrusted ?? BelongsToTheMachine)(systemFile)
                ? PolicyReader.Read(systemFile, PolicyFile.Open, PolicyFile.Today)
                : throw new PolicyException("the policy of this machine does not belong to root, or others may write it", systemFile));
        }

        return new(policies, warnings);
    }

    /// <summary>Judges plans under every policy; the strictest verdict counts.</summary>
    public Verdict Judge(IReadOnlyList<Plan> plans, IReadOnlyList<InputError> errors) =>
        Policies.Select(policy => Gate.Judge(plans, errors, policy, PolicyFile.Today)).MaxBy(verdict => (verdict.Decision, verdict.ApprovalCode is null, verdict.Findings.Count(finding => finding.IsBlocking)))!;

    private static Policy OfRepository(string directory, string? file, string? reference, List<string> warnings)
    {
        var top = Git(directory, "rev-parse", "--show-toplevel")?.Trim();
        var commit = top is null ? null : (reference is null ? DefaultBranches : [reference]).Select(branch => Git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{branch}^{{commit}}")?.Trim()).FirstOrDefault(found => found is { Length: > 0 });
        if (reference is not null && commit is null)
        {
            throw new PolicyException("there is no such revision here", reference);
        }

        if (top is null || commit is null)
        {
            return OfFile(directory, file, warnings);
        }

        var shown = reference ?? $"the default branch ({commit[..Math.Min(10, commit.Length)]})";
        var path = file is null ? Nearest(directory, top, commit) : PathIn(top, Path.GetFullPath(file, directory));
        if (file is not null && path is null)
        {
            return OfFile(directory, file, warnings);
        }

        if (path is not null && Blob(top, commit, path) is null)
        {
            throw new PolicyException($"is not in {shown}", path);
        }

        if (path is null)
        {
            if (PolicyFile.Find(directory) is { } ignored)
            {
                warnings.Add($"{ignored} is not in {shown}, and counts only once it is: the built-in rules decide alone");
            }

            return Policy.BuiltIn;
        }

        return PolicyReader.Read(path, (name, besides) => OpenAt(top, commit, name, besides), PolicyFile.Today) with { Source = $"{path} of {shown}" };
    }

    private static Policy OfFile(string directory, string? file, List<string> warnings)
    {
        var found = file is null ? PolicyFile.Find(directory) : Path.GetFullPath(file, directory);
        if (found is null)
        {
            return Policy.BuiltIn;
        }

        warnings.Add($"{found} is read as it lies here, for want of a default branch of an upstream: whoever may write it may weaken it");
        return PolicyReader.Read(found, PolicyFile.Open, PolicyFile.Today);
    }

    // The nearest policy in the revision, whatever lies in the working tree.
    private static string? Nearest(string directory, string top, string commit)
    {
        for (var at = PathIn(top, directory) ?? ""; ; at = at.LastIndexOf('/') is >= 0 and var slash ? at[..slash] : "")
        {
            var candidate = at.Length == 0 ? PolicyFile.Name : $"{at}/{PolicyFile.Name}";
            if (Git(top, "cat-file", "-e", $"{commit}:{candidate}") is not null)
            {
                return candidate;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    private static string? PathIn(string top, string path)
    {
        var relative = Path.GetRelativePath(top, path).Replace('\\', '/');
        return relative == "." ? "" : relative.StartsWith("../", StringComparison.Ordinal) || relative == ".." || Path.IsPathRooted(relative) ? null : relative;
    }

    private static (string Name, byte[]? Bytes) OpenAt(string top, string commit, string reference, string? besides)
    {
        var name = PathIn(top, Path.GetFullPath(Path.Combine(top, besides is null ? "" : Path.GetDirectoryName(besides) ?? "", reference)))
            ?? throw new PolicyException("lies outside of the repository, where nobody vouches for it", reference);
        return (name, Blob(top, commit, name));
    }

    private static byte[]? Blob(string top, string commit, string path)
    {
        using var process = StartGit(top, ["cat-file", "blob", $"{commit}:{path}"]);
        using var bytes = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        _ = error.Result;
        return process.ExitCode == 0 ? bytes.ToArray() : null;
    }

    private static string? Git(string directory, params string[] arguments)
    {
        if (!Directory.Exists(directory))
        {
            return null;
        }

        try
        {
            using var process = StartGit(directory, arguments);
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = error.Result;
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git: nothing here is a repository that could be read.
            return null;
        }
    }

    private static Process StartGit(string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, "--no-replace-objects", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        // The environment could point to another repository.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        process.StandardInput.Close();
        return process;
    }

    private static bool BelongsToTheMachine(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        return Path.GetDirectoryName(path) is { } folder && OwnerAndMode(path) is (0, var mode) && OwnerAndMode(folder) is (0, var folderMode) && ((mode | folderMode) & 18) == 0;
    }

    // .NET tells the mode of a file, but not its owner.
    private static (int Owner, int Mode)? OwnerAndMode(string path)
    {
        var arguments = OperatingSystem.IsMacOS() ? (string[])["-L", "-f", "%u %Lp", path] : ["-L", "-c", "%u %a", path];
        using var process = Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "/usr/bin/stat" : "stat", arguments) { RedirectStandardOutput = true });
        var said = process?.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process?.WaitForExit();
        return said is [var owner, var mode] && int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (id, Convert.ToInt32(mode, 8)) : null;
    }
}
