using PlanGate.Policies;

namespace PlanGate.Cli.GitHub;

/// <summary>A check inside a workflow: what is not known, or could not be written, is exit code 2.</summary>
internal static class GitHubCheck
{
    /// <summary>Judges by the policy of the base branch, looks for approvals, and writes the verdict to GitHub.</summary>
    /// <param name="options">The command line's options.</param>
    /// <param name="judge">Judges the plans by a policy.</param>
    /// <param name="terminal">The process's streams and surroundings.</param>
    public static Verdict Run(GitHubOptions options, Func<Policy, Verdict> judge, Terminal terminal)
    {
        var verdict = Gate.Judge([], [new("GitHub", "nothing was judged")], Policy.BuiltIn, terminal.Surroundings.Today);
        GitHubRun? run = null;
        try
        {
            run = GitHubRun.Begin(options, terminal);
            try
            {
                verdict = Judged(run, judge, terminal);
                verdict = run.Approve(verdict);
                run.Publish(verdict);
            }
            catch (SupersededException)
            {
                throw;
            }
            catch (Exception e)
            {
                // Also a defect of this program: an old green must not outlive it.
                run.PublishError(e is GitHubException ? e.Message : "internal error");
                throw;
            }
        }
        catch (GitHubException e)
        {
            var error = new InputError("GitHub", e.Message);
            verdict = verdict with { Errors = verdict.Plans.Count > 0 ? [.. verdict.Errors, error] : [error], ApprovalCode = null };
        }
        finally
        {
            run?.Dispose();
        }

        StepFiles.Write(terminal.Surroundings, verdict, options, run);
        return verdict;
    }

    private static Verdict Judged(GitHubRun run, Func<Policy, Verdict> judge, Terminal terminal)
    {
        try
        {
            return judge(run.ReadPolicy());
        }
        catch (PolicyException e)
        {
            return CheckCommand.Refused(e, terminal.Surroundings.Today);
        }
    }
}
