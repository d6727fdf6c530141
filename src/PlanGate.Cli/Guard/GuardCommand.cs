using System.CommandLine;
using PlanGate.Cli.Guard;

namespace PlanGate.Cli;

/// <summary><c>plangate guard</c>: answers coding agents' hooks, puts them in place, and checks them.</summary>
internal static class GuardCommand
{
    /// <summary>The agent whose hook is to be answered, when the command line says just that.</summary>
    public static string? Agent(string[] args) => args is ["guard", var agent] && HookAnswer.Agents.Contains(agent) ? agent : null;

    public static Command Create(Terminal terminal)
    {
        // Answering is done before this is built; the argument is here for the help and for what is spelt wrongly.
        var agent = new Argument<string?>("AGENT") { Description = $"The agent whose hook is on standard input: {string.Join(", ", HookAnswer.Agents)}.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("guard", "Answer a coding agent's hook (JSON on standard input): may this run?") { agent, CreateInstall(terminal), CreateDoctor(terminal) };
        command.SetAction(parsed => App.Fail(terminal, parsed.GetValue(agent) is { } name ? $"there is no agent \"{name}\": there are {string.Join(", ", HookAnswer.Agents)}" : $"name the agent: {string.Join(", ", HookAnswer.Agents)}"));
        return command;
    }

    private static Command CreateInstall(Terminal terminal)
    {
        var agent = Named();
        var user = new Option<bool>("--user") { Description = "For this user, in every project; by default for the project, as a file to be committed." };
        var command = new Command("install", "Put the hook in place, beside the hooks that are there.") { agent, user };
        command.SetAction(parsed => HookInstall.Run(parsed.GetRequiredValue(agent), parsed.GetValue(user), Directory.GetCurrentDirectory(), Home, terminal));
        return command;
    }

    private static Command CreateDoctor(Terminal terminal)
    {
        var agent = new Argument<string?>("AGENT") { Description = "Only this agent; by default every agent that has left traces here.", Arity = ArgumentArity.ZeroOrOne };
        agent.AcceptOnlyFromAmong([.. HookAnswer.Agents]);
        var command = new Command("doctor", "Check the hooks: installed, running, refusing; and what the agent could apply with.") { agent };
        command.SetAction(parsed => GuardDoctor.Run(parsed.GetValue(agent), Directory.GetCurrentDirectory(), Home, terminal));
        return command;
    }

    private static Argument<string> Named()
    {
        var agent = new Argument<string>("AGENT") { Description = $"{string.Join(", ", HookAnswer.Agents)}." };
        agent.AcceptOnlyFromAmong([.. HookAnswer.Agents]);
        return agent;
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
