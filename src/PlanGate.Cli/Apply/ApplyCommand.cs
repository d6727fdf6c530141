using System.CommandLine;
using System.CommandLine.Parsing;
using PlanGate.Cli.GitHub;

namespace PlanGate.Cli.Apply;

/// <summary><c>plangate apply PLAN [-- OPTIONS]</c>: judge a plan file, then apply exactly that plan.</summary>
internal static class ApplyCommand
{
    public static Command Create(Terminal terminal)
    {
        var shared = new TrustOptions();
        var options = new Argument<string[]>("OPTIONS") { Description = "Behind --: options for terraform, tofu or pulumi, such as -parallelism=5.", Arity = ArgumentArity.ZeroOrMore };
        var approvals = new Option<string[]>("--approval") { Description = "A signed approval, as `plangate approve` writes it; may be repeated.", HelpName = "FILE" };
        var gitHub = new Option<bool>("--github") { Description = "Inside a GitHub workflow: the policy of the base branch, and the approvals of the merged pull request." };
        var log = new Option<string?>("--audit-log") { Description = "Append what was decided and done to this hash-chained log.", HelpName = "FILE" };
        var command = new Command("apply", "Judge a plan file, then apply exactly that plan.") { approvals, gitHub, log };
        shared.AddTo(command);
        command.Add(options);
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(approvals) ?? [];
            var onGitHub = new GitHubOptions(parsed.GetValue(shared.Name) ?? "", parsed.GetValue(shared.Policy), CommentMode.Off, null, null);
            if (shared.Wrong(parsed) is { } wrong)
            {
                return App.Fail(terminal, wrong);
            }

            if (!onGitHub.AreSound(isOnGitHub: true, isCommentGiven: false, out var problem))
            {
                return App.Fail(terminal, problem);
            }

            if (parsed.GetValue(gitHub) && (files.Length > 0 || parsed.GetValue(shared.Reference) is not null))
            {
                return App.Fail(terminal, files.Length > 0 ? ApprovalFiles.NotTogether : "--policy-ref and --github do not go together: on GitHub the base branch's policy counts");
            }

            // Only what stands behind -- is for the tool; before it, one plan and nothing else.
            var words = parsed.Tokens.ToList();
            var end = words.FindIndex(token => token.Type == TokenType.DoubleDash);
            var own = parsed.GetValue(options) ?? [];
            var behind = end < 0 ? 0 : words.Count - end - 1;
            if (own.Length != behind)
            {
                return App.Fail(terminal, own.Length > behind ? $"one plan at a time, and options for the tool behind --: {own[0]}" : "no plan: name it before --");
            }

            return new ApplyRun(new()
            {
                Plan = parsed.GetValue(shared.Plan)!,
                Options = own,
                Directory = terminal.Surroundings.Directory,
                Policy = parsed.GetValue(shared.Policy),
                PolicyReference = parsed.GetValue(shared.Reference),
                Workspace = parsed.GetValue(shared.Workspace),
                Tool = parsed.GetValue(shared.Tool),
                StackExports = parsed.GetValue(shared.StackExports) ?? [],
                Approvals = files,
                OnGitHub = parsed.GetValue(gitHub) ? onGitHub : null,
                AuditLog = parsed.GetValue(log),
            }, terminal).Run();
        });
        return command;
    }
}
