using System.CommandLine;

namespace PlanGate.Cli;

/// <summary><c>plangate check PLAN...</c>: judge plans, report, and answer with the exit code.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var plans = new Argument<string[]>("PLAN")
        {
            Description = "Plans to judge: `terraform show -json` output, binary plan files, or globs; - for standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var workspace = new Option<string?>("--workspace") { Description = "The workspace the plans are for.", HelpName = "NAME" };
        var formats = new Option<string[]>("--format")
        {
            Description = "text (default) or json, to standard output or with =FILE to a file; may be repeated.",
            HelpName = "FORMAT[=FILE]",
        };
        var tool = new Option<string?>("--terraform") { Description = "The terraform or tofu that shows binary plan files.", HelpName = "PATH" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours." };
        var quiet = new Option<bool>("--quiet") { Description = "No text report; the exit code and errors only." };
        var command = new Command("check", "Judge plans: what would they destroy?") { plans, workspace, formats, tool, noColor, quiet };
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

            var arguments = new PlanArguments(parsed.GetValue(plans) ?? [], parsed.GetValue(workspace), parsed.GetValue(tool));
            return Run(arguments, reports, terminal with { IsColoured = terminal.IsColoured && !parsed.GetValue(noColor) });
        });
        return command;
    }

    private static int Run(PlanArguments arguments, IReadOnlyList<ReportTarget> reports, Terminal terminal)
    {
        if (PolicyFile.Find(Directory.GetCurrentDirectory()) is { } policy)
        {
            return App.Fail(terminal, $"{policy}: this version cannot read policy files, and to ignore one could let a loss pass: move it away to judge by the built-in rules");
        }

        var (plans, errors) = arguments.Read(terminal);
        var verdict = Gate.Judge(plans, errors);
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

    private static string InWords(InputError error)
    {
        var source = error.Source.Length > 0 ? $"{error.Source}: " : "";
        var where = error.Where is { } element ? $"{element}: " : "";
        var position = error.Position is { } at ? $" (line {at.Line}, column {at.Column})" : "";
        return $"{source}{where}{error.Message}{position}";
    }
}
