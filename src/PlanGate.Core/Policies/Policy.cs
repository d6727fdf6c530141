using System.Collections.Concurrent;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;

namespace PlanGate.Policies;

/// <summary>What a team has written down: what is production, what holds data, how strict rules are, what is excepted, who may say yes.</summary>
public sealed record Policy
{
    /// <summary>The built-in rules alone.</summary>
    public static Policy BuiltIn { get; } = new()
    {
        Source = "built-in",
        Digest = ValueHash.Of([]),
        Marks = PolicyMarks.None,
        Levels = RuleLevels.BuiltIn,
        SwitchedOff = [],
        Custom = [],
        Waivers = [],
        Approvals = ApprovalTerms.Default,
    };

    /// <summary>The file it was read from, as the user named it.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 over the bytes of the file and of all that it extends, as 64 hex digits.</summary>
    public required string Digest { get; init; }

    public required PolicyMarks Marks { get; init; }

    public required RuleLevels Levels { get; init; }

    /// <summary>The names of the rules that are off where they matter, in ordinal order: always shown.</summary>
    public required IReadOnlyList<string> SwitchedOff { get; init; }

    /// <summary>The same for people: those that are off in non-production alone say so.</summary>
    public IEnumerable<string> SwitchedOffInWords => SwitchedOff.Select(name => Levels.Rules.TryGetValue(name, out var setting) && setting.Level is not { Level: null } ? $"{name} (in non-production)" : name);

    /// <summary>Rules of the team's own.</summary>
    public required IReadOnlyList<CustomRule> Custom { get; init; }

    public required IReadOnlyList<Waiver> Waivers { get; init; }

    /// <summary>Who may approve, how many it takes, and for how long.</summary>
    public required ApprovalTerms Approvals { get; init; }

    /// <summary>The bytes of the signers file as they were read with the policy, wherever that was; null where there is none.</summary>
    public byte[]? SignersText { get; init; }

    /// <summary>What the policy will ask about, beyond what the built-in rules do.</summary>
    public PlanInterests Interests => new(
        Marks.MayHoldData,
        OncePerType(type => Custom.Any(rule => rule.AsksAbout(type, "create"))),
        OncePerType(type => Custom.Any(rule => rule.AsksAbout(type, "no-op"))));

    // A plan has many objects of few types.
    private static Func<string, bool> OncePerType(Func<string, bool> ask)
    {
        var answers = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return type => answers.GetOrAdd(type, ask);
    }
}

/// <summary>Who may approve: read here, used where approvals are looked for.</summary>
/// <param name="Approvers">GitHub users and teams; none listed means write permission.</param>
/// <param name="Machines">User accounts that are run by machines.</param>
/// <param name="Signers">The allowed_signers file, or null.</param>
/// <param name="RequireHardwareKey">Only hardware keys may sign.</param>
/// <param name="Required">How many different people it takes, by rule name; <c>default</c> for the rest.</param>
/// <param name="Expires">How long an approval holds.</param>
/// <param name="CoolingOff">How long after it an approval takes effect.</param>
public sealed record ApprovalTerms(
    IReadOnlyList<string> Approvers,
    IReadOnlyList<string> Machines,
    string? Signers,
    bool RequireHardwareKey,
    IReadOnlyDictionary<string, int> Required,
    TimeSpan Expires,
    TimeSpan CoolingOff)
{
    /// <summary>24 hours, no waiting, one person with write permission.</summary>
    public static ApprovalTerms Default { get; } = new([], [], null, false, new Dictionary<string, int>(), TimeSpan.FromHours(24), TimeSpan.Zero);
}
