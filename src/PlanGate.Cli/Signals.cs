using System.Runtime.InteropServices;

namespace PlanGate.Cli;

/// <summary>Signals end the process, but while somebody else takes them: a tool that is at work is not left alone.</summary>
internal static class Signals
{
    private static Action<PosixSignal>? _taker;

    /// <summary>Gives signals to somebody until the result is disposed of; then they are the former taker's again.</summary>
    public static IDisposable Take(Action<PosixSignal> taker) => new Taken(Interlocked.Exchange(ref _taker, taker));

    /// <summary>Somebody took the signal, and the process goes on.</summary>
    public static bool IsTaken(PosixSignal signal)
    {
        var taker = Volatile.Read(ref _taker);
        taker?.Invoke(signal);
        return taker is not null;
    }

    private sealed class Taken(Action<PosixSignal>? former) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref _taker, former);
    }
}
