using System.CommandLine;
using System.Text;
using PlanGate.Reports;

namespace PlanGate.Cli.Shim;

/// <summary><c>plangate shim install DIR</c>: puts scripts in front of the tools.</summary>
internal static class ShimCommand
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "A directory that will come first in the PATH; it is created." };
        var install = new Command("install", "Put terraform, tofu, pulumi and terragrunt in front of the real ones.") { folder };
        install.SetAction(parsed => Install(parsed.GetValue(folder)!, ThisProgram(), terminal));
        return new("shim", "Stand in front of the tools on the PATH.") { install };
    }

    /// <summary>Writes the scripts. One that is there and is somebody else's stops all of it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="program">How PlanGate is called.</param>
    /// <param name="terminal">Where to say it.</param>
    public static int Install(string folder, IReadOnlyList<string> program, Terminal terminal)
    {
        if (OperatingSystem.IsWindows())
        {
            return App.Fail(terminal, "the shim is a shell script, and works on Linux and macOS only: on Windows use `plangate apply`");
        }

        folder = Path.GetFullPath(folder);
        var files = ShimFile.Tools.Select(tool => (Path: Path.Combine(folder, tool), Text: ShimFile.Text(tool, folder, program))).ToList();
        if (files.FirstOrDefault(file => Path.Exists(file.Path) && !ShimFile.Is(file.Path)) is { Path: { } foreign })
        {
            return App.Fail(terminal, $"{foreign} is there already, and is not ours: nothing was written");
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (path, text) in files)
            {
                var isThere = File.Exists(path) && File.ReadAllText(path) == text && File.GetUnixFileMode(path) == Executable;
                if (!isThere)
                {
                    // In one step: a shell may be reading the old one.
                    var fresh = $"{path}.{Guid.NewGuid():N}";
                    File.WriteAllText(fresh, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                    File.SetUnixFileMode(fresh, Executable);
                    File.Move(fresh, path, overwrite: true);
                }

                terminal.Output.WriteLine(PlainText.Clean($"{(isThere ? "as before" : "written")}: {path}"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return App.Fail(terminal, $"{folder}: {e.Message}");
        }

        terminal.Output.WriteLine(PlainText.Clean($"Now put it first: export PATH=\"{folder}:$PATH\""));
        return ExitCode.Pass;
    }

    // Built to run on an installed runtime, it is that runtime's argument.
    private static IReadOnlyList<string> ThisProgram()
    {
        var path = Environment.ProcessPath ?? "plangate";
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Path.Combine(AppContext.BaseDirectory, "plangate.dll")] : [path];
    }
}
