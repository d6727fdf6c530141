using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Policies;

namespace PlanGate;

/// <summary>The outcome. Ordered: the later, the stricter.</summary>
public enum Decision { Pass, Block, Error }

/// <summary>An input that could not be judged.</summary>
/// <param name="Source">The input's name.</param>
/// <param name="Message">What it is, and what to do.</param>
/// <param name="Where">The element that is wrong, or null.</param>
/// <param name="Position">Where the element begins, or null.</param>
public sealed record InputError(string Source, string Message, string? Where = null, TextPosition? Position = null);

/// <summary>A change worth a reviewer's look.</summary>
/// <param name="Plan">The index of its plan.</param>
/// <param name="Change">The change.</param>
/// <param name="Construct">The path of the CDKTF construct that made the object, or null.</param>
public sealed record WatchedChange(int Plan, ClassifiedChange Change, string? Construct = null);

/// <summary>Everything that a run found out.</summary>
public sealed record Verdict
{
    public required IReadOnlyList<Plan> Plans { get; init; }

    /// <summary>Strictest first, production before the rest, then by rule, plan and address.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Every change to an object that holds data or is marked production, in the order of the plans.</summary>
    public required IReadOnlyList<WatchedChange> Watched { get; init; }

    public required IReadOnlyList<InputError> Errors { get; init; }

    /// <summary>SHA-256 over what the blocking findings destroy: <c>sha256:</c> and 64 hex digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The code that an approval of exactly this destruction carries, or null when nothing can be approved.</summary>
    public required string? ApprovalCode { get; init; }

    /// <summary>The policy in force.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The waivers that covered nothing, in words.</summary>
    public required IReadOnlyList<string> UnusedWaivers { get; init; }

    /// <summary>What should be known although it stops nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Derived, so that a verdict can never contradict what it found.</summary>
    public Decision Decision =>
        Errors.Count > 0 ? Decision.Error : Findings.Any(finding => finding is { IsBlocking: true, IsApproved: false }) ? Decision.Block : Decision.Pass;
}
