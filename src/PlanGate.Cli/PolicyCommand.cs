using System.CommandLine;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary><c>plangate policy check</c> and <c>policy test</c>: is a policy in order, and does it do what it is meant to?</summary>
internal static class PolicyCommand
{
    public static Command Create(Terminal terminal) => new("policy", "Check and test policy files.") { CreateCheck(terminal), CreateTest(terminal) };

    /// <summary>Reads a policy and says what it sets: 0 when it is in order, 1 when not, 2 when it could not be looked at.</summary>
    /// <param name="named">The file, or null for the nearest.</param>
    /// <param name="directory">Where to begin to look for the nearest.</param>
    /// <param name="terminal">Where to say it.</param>
    internal static int Check(string? named, string directory, Terminal terminal)
    {
        var missing = new List<string>();
        string? file = null;
        try
        {
            file = named ?? PolicyFile.Find(directory);
            if (file is null)
            {
                return App.Fail(terminal, NoPolicyFrom("here"));
            }

            var policy = PolicyReader.Read(file, Open, terminal.Surroundings.Today);
            PolicyReport.Write(policy, terminal.Surroundings.Today, terminal.Output);

            // A policy that extended what is not there would not have been read: this is its signers file.
            foreach (var name in missing)
            {
                terminal.Error.WriteLine(PlainText.Clean($"plangate: {name} is not there: nobody can sign an approval"));
            }

            return ExitCode.Pass;
        }
        catch (IOException e)
        {
            return App.Fail(terminal, e.Message);
        }
        catch (PolicyException e)
        {
            App.Fail(terminal, CheckCommand.InWords(e));
            return file is null || e.IsMissing ? ExitCode.Error : ExitCode.Block;
        }

        (string Name, byte[]? Bytes) Open(string reference, string? besides)
        {
            var opened = OpenOrThrow(reference, besides);
            if (opened.Bytes is null)
            {
                missing.Add(besides is null ? throw new FileNotFoundException($"{file}: it is not there, or is not a file") : opened.Name);
            }

            return opened;
        }
    }

    /// <summary>What is said where no policy is found.</summary>
    public static string NoPolicyFrom(string where) => $"no policy: there is no {PolicyFile.Name} from {where} to the root of the repository; `plangate init` writes one";

    // What cannot be opened says nothing about whether it is in order.
    private static (string Name, byte[]? Bytes) OpenOrThrow(string reference, string? besides)
    {
        try
        {
            return PolicyFile.Open(reference, besides);
        }
        catch (PolicyException e)
        {
            throw new IOException(CheckCommand.InWords(e), e);
        }
    }

    private static Command CreateCheck(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = $"The policy file; by default the nearest {PolicyFile.Name}.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Say whether a policy is in order, and what it sets.") { file };
        command.SetAction(parsed => Check(parsed.GetValue(file), Directory.GetCurrentDirectory(), terminal));
        return command;
    }

    private static Command CreateTest(Terminal terminal)
    {
        var folder = new Argument<string?>("DIR")
        {
            Description = $"The folder with the cases, NAME.json and NAME.expect.yml; by default {PolicyTest.Folder} beside the policy.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var policy = new Option<string?>("--policy") { Description = $"The policy file; by default the nearest {PolicyFile.Name} from the cases to the root of the repository.", HelpName = "FILE" };
        var command = new Command("test", "Judge plans by a policy, and compare with what is expected.") { folder, policy };
        command.SetAction(parsed => PolicyTest.Run(parsed.GetValue(folder), parsed.GetValue(policy), Directory.GetCurrentDirectory(), terminal));
        return command;
    }
}
