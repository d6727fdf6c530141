using System.Runtime.InteropServices;

namespace PlanGate.Cli;

/// <summary>What .NET has no word for.</summary>
internal static partial class Native
{
    private const int SignalPipe = 13;

    /// <summary>Becomes another program, with the same process, streams and environment. Returns only where that failed.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments, beginning with its name.</param>
    public static void Become(string program, IEnumerable<string> arguments)
    {
        // The runtime ignores it, and a program inherits what is ignored.
        _ = SetHandler(SignalPipe, 0);
        _ = Execute(program, [.. arguments, null]);
    }

    /// <summary>Takes a variable out of the environment that <see cref="Become"/> leaves to the other program: .NET changes only a copy of it.</summary>
    public static void Forget(string variable) => _ = Unset(variable);

    /// <summary>Sets a variable in the environment that <see cref="Become"/> leaves to the other program.</summary>
    public static void Set(string variable, string value) => _ = SetVariable(variable, value, overwrite: 1);

    /// <summary>Sends a signal to a process.</summary>
    public static void Send(int process, PosixSignal signal) => _ = Kill(process, signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGHUP => 1,
        _ => 15,
    });

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string variable);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string variable, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
