using PlanGate.Commands;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Commands;

/// <summary>Command lines as the tests judge them: in the folder <c>project</c>.</summary>
internal static class Lines
{
    public static string Project { get; } = Repository.PathOf("tests", "PlanGate.Tests", "Commands", "project");

    public static CommandVerdict Judge(string line, bool isPowerShell = false) =>
        CommandJudge.Line(line, isPowerShell, Project, path => File.Exists(path) ? File.ReadAllText(path) : null, null, folder => Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file))] : []);

    /// <summary>What the table calls it.</summary>
    public static string Word(CommandVerdict verdict) => verdict.Refusals.Count > 0 ? "refuse" : verdict.Plans.Count > 0 ? "plan" : "pass";

    /// <summary>A line of an example: for a tool of an agent its name and its arguments.</summary>
    public static CommandVerdict JudgeExample(string line)
    {
        if (!line.StartsWith("mcp__", StringComparison.Ordinal))
        {
            return Judge(line, isPowerShell: char.IsUpper(line[0]) && line.Contains('-', StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal));
        }

        var parts = line.Split(' ', 2);
        return CommandJudge.Tool(parts[0], [.. Newtonsoft.Json.Linq.JObject.Parse(parts[1]).Descendants().OfType<Newtonsoft.Json.Linq.JValue>().Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
