using System.Diagnostics;

namespace PlanGate.Tests.Support;

/// <summary>A script that stands in for a tool. Not for Windows, where the tests do not run.</summary>
internal static class Script
{
    public static void MayRun(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

/// <summary>Runs another program and waits for it.</summary>
internal static class Tool
{
    public static (int Code, string Output) Run(string tool, string[] args, string? directory = null)
    {
        var start = new ProcessStartInfo(tool, args)
        {
            WorkingDirectory = directory ?? Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("TF_CLI_CONFIG_FILE");
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
