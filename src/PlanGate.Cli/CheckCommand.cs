using System.CommandLine;
using PlanGate.Cli.Apply;
using PlanGate.Cli.GitHub;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary><c>plangate check PLAN...</c>: judge plans, report, and answer with the exit code.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var plans = new Argument<string[]>("PLAN")
        {
            Description = "Plans to judge: `terraform show -json` output, binary plan files, cdktf.out directories, Pulumi previews (`--json`), events and update plans, or globs; - for standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var policy = new Option<string?>("--policy") { Description = $"The policy file; by default the nearest {PolicyFile.Name} from here to the root of the repository.", HelpName = "FILE" };
        var workspace = new Option<string?>("--workspace") { Description = "The workspace the plans are for.", HelpName = "NAME" };
        var formats = new Option<string[]>("--format")
        {
            Description = "text (default), json, markdown, sarif, junit, github (annotations) or html, to standard output or with =FILE to a file; may be repeated.",
            HelpName = "FORMAT[=FILE]",
        };
        var tool = new Option<string?>("--terraform") { Description = "The terraform or tofu that shows binary plan files.", HelpName = "PATH" };
        var exports = TrustOptions.StackExport();
        var approvals = new Option<string[]>("--approval") { Description = "A signed approval, as `plangate approve` writes it; may be repeated.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = "The key of this run where several share a pull request.", HelpName = "NAME" };
        var gitHub = new Option<bool>("--github") { Description = "Inside a GitHub workflow: the policy of the base branch, approvals by reviews, commit status and comment." };
        var comment = new Option<CommentMode>("--comment") { Description = "With --github: change the one comment (update, default), add a new one (new), or none (off).", HelpName = "update|new|off" };
        comment.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, ["update", "new", "off"]);
        var context = new Option<string?>("--status-context") { Description = "With --github: the name of the commit status, by default plangate or plangate/NAME.", HelpName = "TEXT" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours." };
        var quiet = new Option<bool>("--quiet") { Description = "No text report; the exit code and errors only." };
        var command = new Command("check", "Judge plans: what would they destroy?") { plans, policy, workspace, name, formats, tool, exports, approvals, gitHub, comment, context, noColor, quiet };
        command.SetAction(parsed =>
        {
            var isUnderstood = ReportFormats.TryParse(parsed.GetValue(formats) ?? [], parsed.GetValue(quiet), out var reports, out var problem);
            var onGitHub = new GitHubOptions(parsed.GetValue(name) ?? "", parsed.GetValue(policy), parsed.GetValue(comment), parsed.GetValue(context), reports.FirstOrDefault(report => report is { Format: ReportFormats.Json, File: not null })?.File);
            if (!onGitHub.AreSound(parsed.GetValue(gitHub), parsed.GetResult(comment) is not null, out var unsound))
            {
                return App.Fail(terminal, unsound);
            }

            if (parsed.GetValue(workspace) is { } named && string.IsNullOrWhiteSpace(named))
            {
                (isUnderstood, problem) = (false, "--workspace is empty: name the workspace, or leave the option out");
            }

            if (!isUnderstood)
            {
                return parsed.GetValue(gitHub) ? GitHubCheck.Refuse(onGitHub, problem!, terminal) : App.Fail(terminal, problem!);
            }

            var arguments = new PlanArguments(parsed.GetValue(plans) ?? [], parsed.GetValue(workspace), parsed.GetValue(tool)) { StackExports = parsed.GetValue(exports) ?? [] };
            var files = parsed.GetValue(approvals) ?? [];
            if (parsed.GetValue(gitHub) && files.Length > 0)
            {
                return GitHubCheck.Refuse(onGitHub, ApprovalFiles.NotTogether, terminal);
            }

            var here = terminal with { IsColoured = terminal.IsColoured && !parsed.GetValue(noColor) };
            return Answer(parsed.GetValue(gitHub)
                ? GitHubCheck.Run(onGitHub, policy => Judge(arguments, policy, here), here)
                : ApprovalFiles.Apply(Judge(arguments, parsed.GetValue(policy), here), files, here), reports, parsed.GetValue(gitHub) ? ApprovalRoute.Review : ApprovalRoute.Signature, here);
        });
        return command;
    }

    private static int Answer(Verdict verdict, IReadOnlyList<ReportTarget> reports, ApprovalRoute route, Terminal terminal)
    {
        foreach (var error in verdict.Errors)
        {
            App.Fail(terminal, InWords(error));
        }

        foreach (var report in reports.Where(report => report.Format != ReportFormats.Text || verdict.Plans.Count > 0))
        {
            report.Write(verdict, route, terminal);
        }

        return ExitCode.Of(verdict.Decision);
    }

    private static Verdict Judge(PlanArguments arguments, string? policyFile, Terminal terminal)
    {
        try
        {
            return Judge(arguments, PolicyFile.Load(policyFile, terminal.Surroundings.Today), terminal);
        }
        catch (PolicyException e)
        {
            return Refused(e, terminal.Surroundings.Today);
        }
    }

    private static Verdict Judge(PlanArguments arguments, Policy policy, Terminal terminal)
    {
        var (plans, errors) = arguments.Read(terminal, policy);
        return Gate.Judge(plans, errors, policy, terminal.Surroundings.Today);
    }

    /// <summary>The verdict where the policy cannot be read: it could have said anything, so nothing is judged without it.</summary>
    public static Verdict Refused(PolicyException e, DateOnly today) =>
        Gate.Judge([], [new(e.File, e.Message, null, e.Line > 0 ? new(e.Line, e.Column) : null)], Policy.BuiltIn, today);

    /// <summary>What is wrong with a policy, and where.</summary>
    public static string InWords(PolicyException e) => $"{e.File}: {e.Message}{(e.Line > 0 ? $" (line {e.Line}, column {e.Column})" : "")}";

    /// <summary>What could not be judged, and why.</summary>
    public static string InWords(InputError error)
    {
        var source = error.Source.Length > 0 ? $"{error.Source}: " : "";
        var where = error.Where is { } element ? $"{element}: " : "";
        var position = error.Position is { } at ? $" (line {at.Line}, column {at.Column})" : "";
        return $"{source}{where}{error.Message}{position}";
    }
}
