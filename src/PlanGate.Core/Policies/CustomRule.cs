using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Policies;

/// <summary>A rule that a team has written: which changes it is about, and what it says of them. What it does not speak of, it does not restrict.</summary>
public sealed record CustomRule
{
    /// <summary>The id that all of them share in documents.</summary>
    public const string Id = "custom";

    public required string Name { get; init; }

    public required string Message { get; init; }

    public required Level Level { get; init; }

    public IReadOnlyList<Glob> Types { get; init; } = [];

    public IReadOnlyList<Glob> Addresses { get; init; } = [];

    /// <summary>Globs over the module path, such as <c>module.db</c>; empty text for the root.</summary>
    public IReadOnlyList<Glob> Modules { get; init; } = [];

    /// <summary>Globs over the provider's source address, or over its last part.</summary>
    public IReadOnlyList<Glob> Providers { get; init; } = [];

    /// <summary>Action words; none means every action that changes something.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<string> Kinds { get; init; } = [];

    public IReadOnlyList<Environment> Environments { get; init; } = [];

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>True when a change of this sort may be what the rule is about, so that the reader keeps it.</summary>
    public bool AsksAbout(string type, string action) =>
        (Actions.Count == 0 ? action is not ("no-op" or "read") : Actions.Contains(action)) && Any(Types, type);

    /// <summary>The finding on one change, or null.</summary>
    /// <exception cref="PlanFormatException">The values have the wrong shape.</exception>
    /// <param name="change">The change.</param>
    /// <param name="plan">The index of its plan.</param>
    /// <param name="values">Reads its values; only asked where everything else fits.</param>
    public Finding? Check(ClassifiedChange change, int plan, Func<ChangeValues> values)
    {
        var target = change.Change;
        var action = target.ActionInWords;
        if (!AsksAbout(target.Type, action)
            || !Any(Addresses, target.Address)
            || !Any(Modules, ModuleOf(target.Address))
            || (Providers.Count > 0 && !Any(Providers, target.ProviderName) && !Any(Providers, target.ProviderName[(target.ProviderName.LastIndexOf('/') + 1)..]))
            || (Kinds.Count > 0 && !(change.HoldsData && Kinds.Contains(change.Kind)))
            || (Environments.Count > 0 && !Environments.Contains(change.Environment.Value)))
        {
            return null;
        }

        if (Conditions.Count > 0)
        {
            var read = values();
            var decided = Conditions.Select(condition => (condition.Path, Met: condition.Decide(read))).ToList();
            return decided.All(one => one.Met ?? true) ? Find(change, plan, read, [.. decided.Where(one => one.Met is null).Select(one => one.Path)]) : null;
        }

        return Find(change, plan, null, []);
    }

    private Finding Find(ClassifiedChange change, int plan, ChangeValues? values, IReadOnlyList<string> undecided)
    {
        // A rule that asks about no attribute is about all that changes, but for labels: a yes to one update is none to the next.
        var asked = Conditions.Select(condition => condition.Attribute).Where(name => name.Length > 0).ToList();
        var attributes = (asked.Count > 0 ? asked : change.ChangedAttributes.Where(name => !name.Contains("tags", StringComparison.Ordinal) && !name.Contains("labels", StringComparison.Ordinal)))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        return new()
        {
            Rule = new(Id, Name, Message, "A rule of this policy.", Level, Level),
            Level = Level,
            Plan = plan,
            Address = change.Change.Address,
            Type = change.Change.Type,
            Action = change.Change.ActionInWords,
            Deposed = change.Change.Deposed,
            Kind = change.Kind,
            Environment = change.Environment.Value,
            EnvironmentBecause = change.Environment.Because,
            Recoverability = change.Recoverability,
            Because =
            [
                asked.Count > 0 ? $"a rule of the policy, on {string.Join(", ", asked.Distinct().Order(StringComparer.Ordinal))}" : "a rule of the policy",
                .. undecided.Count > 0 ? [$"only the apply will show what is at {string.Join(", ", undecided.Distinct())}, so it is taken to be so"] : Array.Empty<string>(),
            ],
            Attributes = attributes,
            Message = Message.EndsWith('.') ? Message : Message + ".",
            Remedy = "See the policy for what is meant to be done.",
            Substance =
            [
                Id, Name, change.Change.Type, change.Change.Address, change.Change.Action.Word, change.Change.Deposed ?? "", change.Identity,
                .. attributes.SelectMany(path => new[] { path, values is null ? change.ValueHashes.GetValueOrDefault(path, "") : AttributeDiff.Hash(values, path) }),
            ],
        };
    }

    private static bool Any(IReadOnlyList<Glob> globs, string text) => globs.Count == 0 || Glob.AnyMatches(globs, text);

    // module.a.module.b["x"].aws_db_instance.main is in module.a.module.b["x"].
    private static string ModuleOf(string address)
    {
        var (depth, quoted, dots) = (0, false, new List<int>());
        for (var at = 0; at < address.Length; at++)
        {
            var letter = address[at];
            if (quoted)
            {
                at += letter == '\\' ? 1 : 0;
                quoted = letter != '"';
                continue;
            }

            quoted = letter == '"' && depth > 0;
            depth += letter switch { '[' => 1, ']' => -1, _ => 0 };
            if (letter == '.' && depth == 0)
            {
                dots.Add(at);
            }
        }

        return address.StartsWith("module.", StringComparison.Ordinal) && dots.Count >= 3 ? address[..dots[^2]] : "";
    }
}
