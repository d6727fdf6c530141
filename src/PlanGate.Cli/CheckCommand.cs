using System.CommandLine;
using PlanGate.Policies;

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
        var exports = new Option<string[]>("--stack-export") { Description = "The state of a Pulumi stack (`pulumi stack export`), beside its preview; may be repeated.", HelpName = "FILE" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours." };
        var quiet = new Option<bool>("--quiet") { Description = "No text report; the exit code and errors only." };
        var command = new Command("check", "Judge plans: what would they destroy?") { plans, policy, workspace, formats, tool, exports, noColor, quiet };
        command.SetAction(parsed =>
        {
            if (!ReportFormats.TryParse(parsed.GetValue(formats) ?? [], parsed.GetValue(quiet), out var reports, out var problem))
            {
                return App.Fail(terminal, problem);
            }

            if (parsed.GetValue(workspace) is { } name && string.IsNullOrWhiteSpace(name))
            {
                return App.Fail(terminal, "--workspace is empty: name the workspace, or leave the option out");
            }

            var arguments = new PlanArguments(parsed.GetValue(plans) ?? [], parsed.GetValue(workspace), parsed.GetValue(tool)) { StackExports = parsed.GetValue(exports) ?? [] };
            return Run(arguments, parsed.GetValue(policy), reports, terminal with { IsColoured = terminal.IsColoured && !parsed.GetValue(noColor) });
        });
        return command;
    }

    private static int Run(PlanArguments arguments, string? policyFile, IReadOnlyList<ReportTarget> reports, Terminal terminal)
    {
        var verdict = Judge(arguments, policyFile, terminal);
        foreach (var error in verdict.Errors)
        {
            App.Fail(terminal, InWords(error));
        }

        foreach (var report in reports.Where(report => report.Format != ReportFormats.Text || verdict.Plans.Count > 0))
        {
            report.Write(verdict, terminal);
        }

        return ExitCode.Of(verdict.Decision);
    }

    private static Verdict Judge(PlanArguments arguments, string? policyFile, Terminal terminal)
    {
        try
        {
            var policy = PolicyFile.Load(policyFile);
            var (plans, errors) = arguments.Read(terminal, policy);
            return Gate.Judge(plans, errors, policy, PolicyFile.Today);
        }
        catch (PolicyException e)
        {
            // A policy that cannot be read could have said anything: nothing is judged without it.
            return Gate.Judge([], [new(e.File, e.Message, null, e.Line > 0 ? new(e.Line, e.Column) : null)], Policy.BuiltIn, PolicyFile.Today);
        }
    }

    /// <summary>What is wrong with a policy, and where.</summary>
    public static string InWords(PolicyException e) => $"{e.File}: {e.Message}{(e.Line > 0 ? $" (line {e.Line}, column {e.Column})" : "")}";

    private static string InWords(InputError error)
    {
        var source = error.Source.Length > 0 ? $"{error.Source}: " : "";
        var where = error.Where is { } element ? $"{element}: " : "";
        var position = error.Position is { } at ? $" (line {at.Line}, column {at.Column})" : "";
        return $"{source}{where}{error.Message}{position}";
    }
}
