using System.CommandLine;
using System.CommandLine.Help;
using PlanGate.Cli.Apply;
using PlanGate.Cli.Shim;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary>The whole program minus the process.</summary>
internal static class App
{
    /// <summary>The program's version.</summary>
    public static string Version => typeof(App).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static readonly (string Name, Func<Terminal, Command> Create)[] Commands =
    [
        ("apply", ApplyCommand.Create),
        ("approve", ApproveCommand.Create),
        ("audit", AuditCommand.Create),
        ("check", CheckCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("explain", ExplainCommand.Create),
        ("guard", GuardCommand.Create),
        ("init", InitCommand.Create),
        ("policy", PolicyCommand.Create),
        ("shim", ShimCommand.Create),
    ];

    /// <summary>Runs one command line and returns the exit code: 0, 1 or 2, whatever happens.</summary>
    public static int Run(string[] args, Terminal terminal)
    {
        try
        {
            // Before everything else: an agent waits for this before every command it runs.
            if (GuardCommand.Agent(args) is { } agent)
            {
                return Guard.GuardAnswer.Run(agent, terminal);
            }

            // What stands behind the shim's own words is the tool's, and not for this program's parser.
            var code = args is ["shim", "run", var tool, var folder, ..] ? ShimRun.Run(tool, folder, args[4..], terminal) : Invoke(args, terminal);
            terminal.Output.Flush();
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Most often a reader that closed the pipe. A report that nobody got is no pass.
            return Fail(terminal, $"cannot write: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Fail(terminal, $"internal error, nothing was judged: please report this\n{e}");
        }
    }

    private static int Invoke(string[] args, Terminal terminal)
    {
        // A plan may be called "@x": names of files are never read as lists of arguments.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = Tree(args, terminal).Parse(args, configuration);
        if (parsed.Errors.Count > 0)
        {
            parsed = Tree([], terminal).Parse(args, configuration);
        }

        var code = parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });

        // The library answers usage errors with 1, which would read as "blocked".
        return parsed.Errors.Count > 0 ? ExitCode.Error : code;
    }

    // Start-up is paid at every call: the command that is called and no help, where it is plain that nothing else is asked for.
    // Not the library's RootCommand, which finds its name by reflection.
    private static Command Tree(string[] args, Terminal terminal)
    {
        var root = new Command("plangate", "Stops infrastructure plans that would destroy data or production.");
        var only = args.Length > 0 && !args.Any(AsksForHelp) ? Array.FindIndex(Commands, command => command.Name == args[0]) : -1;
        if (only >= 0)
        {
            root.Add(Commands[only].Create(terminal));
            return root;
        }

        root.Add(new HelpOption());
        root.Add(new VersionOption());
        foreach (var command in Commands)
        {
            root.Add(command.Create(terminal));
        }

        HelpWithExamples.AddTo(root);
        return root;
    }

    private static bool AsksForHelp(string argument) => argument is "-h" or "--help" or "-?" or "/?" or "/h" or "--version";

    /// <summary>Says what went wrong, and returns the code for it.</summary>
    public static int Fail(Terminal terminal, string problem)
    {
        try
        {
            foreach (var line in problem.Split('\n'))
            {
                terminal.Error.WriteLine($"plangate: {PlainText.Clean(line)}");
            }
        }
        catch (IOException)
        {
            // Nobody listens to standard error either; the exit code still says it.
        }

        return ExitCode.Error;
    }
}
