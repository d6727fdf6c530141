using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace PlanGate.Cli;

/// <summary>The library's help, with examples and the exit codes below it.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    private const string Judging = "Exit codes: 0 pass, 1 block, 2 could not be judged.";
    private const string Looking = "Exit codes: 0 in order, 1 not, 2 could not look.";

    private const string Guarding = "Exit codes: 0 nothing to be refused, or in order; 2 refused, or not in order. Never another.";

    private static readonly (string Command, string ExitCodes, string Lines)[] Examples =
    [
        ("check", Judging, """
              plangate check plan.json
              terraform show -json tfplan | plangate check -
              plangate check tfplan --workspace prod
              plangate check 'stacks/**/plan.json' --format text --format json=result.json
              plangate check plan.json --github --name live/prod
            """),
        ("apply", "Exit codes: 1 blocked, 2 could not be judged or changed meanwhile; once the tool runs, its own.", """
              plangate apply tfplan
              plangate apply tfplan --approval tfplan.approval --audit-log applies.jsonl -- -parallelism=5
              plangate apply tfplan --github --name live/prod
            """),
        ("approve", "Exit codes: 0 signed, 1 refused, 2 could not be judged or asked.", """
              plangate approve tfplan
              plangate approve tfplan --key ~/.ssh/id_ed25519_sk --output alice.approval
            """),
        ("audit verify", Looking, """
              plangate audit verify applies.jsonl
              plangate audit verify applies.jsonl --head sha256:...
            """),
        ("shim install", "Exit codes: 0 in place, 2 could not be put there.", """
              plangate shim install ~/.plangate/bin
            """),
        ("doctor", Looking, """
              plangate doctor
              GITHUB_TOKEN=... plangate doctor --branch main
            """),
        ("explain", Judging, """
              plangate explain aws_db_instance
              plangate explain PG102
              plangate explain stateful-replace
            """),
        ("guard", Guarding, """
              plangate guard install claude
              plangate guard install cursor --user
              plangate guard doctor
            """),
        ("init", "Exit codes: 0 something was written, 1 all was there already, 2 could not be written.", """
              plangate init
            """),
        ("policy check", Looking, """
              plangate policy check
              plangate policy check teams/payments/.plangate.yml
            """),
        ("policy test", Looking, """
              plangate policy test
              plangate policy test policies/examples/small-team/tests
            """),
    ];

    /// <summary>Puts the examples under the help of every command.</summary>
    public static void AddTo(Command root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var command = NameOf(parseResult.CommandResult);
        var own = Examples.Where(example => $"{example.Command} ".StartsWith(command, StringComparison.Ordinal)).DefaultIfEmpty(Examples[0]).ToList();
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        output.WriteLine(string.Join(Environment.NewLine, own.Select(example => example.Lines)));
        output.WriteLine();
        output.WriteLine(own[0].ExitCodes);
        return code;
    }

    // "policy check" is not "check". Empty for the program itself, and with a space behind, so that no name is taken for the beginning of another.
    private static string NameOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{NameOf(parent)}{command.Command.Name} " : "";
}
