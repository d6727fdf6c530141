using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlanGate.Reports;

namespace PlanGate.Cli.Guard;

/// <summary><c>plangate guard doctor</c>: are the hooks in place, do they answer, do they refuse; and what could the agent apply with?</summary>
internal static partial class GuardDoctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Looks: 0 when every hook that is looked at is in order, 2 when not.</summary>
    /// <param name="agent">The agent, or null for all that have left traces.</param>
    /// <param name="directory">A directory of the project.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="terminal">Where to say it.</param>
    public static int Run(string? agent, string directory, string home, Terminal terminal)
    {
        var project = HookInstall.Root(directory);
        var files = HookFile.All.Where(file => agent is null ? HasTraces(file, project, home) : file.Agent == agent).ToList();
        if (files.Count == 0)
        {
            return App.Fail(terminal, "no agent has left traces here or in your home: name one, such as `plangate guard doctor claude`");
        }

        var isInOrder = true;
        foreach (var file in files)
        {
            isInOrder &= Check(file, project, home, terminal);
        }

        Credentials(project, home, terminal);
        return isInOrder ? ExitCode.Pass : ExitCode.Error;
    }

    private static bool HasTraces(HookFile file, string project, string home) =>
        (bool[])[true, false] is var levels && levels.Any(isUser => File.Exists(file.Path(isUser, project, home)) || (file.Agent != "copilot" && Directory.Exists(Path.GetDirectoryName(file.Path(isUser, project, home)))));

    private static bool Check(HookFile file, string project, string home, Terminal terminal)
    {
        var installed = ((bool[])[false, true]).Select(isUser => file.Path(isUser, project, home)).Distinct().Where(path => IsInstalled(file, path)).ToList();
        if (installed.Count == 0)
        {
            Say(terminal, "MISSING", $"{file.Agent}: no hook; `plangate guard install {file.Agent}` puts it in place");
            return false;
        }

        var isInOrder = true;
        foreach (var path in installed)
        {
            var json = JsonText.Of(File.ReadAllText(path).TrimStart('\uFEFF'));
            foreach (var (name, _) in file.Hooks.Where(hook => !json.Items("hooks", hook.Event).Any(file.IsOurs)))
            {
                isInOrder = false;
                Say(terminal, "MISSING", $"{file.Agent}: nothing for {name} in {path}; `plangate guard install {file.Agent}` adds it");
            }

            if (json.Value("disableAllHooks") == "true")
            {
                isInOrder = false;
                Say(terminal, "OFF", $"{file.Agent}: disableAllHooks in {path}");
            }

            foreach (var command in json.Items("hooks", file.Hooks[0].Event).Where(file.IsOurs).Select(Command).OfType<string>())
            {
                isInOrder &= Canary(file, path, command, project, terminal);
            }
        }

        if (file.Agent == "codex" && ((string[])[Path.Combine(home, ".codex", "config.toml"), Path.Combine(project, ".codex", "config.toml")]).FirstOrDefault(config => File.Exists(config) && HooksOff.IsMatch(File.ReadAllText(config))) is { } off)
        {
            isInOrder = false;
            Say(terminal, "OFF", $"codex: hooks are turned off in {off}");
        }

        if (file.Agent == "claude" && BinaryPlanFile.OnPath("claude") is { } claude && Output(claude, ["--version"], "", project) is (0, var said) && ClaudeVersion.Match(said) is { Success: true } version && Version.Parse(version.Value) < new Version(2, 1, 295))
        {
            Say(terminal, "WARNING", $"claude: version {version.Value} does not know onFailure; from 2.1.295 a hook that is killed blocks");
        }

        Say(terminal, "note", $"{file.Agent}: {file.Limits}");
        return isInOrder;
    }

    private static bool IsInstalled(HookFile file, string path)
    {
        try
        {
            return File.Exists(path) && JsonText.Of(File.ReadAllText(path).TrimStart('\uFEFF')) is var json && file.Hooks.Any(hook => json.Items("hooks", hook.Event).Any(file.IsOurs));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The command as the agent would run it, once with what must be refused, once with what must not.
    private static bool Canary(HookFile file, string path, string command, string project, Terminal terminal)
    {
        var refused = Shell(command, Call(file.Agent, "terraform destroy -auto-approve", project), project);
        var passed = Shell(command, Call(file.Agent, "ls", project), project);
        var isRefused = refused.Code == 2 && refused.Output == HookAnswer.Refuse(file.Agent, refused.Error.TrimEnd('\n')) && refused.Error.Contains("PlanGate refuses", StringComparison.Ordinal);
        var isPassed = passed.Code == 0 && passed.Output == HookAnswer.Pass(file.Agent);
        Say(terminal, isRefused ? "ok" : "FAILED", $"{file.Agent}: {path}: `terraform destroy -auto-approve` is {(isRefused ? "refused" : $"NOT refused as it should be (exit {refused.Code})")}");
        Say(terminal, isPassed ? "ok" : "FAILED", $"{file.Agent}: {path}: `ls` {(isPassed ? "passes" : $"does not pass (exit {passed.Code}): {passed.Error.Trim()}")}");
        return isRefused && isPassed;
    }

    /// <summary>What an agent sends before it runs a command line.</summary>
    public static string Call(string agent, string command, string directory)
    {
        var (text, cwd) = (JsonEncodedText.Encode(command), JsonEncodedText.Encode(directory));
        return agent switch
        {
            "claude" or "codex" => $$$"""{"session_id":"canary","cwd":"{{{cwd}}}","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"{{{text}}}"}}""",
            "cursor" => $$"""{"hook_event_name":"beforeShellExecution","conversation_id":"canary","generation_id":"canary","workspace_roots":["{{cwd}}"],"command":"{{text}}","cwd":"{{cwd}}"}""",
            "gemini" => $$$"""{"session_id":"canary","cwd":"{{{cwd}}}","hook_event_name":"BeforeTool","tool_name":"run_shell_command","tool_input":{"command":"{{{text}}}"}}""",
            "copilot" => $$"""{"timestamp":0,"cwd":"{{cwd}}","toolName":"bash","toolArgs":"{\"command\":\"{{JsonEncodedText.Encode(text.ToString())}}\"}"}""",
            _ => $$$"""{"agent_action_name":"pre_run_command","trajectory_id":"canary","tool_info":{"command_line":"{{{text}}}","cwd":"{{{cwd}}}"}}""",
        };
    }

    private static string? Command(string entry)
    {
        using var document = JsonDocument.Parse(entry, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = document.RootElement;
        root = root.TryGetProperty("hooks", out var hooks) && hooks.ValueKind == JsonValueKind.Array && hooks.GetArrayLength() > 0 ? hooks[0] : root;
        return root.TryGetProperty("command", out var command) || root.TryGetProperty("bash", out command) ? command.GetString() : null;
    }

    private static (int Code, string Output, string Error) Shell(string command, string input, string directory)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        return Start(start, input, directory) ?? (-1, "", "it did not start, or did not end");
    }

    private static (int Code, string Output)? Output(string program, string[] arguments, string input, string directory) =>
        Start(new ProcessStartInfo(program, arguments), input, directory) is { } ended ? (ended.Code, ended.Output) : null;

    private static (int Code, string Output, string Error)? Start(ProcessStartInfo start, string input, string directory)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, true, directory);
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return (process.ExitCode, output.Result, error.Result);
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static void Credentials(string project, string home, Terminal terminal)
    {
        var variables = AgentCredentials.Variables(Environment.GetEnvironmentVariables().Keys.OfType<string>());
        var files = AgentCredentials.Files(project, home);
        if (variables.Count + files.Count == 0)
        {
            Say(terminal, "ok", "no credentials that could apply were found within the agent's reach");
            return;
        }

        foreach (var name in variables)
        {
            Say(terminal, "WARNING", $"the environment has {name}: a process that the agent starts can apply with it");
        }

        foreach (var file in files)
        {
            Say(terminal, "WARNING", $"{file} can be read from here: a process that the agent starts can apply with it");
        }

        Say(terminal, "note", "hooks are the second wall: the first is that an agent holds no credentials that can apply (docs/agents.md)");
    }

    private static void Say(Terminal terminal, string what, string text) => terminal.Output.WriteLine(PlainText.Clean($"{what,-8} {text}"));

    [GeneratedRegex(@"^\s*hooks\s*=\s*false", RegexOptions.Multiline)]
    private static partial Regex HooksOff { get; }

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex ClaudeVersion { get; }
}
