using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Lays an update plan over the state of its stack: the plan names the steps, the state says what they hit.</summary>
internal sealed class UpdatePlanJoin(PulumiRun run, IReadOnlyList<PulumiState> rows, PlanInterests interests)
{
    private readonly ILookup<string, PulumiState> _live = rows.Where(row => !row.IsPendingDelete).ToLookup(row => row.Urn, StringComparer.Ordinal);

    /// <summary>Puts the subjects of the plan into the run.</summary>
    public void Fill()
    {
        foreach (var planned in run.Planned.Where(planned => !PulumiState.IsEnginesType(planned.Type)))
        {
            try
            {
                Fill(planned, Row(planned));
            }
            catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
            {
                throw new PlanFormatException(e.Message, planned.Where, planned.Position, e);
            }
        }
    }

    // Former names count only where nothing lives under the present one.
    private PulumiState? Row(PlannedResource planned) =>
        (planned.Goal?["aliases"] as JArray ?? []).OfType<JValue>().Select(alias => alias.Value as string).Prepend(planned.Urn).OfType<string>().SelectMany(urn => _live[urn]).FirstOrDefault();

    private void Fill(PlannedResource planned, PulumiState? row)
    {
        var ops = planned.Ops;
        var deletions = ops.Count(op => op is PulumiOp.Delete or PulumiOp.DeleteReplaced);
        // A component, as far as that is known: its children have entries of their own. What is deleted may have been something else.
        if (deletions == 0 && (row is null ? planned.Goal?["custom"] is JValue { Value: false } : !run.StandsForSomething(row)))
        {
            return;
        }

        var isHalved = ops.Any(op => op is PulumiOp.CreateReplacement or PulumiOp.ReadReplacement or PulumiOp.ImportReplacement);
        if (ops.Contains(PulumiOp.Replace) || isHalved)
        {
            deletions -= Replace(planned, row, isHalved);
        }
        else if (ops.Contains(PulumiOp.Update))
        {
            Add(planned, row, PulumiOp.Update, Before(planned, row), After(planned, row));
        }
        else if (ops.Contains(PulumiOp.Import))
        {
            Add(planned, row, PulumiOp.Import, null, After(planned, null));
        }
        else if (ops.Contains(PulumiOp.Create))
        {
            Create(planned);
        }
        else if (ops.Contains(PulumiOp.Same))
        {
            Same(planned, row);
        }
        else if (deletions > 0)
        {
            Add(planned, row, PulumiOp.Delete, PulumiChangeJson.Before(row), null);
            deletions--;
        }
        else if (ops.Any(op => op is PulumiOp.Discard or PulumiOp.DiscardReplaced) && row is { IsExternal: false })
        {
            Add(planned, row, PulumiOp.Discard, PulumiChangeJson.Before(row), null);
        }

        // The state has a row for each with its id, where it is there and not older than the plan.
        for (var left = deletions - rows.Count(row => row.Urn == planned.Urn && row.IsPendingDelete); left > 0; left--)
        {
            var pending = new PulumiState { Urn = planned.Urn, Type = planned.Type, IsCustom = true, IsPendingDelete = true, Id = left > 1 ? $"{PulumiPlans.PendingKey("")} {left}" : PulumiPlans.PendingKey("") };
            Add(planned, pending, PulumiOp.DeleteReplaced, null, null);
        }
    }

    // How many of the deletions are the replacement's own. All steps are there: where none deletes, nothing is left to delete.
    private int Replace(PlannedResource planned, PulumiState? row, bool isHalved)
    {
        var ops = planned.Ops.ToList();
        var deletedAt = ops.IndexOf(PulumiOp.DeleteReplaced);
        if (deletedAt < 0 && isHalved && ops.Contains(PulumiOp.Replace))
        {
            run.Count(ChangeAction.Create);
            return 0;
        }

        var createdAt = ops.FindIndex(op => op is PulumiOp.CreateReplacement or PulumiOp.ReadReplacement or PulumiOp.ImportReplacement);
        var isCreatedFirst = createdAt >= 0 && createdAt < deletedAt;
        var old = row is not null ? row with { IsPendingDelete = isCreatedFirst }
            : new PulumiState { Urn = planned.Urn, Type = planned.Type, IsCustom = true, IsPendingDelete = isCreatedFirst };
        Add(planned, old, PulumiOp.Replace, PulumiChangeJson.Before(row), After(planned, null));
        return deletedAt < 0 ? 0 : 1;
    }

    private void Create(PlannedResource planned)
    {
        var after = After(planned, null);
        if (interests.InCreating(planned.Type))
        {
            Add(planned, null, PulumiOp.Create, null, after);
        }
        else
        {
            run.Count(ChangeAction.Create);
        }

        if (interests.InData(planned.Type))
        {
            run.Add(new CreatedObject(planned.Urn, planned.Type, CreatedNames.In(PulumiChangeJson.Write(null, after, []))));
        }
    }

    private void Same(PlannedResource planned, PulumiState? row)
    {
        if (row is not null && Protects(planned) is { } protect && protect != row.Protect)
        {
            Add(planned, row, PulumiOp.Same, PulumiChangeJson.Before(row), PulumiChangeJson.Before(row with { Protect = protect }), optionsChange: true);
        }
        else if (row is not null && interests.InUnchanged(planned.Type))
        {
            Add(planned, row, PulumiOp.Same, PulumiChangeJson.Before(row), PulumiChangeJson.Before(row));
        }
        else
        {
            run.Count(ChangeAction.NoOp);
        }
    }

    private void Add(PlannedResource planned, PulumiState? old, PulumiOp op, JObject? before, JObject? after, bool optionsChange = false)
    {
        var subject = new PulumiSubject(planned.Urn, old?.Token is { Length: > 0 } token ? token : planned.Type, planned.Where, planned.Position);
        subject.Add(op, old, PulumiChangeJson.Write(before, after, []), optionsChange);
        run.Add(planned.Urn, old?.Id ?? "", subject);
    }

    private static bool? Protects(PlannedResource planned) => planned.Goal?["protect"] is JValue { Value: bool protect } ? protect : null;

    // Without a state, only this is known of what lives: a switch that is turned was the other way.
    private static JObject? Before(PlannedResource planned, PulumiState? row) =>
        row is not null ? PulumiChangeJson.Before(row)
            : new JObject(Diff(planned, "updates").Properties().Where(property => property.Value.Type == JTokenType.Boolean).Select(property => new JProperty(property.Name, !property.Value.Value<bool>())));

    private static JObject After(PlannedResource planned, PulumiState? row)
    {
        var old = row is null ? [] : PulumiProperties.Read(row.Inputs);
        var inputs = planned.Goal?["checkedInputs"] is JObject all ? PulumiProperties.Read(all) : (JObject)old.DeepClone();
        foreach (var (name, value) in PulumiProperties.Read(Diff(planned, "adds")).Properties().Concat(PulumiProperties.Read(Diff(planned, "updates")).Properties()).Select(property => (property.Name, property.Value)))
        {
            inputs[name] = value.DeepClone();
        }

        foreach (var name in Part<JArray>(planned, "deletes").Select(name => name.ToString()))
        {
            inputs.Remove(name);
        }

        if (row is null)
        {
            return inputs;
        }

        var after = PulumiProperties.AfterUpdate(old, PulumiProperties.Read(row.Outputs), inputs, []);
        after["id"] = row.Id;
        return PulumiChangeJson.WithOptions(after, row with { Protect = Protects(planned) ?? row.Protect });
    }

    private static JObject Diff(PlannedResource planned, string member) => Part<JObject>(planned, member);

    // What is not there changes nothing; what is there and of another shape is not understood.
    private static T Part<T>(PlannedResource planned, string member)
        where T : JContainer, new() => planned.Goal?["inputDiff"] switch
        {
            null or { Type: JTokenType.Null } => new(),
            JObject diff when diff[member] is T part => part,
            JObject diff when diff[member] is null or { Type: JTokenType.Null } => new(),
            _ => throw new PlanFormatException($"\"inputDiff\" of {planned.Urn} is not understood", planned.Where, planned.Position),
        };
}
