using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Makes plans of what was read of runs.</summary>
internal static class PulumiPlans
{
    public const string Preview = "pulumi-preview";
    public const string Events = "pulumi-events";
    public const string UpdatePlan = "pulumi-update-plan";

    /// <summary>The key of an object that an earlier replacement left behind.</summary>
    public static string PendingKey(string id) => id.Length > 0 ? id : "pending delete";

    /// <summary>One plan for each run; a preview and the update after it are one.</summary>
    /// <param name="runs">The runs in the order of the input.</param>
    /// <param name="interests">What rules ask about.</param>
    /// <param name="exports">The stacks' states, as far as they are given.</param>
    public static IEnumerable<Plan> Of(IEnumerable<PulumiRun> runs, PlanInterests interests, IReadOnlyList<StackExport> exports)
    {
        PulumiRun? open = null;
        foreach (var run in runs)
        {
            AddGaps(run);
            if (open is { IsPreview: true, HasNoOldState: false } && !run.HasNoOldState && run.Format == Events && !run.IsPreview && (open.Stack == run.Stack || run.Stack.Length == 0))
            {
                open.Add(run);
                continue;
            }

            if (open is not null)
            {
                yield return Of(open, interests, exports);
            }

            open = run;
        }

        if (open is not null)
        {
            yield return Of(open, interests, exports);
        }
    }

    private static Plan Of(PulumiRun run, PlanInterests interests, IReadOnlyList<StackExport> exports)
    {
        var own = exports.Where(export => export.Stack.Length > 0 && export.Stack == run.Stack).ToList();
        var rows = own.SelectMany(export => export.Rows).ToList();
        new UpdatePlanJoin(run, rows, interests).Fill();
        var gone = run.Drifted.Select(change => (change.Address, change.Deposed)).ToHashSet();
        var subjects = new PulumiStateJoin(rows).Complete(run, gone);
        var resumed = rows.Where(row => row.PendingReplacement == true).Select(row => (row.Urn, row.Id)).ToHashSet();
        var byAddress = subjects.ToLookup(subject => subject.Address, StringComparer.Ordinal);
        var changes = new List<ResourceChange>();
        var references = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var subject in subjects.OrderBy(subject => subject.Where.Length > 0 ? 0 : 1).ThenBy(subject => subject.Position.Line).ThenBy(subject => subject.Position.Column))
        {
            if (ActionOf(run, subject, resumed) is not { } action)
            {
                continue;
            }

            run.Count(action);
            changes.Add(Change(subject, action, byAddress[subject.Address]));
            Refer(references, subject.Address, subject.References);
        }

        var state = StateOf(run, rows, interests);
        var asked = state.Objects.Select(one => one.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => asked.Contains(row.Urn)))
        {
            Refer(references, row.Urn, row.References());
        }

        return new()
        {
            Source = "",
            Format = run.Format,
            Producer = run.Version is { Length: > 0 } version ? $"pulumi {version.TrimStart('v')}" : "pulumi",
            Digest = "",
            Counts = run.Counts,
            Changes = changes,
            Deferred = [],
            Drifted = run.Drifted,
            State = state,
            References = references,
            Created = [.. run.Created],
            Actions = [],
            ProviderConfig = new JObject(),
            EnvironmentVariables = run.Variables,
            IsErrored = run.IsFailed,
            IsIncomplete = false,
            IsRedacted = false,
            Gaps = [.. run.Gaps, .. MissingState(run, own.Count > 0, exports)],
            Stack = run.Stack.Length > 0 ? run.Stack : null,
        };
    }

    private static void AddGaps(PulumiRun run)
    {
        if (!run.IsEnded)
        {
            run.Gaps.Add(new("no-summary", true, "the stream has no summaryEvent", "The stream of events ends before the run does: what came after is not shown.",
                "Judge the whole stream, from the first event to its summary."));
        }

        var missing = run.Summary.Where(count => count.Key is not (PulumiOp.Same or PulumiOp.Read or PulumiOp.Refresh) && count.Value > run.Seen(count.Key)).OrderBy(count => count.Key).ToList();
        if (missing.Count > 0)
        {
            run.Gaps.Add(new("count-without-step", true, string.Join("; ", missing.Select(count => $"{count.Value} {Word(count.Key)}, {run.Seen(count.Key)} shown")),
                "The summary counts steps that are not shown.", "Judge the output as Pulumi wrote it, whole and unfiltered."));
        }

        if (run.FailedOperations > 0 && !run.IsFailed)
        {
            run.Gaps.Add(new("failed-operation", true, $"{run.FailedOperations} operation{(run.FailedOperations == 1 ? "" : "s")} failed (resOpFailedEvent)",
                "An operation failed: what was to follow it is not shown.", "Mend the error and preview again."));
        }
    }

    private static IEnumerable<PlanGap> MissingState(PulumiRun run, bool isExported, IReadOnlyList<StackExport> exports)
    {
        if (isExported || (!run.HasNoOldState && run.ShowsHalves))
        {
            yield break;
        }

        var others = exports.Select(export => export.Stack.Length > 0 ? export.Stack : "a stack without resources").Distinct().Order(StringComparer.Ordinal).ToList();
        var given = others.Count == 0 ? "no stack export is given" : $"the stack export that is given is of {string.Join(" and ", others)}, not of {(run.Stack.Length > 0 ? run.Stack : "this stack")}";
        if (run.HasNoOldState)
        {
            yield return new("no-old-state", false, $"{given}, and an update plan does not hold what is there now",
                "What lives now is not shown: protections, options and tags of what goes are unknown.", "Give the state beside it: `pulumi stack export --file stack.json`, then --stack-export stack.json.");
        }
        else if (run.Format == Preview)
        {
            yield return new("hidden-steps", false, $"{given}, and nothing shows that the preview was made with --show-replacement-steps",
                "A default preview leaves out deletions: of what an interrupted replacement left behind, and of what must go before another object is replaced.",
                "Preview with --show-replacement-steps, or give the state beside it: `pulumi stack export --file stack.json`, then --stack-export stack.json.");
        }
    }

    private static PriorState StateOf(PulumiRun run, List<PulumiState> rows, PlanInterests interests)
    {
        var live = rows.Where(row => run.StandsForSomething(row) && !row.IsExternal).ToList();
        return new(live.Count, [.. live.Where(row => !row.IsPendingDelete && interests.InData(row.Token)).Select(row => new StateObject(row.Urn, row.Token, StateJson(row)))]);
    }

    private static byte[] StateJson(PulumiState row)
    {
        try
        {
            return PulumiChangeJson.StateObject(row);
        }
        catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
        {
            throw new PlanFormatException($"unreadable state of {row.Urn} in the stack export: {e.Message}", "resources", null, e);
        }
    }

    private static void Refer(Dictionary<string, IReadOnlyList<string>> references, string address, IReadOnlyList<string> others)
    {
        var key = Addresses.WithoutKeys(address);
        references[key] = [.. references.GetValueOrDefault(key, []).Concat(others.Select(Addresses.WithoutKeys)).Distinct(StringComparer.Ordinal)];
    }

    // Null for what touches nothing that lives: components, providers, what is only read.
    private static ChangeAction? ActionOf(PulumiRun run, PulumiSubject subject, HashSet<(string Urn, string Id)> resumed)
    {
        var old = subject.Old;
        if (PulumiState.IsEnginesType(subject.Type) || (old is not null && !run.StandsForSomething(old)))
        {
            return null;
        }

        if (old is { IsExternal: true } && (subject.IsReplacement || subject.IsDeletion))
        {
            return null;
        }

        if (subject.IsReplacement)
        {
            return IsResumed(run, subject, resumed) ? ChangeAction.Create
                : old is { RetainOnDelete: true } && !subject.TurnsRetainOff ? ChangeAction.CreateThenForget
                : subject.DeletesFirst || old is not { IsPendingDelete: true } ? ChangeAction.DeleteThenCreate
                : ChangeAction.CreateThenDelete;
        }

        return subject.IsDeletion ? old is { RetainOnDelete: true } ? ChangeAction.Forget : ChangeAction.Delete
            : subject.Has(PulumiOp.Update) ? ChangeAction.Update
            : subject.Has(PulumiOp.Discard) || subject.Has(PulumiOp.DiscardReplaced) ? ChangeAction.Forget
            : subject.Has(PulumiOp.Same) ? subject.OptionsChange ? ChangeAction.Update : ChangeAction.NoOp
            : subject.Has(PulumiOp.Import) ? ChangeAction.NoOp
            : subject.Has(PulumiOp.Create) ? ChangeAction.Create
            : throw new InvalidOperationException($"no action for {subject.Address}");
    }

    // An interrupted run had deleted the old object before: only the new one is still to come.
    private static bool IsResumed(PulumiRun run, PulumiSubject subject, HashSet<(string Urn, string Id)> resumed)
    {
        if (subject.IsDeletion || subject.Old is not { IsPendingDelete: false } old)
        {
            return false;
        }

        return resumed.Contains((old.Urn, old.Id))
            || (run is { IsFailed: false, IsEnded: true, FailedOperations: 0 } && old.PendingReplacement != false && subject.Has(PulumiOp.Replace) && run.HasHalvesOf(subject.Address) && !run.HasNoOldState);
    }

    private static ResourceChange Change(PulumiSubject subject, ChangeAction action, IEnumerable<PulumiSubject> ofSameName)
    {
        var old = subject.Old;
        var isLeftOver = subject.IsDeletion && !subject.IsReplacement && (old is { IsPendingDelete: true } || ofSameName.Any(other => other != subject && IsLiveOne(other, subject)));
        return new()
        {
            Address = subject.Address,
            PreviousAddress = old is { Urn.Length: > 0 } && old.Urn != subject.Address ? old.Urn : null,
            Type = subject.Type,
            IsManaged = true,
            Action = action,
            Deposed = isLeftOver ? PendingKey(old?.Id ?? "") : null,
            ProviderName = ResourceChange.PulumiProvider,
            IsImport = subject.Has(PulumiOp.Import),
            Where = subject.Where,
            Position = subject.Position,
            ChangeJson = subject.Json,
        };
    }

    private static bool IsLiveOne(PulumiSubject other, PulumiSubject subject) =>
        !other.IsDeletion || other.IsReplacement || (other.Has(PulumiOp.Delete) && !subject.Has(PulumiOp.Delete) && other.Old is not { IsPendingDelete: true });

    private static string Word(PulumiOp op) => op switch
    {
        PulumiOp.RemovePendingReplace => "remove-pending-replace",
        PulumiOp.ExtendParameterize => "extend-parameterize",
        PulumiOp.CreateReplacement => "create-replacement",
        PulumiOp.DeleteReplaced => "delete-replaced",
        PulumiOp.ReadReplacement => "read-replacement",
        PulumiOp.ImportReplacement => "import-replacement",
        PulumiOp.DiscardReplaced => "discard-replaced",
        _ => op.ToString().ToLowerInvariant(),
    };
}
