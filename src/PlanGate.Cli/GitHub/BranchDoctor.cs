using System.Text;

namespace PlanGate.Cli.GitHub;

/// <summary>Says which protections a branch has, and what the gate is worth with them (docs/threat-model.md).</summary>
internal static class BranchDoctor
{
    /// <summary>Looks at a branch.</summary>
    /// <param name="api">GitHub.</param>
    /// <param name="branch">The branch, or null for the default one.</param>
    /// <param name="context">The name of the commit status that should be required.</param>
    /// <param name="files">What only its owners should be able to change: workflow, policy, signers.</param>
    public static IEnumerable<Diagnosis> Look(GitHubApi api, string? branch, string context, IReadOnlyList<string> files)
    {
        branch ??= api.Repository().DefaultBranch;
        var protection = BranchProtection.Of(api, branch);
        var required = protection.Statuses.Where(status => status.Context == context).ToList();
        var isRequired = required.Count > 0;
        var app = required.Select(status => status.App).FirstOrDefault(app => app is not null);
        var uncovered = Uncovered(api, api.Commit($"heads/{branch}"), files);
        var hidden = protection.IsPartlyHidden ? "; a classic protection may say it, which this token cannot see (administration: read)" : "";

        Diagnosis[] basics =
        [
            new(isRequired, "status", isRequired ? $"{branch} requires the status {context}" : $"{branch} does not require the status {context}: a pull request can be merged whatever PlanGate says{hidden}"),
            new(protection.DismissesStale, "stale", protection.DismissesStale ? "approvals fall when something is pushed" : $"approvals survive a push: let them fall{hidden}"),
            new(protection.NeedsLastPushApproval, "last push", protection.NeedsLastPushApproval ? "somebody else than who pushed last has to approve" : $"who pushes last may approve it himself: require approval of the most recent push{hidden}"),
            new(protection.NeedsCodeOwners && uncovered.Count == 0, "owners", Owners(protection.NeedsCodeOwners, uncovered, hidden)),
        ];
        foreach (var diagnosis in basics)
        {
            yield return diagnosis;
        }

        var isBeyondTheAuthor = protection.RequiresWorkflow || app is not null and not BranchProtection.ActionsApp;
        yield return new(null, "source", (protection.RequiresWorkflow, app) switch
        {
            (true, _) => "a ruleset requires a workflow that no pull request can change",
            (_, null) => "whoever may push can write the status himself: let only one app write it",
            (_, BranchProtection.ActionsApp) => "every workflow can write the status, also one that a pull request brings: an app of your own, or a required workflow, is better",
            _ => $"only the app {app} can write the status",
        });
        var level = !isRequired ? 0 : basics.All(diagnosis => diagnosis.IsGood == true) ? isBeyondTheAuthor ? 2 : 1 : 0;
        yield return new(null, "level", level switch
        {
            0 => "0 of 3: advice; an author who wants to gets round it",
            1 => "1 of 3: what is required cannot be left out, but a hostile author can still write the status",
            _ => "2 of 3: the author cannot write the verdict himself",
        });
        yield return new(null, "apply", "level 3 cannot be seen from here: only the environment of the apply job may hold credentials that apply, and only the default branch may use it");
    }

    private static string Owners(bool areNeeded, List<string> uncovered, string hidden) =>
        !areNeeded ? $"code owners are not asked: require their review{hidden}"
        : uncovered.Count > 0 ? $"nobody owns {string.Join(", ", uncovered)}: whoever changes them changes the gate (CODEOWNERS)"
        : "code owners have to approve changes of workflow and policy";

    private static List<string> Uncovered(GitHubApi api, string commit, IReadOnlyList<string> files)
    {
        foreach (var place in CodeOwners.Places)
        {
            if (api.File(place, commit) is { } bytes)
            {
                var owners = new CodeOwners(Encoding.UTF8.GetString(bytes));
                return [.. files.Where(file => !owners.Covers(file))];
            }
        }

        return [.. files];
    }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="IsGood">In order or not; null for what is only told.</param>
/// <param name="What">What was looked at, in a word or two.</param>
/// <param name="Text">What was found, and what to do.</param>
internal sealed record Diagnosis(bool? IsGood, string What, string Text);
