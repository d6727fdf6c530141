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
    /// <param name="today">The day, for what ends on one.</param>
    /// <param name="file">The file of --policy: it names which one, not where it is read from.</param>
    /// <param name="reference">The revision of --policy-ref, or null for the upstream's default branch.</param>
    /// <param name="systemFile">The policy of the machine.</param>
    /// <param name="isTrusted">Says whether only the machine's owner may write a file; null asks the machine.</param>
    /// <exception cref="PolicyException">One of them is there and cannot be used, or the revision is not there.</exception>
    public static TrustedPolicy Load(string directory, DateOnly today, string? file = null, string? reference = null, string systemFile = SystemFile, Func<string, bool>? isTrusted = null)
    {
        var warnings = new List<string>();
        try
        {
            return new([OfRepository(Path.GetFullPath(directory), file, reference, today, warnings), .. OfTheMachine(today, systemFile, isTrusted)], warnings);
        }
        catch (ToolException e)
        {
            throw new PolicyException(e.Message, directory);
        }
    }

    /// <summary>The policy of the machine alone, where it has one.</summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static IReadOnlyList<Policy> OfTheMachine(DateOnly today, string systemFile = SystemFile, Func<string, bool>? isTrusted = null) =>
        !Path.Exists(systemFile) ? []
        : (isTrusted ?? BelongsToTheMachine)(systemFile) ? [PolicyReader.Read(systemFile, PolicyFile.Open, today)]
        : throw new PolicyException("the policy of this machine does not belong to root, or others may write it", systemFile);

    private static Policy OfRepository(string directory, string? file, string? reference, DateOnly today, List<string> warnings)
    {
        if (GitRepository.At(directory) is not { } repository)
        {
            return reference is null ? OfFile(directory, file, today, warnings) : throw new PolicyException("there is no such revision here", reference);
        }

        var commit = (reference is null ? DefaultBranches : [reference]).Select(repository.Commit).FirstOrDefault(found => found is not null);
        if (commit is null)
        {
            return reference is null ? OfFile(directory, file, today, warnings) : throw new PolicyException("there is no such revision here", reference);
        }

        var shown = reference ?? $"the default branch ({commit[..Math.Min(10, commit.Length)]})";
        var path = file is null ? Nearest(repository, commit) : repository.PathOf(file) ?? throw new PolicyException($"lies outside of the repository: the policy is read from {shown}", file);
        if (path is not null && !repository.Has(commit, path))
        {
            throw new PolicyException($"is not in {shown}", path);
        }

        if (path is null)
        {
            if (PolicyFile.Nearest(directory).File is { } ignored)
            {
                warnings.Add($"{ignored} is not in {shown}, and counts only once it is: the built-in rules decide alone");
            }

            return Policy.BuiltIn;
        }

        return PolicyReader.Read(path, (name, besides) => OpenAt(repository, commit, name, besides), today) with { Source = $"{path} of {shown}" };
    }

    private static Policy OfFile(string directory, string? file, DateOnly today, List<string> warnings)
    {
        var found = file is null ? PolicyFile.Find(directory) : Path.GetFullPath(file, directory);
        if (found is null)
        {
            return Policy.BuiltIn;
        }

        warnings.Add($"{found} is read as it lies here, for want of a default branch of an upstream: whoever may write it may weaken it");
        return PolicyReader.Read(found, PolicyFile.Open, today);
    }

    // The nearest policy in the revision, whatever lies in the working tree.
    private static string? Nearest(GitRepository repository, string commit)
    {
        for (var at = repository.Prefix; ; at = at.LastIndexOf('/') is >= 0 and var slash ? at[..slash] : "")
        {
            var candidate = at.Length == 0 ? PolicyFile.Name : $"{at}/{PolicyFile.Name}";
            if (repository.Has(commit, candidate))
            {
                return candidate;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    private static (string Name, byte[]? Bytes) OpenAt(GitRepository repository, string commit, string reference, string? besides)
    {
        var name = GitRepository.PathIn(repository.Top, Path.GetFullPath(Path.Combine(repository.Top, besides is null ? "" : Path.GetDirectoryName(besides) ?? "", reference)))
            ?? throw new PolicyException("lies outside of the repository, where nobody vouches for it", reference);
        return (name, repository.Blob(commit, name));
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
        var stat = OperatingSystem.IsMacOS() ? "/usr/bin/stat" : BinaryPlanFile.OnPath("stat") ?? throw new ToolException("stat is not on the PATH: whose the policy of this machine is cannot be known");
        return Child.Run(new(stat, arguments) { RedirectStandardError = true }, []).Text?.Split(' ', StringSplitOptions.TrimEntries) is [var owner, var mode] && int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (id, Convert.ToInt32(mode, 8)) : null;
    }
}
