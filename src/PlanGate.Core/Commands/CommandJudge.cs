namespace PlanGate.Commands;

/// <summary>Judges what a coding agent wants to run, before it runs.</summary>
public static class CommandJudge
{
    /// <summary>Judges a command line of a POSIX shell or of PowerShell.</summary>
    /// <param name="text">The line, or a whole script.</param>
    /// <param name="isPowerShell">It is written for PowerShell.</param>
    /// <param name="directory">The working directory, absolute, or null where it is not known.</param>
    /// <param name="readFile">The text of a file by its absolute path, or null where there is none that could be read.</param>
    /// <param name="readStart">The first two letters of a file that is there, read or not, or null where there is none.</param>
    /// <param name="listFiles">The names of the files in a folder by its absolute path.</param>
    public static CommandVerdict Line(string text, bool isPowerShell, string? directory, Func<string, string?> readFile, Func<string, string?>? readStart = null, Func<string, IReadOnlyList<string>>? listFiles = null) =>
        new CommandWalk(CommandPatterns.BuiltIn, readFile, readStart ?? readFile, listFiles ?? (_ => [])).Judge(text, isPowerShell, directory);

    /// <summary>Judges a call of terraform, tofu or pulumi whose words are known; null where it leaves everything alone that lives.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The words behind it.</param>
    public static Refusal? Call(string tool, IReadOnlyList<string> arguments)
    {
        var call = new Invocation { Words = [tool, .. arguments], State = new() };
        var answer = tool == "pulumi" ? PulumiCommand.Judge(call, isGuess: false) : TerraformCommand.Judge(call, tool, isGuess: false);
        return answer switch
        {
            { Why: { } why } => new(call.Shown, why, answer.Instead ?? ""),
            { Plan: { } plan } => new(call.Shown, "it applies a plan", $"`plangate apply {Unresolved.Shown(plan)}` judges it first."),
            _ => null,
        };
    }

    /// <summary>Judges a call of a tool that is no shell, by its name and by the texts in its arguments.</summary>
    /// <param name="tool">The tool's name, with its server's.</param>
    /// <param name="texts">Every text in its arguments.</param>
    public static CommandVerdict Tool(string tool, IReadOnlyList<string> texts)
    {
        foreach (var pattern in CommandPatterns.BuiltIn.Of(CommandPatterns.AgentTool))
        {
            if (pattern.With.Any(name => Programs.Matches(name, tool.Replace('-', '_'))) && pattern.FitsText(texts))
            {
                return new([new(tool, $"it would destroy {pattern.Loses} ({pattern.Name})", pattern.Instead.Length > 0 ? pattern.Instead : "Tell the person you work for what you want to remove and why: only a person does this.")], []);
            }
        }

        return new([], []);
    }

    /// <summary>Judges a write to a file by a tool of the agent.</summary>
    public static CommandVerdict Write(string path) => ProtectedPaths.What(path) is { } what
        ? new([new($"write {path}", $"it changes {what}: by that the gate could be opened", "Propose the change to a person, who makes it in a pull request of its own.")], [])
        : new([], []);
}
