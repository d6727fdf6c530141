using System.Text;
using System.Text.Json;
using PlanGate.Reports;

namespace PlanGate.Cli.Guard;

/// <summary><c>plangate guard install AGENT</c>: puts the hook in place, beside what is there.</summary>
internal static class HookInstall
{
    /// <summary>Writes the hook into the agent's settings: 0 when it is in place, 2 when not.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="isUser">For the user instead of the project.</param>
    /// <param name="directory">A directory of the project.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="terminal">Where to say it.</param>
    public static int Run(string agent, bool isUser, string directory, string home, Terminal terminal)
    {
        var hook = HookFile.Of(agent);
        var path = hook.Path(isUser, Root(directory), home);
        try
        {
            var before = File.Exists(path) ? File.ReadAllText(path) : null;
            var after = hook.Installed((before ?? "").TrimStart('\uFEFF'), Program(isUser));
            if (before == after)
            {
                Line(terminal, $"kept   {path}  the hook is in place");
                return ExitCode.Pass;
            }

            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (before is not null)
            {
                var backup = Backup(path);
                File.Copy(path, backup);
                Line(terminal, $"wrote  {backup}  as it was");
            }

            Replace(path, after);
            Line(terminal, $"wrote  {path}  the hook for {agent}");
            Line(terminal, "");
            Line(terminal, isUser ? $"Next: `plangate guard doctor {agent}`." : $"Next: commit the file, and see `plangate guard doctor {agent}`. `plangate` must be on the PATH wherever the agent runs: without it, every command is refused.");
            Line(terminal, $"What it cannot do: {hook.Limits}");
            return ExitCode.Pass;
        }
        catch (JsonException e)
        {
            return App.Fail(terminal, $"{path}: cannot be added to, and was not touched: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{path}: {e.Message}");
        }
    }

    /// <summary>The root of the repository around a directory, or the directory itself.</summary>
    public static string Root(string directory) => GitRepository.RootOf(directory) ?? directory;

    // In a project the file is for every machine; for a user it names this very program.
    private static string Program(bool isUser) =>
        isUser && Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "plangate" ? path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path : "plangate";

    private static string Backup(string path)
    {
        for (var number = 0; ; number++)
        {
            var backup = $"{path}.before-plangate{(number == 0 ? "" : $".{number}")}";
            if (!Path.Exists(backup))
            {
                return backup;
            }
        }
    }

    // Whole or not at all; through a link to where it leads.
    private static void Replace(string path, string text)
    {
        var target = (File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? path;
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }

        File.Move(temporary, target, overwrite: true);
    }

    private static void Line(Terminal terminal, string text) => terminal.Output.WriteLine(PlainText.Clean(text));
}
