namespace PlanGate.Plans.Pulumi;

/// <summary>One preview, or one stream of events, while it is read: folds its steps by object and keeps only what must be judged.</summary>
internal sealed class PulumiRun(PlanInterests interests, string format)
{
    private readonly Dictionary<(string Urn, string Id), PulumiSubject> _subjects = [];
    private readonly Dictionary<(string Urn, string Id), PulumiStep> _gone = [];
    private readonly HashSet<(string, string)> _refreshing = [];
    private readonly Dictionary<PulumiOp, int> _seen = [];
    private readonly Dictionary<string, CreatedObject> _created = new(StringComparer.Ordinal);
    private readonly List<ResourceChange> _drifted = [];
    private readonly HashSet<ulong> _custom = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withHalves = new(StringComparer.Ordinal);

    public string Format { get; private set; } = format;

    /// <summary><c>project/stack</c>; empty until a step names it.</summary>
    public string Stack { get; private set; } = "";

    public string? Version { get; set; }

    /// <summary>It is a preview, of which a run of the same stack may follow.</summary>
    public bool IsPreview { get; set; }

    /// <summary>It says of itself that it failed.</summary>
    public bool IsFailed { get; set; }

    /// <summary>The end was there: a preview's is its closing brace, a stream's its summary.</summary>
    public bool IsEnded { get; set; }

    public int FailedOperations { get; set; }

    /// <summary>Every half step is there, so that what is not shown does not happen.</summary>
    public bool ShowsHalves { get; set; }

    /// <summary>It names objects as they will be, not as they are (an update plan).</summary>
    public bool HasNoOldState { get; init; }

    /// <summary>What its summary counts.</summary>
    public Dictionary<PulumiOp, int> Summary { get; } = [];

    /// <summary>Configuration whose name speaks of an environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>What an update plan says of each object, until the state is laid under it.</summary>
    public List<PlannedResource> Planned { get; } = [];

    /// <summary>What it does not show, beyond what is found out at the end.</summary>
    public List<PlanGap> Gaps { get; } = [];

    public IReadOnlyDictionary<(string Urn, string Id), PulumiSubject> Subjects => _subjects;

    public IReadOnlyList<ResourceChange> Drifted => _drifted;

    public IEnumerable<CreatedObject> Created => _created.Values;

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Where the steps of a URN name both halves of a replacement, a missing deletion means that there is nothing left to delete.</summary>
    public bool HasHalvesOf(string urn) => _withHalves.Contains(urn);

    /// <summary>A view stands for a part of the object above it; a component stands for nothing.</summary>
    public bool StandsForSomething(PulumiState state) =>
        !state.IsEngines && (state.IsCustom || state.ViewOf.Length > 0 || (state.Parent.Length > 0 && _custom.Contains(Hash(state.Parent))));

    /// <summary>Notes whose stack a run is about.</summary>
    public void Belongs(string urn)
    {
        if (Stack.Length == 0 && PulumiUrn.Parse(urn) is { } parsed)
        {
            Stack = parsed.StackName;
        }
    }

    /// <summary>Takes a step of a preview, or what an event announces.</summary>
    public void Announce(PulumiStep step)
    {
        Take(step);
        _seen[step.Op] = _seen.GetValueOrDefault(step.Op) + 1;
        if (step is { Op: PulumiOp.Refresh, Old: not null })
        {
            _refreshing.Add(Key(step));
        }
        else if (_refreshing.Count > 0)
        {
            _refreshing.Remove(Key(step));
        }

        if (step.Op == PulumiOp.Create && Stands(step))
        {
            Create(step);
        }

        // What is kept is counted by what it turns out to be.
        if (!Fold(step) && step.Op is PulumiOp.Same or PulumiOp.Create && Stands(step))
        {
            Count(step.Op == PulumiOp.Same ? ChangeAction.NoOp : ChangeAction.Create);
        }
    }

    /// <summary>Takes what an event reports when it is done: the same step, with what the provider answered.</summary>
    public void Report(PulumiStep step)
    {
        Take(step);
        if (_refreshing.Remove(Key(step)) || step.Op == PulumiOp.Refresh)
        {
            // What a refresh found is drift, whatever it is called.
            if (step.Op != PulumiOp.Refresh)
            {
                _seen[step.Op] = _seen.GetValueOrDefault(step.Op) + 1;
            }

            if (step.New is null && step.Op is PulumiOp.Refresh or PulumiOp.Delete)
            {
                Drift(step);
            }

            return;
        }

        // What goes was announced with all that is known of it.
        if (step.Op is not (PulumiOp.Delete or PulumiOp.DeleteReplaced) || !_subjects.ContainsKey(Key(step)))
        {
            Fold(step);
        }
    }

    /// <summary>Takes an entry of an update plan; it is looked at when the state is at hand.</summary>
    public void Plan(PlannedResource planned)
    {
        Belongs(planned.Urn);
        Planned.Add(planned);
    }

    /// <summary>Takes a subject that was put together elsewhere.</summary>
    public void Add(string urn, string id, PulumiSubject subject) => _subjects[(urn, id)] = subject;

    public void Add(CreatedObject created) => _created[created.Address] = created;

    public void Count(ChangeAction action) => _counts[action.Word] = _counts.GetValueOrDefault(action.Word) + 1;

    /// <summary>How many steps of a sort there are; an update plan's are counted where they are read.</summary>
    public int Seen(PulumiOp op) => _seen.GetValueOrDefault(op);

    /// <summary>Takes over a later run of the same stack: of a preview and the update after it, both must be right.</summary>
    public void Add(PulumiRun later)
    {
        Format = later.Format;
        foreach (var (key, subject) in later._subjects)
        {
            if (_subjects.TryGetValue(key, out var known))
            {
                known.Add(subject);
            }
            else
            {
                _subjects[key] = subject;
            }
        }

        foreach (var created in later.Created)
        {
            _created[created.Address] = created;
        }

        foreach (var (word, count) in later._counts)
        {
            _counts[word] = Math.Max(count, _counts.GetValueOrDefault(word));
        }

        foreach (var one in later._drifted.Where(one => _drifted.TrueForAll(known => (known.Address, known.Deposed) != (one.Address, one.Deposed))))
        {
            _drifted.Add(one);
        }

        foreach (var (name, value) in later.Variables)
        {
            Variables[name] = value;
        }

        _custom.UnionWith(later._custom);
        _withHalves.UnionWith(later._withHalves);
        IsFailed |= later.IsFailed;
        ShowsHalves |= later.ShowsHalves;
        IsPreview = later.IsPreview;
        FailedOperations += later.FailedOperations;
        Gaps.AddRange(later.Gaps.Where(gap => Gaps.TrueForAll(known => known.Cause != gap.Cause)));
    }

    private void Take(PulumiStep step)
    {
        Belongs(step.Urn);
        ShowsHalves |= step.Op.IsHidden;
        foreach (var state in new[] { step.Old, step.New })
        {
            if (state is { IsCustom: true, Urn.Length: > 0 })
            {
                _custom.Add(Hash(state.Urn));
            }
        }

        if (step.Op is PulumiOp.CreateReplacement or PulumiOp.ReadReplacement or PulumiOp.ImportReplacement)
        {
            _withHalves.Add(step.Urn);
        }
    }

    // True where the step must be judged.
    private bool Fold(PulumiStep step)
    {
        if (step.Op == PulumiOp.Refresh && step.New is null && Format == PulumiPlans.Preview)
        {
            Drift(step);
            return false;
        }

        var isKept = step.Op switch
        {
            PulumiOp.Update or PulumiOp.Replace or PulumiOp.Delete or PulumiOp.DeleteReplaced or PulumiOp.Import => true,
            PulumiOp.CreateReplacement or PulumiOp.ReadReplacement => step.Old is not null,
            PulumiOp.Create => interests.InCreating(TypeOf(step)),
            PulumiOp.Same => step.ChangesOptions || interests.InUnchanged(TypeOf(step)),
            // Only what is read is discarded: what is managed would be lost from sight.
            PulumiOp.Discard or PulumiOp.DiscardReplaced => step.Old is { IsExternal: false, IsCustom: true },
            PulumiOp.Read or PulumiOp.Refresh or PulumiOp.RemovePendingReplace or PulumiOp.ImportReplacement or PulumiOp.Diff or PulumiOp.ExtendParameterize => false,
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Op, null),
        };
        if (isKept)
        {
            Keep(step);
        }

        return isKept;
    }

    private void Keep(PulumiStep step)
    {
        var key = Key(step);
        if (!_subjects.TryGetValue(key, out var subject))
        {
            _subjects[key] = subject = new(step.Urn, TypeOf(step), step.Where, step.Position);
        }

        subject.Add(step, PulumiChangeJson.Of(step));
        if (Format == PulumiPlans.Preview && step.Op == PulumiOp.Delete && step.Old is { IsPendingDelete: false })
        {
            _gone[key] = step with { Old = step.Old.WithoutValues() };
        }
    }

    private void Create(PulumiStep step)
    {
        // A preview writes what a refresh found over its step: an object that is deleted and then created under its own name was gone already.
        foreach (var (key, gone) in _gone.Where(gone => gone.Value.Urn == step.Urn).ToList())
        {
            var json = _subjects[key].Json;
            _subjects.Remove(key);
            _gone.Remove(key);
            Drift(gone, json);
        }

        if (interests.InData(TypeOf(step)))
        {
            _created[step.Urn] = new(step.Urn, TypeOf(step), CreatedNames.In(PulumiChangeJson.Of(step)));
        }
    }

    private void Drift(PulumiStep step, byte[]? json = null)
    {
        if (step.Old is not { IsExternal: false } old || !StandsForSomething(old))
        {
            return;
        }

        _drifted.Add(new()
        {
            Address = step.Urn,
            Type = TypeOf(step),
            IsManaged = true,
            Action = ChangeAction.Delete,
            Deposed = old.IsPendingDelete ? PulumiPlans.PendingKey(old.Id) : null,
            ProviderName = ResourceChange.PulumiProvider,
            Where = step.Where,
            Position = step.Position,
            ChangeJson = json ?? PulumiChangeJson.Of(step with { Op = PulumiOp.Delete }),
        });
    }

    // An alias gives an object a new name: what lives is known by the old one.
    private static (string Urn, string Id) Key(PulumiStep step) => step.Old is { } old ? (old.Urn.Length > 0 ? old.Urn : step.Urn, old.Id) : (step.Urn, "");

    private static string TypeOf(PulumiStep step) =>
        new[] { step.Old?.Type, step.New?.Type, step.Type }.FirstOrDefault(type => type is { Length: > 0 }) ?? PulumiUrn.Parse(step.Urn)!.Value.Type;

    private bool Stands(PulumiStep step) => (step.Old ?? step.New) is not { } state || StandsForSomething(state);

    // A million names would be a hundred megabytes.
    private static ulong Hash(string urn)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in urn)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash;
    }
}
