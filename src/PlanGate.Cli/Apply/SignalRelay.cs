using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PlanGate.Cli.Apply;

/// <summary>
/// Hands signals on to a tool that is at work, so that it can end itself. One that was sent to the whole process group, as Ctrl-C at a terminal is, has reached
/// the tool by itself: a second one would make terraform drop everything.
/// </summary>
internal sealed class SignalRelay : IDisposable
{
    // A machine that is busy takes its time to end a process.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private readonly IDisposable _taken;
    private Process? _canary = Canary();
    private Process? _tool;
    private (PosixSignal Signal, long At)? _reachedAll;

    public SignalRelay() => _taken = Signals.Take(Came);

    /// <summary>A signal came before the tool was started: nothing may be started any more.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Starts the tool and waits for its end. Signals that come later change nothing any more: what was done is written down.</summary>
    /// <returns>Its exit code, which is 128 and the signal's number where a signal ended it; null where a signal came first.</returns>
    /// <exception cref="ToolException">It could not be started.</exception>
    public int? Run(ProcessStartInfo start)
    {
        try
        {
            using var tool = Started(start);
            tool?.WaitForExit();
            lock (_lock)
            {
                _tool = null;
            }

            return tool?.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new ToolException($"{start.FileName} could not be started: {e.Message}");
        }
    }

    public void Dispose()
    {
        _taken.Dispose();
        End(_canary);
    }

    private Process? Started(ProcessStartInfo start)
    {
        lock (_lock)
        {
            return IsCancelled ? null : _tool = Process.Start(start) ?? throw new ToolException($"{start.FileName} did not start");
        }
    }

    private void Came(PosixSignal signal)
    {
        lock (_lock)
        {
            IsCancelled = true;
            if (_tool is { HasExited: false } tool && !ReachedAll(signal) && !OperatingSystem.IsWindows())
            {
                Native.Send(tool.Id, signal);
            }
        }
    }

    // Who sent a signal, and to how many, is not told: but what reaches the group ends the canary in it.
    private bool ReachedAll(PosixSignal signal)
    {
        if (_canary is not { } canary)
        {
            return signal == PosixSignal.SIGINT && (!Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected);
        }

        // Some senders signal a process and then its group.
        if (_reachedAll is { } before && before.Signal == signal && Stopwatch.GetElapsedTime(before.At) < MostWait)
        {
            return true;
        }

        if (!canary.WaitForExit(MostWait))
        {
            return false;
        }

        canary.Dispose();
        (_canary, _reachedAll) = (Canary(), (signal, Stopwatch.GetTimestamp()));
        return true;
    }

    // It waits for input that never comes, and ends with this process, however that ends.
    private static Process? Canary()
    {
        try
        {
            return OperatingSystem.IsWindows() || BinaryPlanFile.OnPath("cat") is not { } cat ? null
                : Process.Start(new ProcessStartInfo(cat) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void End(Process? canary)
    {
        canary?.StandardInput.Close();
        canary?.Dispose();
    }
}
