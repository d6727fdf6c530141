using PlanGate.Judging;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;
using PlanGate.PulumiPolicy.Policies;
using PlanGate.PulumiPolicy.Protocol;
using PulumiUrn = PlanGate.Plans.Pulumi.PulumiUrn;

namespace PlanGate.PulumiPolicy;

/// <summary>The whole stack beside its state before the run: what is lost.</summary>
internal static class StackAnalysis
{
    private const int MostNames = 10;

    /// <summary>Begins to get the states that will be compared with. In an update they must be those from before the first step, and so it waits for them.</summary>
    public static Task Prepare(Session session)
    {
        var states = session.Enabled(PackPolicies.OnStacks)
            .Where(one => !session.Checkpoints.IsUnknowable(one.Settings.Checkpoint))
            .Select(one => session.Checkpoints.Get(one.Settings.Checkpoint))
            .ToList();
        return session.Stack is { IsPreview: true } ? Task.CompletedTask : Task.WhenAll(states);
    }

    public static async Task<AnalyzeResponse> Analyze(Session session, IReadOnlyList<PackResource> resources)
    {
        var response = new AnalyzeResponse();
        // One that is not known is told of once, by the strictest of those that need it.
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (policy, settings) in session.Enabled(PackPolicies.OnStacks).OrderBy(one => one.Settings.Level == EnforcementLevel.Advisory))
        {
            if (session.Checkpoints.IsUnknowable(settings.Checkpoint))
            {
                response.NotApplicable.Add(policy.NotApplicable("The engine does not say which stack this is, and no checkpoint is named: there is no state to compare with."));
                continue;
            }

            var checkpoint = await session.Checkpoints.Get(settings.Checkpoint).ConfigureAwait(false);
            if (checkpoint.Export is { } export)
            {
                response.Diagnostics.AddRange(Losses(session, policy, settings, export.Rows, new GoalStack(resources, export.Rows)));
            }
            else if (told.Add(checkpoint.Problem!))
            {
                response.Diagnostics.Add(policy.Diagnostic(settings.Level, "",
                [
                    "What this run deletes is not known: the stack's state before it could not be read.",
                    $"{checkpoint.Problem}.",
                    "Name a file with the state in the policy's configuration (`checkpoint`) or in PLANGATE_CHECKPOINT, or set the stack policies to advisory.",
                ]));
            }
            else
            {
                response.NotApplicable.Add(policy.NotApplicable("The stack's state before the run could not be read."));
            }
        }

        return response;
    }

    private static IEnumerable<AnalyzeDiagnostic> Losses(Session session, StackPolicy policy, PolicySettings settings, IReadOnlyList<PulumiState> rows, GoalStack goal)
    {
        var losses = policy.Losses(rows, goal).Where(loss => !settings.Excludes(loss.Row.Type, NameOf(loss.Row.Urn), loss.Row.Urn)).ToList();
        if (losses.Count == 0)
        {
            return [];
        }

        var references = losses.GroupBy(loss => loss.Row.Urn, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.First().Row.References(), StringComparer.Ordinal);
        var managed = rows.Count(row => row is { IsCustom: true, IsExternal: false } && !row.IsEngines);
        var findings = IfDestroyed.Findings([.. losses.Select(loss => Change(loss.Row, loss.Action))], references, managed, session.Stack, session.PolicyFor(settings), session.Today);
        // A stack whose state alone is known has neither run nor will.
        var happens = session.Stack is { IsPreview: false } ? policy.HasHappened : policy.WillHappen;
        return findings.Select(finding => policy.Diagnostic(finding.IsBlocking ? settings.Level : EnforcementLevel.Advisory, finding.Address ?? "", Lines(policy, happens, finding)));
    }

    private static ResourceChange Change(PulumiState row, ChangeAction action) => new()
    {
        Address = row.Urn,
        Type = row.Token,
        IsManaged = true,
        Action = action,
        Deposed = row.IsPendingDelete ? PulumiPlans.PendingKey(row.Id) : null,
        ProviderName = ResourceChange.PulumiProvider,
        Where = row.Urn,
        Position = default,
        ChangeJson = Json(row),
    };

    private static byte[] Json(PulumiState row)
    {
        try
        {
            return PulumiChangeJson.Write(PulumiChangeJson.Before(row), null, []);
        }
        catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
        {
            throw new GrpcException(GrpcStatus.FailedPrecondition, $"the state of {EngineText.Clean(row.Urn)} cannot be read, nothing was judged");
        }
    }

    private static IEnumerable<string> Lines(StackPolicy policy, string happens, Finding finding)
    {
        if (finding.Address is { } urn)
        {
            yield return $"{NameOf(urn)} ({finding.Type}): {(finding.Action == "forget" ? "it leaves the state and lives on, managed by nobody." : happens)}";
            yield return finding.Message;
        }
        else
        {
            yield return finding.Message;
        }

        // That it is deleted is said already.
        foreach (var clause in finding.Because.Where(clause => clause != "deleted"))
        {
            yield return $"- {clause}";
        }

        if (finding.Address is not null)
        {
            var environment = finding.Environment == Classification.Environment.Unknown ? "unknown, counts as production" : finding.EnvironmentBecause;
            yield return $"- environment: {environment}";
        }

        foreach (var other in (finding.Objects ?? []).Take(MostNames))
        {
            yield return $"- {other}";
        }

        if (finding.Objects is { Count: > MostNames } all)
        {
            yield return $"- and {all.Count - MostNames} more";
        }

        if (finding.Waiver is { } waiver)
        {
            yield return $"Let through until {waiver.Expires:yyyy-MM-dd}: {waiver.Reason}";
        }
        else if (finding.IsBlocking)
        {
            yield return policy.Remedy;
        }

        if (finding.Address is not null)
        {
            yield return finding.Address;
        }
    }

    private static string NameOf(string urn) => PulumiUrn.Parse(urn)?.Name ?? urn;
}
