using Newtonsoft.Json.Linq;

namespace PlanGate.Cli.GitHub;

/// <summary>What protects a branch, from its rulesets and from its classic protection as far as the token sees it.</summary>
internal sealed record BranchProtection
{
    /// <summary>The number of the app that every workflow's own token belongs to.</summary>
    public const long ActionsApp = 15368;

    /// <summary>The statuses that are required, with the only app that may write each, or null for any.</summary>
    public required IReadOnlyList<(string Context, long? App)> Statuses { get; init; }

    /// <summary>Approvals fall when something is pushed.</summary>
    public required bool DismissesStale { get; init; }

    /// <summary>Code owners have to approve what is theirs.</summary>
    public required bool NeedsCodeOwners { get; init; }

    /// <summary>Somebody else than who pushed last has to approve.</summary>
    public required bool NeedsLastPushApproval { get; init; }

    /// <summary>A ruleset requires a workflow that the pull request cannot change.</summary>
    public required bool RequiresWorkflow { get; init; }

    /// <summary>There is a classic protection whose details the token may not see.</summary>
    public required bool IsPartlyHidden { get; init; }

    public static BranchProtection Of(GitHubApi api, string branch)
    {
        var rules = api.BranchRules(branch);
        var pulls = rules.Where(rule => rule.TextOrNull("type") == "pull_request").ToList();
        var statuses = rules.Where(rule => rule.TextOrNull("type") == "required_status_checks")
            .SelectMany(rule => rule.At("parameters", "required_status_checks") as JArray ?? [])
            .Select(check => (check.Text("context"), check.NumberOrNull("integration_id")))
            .ToList();
        var known = new BranchProtection
        {
            Statuses = statuses,
            DismissesStale = pulls.Any(rule => IsOn(rule, "parameters", "dismiss_stale_reviews_on_push")),
            NeedsCodeOwners = pulls.Any(rule => IsOn(rule, "parameters", "require_code_owner_review")),
            NeedsLastPushApproval = pulls.Any(rule => IsOn(rule, "parameters", "require_last_push_approval")),
            RequiresWorkflow = rules.Any(rule => rule.TextOrNull("type") == "workflows"),
            IsPartlyHidden = false,
        };
        return known is { Statuses.Count: > 0, DismissesStale: true, NeedsCodeOwners: true, NeedsLastPushApproval: true } ? known : known.WithClassic(api, branch);
    }

    private BranchProtection WithClassic(GitHubApi api, string branch)
    {
        if (api.ClassicProtection(branch) is { } classic)
        {
            return this with
            {
                Statuses = [.. Statuses, .. Checks(classic.At("required_status_checks"))],
                DismissesStale = DismissesStale || IsOn(classic, "required_pull_request_reviews", "dismiss_stale_reviews"),
                NeedsCodeOwners = NeedsCodeOwners || IsOn(classic, "required_pull_request_reviews", "require_code_owner_reviews"),
                NeedsLastPushApproval = NeedsLastPushApproval || IsOn(classic, "required_pull_request_reviews", "require_last_push_approval"),
            };
        }

        var seen = api.Branch(branch);
        return this with
        {
            Statuses = [.. Statuses, .. Checks(seen?.At("protection", "required_status_checks"))],
            IsPartlyHidden = seen is null || (IsOn(seen, "protection", "enabled") && !(DismissesStale && NeedsCodeOwners && NeedsLastPushApproval)),
        };
    }

    // An app of -1 is any.
    private static IEnumerable<(string Context, long? App)> Checks(JToken? required) => required?.At("checks") is JArray checks
        ? checks.Select(check => (check.Text("context"), check.NumberOrNull("app_id") is > 0 and var app ? app : (long?)null))
        : required?.At("contexts") is JArray contexts ? contexts.Values<string>().OfType<string>().Select(context => (context, (long?)null)) : [];

    private static bool IsOn(JToken json, params string[] path) => json.At(path) is JValue { Value: true };
}
