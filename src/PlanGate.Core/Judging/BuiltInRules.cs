using PlanGate.Judging.Rules;

namespace PlanGate.Judging;

/// <summary>Every rule that comes with the program.</summary>
public static class BuiltInRules
{
    /// <summary>The rules on destructions, in the order in which the first that applies makes the finding.</summary>
    public static IReadOnlyList<ChangeRule> OnDestruction { get; } =
    [
        new BackupDestroy(), new KeyDestroy(), new ContainerDestroy(), new StatefulReplace(), new StatefulDestroy(), new UnknownTypeDestroy(), new ProductionDestroy(),
    ];

    /// <summary>The rules on objects that leave the state.</summary>
    public static IReadOnlyList<ChangeRule> OnForget { get; } = [new Forget()];

    /// <summary>The rules on weakening and on operations, each of which makes a finding of its own.</summary>
    public static IReadOnlyList<ChangeRule> OnTheirOwn { get; } =
    [
        new ProtectionRemoved(), new BackupsWeakened(), new DataExpires(), new InPlaceLoss(), new ProductionMarkRemoved(), new DestructiveOperation(),
    ];

    /// <summary>The rules on drift.</summary>
    public static IReadOnlyList<ChangeRule> OnDrift { get; } = [new LiveDataGone()];

    /// <summary>What each rule is, by id.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        .. OnDestruction.Concat(OnForget).Concat(OnTheirOwn).Concat(OnDrift).Select(rule => rule.Info)
            .Concat([DataAndBackupsDestroy.Info, MassDestroy.Info, PlanIncomplete.Info, ActionInvoked.Info])
            .OrderBy(info => info.Id, StringComparer.Ordinal),
    ];

    /// <summary>The rule of an id or a name, or null.</summary>
    public static RuleInfo? Find(string idOrName) =>
        All.FirstOrDefault(info => info.Id.Equals(idOrName, StringComparison.OrdinalIgnoreCase) || info.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));
}
