using System.CommandLine;

namespace PlanGate.Cli.Apply;

/// <summary><c>plangate approve PLAN</c>: a person reads what will be lost, types the code, and signs.</summary>
internal static class ApproveCommand
{
    public static Command Create(Terminal terminal)
    {
        var shared = new TrustOptions();
        var key = new Option<string?>("--key") { Description = "The SSH key to sign with; by default git's user.signingkey.", HelpName = "FILE" };
        var output = new Option<string?>("--output") { Description = "The file to write, by default PLAN.approval; one that is there is never overwritten.", HelpName = "FILE" };
        var command = new Command("approve", "Write a signed approval for exactly what a plan destroys.") { key, output };
        shared.AddTo(command);
        command.SetAction(parsed => shared.Wrong(parsed) is { } wrong ? App.Fail(terminal, wrong) : new ApproveRun(new()
        {
            Plan = parsed.GetValue(shared.Plan)!,
            Directory = terminal.Surroundings.Directory,
            Policy = parsed.GetValue(shared.Policy),
            PolicyReference = parsed.GetValue(shared.Reference),
            Workspace = parsed.GetValue(shared.Workspace),
            Tool = parsed.GetValue(shared.Tool),
            StackExports = parsed.GetValue(shared.StackExports) ?? [],
        }, parsed.GetValue(key), parsed.GetValue(output), terminal).Run());
        return command;
    }
}
