using Google.Protobuf.WellKnownTypes;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.PulumiPolicy.Policies;
using PlanGate.PulumiPolicy.Protocol;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.PulumiPolicy;

/// <summary>One resource before its step: what is wrong with it, and what can be mended.</summary>
internal static class ResourceAnalysis
{
    private const string Defaults = "__defaults";

    public static AnalyzeResponse Analyze(Session session, PackResource resource)
    {
        var response = new AnalyzeResponse();
        var stakes = new Stakes(session, resource);
        foreach (var (policy, settings) in session.Enabled(PackPolicies.OnResources))
        {
            if (NothingToSay(policy, settings, resource, stakes) is { } reason)
            {
                response.NotApplicable.Add(policy.NotApplicable(reason));
            }
            else if (stakes.Under(settings) is { } finding && policy.Violation(resource, finding) is { } violation)
            {
                response.Diagnostics.Add(policy.Diagnostic(settings.Level, resource.Urn, [WhatItIs(finding), violation]));
            }
        }

        return response;
    }

    public static RemediateResponse Remediate(Session session, AnalyzeRequest request)
    {
        var response = new RemediateResponse();
        foreach (var (policy, settings) in session.Enabled(PackPolicies.OnResources).Where(one => one.Settings.Level == EnforcementLevel.Remediate))
        {
            var resource = new PackResource(request);
            var stakes = new Stakes(session, resource);
            if (NothingToSay(policy, settings, resource, stakes) is { } reason)
            {
                response.NotApplicable.Add(policy.NotApplicable(reason));
            }
            else if (policy.Remediation(resource, stakes.Under(settings)!) is { Count: > 0 } mended)
            {
                // The next policy goes on from here: the engine takes the last bag as it is.
                request = request.Clone();
                request.Properties = With(request.Properties, mended);
                response.Remediations.Add(new Remediation
                {
                    PolicyName = policy.Name,
                    PolicyPackName = PackPolicies.PackName,
                    PolicyPackVersion = PackPolicies.Version,
                    Description = policy.Description,
                    Properties = request.Properties.Clone(),
                });
            }
        }

        return response;
    }

    private static string? NothingToSay(ResourcePolicy policy, PolicySettings settings, PackResource resource, Stakes stakes) =>
        resource.IsEngines ? "The engine's own resource."
        : settings.Excludes(resource.Type, resource.Name, resource.Urn) ? "Excluded by the policy's configuration."
        // What is called like a database may be a component that holds one: the database is looked at by itself.
        : !resource.HasProvider && Catalogue.BuiltIn.Find(resource.Type) is null && !stakes.AreDeclared(settings) ? "A component: its parts are looked at by themselves."
        : policy.NothingToSay(resource) is { } reason ? reason
        : stakes.Under(settings) is null ? "Nothing would stop its deletion: it holds no data, or not in production, or the policy file says so."
        : null;

    private static string WhatItIs(Finding stakes)
    {
        var what = stakes.Rule.Id == "PG108" ? $"By its name it is {Kind.InWords(stakes.Kind ?? Kind.Other)}; the catalogue does not know the type" : $"It is {Kind.InWords(stakes.Kind ?? Kind.Other)}";
        return stakes.Environment switch
        {
            Environment.Production => $"{what}. It is production ({stakes.EnvironmentBecause}).",
            Environment.NonProduction => $"{what}. It is not production ({stakes.EnvironmentBecause}), but what it holds counts everywhere.",
            _ => $"{what}. Nothing says whether it is production, so it counts as such.",
        };
    }

    private static Struct With(Struct? properties, IReadOnlyDictionary<string, JToken> mended)
    {
        var result = properties?.Clone() ?? new();
        foreach (var (name, value) in mended)
        {
            result.Fields[name] = Value.ForBool(value.Value<bool>());
        }

        // What is set is no default any more.
        if (result.Fields.TryGetValue(Defaults, out var defaults) && defaults.KindCase == Value.KindOneofCase.ListValue)
        {
            result.Fields[Defaults] = Value.ForList([.. defaults.ListValue.Values.Where(name => !mended.ContainsKey(name.StringValue))]);
        }

        return result;
    }

    /// <summary>What would stop the deletion of a resource, under each PlanGate policy that is asked for.</summary>
    private sealed class Stakes(Session session, PackResource resource)
    {
        private readonly Dictionary<string, Finding?> _found = new(StringComparer.Ordinal);

        /// <summary>The PlanGate policy itself says that it holds data.</summary>
        public bool AreDeclared(PolicySettings settings) => session.PolicyFor(settings).Marks.Stateful.Any(mark => mark.Covers(resource.Type, resource.Urn));

        public Finding? Under(PolicySettings settings)
        {
            var key = settings.PolicyFile ?? "";
            if (!_found.TryGetValue(key, out var finding))
            {
                _found[key] = finding = IfDestroyed.Stops(resource, session.Stack, session.PolicyFor(settings), session.Today);
            }

            return finding;
        }
    }
}
