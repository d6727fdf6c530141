using System.Collections.Concurrent;
using PlanGate.Policies;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>Finds and reads the policy files that a run names, each once.</summary>
/// <param name="directory">Where the Pulumi program is.</param>
/// <param name="today">The day, UTC.</param>
internal sealed class PolicyFiles(string directory, DateOnly today)
{
    private const string DefaultName = ".plangate.yml";

    private readonly ConcurrentDictionary<string, Lazy<Policy>> _read = new(StringComparer.Ordinal);

    /// <summary>The policy that is named, or the nearest one, or the built-in rules alone.</summary>
    /// <param name="named">A file, from the program's directory; or null.</param>
    /// <exception cref="GrpcException">It is not there, or cannot be used.</exception>
    public Policy Get(string? named) => _read.GetOrAdd(named ?? "", _ => new(() => Read(named is null ? Nearest() : Path.Combine(directory, named)))).Value;

    private Policy Read(string? file)
    {
        try
        {
            return file is null ? Policy.BuiltIn : PolicyReader.Read(file, Open, today);
        }
        catch (PolicyException e)
        {
            throw new GrpcException(GrpcStatus.FailedPrecondition, $"the policy cannot be used, nothing was judged: {EngineText.Clean($"{e.File}: {e.Message}{(e.Line > 0 ? $" (line {e.Line}, column {e.Column})" : "")}")}");
        }
    }

    // The search ends at the root of the repository.
    private string? Nearest()
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, DefaultName) is var candidate && Path.Exists(candidate))
            {
                return candidate;
            }

            if (Path.Exists(Path.Combine(at.FullName, ".git")))
            {
                break;
            }
        }

        return null;
    }

    private static (string Name, byte[]? Bytes) Open(string reference, string? besides)
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
