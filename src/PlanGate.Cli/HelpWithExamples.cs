using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PlanGate.Cli;

/// <summary>The library's help, with examples and the exit codes below it.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["check"] = """
              plangate check plan.json
              terraform show -json tfplan | plangate check -
              plangate check tfplan --workspace prod
              plangate check 'stacks/**/plan.json' --format text --format json=result.json
            """,
        ["explain"] = """
              plangate explain aws_db_instance
              plangate explain PG102
              plangate explain stateful-replace
            """,
    };

    /// <summary>Puts the examples under the help of every command.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var name = parseResult.CommandResult.Command.Name;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        output.WriteLine(Examples.TryGetValue(name, out var own) ? own : string.Join(Environment.NewLine, Examples.Values));
        output.WriteLine();
        output.WriteLine("Exit codes: 0 pass, 1 block, 2 could not be judged.");
        return code;
    }
}
