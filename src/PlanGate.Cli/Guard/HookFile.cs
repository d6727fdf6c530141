using System.Text.Json;

namespace PlanGate.Cli.Guard;

/// <summary>Where an agent looks for hooks, and what stands there for ours.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="ProjectPath">The file in a project.</param>
/// <param name="UserPath">The file of a user, from the home directory.</param>
/// <param name="Version">The file begins with a version.</param>
/// <param name="Hooks">The events, each with the entry that has the command for <c>{0}</c>.</param>
/// <param name="Limits">What this hook cannot do, in one sentence.</param>
internal sealed record HookFile(string Agent, string ProjectPath, string UserPath, bool Version, IReadOnlyList<(string Event, string Entry)> Hooks, string Limits)
{
    // Longer than the guard takes for its own deadline, so that it is always the guard who answers.
    private const string Seconds = "60";
    private const string Milliseconds = "60000";

    /// <summary>Every agent's.</summary>
    public static IReadOnlyList<HookFile> All { get; } =
    [
        new("claude", ".claude/settings.json", ".claude/settings.json", false,
            [("PreToolUse", $$"""{ "matcher": "*", "hooks": [{ "type": "command", "command": {0}, "timeout": {{Seconds}}, "onFailure": "block" }] }""")],
            "Claude Code before 2.1.295 does not know onFailure: a hook that is killed lets the command run. Subagents and --safe-mode have been seen to go round hooks."),
        new("cursor", ".cursor/hooks.json", ".cursor/hooks.json", true,
            [
                ("beforeShellExecution", $$"""{ "command": {0}, "timeout": {{Seconds}}, "failClosed": true }"""),
                ("beforeMCPExecution", $$"""{ "command": {0}, "timeout": {{Seconds}}, "failClosed": true }"""),
                ("preToolUse", $$"""{ "matcher": "Write|Edit|Delete|StrReplace|MultiEdit", "command": {0}, "timeout": {{Seconds}}, "failClosed": true }"""),
            ],
            "Cursor's cloud agents run project hooks only, and commands in a terminal that a person opened are not seen."),
        new("gemini", ".gemini/settings.json", ".gemini/settings.json", false,
            [("BeforeTool", $$"""{ "matcher": ".*", "hooks": [{ "name": "plangate", "type": "command", "command": {0}, "timeout": {{Milliseconds}} }] }""")],
            "Gemini CLI lets the tool run when a hook is killed."),
        new("copilot", ".github/hooks/plangate.json", ".copilot/hooks/plangate.json", true,
            [("preToolUse", $$"""{ "type": "command", "bash": {0}, "powershell": {1}, "cwd": ".", "timeoutSec": {{Seconds}} }""")],
            "The cloud agent reads hooks from the default branch only."),
        new("codex", ".codex/hooks.json", ".codex/hooks.json", false,
            [("PreToolUse", $$"""{ "matcher": ".*", "hooks": [{ "type": "command", "command": {0}, "timeout": {{Seconds}} }] }""")],
            "Codex reads a project's hooks only where the project is trusted, and `hooks = false` under [features] in config.toml turns them off."),
        new("windsurf", ".windsurf/hooks.json", ".codeium/windsurf/hooks.json", false,
            [
                ("pre_run_command", """{ "command": {0}, "show_output": true }"""),
                ("pre_mcp_tool_use", """{ "command": {0}, "show_output": true }"""),
                ("pre_write_code", """{ "command": {0}, "show_output": true }"""),
            ],
            "Windsurf knows no timeout that blocks."),
    ];

    public static HookFile Of(string agent) => All.Single(file => file.Agent == agent);

    /// <summary>The file, for a project or for a user.</summary>
    public string Path(bool isUser, string project, string home) => System.IO.Path.Combine(isUser ? home : project, isUser ? UserPath : ProjectPath);

    /// <summary>The command of the hook: whatever keeps the program from answering, a missing program included, ends with 2.</summary>
    public string Command(string program) => $"{program} guard {Agent} || exit 2";

    /// <summary>The entry of an event.</summary>
    public string Entry(string template, string program) =>
        template.Replace("{0}", Quoted(Command(program)), StringComparison.Ordinal).Replace("{1}", Quoted($"{program} guard {Agent}; if ($LASTEXITCODE -ne 0) {{ exit 2 }}"), StringComparison.Ordinal);

    /// <summary>An entry that some version of this program has put there.</summary>
    public bool IsOurs(string entry) => entry.Contains("plangate", StringComparison.Ordinal) && entry.Contains($"guard {Agent}", StringComparison.Ordinal);

    /// <summary>The file with our hooks in it.</summary>
    /// <exception cref="JsonException">It is no JSON, or not of the form that the agent reads.</exception>
    public string Installed(string text, string program)
    {
        var json = JsonText.Of(text);
        json = Version ? json.WithMember("version", "1") : json;
        foreach (var (name, template) in Hooks)
        {
            var entry = Entry(template, program);
            if (!json.Items("hooks", name).Any(item => item == entry))
            {
                json = json.WithItem(["hooks", name], entry, IsOurs);
            }
        }

        return json.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
