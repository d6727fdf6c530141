using Google.Protobuf.WellKnownTypes;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>Pulumi's analyzer service: the whole pack minus the process.</summary>
internal sealed class Analyzer
{
    private const string Service = "/pulumirpc.Analyzer/";

    private readonly string _directory;
    private readonly Func<string, string?> _variable;
    private readonly Func<DateOnly> _today;
    private readonly Lock _writing = new();
    private volatile Session _session;

    /// <summary>A pack that has been told nothing yet.</summary>
    /// <param name="directory">Where the Pulumi program is.</param>
    /// <param name="variable">The environment.</param>
    /// <param name="today">The day, UTC.</param>
    public Analyzer(string directory, Func<string, string?> variable, Func<DateOnly> today)
    {
        (_directory, _variable, _today) = (directory, variable, today);
        _session = SessionOf(StackIdentity.FromEnvironment(variable), new Dictionary<string, PolicySettings>());
        Methods = new GrpcMethods()
            .Add<AnalyzerHandshakeRequest>(Service + "Handshake", _ => new AnalyzerHandshakeResponse())
            .Add<AnalyzerStackConfigureRequest>(Service + "ConfigureStack", ConfigureStack)
            .Add<Empty>(Service + "GetPluginInfo", _ => new PluginInfo { Version = PackPolicies.Version })
            .Add<Empty>(Service + "GetAnalyzerInfo", _ => Info())
            .Add<ConfigureAnalyzerRequest>(Service + "Configure", async request => await Configure(request).ConfigureAwait(false))
            .Add<AnalyzeRequest>(Service + "Remediate", request => ResourceAnalysis.Remediate(_session, request))
            .Add<AnalyzeRequest>(Service + "Analyze", request => ResourceAnalysis.Analyze(_session, new(request)))
            .Add<AnalyzeStackRequest>(Service + "AnalyzeStack", async request => await StackAnalysis.Analyze(_session, [.. request.Resources.Select(resource => new PackResource(resource))]).ConfigureAwait(false))
            .Add<Empty>(Service + "Cancel", _ => new Empty());
    }

    /// <summary>The calls that it answers.</summary>
    public GrpcMethods Methods { get; }

    private AnalyzerStackConfigureResponse ConfigureStack(AnalyzerStackConfigureRequest request)
    {
        lock (_writing)
        {
            _session = SessionOf(StackIdentity.Of(request), _session.Settings);
        }

        return new();
    }

    private async Task<Empty> Configure(ConfigureAnalyzerRequest request)
    {
        var settings = PackPolicies.All.ToDictionary(
            policy => policy.Name,
            policy => request.PolicyConfig.TryGetValue(policy.Name, out var config) ? PolicySettings.Of(policy, config) : PolicySettings.Default(policy),
            StringComparer.Ordinal);
        if (request.PolicyConfig.Keys.FirstOrDefault(name => !settings.ContainsKey(name)) is { } unknown)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, $"there is no policy \"{EngineText.Clean(unknown)}\": there are {string.Join(", ", settings.Keys)}");
        }

        Task states;
        lock (_writing)
        {
            var session = SessionOf(_session.Stack, settings);
            foreach (var (_, enabled) in session.Enabled(PackPolicies.All))
            {
                _ = session.PolicyFor(enabled);
            }

            states = StackAnalysis.Prepare(session);
            _session = session;
        }

        await states.ConfigureAwait(false);
        return new();
    }

    private Session SessionOf(StackIdentity? stack, IReadOnlyDictionary<string, PolicySettings> settings) => new()
    {
        Stack = stack,
        Settings = settings,
        PolicyFiles = new(_directory, _today()),
        Checkpoints = new(_directory, stack, _variable),
        Today = _today(),
    };

    private static AnalyzerInfo Info()
    {
        var info = new AnalyzerInfo
        {
            Name = PackPolicies.PackName,
            DisplayName = "PlanGate",
            Description = "Keeps what holds data from being destroyed: protection before the fact, and what a run would delete.",
            Version = PackPolicies.Version,
            SupportsConfig = true,
        };
        info.Policies.AddRange(PackPolicies.All.Select(policy => policy.ToInfo()));
        return info;
    }
}
