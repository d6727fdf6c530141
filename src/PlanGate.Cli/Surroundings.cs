using System.Net;

namespace PlanGate.Cli;

/// <summary>What a process stands in beside its streams: variables, a clock and a network. Tests bring their own.</summary>
/// <param name="Variable">An environment variable by its name, or null.</param>
/// <param name="Time">The clock, also of every wait.</param>
/// <param name="Network">Makes what carries HTTP requests; redirects are not followed by it.</param>
internal sealed record Surroundings(Func<string, string?> Variable, TimeProvider Time, Func<HttpMessageHandler> Network)
{
    /// <summary>Those of this process.</summary>
    public static Surroundings OfTheProcess { get; } = new(
        Environment.GetEnvironmentVariable,
        TimeProvider.System,
        () => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        });

    /// <summary>The working directory.</summary>
    public string Directory { get; init; } = System.IO.Directory.GetCurrentDirectory();

    /// <summary>The day, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
}
