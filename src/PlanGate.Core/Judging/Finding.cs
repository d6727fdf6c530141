namespace PlanGate.Judging;

/// <summary>One reason to stop, or at least to look.</summary>
public sealed record Finding
{
    public required RuleInfo Rule { get; init; }

    public required Level Level { get; init; }

    /// <summary>The index of the plan it was found in.</summary>
    public required int Plan { get; init; }

    /// <summary>The object's address, or null for a finding about the whole plan.</summary>
    public required string? Address { get; init; }

    /// <summary>The resource type, or null for a finding about the whole plan.</summary>
    public string? Type { get; init; }

    /// <summary>What the type carries, in its own world's words; null for ordinary types.</summary>
    public string? Carries { get; init; }

    /// <summary>The action's word, or null for a finding about the whole plan.</summary>
    public string? Action { get; init; }

    /// <summary>The key of a deposed object.</summary>
    public string? Deposed { get; init; }

    /// <summary>What is lost, or null for a finding about the whole plan.</summary>
    public string? Kind { get; init; }

    public Classification.Environment Environment { get; init; } = Classification.Environment.Unknown;

    /// <summary>The mark that decided the environment.</summary>
    public string EnvironmentBecause { get; init; } = "";

    public Classification.Recoverability Recoverability { get; init; } = Classification.Recoverability.Unknown;

    /// <summary>How one would get the data back once the plan is applied; null where nothing is destroyed, or the data stays.</summary>
    public Classification.Undo? Undo { get; init; }

    /// <summary>Why it was found and why it has its level: short clauses, most telling first.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    /// <summary>The attributes it is about: what forces a replacement, which setting decides what happens to the data.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The addresses of all objects that go together; null where the finding is about one.</summary>
    public IReadOnlyList<string>? Objects { get; init; }

    /// <summary>Data objects of the state that die with this one, though the plan does not say so of them.</summary>
    public IReadOnlyList<string> Inside { get; init; } = [];

    /// <summary>What protected the object and goes in the same plan.</summary>
    public IReadOnlyList<string> Protections { get; init; } = [];

    /// <summary>Ids of further rules that apply to the same object; a yes to this finding covers them.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>What would be lost, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next.</summary>
    public required string Remedy { get; init; }

    /// <summary>Everything a fingerprint covers of this finding, in a fixed order.</summary>
    public required IReadOnlyList<string> Substance { get; init; }

    /// <summary>The written exception that lets it through, or null.</summary>
    public WaiverNote? Waiver { get; init; }

    /// <summary>The finding stops the apply, unless enough people let it through.</summary>
    public bool IsBlocking => Level.Blocks && Waiver is null;

    /// <summary>Every yes that was looked at, whether it counts or not.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>How many different people must say yes.</summary>
    public int ApprovalsRequired { get; init; } = 1;

    /// <summary>How many different people said yes in a way that counts.</summary>
    public int ApprovalsGiven => Approvals.Where(approval => approval.Counts).DistinctBy(approval => approval.Id).Count();

    /// <summary>Enough different people said yes to a finding that a yes can let through.</summary>
    public bool IsApproved => Level == Level.SoftMandatory && ApprovalsGiven >= Math.Max(1, ApprovalsRequired);
}

/// <summary>What a finding says of the exception that covers it.</summary>
/// <param name="Reason">The reason that the policy gives.</param>
/// <param name="Expires">Its last day, UTC.</param>
/// <param name="DaysLeft">How many days are left after today.</param>
public sealed record WaiverNote(string Reason, DateOnly Expires, int DaysLeft);
