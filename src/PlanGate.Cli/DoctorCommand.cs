using System.CommandLine;
using System.Text.RegularExpressions;
using PlanGate.Cli.GitHub;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary><c>plangate doctor</c>: is all in place? Policy and tools here; with a token, what protects the branch.</summary>
internal static partial class DoctorCommand
{
    private static readonly string[] Tools = ["terraform", "tofu", "pulumi"];

    public static Command Create(Terminal terminal)
    {
        var branch = new Option<string?>("--branch") { Description = "The branch to look at, by default the repository's default branch.", HelpName = "NAME" };
        var name = new Option<string?>("--name") { Description = "The key of the run whose status the branch should require, as in `check --name`.", HelpName = "NAME" };
        var command = new Command("doctor", "Is all in place: policy, tools; with GITHUB_TOKEN, the branch's protections.") { branch, name };
        command.SetAction(parsed => Run(parsed.GetValue(branch), parsed.GetValue(name) ?? "", terminal));
        return command;
    }

    private static int Run(string? branch, string name, Terminal terminal)
    {
        var isGood = true;
        try
        {
            foreach (var diagnosis in Policy(terminal.Surroundings.Today).Append(Tool(terminal)).Concat(Branch(branch, name, terminal)))
            {
                isGood &= diagnosis.IsGood ?? true;
                var mark = diagnosis.IsGood switch { true => "ok", false => "BAD", null => "-" };
                terminal.Output.WriteLine($"{mark,-4}{diagnosis.What,-11}{PlainText.Clean(diagnosis.Text)}");
            }
        }
        catch (GitHubException e)
        {
            return App.Fail(terminal, e.Message);
        }

        return isGood ? ExitCode.Pass : ExitCode.Block;
    }

    private static IEnumerable<Diagnosis> Policy(DateOnly today)
    {
        Policy policy;
        try
        {
            policy = PolicyFile.Load(null, today);
        }
        catch (PolicyException e)
        {
            return [new(false, "policy", CheckCommand.InWords(e))];
        }

        return policy == Policies.Policy.BuiltIn
            ? [new(null, "policy", "none here: the built-in rules decide alone (`plangate init` writes one)")]
            : [new(true, "policy", $"{policy.Source} is in order (`plangate policy check` tells what it says)")];
    }

    private static Diagnosis Tool(Terminal terminal)
    {
        var found = Tools.Where(tool => IsOnPath(tool, terminal.Surroundings)).ToList();
        return found.Count > 0
            ? new(true, "tools", $"{string.Join(", ", found)} on the PATH")
            : new(null, "tools", "no terraform, tofu or pulumi on the PATH: only plans in JSON can be judged here");
    }

    private static bool IsOnPath(string tool, Surroundings surroundings) =>
        (surroundings.Variable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, tool)) || File.Exists(Path.Combine(folder, $"{tool}.exe"))));

    private static IEnumerable<Diagnosis> Branch(string? branch, string name, Terminal terminal)
    {
        var surroundings = terminal.Surroundings;
        if (string.IsNullOrEmpty(surroundings.Variable("GITHUB_TOKEN")) && string.IsNullOrEmpty(surroundings.Variable("GH_TOKEN")))
        {
            return [new(null, "GitHub", "not looked at: set GITHUB_TOKEN to a token that may read the repository")];
        }

        // Outside of a workflow the repository is the one that this checkout came from.
        var connection = GitHubConnection.Of(surroundings with { Variable = variable => surroundings.Variable(variable) is { Length: > 0 } value ? value : variable == "GITHUB_REPOSITORY" ? Origin() : null });
        using var client = new GitHubClient(connection.Api, connection.GraphQL, connection.Token, surroundings);
        return [.. BranchDoctor.Look(new GitHubApi(client, connection.Repository), branch, new GitHubOptions(name, null, CommentMode.Update, null, null).Context, [StarterWorkflow.Path, PolicyFile.Name])];
    }

    private static string? Origin()
    {
        for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            var configuration = Path.Combine(at.FullName, ".git", "config");
            if (File.Exists(configuration))
            {
                return Remote.Match(File.ReadAllText(configuration)) is { Success: true } remote ? remote.Groups[1].Value : null;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\[remote ""origin""\][^\[]*?url\s*=\s*\S*?[:/]([\w.-]+/[\w.-]+?)(?:\.git)?\s*(?:\n|$)")]
    private static partial Regex Remote { get; }
}
