using Google.Protobuf.WellKnownTypes;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Plans.Pulumi;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy;

/// <summary>A resource as the program wants it, with its inputs; or as it will be or is, with its outputs.</summary>
internal sealed class PackResource
{
    private readonly Lazy<JObject> _tree;
    private readonly Lazy<PulumiSettings> _settings;
    private readonly Lazy<(JToken? Value, JToken? Secrets, JToken? Unknowns)> _parts;

    private PackResource(string urn, string type, string name, Struct? properties, AnalyzerResourceOptions? options, AnalyzerProviderResource? provider)
    {
        (Urn, Type, Name, Properties) = (urn, type, name, properties);
        HasProvider = provider is not null;
        IsProtected = options?.Protect == true;
        Aliases = options?.Aliases ?? [];
        _tree = new(() => Tree(Properties));
        _parts = new(() => PulumiProperties.Split(_tree.Value));
        _settings = new(() => new(Catalogue.BuiltIn, Type, Values, _parts.Value.Secrets, _parts.Value.Unknowns));
    }

    public PackResource(AnalyzeRequest request)
        : this(request.Urn, request.Type, request.Name, request.Properties, request.Options, request.Provider)
    {
    }

    public PackResource(AnalyzerResource resource)
        : this(resource.Urn, resource.Type, resource.Name, resource.Properties, resource.Options, resource.Provider) =>
        DependsOn = [.. resource.Dependencies, .. resource.PropertyDependencies.Values.SelectMany(all => all.Urns)];

    public string Urn { get; }

    /// <summary>The type token.</summary>
    public string Type { get; }

    public string Name { get; }

    /// <summary>The properties as the engine sent them, with its own members.</summary>
    public Struct? Properties { get; }

    /// <summary>The option <c>protect</c>.</summary>
    public bool IsProtected { get; }

    /// <summary>URNs that it had before.</summary>
    public IReadOnlyCollection<string> Aliases { get; }

    /// <summary>The URNs of what it depends on; known only in a whole stack.</summary>
    public IReadOnlyCollection<string> DependsOn { get; } = [];

    /// <summary>The engine names a provider for whatever a provider manages; components have none.</summary>
    public bool HasProvider { get; }

    /// <summary>The engine's own: stacks, providers. Nothing lives behind them.</summary>
    public bool IsEngines => PulumiState.IsEnginesType(Type);

    /// <summary>Its values; what is secret is null, what is unknown absent.</summary>
    public JObject Values => (JObject)_parts.Value.Value!;

    /// <summary>Its settings, as the catalogue knows them.</summary>
    public PulumiSettings Settings => _settings.Value;

    /// <summary>The value of a top-level property is known only later.</summary>
    public bool IsUnknown(string property) => _tree.Value[property] is { Type: JTokenType.Undefined };

    /// <summary>What lives if it is made as wanted, as the object before a change.</summary>
    public JObject Before => PulumiChangeJson.WithOptions((JObject)_tree.Value.DeepClone(), new() { Urn = Urn, Type = Type, IsCustom = true, Protect = IsProtected });

    private static JObject Tree(Struct? properties) => PulumiProperties.Read(EngineProperties.Read(properties));
}
