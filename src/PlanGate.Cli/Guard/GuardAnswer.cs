using System.Text;
using PlanGate.Commands;
using PlanGate.Reports;

namespace PlanGate.Cli.Guard;

/// <summary><c>plangate guard AGENT</c>: answers one hook. Whatever happens, the exit code is 0 or 2: to most agents any other means that the command may run.</summary>
internal static class GuardAnswer
{
    private const int LargestInput = 16 * 1024 * 1024;
    private const int LargestFile = 512 * 1024;
    private const int StackSize = 16 * 1024 * 1024;
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take; agents wait for a minute and then run the command.</summary>
    public static TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Answers the hook on standard input.</summary>
    public static int Run(string agent, Terminal terminal)
    {
        string? reason = "it took too long to judge: nothing was judged";

        // A thread of its own: a deadline for what hangs, and room for what is nested deep.
        var work = new Thread(() => Interlocked.Exchange(ref reason, Answer(agent, terminal)), StackSize) { IsBackground = true };
        work.Start();
        work.Join(Deadline);
        return Say(agent, terminal, Volatile.Read(ref reason));
    }

    /// <summary>Says a refusal, or nothing: 2 or 0.</summary>
    public static int Say(string agent, Terminal terminal, string? reason)
    {
        try
        {
            terminal.Output.Write(reason is null ? HookAnswer.Pass(agent) : HookAnswer.Refuse(agent, reason));
            terminal.Output.Flush();
            if (reason is not null)
            {
                terminal.Error.WriteLine(reason);
            }

            return reason is null ? ExitCode.Pass : ExitCode.Error;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody listens; the exit code still says it.
            return ExitCode.Error;
        }
    }

    // Why it is refused, or null.
    private static string? Answer(string agent, Terminal terminal)
    {
        try
        {
            var call = HookCall.Read(agent, Input(terminal));
            var verdicts = new List<CommandVerdict>();
            if (call.Command is { } command)
            {
                verdicts.Add(CommandJudge.Line(command, call.IsPowerShell, call.Directory?.Replace('\\', '/'), ReadFile, ReadStart, ListFiles));
            }

            if (call.Tool is { } tool)
            {
                verdicts.Add(CommandJudge.Tool(tool, call.Texts));
            }

            verdicts.AddRange(call.Writes.Select(path => CommandJudge.Write(call.Directory is { } directory ? Path.Combine(directory, path) : path)));
            var refusals = verdicts.SelectMany(verdict => verdict.Refusals).Concat(verdicts.SelectMany(verdict => verdict.Plans).Select(SavedPlan.Judge).OfType<Refusal>()).ToList();
            return refusals.Count == 0 ? null : InWords(refusals);
        }
        catch (HookException e)
        {
            return $"PlanGate refuses this: {PlainText.Clean(e.Message)}. What is not understood does not run.";
        }
        catch (Exception e)
        {
            // Everything: what leaves this thread would end the process with a code of its own.
            return $"PlanGate refuses this: an error of its own, nothing was judged ({PlainText.Clean($"{e.GetType().Name}: {e.Message}")}). Please report it.";
        }
    }

    private static byte[] Input(Terminal terminal)
    {
        using var input = terminal.OpenInput();
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (input.Read(buffer) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > LargestInput)
            {
                throw new HookException("more than 16 MiB came on standard input");
            }
        }

        return bytes.Length == 0 ? throw new HookException("nothing came on standard input") : bytes.ToArray();
    }

    private static string InWords(List<Refusal> refusals)
    {
        var text = new StringBuilder();
        foreach (var refusal in refusals.DistinctBy(refusal => (refusal.Why, refusal.Instead)).Take(3))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append("PlanGate refuses `").Append(refusal.Command).Append("`: ").Append(refusal.Why).Append('.');
            if (refusal.Instead.Length > 0)
            {
                text.Append(' ').Append(refusal.Instead);
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(PlainText.Clean));
    }

    // Scripts that a command would run are looked through. Null where there is none, or none that a person could have written or that could be read.
    private static string? ReadFile(string path) => Read(path, LargestFile + 1).Bytes is { } bytes && bytes.Length <= LargestFile ? new StreamReader(new MemoryStream(bytes), Encoding.UTF8).ReadToEnd() : null;

    // The beginning of what is there; empty where it cannot be read, null where nothing is.
    private static string? ReadStart(string path) => Read(path, 2) is { IsThere: true, Bytes: var bytes } ? Encoding.Latin1.GetString(bytes ?? []) : null;

    private static (bool IsThere, byte[]? Bytes) Read(string path, int most)
    {
        // To open a named pipe takes until somebody writes to it; it has no length. For everything else another thread would take longer than the reading.
        var file = Home(path);
        if (!File.Exists(file) || new FileInfo(file).Length > 0)
        {
            return ReadNow(file, most);
        }

        var reading = Task.Run(() => ReadNow(file, most));
        return reading.Wait(LongestRead) ? reading.Result : (true, null);
    }

    private static (bool IsThere, byte[]? Bytes) ReadNow(string path, int most)
    {
        try
        {
            // Its length is what the system says, which is not always what comes.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[most];
            return (true, stream.CanSeek ? bytes[..stream.ReadAtLeast(bytes, most, throwOnEndOfStream: false)] : null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException or ArgumentException or NotSupportedException)
        {
            return (false, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (!Directory.Exists(path), null);
        }
    }

    private static IReadOnlyList<string> ListFiles(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Home(folder)).Select(file => Path.GetFileName(file))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static string Home(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;
}
