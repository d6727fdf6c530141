extern alias pack;

using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Newtonsoft.Json.Linq;
using pack::PlanGate.PulumiPolicy;
using pack::PlanGate.PulumiPolicy.Protocol;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Pack;

/// <summary>The policy pack in memory: what the engine would send, as bytes, and what it would get.</summary>
internal sealed class TestPack : IDisposable
{
    private readonly TemporaryFolder _program = new();
    private readonly Dictionary<string, PolicyConfig> _config = new(StringComparer.Ordinal);
    private readonly List<JObject> _rows = [];
    private readonly Lazy<Analyzer> _analyzer;

    /// <param name="stack">The stack.</param>
    /// <param name="preview">Nothing will happen.</param>
    /// <param name="pulumi">A shell script that is the pulumi command; null for a checkpoint file.</param>
    public TestPack(string stack = "prod", bool preview = true, string? pulumi = null)
    {
        Stack = stack;
        _analyzer = new(() =>
        {
            var state = new JObject { ["version"] = 3, ["deployment"] = new JObject { ["manifest"] = new JObject(), ["resources"] = new JArray(_rows) } };
            _program.Write("state.json", state.ToString());
            _program.Write(".git/HEAD", "");
            if (pulumi is not null)
            {
                Script.MayRun(_program.Write("bin/pulumi", $"#!/bin/sh\n{pulumi}\n"));
            }

            var analyzer = new Analyzer(
                _program.Path,
                name => (name, pulumi) switch { ("PLANGATE_CHECKPOINT", null) => "state.json", ("PATH", not null) => Path.Combine(_program.Path, "bin"), _ => null },
                () => new DateOnly(2026, 6, 1));
            Call(analyzer, "ConfigureStack", new AnalyzerStackConfigureRequest { Organization = "acme", Project = "shop", Stack = stack, DryRun = preview });
            Call(analyzer, "Configure", new ConfigureAnalyzerRequest { PolicyConfig = { _config } });
            return analyzer;
        });
    }

    public string Stack { get; }

    public string Urn(string type, string name) => $"urn:pulumi:{Stack}::shop::{type}::{name}";

    public TestPack Policy(string yaml)
    {
        _program.Write(".plangate.yml", yaml);
        return this;
    }

    public TestPack Level(string policy, EnforcementLevel level)
    {
        _config[policy] = new() { EnforcementLevel = level };
        return this;
    }

    /// <summary>A row of the state before the run.</summary>
    public TestPack Lived(string type, string name, string more = "{}")
    {
        var row = new JObject { ["urn"] = Urn(type, name), ["custom"] = true, ["id"] = $"{name}-id", ["type"] = type, ["inputs"] = new JObject(), ["outputs"] = new JObject { ["id"] = $"{name}-id" } };
        row.Merge(JObject.Parse(more));
        _rows.Add(row);
        return this;
    }

    /// <summary>Says to the pack what it is told before the run.</summary>
    public void Configure() => _ = _analyzer.Value;

    /// <summary>Empties the state.</summary>
    public void Forget() => Write("state.json", """{ "version": 3, "deployment": { "manifest": {}, "resources": [] } }""");

    public void Write(string file, string text) => _program.Write(file, text);

    public AnalyzeRequest Resource(string type, string name, string properties = "{}", bool isProtected = false, bool hasProvider = true) => new()
    {
        Type = type,
        Name = name,
        Urn = Urn(type, name),
        Properties = JsonParser.Default.Parse<Struct>(properties),
        Options = new() { Protect = isProtected },
        Provider = hasProvider ? new() { Type = "pulumi:providers:x", Name = "default" } : null,
    };

    /// <summary>The policies that a resource violates.</summary>
    public IReadOnlyList<string> Violated(string type, string properties = "{}", bool isProtected = false, bool hasProvider = true) =>
        [.. Analyze(Resource(type, "main", properties, isProtected, hasProvider)).Diagnostics.Select(one => one.PolicyName)];

    public AnalyzeResponse Analyze(AnalyzeRequest request) => (AnalyzeResponse)Call(_analyzer.Value, "Analyze", request);

    public RemediateResponse Remediate(AnalyzeRequest request) => (RemediateResponse)Call(_analyzer.Value, "Remediate", request);

    /// <summary>What is said of the stack when the program wants these resources.</summary>
    public AnalyzeResponse AnalyzeStack(params AnalyzerResource[] wanted) => (AnalyzeResponse)Call(_analyzer.Value, "AnalyzeStack", new AnalyzeStackRequest { Resources = { wanted } });

    /// <summary>Policy, name of the resource and level of everything that is said of the stack.</summary>
    public IReadOnlyList<string> Lost(params AnalyzerResource[] wanted) =>
        [.. AnalyzeStack(wanted).Diagnostics.Select(one => $"{one.EnforcementLevel} {one.PolicyName} {one.Urn.Split("::")[^1]}")];

    public AnalyzerResource Wanted(string type, string name, string properties = "{}", params string[] aliases) => new()
    {
        Type = type,
        Name = name,
        Urn = Urn(type, name),
        Properties = JsonParser.Default.Parse<Struct>(properties),
        Options = new() { Aliases = { aliases } },
    };

    public void Dispose() => _program.Dispose();

    private static IMessage Call(Analyzer analyzer, string method, IMessage request)
    {
        Assert.True(analyzer.Methods.TryGet("/pulumirpc.Analyzer/" + method, out var call));
        return call(new ReadOnlySequence<byte>(request.ToByteArray())).GetAwaiter().GetResult();
    }
}
