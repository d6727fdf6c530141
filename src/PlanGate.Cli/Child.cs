using System.ComponentModel;
using System.Diagnostics;

namespace PlanGate.Cli;

/// <summary>A program that was run to its end, and what it said.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error; empty where that went to the terminal.</param>
internal sealed record Child(int Code, byte[] Output, string Error)
{
    /// <summary>Its standard output as text, or null where it failed.</summary>
    public string? Text => Code == 0 ? System.Text.Encoding.UTF8.GetString(Output) : null;

    /// <summary>Runs a program. Standard error is kept where the start redirects it.</summary>
    /// <param name="start">The program, by its whole path: a bare name is looked for in the working directory first, where anybody may have put something.</param>
    /// <param name="input">What it reads; null leaves it the terminal.</param>
    /// <exception cref="ToolException">It could not be started.</exception>
    public static Child Run(ProcessStartInfo start, byte[]? input)
    {
        if (!Path.IsPathRooted(start.FileName))
        {
            throw new ToolException($"{start.FileName} is not named by its whole path");
        }

        (start.RedirectStandardInput, start.RedirectStandardOutput) = (input is not null, true);
        try
        {
            using var process = Process.Start(start) ?? throw new ToolException($"{start.FileName} did not start");
            var error = start.RedirectStandardError ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
            if (input is not null)
            {
                Feed(process, input);
            }

            reading.Wait();
            process.WaitForExit();
            return new(process.ExitCode, output.ToArray(), error.Result);
        }
        catch (Win32Exception e)
        {
            throw new ToolException($"{start.FileName} could not be started: {e.Message}");
        }
    }

    private static void Feed(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before it read everything: its exit code says so.
        }
    }
}
