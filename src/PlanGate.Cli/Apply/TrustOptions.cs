using System.CommandLine;

namespace PlanGate.Cli.Apply;

/// <summary>The options that <c>apply</c> and <c>approve</c> share.</summary>
internal sealed class TrustOptions
{
    public Argument<string> Plan { get; } = new("PLAN") { Description = "The plan file: what `terraform plan -out=FILE` or `pulumi preview --save-plan=FILE` wrote." };

    public Option<string?> Policy { get; } = new("--policy") { Description = $"The policy file; by default the nearest {PolicyFile.Name}. Which one, not where it is read from.", HelpName = "FILE" };

    public Option<string?> Reference { get; } = new("--policy-ref") { Description = "The revision that the policy is read at; by default the upstream's default branch.", HelpName = "REF" };

    public Option<string?> Name { get; } = new("--name") { Description = "The key of this run where several share a pull request.", HelpName = "NAME" };

    public Option<string?> Workspace { get; } = new("--workspace") { Description = "The workspace the plan is for.", HelpName = "NAME" };

    public Option<string?> Tool { get; } = new("--terraform") { Description = "The terraform or tofu that shows and applies plan files.", HelpName = "PATH" };

    public Option<string[]> StackExports { get; } = StackExport();

    /// <summary>The option for the states of Pulumi stacks, as <c>check</c> has it too.</summary>
    public static Option<string[]> StackExport() => new("--stack-export") { Description = "The state of a Pulumi stack (`pulumi stack export`), beside its preview; may be repeated.", HelpName = "FILE" };

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        command.Add(Plan);
        foreach (Option option in (Option[])[Policy, Reference, Name, Workspace, Tool, StackExports])
        {
            command.Add(option);
        }
    }

    /// <summary>What is wrong with their values, in words; null where nothing is.</summary>
    public string? Wrong(ParseResult parsed) =>
        parsed.GetValue(Workspace) is { } workspace && string.IsNullOrWhiteSpace(workspace) ? "--workspace is empty: name the workspace, or leave the option out"
        : parsed.GetValue(Reference) is { } reference && string.IsNullOrWhiteSpace(reference) ? "--policy-ref is empty: name a revision, or leave the option out"
        : null;
}
