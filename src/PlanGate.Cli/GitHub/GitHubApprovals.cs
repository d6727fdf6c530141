using PlanGate.Policies;

namespace PlanGate.Cli.GitHub;

/// <summary>For an apply: the policy of the base branch and the approvals of the pull request. Nothing is written to GitHub.</summary>
internal static class GitHubApprovals
{
    /// <summary>Judges by the base branch's policy and looks for approvals; what cannot be known is an error.</summary>
    /// <param name="options">The command line's options.</param>
    /// <param name="judge">Judges the plan by a policy.</param>
    /// <param name="terminal">The process's streams and surroundings.</param>
    public static Verdict Find(GitHubOptions options, Func<Policy, Verdict> judge, Terminal terminal)
    {
        try
        {
            using var run = GitHubRun.Begin(options, terminal);
            var verdict = run.Approve(judge(run.ReadPolicy()));
            if (!run.HasPull)
            {
                terminal.Error.WriteLine("plangate: warning: no merged pull request belongs to this commit: there is nobody who could have approved");
            }

            return verdict;
        }
        catch (PolicyException e)
        {
            return CheckCommand.Refused(e, terminal.Surroundings.Today);
        }
        catch (GitHubException e)
        {
            return Gate.Judge([], [new("GitHub", e.Message)], Policy.BuiltIn, terminal.Surroundings.Today);
        }
    }
}
