using System.Net;
using System.Net.Sockets;

namespace PlanGate.PulumiPolicy;

/// <summary>Ends the pack when the engine is gone: one that was killed sends no signal.</summary>
internal static class EngineWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Waits until nobody listens any more where the engine did. Where nobody ever did, forever: then a signal ends the pack.</summary>
    /// <param name="address">The engine's <c>host:port</c>.</param>
    public static async Task UntilGone(string address)
    {
        if (!IPEndPoint.TryParse(address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var engine) || !await Listens(engine).ConfigureAwait(false))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }

        // Twice, because a machine that sleeps or is overloaded may miss one.
        for (var missed = 0; missed < 2; missed = await Listens(engine!).ConfigureAwait(false) ? 0 : missed + 1)
        {
            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }

    private static async Task<bool> Listens(IPEndPoint engine)
    {
        using var socket = new Socket(engine.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(engine).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
