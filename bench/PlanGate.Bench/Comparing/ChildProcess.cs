using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PlanGate.Bench.Comparing;

/// <summary>What one run of a program took.</summary>
/// <param name="Wall">From its start to its end, in milliseconds.</param>
/// <param name="Cpu">Of the processors' time, in milliseconds: user and system.</param>
/// <param name="ExitCode">Its exit code.</param>
internal readonly record struct Run(double Wall, double Cpu, int ExitCode);

/// <summary>Runs a program with nothing between it and the clock: <c>posix_spawn</c> and <c>wait4</c>.</summary>
internal static partial class ChildProcess
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int SizeOfFileActions = 256;

    private static readonly string?[] Environment =
        [.. System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}"), null];

    /// <summary>Runs a command line to its end; what it writes is thrown away.</summary>
    public static Run Run(IReadOnlyList<string> command)
    {
        var actions = new byte[SizeOfFileActions];
        Check(InitFileActions(actions), "posix_spawn_file_actions_init");
        Check(AddOpen(actions, StandardInput, "/dev/null", ReadOnly, 0), "posix_spawn_file_actions_addopen");
        Check(AddOpen(actions, StandardOutput, "/dev/null", WriteOnly, 0), "posix_spawn_file_actions_addopen");
        string?[] arguments = [.. command, null];
        var usage = new ResourceUsage();
        var began = Stopwatch.GetTimestamp();
        Check(Spawn(out var pid, command[0], actions, 0, arguments, Environment), command[0]);
        if (Wait(pid, out var status, 0, ref usage) != pid)
        {
            throw new MeasurementException($"{command[0]}: no answer");
        }

        var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        DestroyFileActions(actions);
        return new(wall, usage.Milliseconds, (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F));
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw new MeasurementException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int pid, string file, byte[] actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitFileActions(byte[] actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte[] actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyFileActions(byte[] actions);

    [LibraryImport("libc", EntryPoint = "wait4")]
    private static partial int Wait(int pid, out int status, int options, ref ResourceUsage usage);

    /// <summary>The beginning of <c>struct rusage</c>. Its peak memory would count the memory of the process that started the program.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct ResourceUsage
    {
        private readonly long _userSeconds, _userMicroseconds, _systemSeconds, _systemMicroseconds;

        public readonly double Milliseconds => ((_userSeconds + _systemSeconds) * 1e3) + ((_userMicroseconds + _systemMicroseconds) / 1e3);
    }
}
