using System.Collections.Concurrent;
using PlanGate.Cli;
using PlanGate.Policies;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>Finds and reads the policy files that a run names, each once.</summary>
/// <param name="directory">Where the Pulumi program is.</param>
/// <param name="today">The day, UTC.</param>
internal sealed class PolicyFiles(string directory, DateOnly today)
{
    private readonly ConcurrentDictionary<string, Lazy<Policy>> _read = new(StringComparer.Ordinal);

    /// <summary>The policy that is named, or the nearest one, or the built-in rules alone.</summary>
    /// <param name="named">A file, from the program's directory; or null.</param>
    /// <exception cref="GrpcException">It is not there, or cannot be used.</exception>
    public Policy Get(string? named) => _read.GetOrAdd(named ?? "", _ => new(() => Read(named))).Value;

    private Policy Read(string? named)
    {
        try
        {
            var file = named is null ? PolicyFile.Find(directory) : Path.Combine(directory, named);
            return file is null ? Policy.BuiltIn : PolicyReader.Read(file, PolicyFile.Open, today);
        }
        catch (PolicyException e)
        {
            throw new GrpcException(GrpcStatus.FailedPrecondition, $"the policy cannot be used, nothing was judged: {EngineText.Clean($"{e.File}: {e.Message}{(e.Line > 0 ? $" (line {e.Line}, column {e.Column})" : "")}")}");
        }
    }
}
