using PlanGate.PulumiPolicy.Policies;

namespace PlanGate.PulumiPolicy;

/// <summary>Every policy of the pack, in the order in which the engine is told of them.</summary>
internal static class PackPolicies
{
    /// <summary>The pack's name in diagnostics and configuration.</summary>
    public const string PackName = "plangate";

    public static string Version { get; } = typeof(PackPolicies).Assembly.GetName().Version!.ToString(3);

    public static IReadOnlyList<ResourcePolicy> OnResources { get; } =
    [
        new StatefulProtected(),
        new SettingsPolicy(
            "deletion-protection-on",
            "Deletion protection is on",
            "The provider's own protection against deletion must be on where it has one.",
            "Turn the setting on that the message names. With the level `remediate` the pack turns simple switches on by itself.",
            ["deletion-protection"],
            oneIsEnough: true,
            "The provider deletes it whenever it is asked to, by anyone.",
            mendable: true),
        new SettingsPolicy(
            "final-copy-on",
            "A deletion leaves a copy",
            "A final snapshot must be taken, automated backups must stay, and a recovery window must be open, where the provider can do it.",
            "Change the setting that the message names; a final snapshot also wants a name.",
            ["skip-final-snapshot", "delete-backups", "recovery-window", "soft-delete"],
            oneIsEnough: true,
            "A deletion leaves nothing to restore from.",
            mendable: false),
        new SettingsPolicy(
            "backups-on",
            "Backups are on",
            "Automated backups or point-in-time recovery must be on where the provider has them.",
            "Turn one of the settings on that the message names.",
            ["backup-retention", "pitr"],
            oneIsEnough: true,
            "No backups are taken.",
            mendable: false),
        new SettingsPolicy(
            "force-destroy-off",
            "Force destroy is off",
            "What makes a provider delete a resource together with all that is in it must be off.",
            "Take the setting away that the message names. With the level `remediate` the pack turns it off by itself.",
            ["force-destroy"],
            oneIsEnough: false,
            "It is deleted even while it is full.",
            mendable: true),
    ];

    public static IReadOnlyList<StackPolicy> OnStacks { get; } = [new MissingFromGoal(), new StatefulReplaced(), new PendingDelete()];

    public static IEnumerable<PackPolicy> All => [.. OnResources, .. OnStacks];
}
