using System.Diagnostics;
using System.Security.Cryptography;
using PlanGate.Plans;

namespace PlanGate.Cli;

/// <summary>The tool that should show a binary plan file is missing or refused.</summary>
internal sealed class ToolException(string problem) : Exception(problem);

/// <summary>The tool that a binary plan file belongs to, and where it runs.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="Directory">The directory that was initialized for the plan.</param>
/// <param name="Workspace">The workspace that is selected there, or null.</param>
internal sealed record PlanTool(string Executable, string Directory, string? Workspace);

/// <summary>Reads binary plan files by asking <c>terraform show -json</c> or <c>tofu show -json</c>.</summary>
internal static class BinaryPlanFile
{
    private const int MostStandardError = 4000;

    /// <summary>The plan in a file, as the tool shows it; its digest is that of the file.</summary>
    /// <param name="source">What to call it.</param>
    /// <param name="file">The file, opened; read to its end.</param>
    /// <param name="tool">The tool to ask.</param>
    /// <param name="interests">What rules will ask about.</param>
    /// <exception cref="ToolException">It cannot show this file.</exception>
    public static IReadOnlyList<Plan> Read(string source, FileStream file, PlanTool tool, PlanInterests interests)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return [.. Show(tool.Executable, tool.Directory, Path.GetFullPath(file.Name), source, interests).Select(plan => plan with { Digest = digest, Workspace = tool.Workspace })];
    }

    /// <summary>The tool for the plans of a directory.</summary>
    /// <param name="directory">The directory that was initialized.</param>
    /// <param name="tool">The tool that the user names, or null to look for one.</param>
    /// <exception cref="ToolException">There is none.</exception>
    public static PlanTool ToolIn(string directory, string? tool) =>
        new(tool is null ? FindTool(directory) : Named(tool), directory, SelectedWorkspace(directory, Environment.GetEnvironmentVariable));

    /// <summary>Arguments from the environment could show another plan, or do another thing with it.</summary>
    public static void ForgetArguments(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(AddsArguments).ToList())
        {
            start.Environment.Remove(name);
        }
    }

    /// <summary>A variable by which the environment adds arguments to a tool's.</summary>
    public static bool AddsArguments(string variable) =>
        variable.StartsWith("TF_CLI_ARGS", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("PULUMI_OPTION_", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<Plan> Show(string tool, string directory, string plan, string source, PlanInterests interests)
    {
        var start = new ProcessStartInfo(tool, ["show", "-json", "-no-color", plan])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        ForgetArguments(start);
        using var process = Start(start);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            var plans = PlanReader.Read(process.StandardOutput.BaseStream, source, interests);
            process.WaitForExit();
            return process.ExitCode == 0 ? plans : throw Refused(start, process, error.Result);
        }
        catch (PlanFormatException)
        {
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            process.WaitForExit();
            throw process.ExitCode == 0
                ? new ToolException($"what `{start.FileName} show -json` printed is not a plan")
                : Refused(start, process, error.Result);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new ToolException($"{start.FileName} did not start");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ToolException($"a binary plan file, and {start.FileName} could not be started ({e.Message}): name one with --terraform, or feed `terraform show -json`");
        }
    }

    private static ToolException Refused(ProcessStartInfo start, Process process, string error)
    {
        var said = string.Join(' ', error.Split((char[])['\n', '\r', '│', '╷', '╵', '\e'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return new($"`{start.FileName} show -json` in {start.WorkingDirectory} ended with {process.ExitCode}: {said[..Math.Min(said.Length, MostStandardError)]}");
    }

    /// <summary>The nearest directory with a .terraform, from the plan's upwards; providers are found only from there.</summary>
    /// <param name="path">The plan file.</param>
    /// <param name="otherwise">Where the tool runs when there is none; null for the working directory.</param>
    public static string WorkingDirectory(string path, string? otherwise)
    {
        for (var at = Directory.GetParent(Path.GetFullPath(path)); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, ".terraform")))
            {
                return at.FullName;
            }
        }

        return otherwise ?? Directory.GetCurrentDirectory();
    }

    /// <summary>The workspace that the tool would work in, or null where nothing names one.</summary>
    /// <param name="directory">Where the tool runs.</param>
    /// <param name="variable">A variable of the environment, or null.</param>
    public static string? SelectedWorkspace(string directory, Func<string, string?> variable)
    {
        if (variable("TF_WORKSPACE") is { Length: > 0 } named)
        {
            return named;
        }

        var data = variable("TF_DATA_DIR") is { Length: > 0 } elsewhere ? elsewhere : ".terraform";
        var selected = Path.Combine(Path.GetFullPath(data, Path.GetFullPath(directory)), "environment");
        return File.Exists(selected) && File.ReadAllText(selected).Trim() is { Length: > 0 } name ? name : null;
    }

    private static string Named(string tool) => tool.IndexOfAny(['/', '\\']) >= 0 ? Path.GetFullPath(tool)
        : OnPath(tool) ?? throw new ToolException($"{tool} is not on the PATH: name it with its path");

    // The lock file tells which of the two tools made the plan.
    private static string FindTool(string directory)
    {
        var lockFile = Path.Combine(directory, ".terraform.lock.hcl");
        var isTofu = File.Exists(lockFile) && File.ReadAllText(lockFile).Contains("registry.opentofu.org", StringComparison.Ordinal);
        string[] tools = isTofu ? ["tofu", "terraform"] : ["terraform", "tofu"];
        return tools.Select(OnPath).OfType<string>().FirstOrDefault()
            ?? throw new ToolException("a binary plan file, and neither terraform nor tofu is on the PATH: name one with --terraform, or feed `terraform show -json`");
    }

    // The whole path, and never a shim, which would ask again: a bare name would also be looked for in the working directory, where the plan's author may have put something.
    internal static string? OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .SelectMany(folder => (string[])[Path.Combine(folder, tool), Path.Combine(folder, tool + ".exe")])
            .FirstOrDefault(file => File.Exists(file) && !Shim.ShimFile.Is(file));
}
