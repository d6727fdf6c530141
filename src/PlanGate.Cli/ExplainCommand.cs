using System.CommandLine;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary><c>plangate explain TYPE|RULE</c>: what the catalogue or a rule says.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var subject = new Argument<string>("TYPE|RULE") { Description = "A resource type, or a rule's id or name." };
        var command = new Command("explain", "Say what the catalogue knows of a resource type, or what a rule does.") { subject };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(subject);
            if (BuiltInRules.Find(name) is { } rule)
            {
                ExplainReport.Write(rule, terminal.Output);
                return ExitCode.Pass;
            }

            if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-')))
            {
                return App.Fail(terminal, $"\"{name}\" is neither a resource type nor a rule");
            }

            ExplainReport.Write(name, Catalogue.BuiltIn, terminal.Output);
            return ExitCode.Pass;
        });
        return command;
    }
}
