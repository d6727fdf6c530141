namespace PlanGate.Plans.Pulumi;

/// <summary>Everything that a run does to one live object: the steps of a replacement are three.</summary>
internal sealed class PulumiSubject(string address, string type, string where, TextPosition position)
{
    private readonly HashSet<PulumiOp> _ops = [];

    /// <summary>The URN that it has, or will have.</summary>
    public string Address { get; private set; } = address;

    public string Type { get; } = type;

    public string Where { get; } = where;

    public TextPosition Position { get; } = position;

    /// <summary>What lives, without its values; null where nothing does, or nothing is known of it.</summary>
    public PulumiState? Old { get; private set; }

    /// <summary>It is known that what comes in its place is not retained on delete: an option that is turned off in the run that replaces it.</summary>
    public bool TurnsRetainOff { get; private set; }

    /// <summary>Protection or <c>retainOnDelete</c> is turned on or off.</summary>
    public bool OptionsChange { get; private set; }

    /// <summary>The change, with bytes of its own.</summary>
    public byte[] Json { get; private set; } = [];

    public IReadOnlyList<string> References { get; private set; } = [];

    /// <summary>The old object goes before the new one comes.</summary>
    public bool DeletesFirst { get; private set; }

    public bool Has(PulumiOp op) => _ops.Contains(op);

    public bool IsDeletion => Has(PulumiOp.Delete) || Has(PulumiOp.DeleteReplaced);

    public bool IsReplacement => Has(PulumiOp.Replace) || Has(PulumiOp.CreateReplacement) || Has(PulumiOp.ReadReplacement);

    /// <summary>Adds a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="json">Its change.</param>
    public void Add(PulumiStep step, byte[] json)
    {
        if (step.Op == PulumiOp.DeleteReplaced && !IsReplacement)
        {
            DeletesFirst = true;
        }

        // Halves that only delete know nothing of what comes after, and what a replacement does is told best by its middle step.
        if (Json.Length == 0 || !step.Op.IsHidden || (!IsReplacement && !IsDeletion))
        {
            Json = json;
        }

        // One that is an engine's own in some steps and a resource in others would be neither.
        if (Old is { Type.Length: > 0 } known && step.Old is { Type.Length: > 0 } said && (known.IsEngines != said.IsEngines || known.IsCustom != said.IsCustom))
        {
            throw new PlanFormatException($"{step.Urn} is said to be {known.Type}, then {said.Type}", step.Where, step.Position);
        }

        _ops.Add(step.Op);
        OptionsChange |= step.ChangesOptions;
        TurnsRetainOff |= step is { Old.RetainOnDelete: true, New.RetainOnDelete: false };
        if (step.Old is { } old && (Old is null || old.IsPendingDelete || old.PendingReplacement == true))
        {
            References = old.References();
            Old = old.WithoutValues();
        }

        if (step.New is not null)
        {
            Address = step.Urn;
        }
    }

    /// <summary>Adds what is known without a step.</summary>
    /// <param name="op">What is done to it.</param>
    /// <param name="old">What lives, or null where that is not known.</param>
    /// <param name="json">The change.</param>
    /// <param name="optionsChange">Protection is turned on or off.</param>
    public void Add(PulumiOp op, PulumiState? old, byte[] json, bool optionsChange = false)
    {
        DeletesFirst |= op == PulumiOp.DeleteReplaced && !IsReplacement;
        OptionsChange |= optionsChange;
        _ops.Add(op);
        Json = json;
        References = old?.References() ?? [];
        Old = old?.WithoutValues();
    }

    /// <summary>Adds what another source says that the object refers to.</summary>
    public void Refer(IReadOnlyList<string> others) => References = [.. References.Concat(others).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Takes over the steps of the same object in a later run of the same stack.</summary>
    public void Add(PulumiSubject later)
    {
        _ops.UnionWith(later._ops);
        Json = later.IsReplacement || later.IsDeletion || !(IsReplacement || IsDeletion) ? later.Json : Json;
        Old = later.Old ?? Old;
        OptionsChange |= later.OptionsChange;
        TurnsRetainOff |= later.TurnsRetainOff;
        DeletesFirst |= later.DeletesFirst;
        Refer(later.References);
    }
}
