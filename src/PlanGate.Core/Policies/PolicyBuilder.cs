using System.Text.RegularExpressions;
using PlanGate.Classification;
using PlanGate.Judging;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Policies;

/// <summary>Puts a policy together from its files: maps merge, lists add up, of single values the last one counts.</summary>
internal sealed partial class PolicyBuilder
{
    // In approvals.required: the rules that are not named there.
    private const string EveryOther = "default";

    private static readonly string[] LevelWords = ["advisory", "soft-mandatory", "hard-mandatory"];
    private static readonly string[] RuleNames = [.. BuiltInRules.All.Select(rule => rule.Name)];

    // Their findings name no object that a waiver could be for.
    private static readonly string[] OnAPlan = [Judging.Rules.PlanIncomplete.Info.Name, Judging.Rules.ActionInvoked.Info.Name];

    private static readonly string[] ActionWords = ["no-op", "create", "update", "delete", "replace", "forget", "import", "move"];
    private static readonly string[] EnvironmentWords = ["production", "non-production", "unknown"];
    private static readonly string[] MarkMembers = ["workspaces", "stacks", "tags", "addresses", "paths"];

    private readonly Dictionary<string, List<(string Text, YamlNodeReader Node)>> _production = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Text, YamlNodeReader Node)>> _nonProduction = new(StringComparer.Ordinal);
    private readonly List<ObjectMark> _stateful = [];
    private readonly List<ObjectMark> _stateless = [];
    private readonly Dictionary<string, (LevelChoice? Level, LevelChoice? NonProduction)> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LevelChoice? Level, LevelChoice? NonProduction)> _kinds = new(StringComparer.Ordinal);
    private readonly List<CustomRule> _custom = [];
    private readonly List<(Waiver Waiver, YamlNodeReader Rule, YamlNodeReader Expires)> _waivers = [];
    private readonly List<string> _approvers = [];
    private readonly List<string> _machines = [];
    private readonly Dictionary<string, (int Count, YamlNodeReader Key)> _required = new(StringComparer.Ordinal);
    private int? _massCount, _massPercent;
    private bool? _hardwareKey;
    private TimeSpan? _expires;
    private (TimeSpan Length, YamlNodeReader Node)? _coolingOff;

    /// <summary>The signers file, and the policy file that names it.</summary>
    public (string Name, string File)? Signers { get; private set; }

    /// <summary>The members of a policy file.</summary>
    public static IReadOnlyDictionary<string, YamlNodeReader> Members(YamlNodeReader root)
    {
        var members = root.Map("version", "extends", "environments", "stateful", "stateless", "rules", "kinds", "custom", "waivers", "approvals");
        if (!members.TryGetValue("version", out var version))
        {
            throw root.Wrong("no \"version\": write `version: 1`");
        }

        version.Number(1, 1);
        return members;
    }

    /// <summary>Adds one file to what was read before.</summary>
    /// <param name="members">Its members.</param>
    /// <param name="file">Its name.</param>
    /// <param name="again">It was added before: two files extend it. Its single values count anew, its rules and waivers are there already.</param>
    public void Add(IReadOnlyDictionary<string, YamlNodeReader> members, string file, bool again)
    {
        foreach (var (name, node) in members)
        {
            switch (name)
            {
                case "environments": AddEnvironments(node); break;
                case "stateful": _stateful.AddRange(node.List().Select(entry => Selection(entry, hasKind: true))); break;
                case "stateless": _stateless.AddRange(node.List().Select(entry => Selection(entry, hasKind: false))); break;
                case "rules": AddRules(node); break;
                case "kinds": AddKinds(node); break;
                case "custom" or "waivers" when again: break;
                case "custom": AddCustom(node); break;
                case "waivers": AddWaivers(node); break;
                case "approvals": AddApprovals(node, file); break;
                default: break; // version and extends were read before
            }
        }
    }

    /// <summary>The whole policy, with what only the whole can show checked.</summary>
    /// <param name="source">The file that was asked for.</param>
    /// <param name="digest">The digest of all that was read.</param>
    /// <param name="signers">The signers file as it is found from here, or null.</param>
    /// <param name="today">The day, UTC.</param>
    public Policy Build(string source, string digest, string? signers, DateOnly today)
    {
        RefuseTheSameMarkTwice();
        var names = RuleNames.Concat(_custom.Select(rule => rule.Name)).ToList();
        foreach (var (waiver, rule, expires) in _waivers)
        {
            RefuseAnId(waiver.Rule, rule);
            rule.OneOf(names);
            if (OnAPlan.Contains(waiver.Rule))
            {
                throw rule.Wrong($"{waiver.Rule} is about a plan, which has no address to except: set its level under \"rules\" instead");
            }

            if (waiver.Expires < today)
            {
                throw expires.Wrong($"this waiver expired on {waiver.Expires:yyyy-MM-dd}: take it out, or decide anew until when");
            }
        }

        foreach (var (name, (_, key)) in _required.Where(required => required.Key != EveryOther))
        {
            RefuseAnId(name, key);
            key.OneOf([.. names, EveryOther]);
        }

        var expiry = _expires ?? ApprovalTerms.Default.Expires;
        if (_coolingOff is { } wait && wait.Length >= expiry)
        {
            throw wait.Node.Wrong("approvals would expire before they take effect");
        }

        return new()
        {
            Source = source,
            Digest = digest,
            Marks = new(Marks(_production), Marks(_nonProduction), _stateful, _stateless),
            Levels = new(Settings(_rules), Settings(_kinds), _massCount ?? RuleLevels.BuiltIn.MassCount, _massPercent ?? RuleLevels.BuiltIn.MassPercent),
            SwitchedOff = [.. _rules.Where(rule => rule.Value.Level is { Level: null } || rule.Value.NonProduction is { Level: null }).Select(rule => rule.Key).Order(StringComparer.Ordinal)],
            Custom = _custom,
            Waivers = [.. _waivers.Select(waiver => waiver.Waiver)],
            Approvals = new(
                _approvers,
                _machines,
                signers,
                _hardwareKey ?? false,
                _required.ToDictionary(required => required.Key, required => required.Value.Count, StringComparer.Ordinal),
                expiry,
                _coolingOff?.Length ?? TimeSpan.Zero),
        };
    }

    private void AddEnvironments(YamlNodeReader node)
    {
        foreach (var (name, environment) in node.Map("production", "non-production"))
        {
            var marks = name == "production" ? _production : _nonProduction;
            foreach (var (member, values) in environment.Map(MarkMembers))
            {
                if (member != "tags")
                {
                    AddMarks(marks, member, values.List());
                    continue;
                }

                foreach (var (key, (_, tagValues)) in values.Entries())
                {
                    AddMarks(marks, $"tags:{key}", tagValues.List());
                }
            }
        }
    }

    private static void AddMarks(Dictionary<string, List<(string, YamlNodeReader)>> marks, string member, IReadOnlyList<YamlNodeReader> values)
    {
        if (!marks.TryGetValue(member, out var list))
        {
            marks[member] = list = [];
        }

        // Values of tags and names of workspaces may look like numbers.
        var mayLookLikeNumbers = member is "workspaces" || member.StartsWith("tags:", StringComparison.Ordinal);
        list.AddRange(values.Select(value => (mayLookLikeNumbers ? value.Word() : value.Text(), value)));
    }

    private void RefuseTheSameMarkTwice()
    {
        foreach (var (member, values) in _nonProduction)
        {
            foreach (var (text, node) in values)
            {
                if (_production.TryGetValue(member, out var others) && others.Any(other => other.Text == text))
                {
                    throw node.Wrong($"\"{YamlNodeReader.Short(text)}\" marks production and non-production at once");
                }
            }
        }
    }

    private static EnvironmentMarks Marks(Dictionary<string, List<(string Text, YamlNodeReader Node)>> marks)
    {
        IReadOnlyList<Glob> Globs(string member, GlobSort sort) => marks.TryGetValue(member, out var list) ? [.. list.Select(mark => new Glob(mark.Text, sort))] : [];
        return new(
            Globs("workspaces", GlobSort.Name),
            Globs("stacks", GlobSort.Path),
            marks.Keys.Where(key => key.StartsWith("tags:", StringComparison.Ordinal)).ToDictionary(key => key["tags:".Length..], key => Globs(key, GlobSort.Name), StringComparer.Ordinal),
            Globs("addresses", GlobSort.Address),
            Globs("paths", GlobSort.Path));
    }

    private static ObjectMark Selection(YamlNodeReader node, bool hasKind)
    {
        var members = hasKind ? node.Map("types", "addresses", "kind") : node.Map("types", "addresses");
        var (types, addresses) = (Globs(members, "types", GlobSort.Name), Globs(members, "addresses", GlobSort.Address));
        if (types.Count + addresses.Count == 0)
        {
            throw node.Wrong($"{node.Subject()} selects nothing: name types or addresses");
        }

        return new(types, addresses, hasKind ? Needed(node, members, "kind").OneOf(Kind.All) : Kind.Other);
    }

    private void AddRules(YamlNodeReader node)
    {
        foreach (var (name, (key, value)) in node.Entries())
        {
            RefuseAnId(name, key);
            key.OneOf(RuleNames);
            var info = BuiltInRules.Find(name)!;
            var members = name == "mass-destroy" ? value.Map("level", "non-production", "count", "percent") : value.Map("level", "non-production");
            var before = _rules.GetValueOrDefault(name);
            _rules[name] = (ChoiceOf(members, "level", info) ?? before.Level, ChoiceOf(members, "non-production", info) ?? before.NonProduction);
            _massCount = members.TryGetValue("count", out var count) ? count.Number(1, 1_000_000) : _massCount;
            _massPercent = members.TryGetValue("percent", out var percent) ? percent.Number(1, 100) : _massPercent;
        }
    }

    private static void RefuseAnId(string name, YamlNodeReader node)
    {
        if (BuiltInRules.Find(name) is { } rule && rule.Name != name)
        {
            throw node.Wrong($"rules are named here by their names: \"{rule.Name}\"");
        }
    }

    private static LevelChoice? ChoiceOf(IReadOnlyDictionary<string, YamlNodeReader> members, string name, RuleInfo rule)
    {
        if (!members.TryGetValue(name, out var node))
        {
            return null;
        }

        var word = node.OneOf([.. LevelWords, "off"]);
        return word != "off" ? new(LevelOf(word))
            : rule.Level == Level.HardMandatory ? throw node.Wrong($"{rule.Name} cannot be switched off: it is {rule.Level.Word}. Waive single objects instead")
            : new LevelChoice(null);
    }

    private void AddKinds(YamlNodeReader node)
    {
        foreach (var (name, (key, value)) in node.Entries())
        {
            key.OneOf(Kind.All);
            var members = value.Map("level", "non-production");
            var before = _kinds.GetValueOrDefault(name);
            _kinds[name] = (
                members.TryGetValue("level", out var level) ? new LevelChoice(LevelOf(level.OneOf(LevelWords))) : before.Level,
                members.TryGetValue("non-production", out var other) ? new LevelChoice(LevelOf(other.OneOf(LevelWords))) : before.NonProduction);
        }
    }

    private static Dictionary<string, LevelSetting> Settings(Dictionary<string, (LevelChoice? Level, LevelChoice? NonProduction)> chosen) =>
        chosen.ToDictionary(one => one.Key, one => new LevelSetting(one.Value.Level, one.Value.NonProduction), StringComparer.Ordinal);

    private void AddCustom(YamlNodeReader node)
    {
        foreach (var entry in node.List())
        {
            var members = entry.Map("name", "message", "level", "when");
            var name = Needed(entry, members, "name");
            if (!CustomName.IsMatch(name.Text()))
            {
                throw name.Wrong($"\"{YamlNodeReader.Short(name.Text())}\" is no name for a rule: use small letters, digits and dashes");
            }

            if (name.Text() == EveryOther || BuiltInRules.Find(name.Text()) is not null || _custom.Any(rule => rule.Name == name.Text()))
            {
                throw name.Wrong($"there is a rule \"{YamlNodeReader.Short(name.Text())}\" already");
            }

            var when = Needed(entry, members, "when");
            var conditions = when.Map("types", "addresses", "actions", "kinds", "environment", "module", "provider", "attributes");
            if (conditions.Count == 0)
            {
                throw when.Wrong("a rule that speaks of every change: say when");
            }

            _custom.Add(new()
            {
                Name = name.Text(),
                Message = Needed(entry, members, "message").Text(),
                Level = LevelOf(Needed(entry, members, "level").OneOf(LevelWords)),
                Types = Globs(conditions, "types", GlobSort.Name),
                Addresses = Globs(conditions, "addresses", GlobSort.Address),
                Modules = Globs(conditions, "module", GlobSort.Address),
                Providers = Globs(conditions, "provider", GlobSort.Name),
                Actions = Actions(conditions),
                Kinds = Words(conditions, "kinds", Kind.All),
                Environments = [.. Words(conditions, "environment", EnvironmentWords).Select(word => word switch
                {
                    "production" => Environment.Production,
                    "non-production" => Environment.NonProduction,
                    _ => Environment.Unknown,
                })],
                Conditions = conditions.TryGetValue("attributes", out var attributes) ? [.. Filled(attributes).Select(ConditionReader.Read)] : [],
            });
        }
    }

    private void AddWaivers(YamlNodeReader node)
    {
        foreach (var entry in node.List())
        {
            var members = entry.Map("rule", "addresses", "reason", "expires");
            var (rule, expires) = (Needed(entry, members, "rule"), Needed(entry, members, "expires"));
            var reason = Needed(entry, members, "reason");
            if (string.IsNullOrWhiteSpace(reason.Text()))
            {
                throw reason.Wrong("a waiver needs a reason");
            }

            Needed(entry, members, "addresses");
            _waivers.Add((new(rule.Text(), Globs(members, "addresses", GlobSort.Address), reason.Text(), expires.Day()), rule, expires));
        }
    }

    private void AddApprovals(YamlNodeReader node, string file)
    {
        foreach (var (name, value) in node.Map("approvers", "machines", "signers", "require-hardware-key", "required", "expires", "cooling-off"))
        {
            switch (name)
            {
                case "approvers": _approvers.AddRange(value.List().Select(entry => ApproverIn(entry, mayBeTeam: true))); break;
                case "machines": _machines.AddRange(value.List().Select(entry => ApproverIn(entry, mayBeTeam: false))); break;
                case "signers": Signers = (value.Text(), file); break;
                case "require-hardware-key": _hardwareKey = value.Flag(); break;
                case "expires": _expires = value.Duration() is var length && length > TimeSpan.Zero ? length : throw value.Wrong("an approval that expires at once is none"); break;
                case "cooling-off": _coolingOff = (value.Duration(), value); break;
                default:
                    foreach (var (rule, (key, count)) in value.Entries())
                    {
                        _required[rule] = (count.Number(1, 20), key);
                    }

                    break;
            }
        }
    }

    private static string ApproverIn(YamlNodeReader entry, bool mayBeTeam) => Approver.Parse(entry.Text()) switch
    {
        null => throw entry.Wrong($"\"{YamlNodeReader.Short(entry.Text())}\" names nobody: {Approver.Forms}"),
        { IsTeam: true } when !mayBeTeam => throw entry.Wrong("a team is no account: name the accounts that programs use"),
        _ => entry.Text(),
    };

    private static YamlNodeReader Needed(YamlNodeReader node, IReadOnlyDictionary<string, YamlNodeReader> members, string name) =>
        members.TryGetValue(name, out var member) ? member : throw node.Wrong($"{node.Subject()} has no \"{name}\"");

    private static IReadOnlyList<Glob> Globs(IReadOnlyDictionary<string, YamlNodeReader> members, string name, GlobSort sort) =>
        members.TryGetValue(name, out var list) ? [.. Filled(list).Select(element => new Glob(element.Text(), sort))] : [];

    private static IReadOnlyList<string> Words(IReadOnlyDictionary<string, YamlNodeReader> members, string name, IReadOnlyCollection<string> known) =>
        members.TryGetValue(name, out var list) ? [.. Filled(list).Select(element => element.OneOf(known))] : [];

    private static IReadOnlyList<string> Actions(IReadOnlyDictionary<string, YamlNodeReader> conditions) =>
        conditions.TryGetValue("actions", out var list) && Filled(list).FirstOrDefault(action => action.Text() == "read") is { } read
            ? throw read.Wrong("what is only read is never judged, so the rule would find nothing there: leave \"read\" out")
            : Words(conditions, "actions", ActionWords);

    // An empty list would select everything where nothing was meant.
    private static IReadOnlyList<YamlNodeReader> Filled(YamlNodeReader node) => node.List() is { Count: > 0 } list ? list : throw node.Wrong($"{node.Subject()} is an empty list");

    private static Level LevelOf(string word) => word switch
    {
        "advisory" => Level.Advisory,
        "soft-mandatory" => Level.SoftMandatory,
        _ => Level.HardMandatory,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex CustomName { get; }
}
