using System.Collections.Concurrent;
using System.Diagnostics;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.PulumiPolicy;

/// <summary>The stack's state before a run, or why it is not known.</summary>
/// <param name="Export">The state, or null.</param>
/// <param name="Problem">Why it is not there, in one sentence; null where it is.</param>
internal sealed record Checkpoint(StackExport? Export, string? Problem);

/// <summary>Gets the stack's state before a run: from a file that is named, else from <c>pulumi stack export</c>.</summary>
/// <param name="directory">Where the Pulumi program is.</param>
/// <param name="stack">The stack, or null where the engine does not say.</param>
/// <param name="variable">The environment.</param>
internal sealed class CheckpointSource(string directory, StackIdentity? stack, Func<string, string?> variable)
{
    /// <summary>How long the export may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int MostStandardError = 1000;

    private readonly ConcurrentDictionary<string, Lazy<Task<Checkpoint>>> _read = new(StringComparer.Ordinal);

    /// <summary>Nothing says of which stack a state is wanted, nor names a file with one: there is nothing to compare with.</summary>
    public bool IsUnknowable(string? named) => stack is null && File(named) is null;

    /// <summary>Begins to get the state, or waits for it: before the first step of an update it is what was, after the last it would be what is.</summary>
    /// <param name="named">A file, from the program's directory; or null.</param>
    public Task<Checkpoint> Get(string? named) => _read.GetOrAdd(File(named) ?? "", file => new(() => file.Length > 0 ? Task.Run(() => FromFile(file)) : Task.Run(FromPulumi))).Value;

    private string? File(string? named) => (named ?? variable("PLANGATE_CHECKPOINT")) is { Length: > 0 } file ? Path.Combine(directory, file) : null;

    private Checkpoint FromFile(string file)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            var export = StackExport.Read(stream);
            return stack is not null && export.Stack.Length > 0 && export.Stack != stack.InPolicies
                ? new(null, $"the checkpoint {file} is of {export.Stack}, not of {stack.InPolicies}")
                : new(export, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlanFormatException)
        {
            return new(null, $"the checkpoint {file} cannot be read: {e.Message}");
        }
    }

    private async Task<Checkpoint> FromPulumi()
    {
        if (Find("pulumi") is not { } pulumi)
        {
            return new(null, "the pulumi command is not on the PATH, and no checkpoint file is named");
        }

        var start = new ProcessStartInfo(pulumi, ["stack", "export", "--stack", stack!.Qualified, "--non-interactive"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // Options of the outer command are not meant for this one: a --file would send the state elsewhere.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PULUMI_OPTION_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                using var output = new MemoryStream();
                await process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                output.Position = 0;
                return process.ExitCode == 0
                    ? new(StackExport.Read(output), null)
                    : new(null, $"`pulumi stack export` ended with {process.ExitCode}: {Start(await error.ConfigureAwait(false))}");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new(null, $"`pulumi stack export` took longer than {Limit.TotalSeconds:0} s");
            }
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or PlanFormatException)
        {
            return new(null, $"`pulumi stack export` could not be read: {e.Message}");
        }
    }

    private static string Start(string error) =>
        string.Join(' ', error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) is var said ? said[..Math.Min(said.Length, MostStandardError)] : "";

    // The whole path: a bare name would also be looked for in the working directory, where the program's author may have put something.
    private string? Find(string tool) =>
        (variable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .SelectMany(folder => (string[])[Path.Combine(folder, tool), Path.Combine(folder, tool + ".exe")])
            .FirstOrDefault(System.IO.File.Exists);
}
