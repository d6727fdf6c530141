using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans;

/// <summary>Reads the JSON form of Terraform and OpenTofu plans, in one pass and with members in any order.</summary>
/// <remarks>Sections that no rule reads are checked for their structure and dropped; memory grows only with the changes that are kept.</remarks>
internal sealed class TerraformPlanReader(JsonPump pump, PlanInterests interests)
{
    private static readonly string[] Known =
    [
        "format_version", "plan_format_version", "resource_changes", "resource_drift", "prior_state", "deferred_changes", "action_invocations",
        "deferred_action_invocations", "configuration", "variables", "errored", "complete",
    ];

    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<ResourceChange> _changes = [];
    private readonly List<ResourceChange> _deferred = [];
    private readonly List<ResourceChange> _drifted = [];
    private readonly List<ActionInvocation> _actions = [];
    private readonly List<CreatedObject> _created = [];
    private PriorState _state = PriorState.None;
    private IReadOnlyDictionary<string, IReadOnlyList<string>> _references = new Dictionary<string, IReadOnlyList<string>>();
    private JObject _providers = [];
    private Dictionary<string, string> _variables = [];
    private string? _version;
    private bool _tofu, _errored, _redacted, _listsChanges;
    private bool? _complete;

    /// <summary>Reads the document whose opening brace the pump has just taken.</summary>
    /// <param name="taken">A member that has been taken as well and that no rule reads, or null.</param>
    /// <exception cref="PlanFormatException">It is not a plan, or not one that can be judged.</exception>
    public Plan Read(string? taken = null)
    {
        if (taken is not null)
        {
            _members.Add(taken);
        }

        while (Next() && pump.Token == JsonTokenType.PropertyName)
        {
            var name = pump.Text;
            pump.Where = name;
            if (!_members.Add(name))
            {
                throw Wrong($"\"{name}\" is there twice");
            }

            if (name.StartsWith('@'))
            {
                throw new PlanFormatException(InputMistakes.InDocument(_members), null, null);
            }

            ReadMember(name);
            pump.Where = null;
        }

        return Plan();
    }

    private void ReadMember(string name)
    {
        switch (name)
        {
            case "format_version": CheckVersion(Text(name)); break;
            case "plan_format_version": CheckVersion(Text(name)); _redacted = true; break;
            case "terraform_version": _version = Text(name); break;
            case "resource_changes": ReadChanges(name); break;
            case "resource_drift": ReadDrift(name); break;
            case "prior_state": _state = new PriorStateReader(pump, interests).Read(); break;
            case "deferred_changes": ReadDeferred(name); break;
            case "action_invocations": ReadActions(name, nested: false); break;
            case "deferred_action_invocations": ReadActions(name, nested: true); break;
            case "configuration": ReadConfiguration(); break;
            case "variables": _variables = PlanVariables.SpeakingOfAnEnvironment(Value().Span); break;
            case "errored": _errored = Flag(name) ?? false; break;
            case "complete": _complete = Flag(name); break;
            default:
                // Other readers take "Resource_Changes" for what it looks like.
                if (Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    throw Wrong($"\"{name}\" is not how a plan spells it");
                }

                pump.Skip();
                break;
        }
    }

    private Plan Plan()
    {
        if (!_members.Contains("format_version") && !_members.Contains("plan_format_version"))
        {
            throw new PlanFormatException(InputMistakes.InDocument(_members), null, null);
        }

        if (!_listsChanges && !_members.Contains("planned_values"))
        {
            throw new PlanFormatException(InputMistakes.InDocument(_members), null, null);
        }

        return new()
        {
            Source = "",
            Format = "terraform-plan",
            Producer = $"{(_tofu ? "tofu" : "terraform")} {_version ?? "(unknown version)"}",
            Digest = "",
            Counts = _counts,
            Changes = _changes,
            Deferred = _deferred,
            Actions = _actions,
            Drifted = _drifted,
            State = _state,
            References = _references,
            Created = _created,
            ProviderConfig = _providers,
            EnvironmentVariables = _variables,
            IsErrored = _errored,
            IsIncomplete = _complete == false,
            IsRedacted = _redacted,
        };
    }

    private void CheckVersion(string? version)
    {
        var major = version?.Split('.')[0];
        if (!int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong($"\"{version}\" is not a format version");
        }

        if (number > 1)
        {
            throw Wrong($"format version {version} is newer than this program knows (0.x and 1.x): update plangate");
        }
    }

    private void ReadChanges(string name)
    {
        foreach (var (json, where) in Elements(name))
        {
            var change = ChangeParser.Parse(json, where, pump.Position);
            _tofu |= change.ProviderName.StartsWith("registry.opentofu.org/", StringComparison.Ordinal);
            if (!change.IsManaged)
            {
                continue;
            }

            _counts[change.Action.Word] = _counts.GetValueOrDefault(change.Action.Word) + 1;
            if (change.Action == ChangeAction.Create && interests.InData(change.Type))
            {
                _created.Add(new(change.Address, change.Type, CreatedNames.In(change.ChangeJson.Span)));
            }

            if (MustBeJudged(change))
            {
                _changes.Add(change.Kept());
            }
        }

        // A null in its place lists nothing.
        _listsChanges = pump.Token == JsonTokenType.EndArray;
    }

    private bool MustBeJudged(ResourceChange change) =>
        change.Action switch
        {
            ChangeAction.Update or ChangeAction.Delete or ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete
                or ChangeAction.Forget or ChangeAction.CreateThenForget => true,
            ChangeAction.Create => interests.InCreating(change.Type),
            ChangeAction.NoOp => change.IsImport || (change.PreviousAddress is { } previous && previous != change.Address) || interests.InUnchanged(change.Type),
            ChangeAction.Read or ChangeAction.Open or ChangeAction.Close => interests.InUnchanged(change.Type),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Action, null),
        };

    // Drift is what happened outside of the tool: only that an object is gone says something about data.
    private void ReadDrift(string name)
    {
        foreach (var (json, where) in Elements(name))
        {
            var change = ChangeParser.Parse(json, where, pump.Position, isDrift: true);
            if (change.IsManaged && change.Action.Destroys)
            {
                _drifted.Add(change.Kept());
            }
        }
    }

    private void ReadDeferred(string name)
    {
        foreach (var (json, where) in Elements(name))
        {
            var (reason, change) = Envelope(json, where, "resource_change");
            _deferred.Add(ChangeParser.Parse(change, where, pump.Position, reason ?? "unknown").Kept());
        }
    }

    private void ReadActions(string name, bool nested)
    {
        foreach (var (json, where) in Elements(name))
        {
            var body = nested ? Envelope(json, where, "action_invocation").Inner : json;
            var value = Object(body, where);
            _actions.Add(new(Word(value, "address", where), Word(value, "type", where)));
        }
    }

    private string Word(JObject value, string member, string where) =>
        value[member] is JValue { Value: string { Length: > 0 } text } ? text : throw new PlanFormatException($"no \"{member}\"", where, pump.Position);

    // What is inside stays as it is written: to write it again would make a text of a number that is too large.
    private (string? Reason, ReadOnlyMemory<byte> Inner) Envelope(ReadOnlyMemory<byte> json, string where, string inner)
    {
        var value = Object(json, where);
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isInner = reader.ValueTextEquals(inner);
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isInner && reader.TokenType == JsonTokenType.EndObject)
            {
                return (value["reason"]?.ToString(), json[from..(int)reader.BytesConsumed]);
            }
        }

        throw new PlanFormatException($"no \"{inner}\" in it", where, pump.Position);
    }

    private void ReadConfiguration()
    {
        foreach (var member in pump.Members())
        {
            pump.Where = $"configuration.{member}";
            switch (member)
            {
                case "provider_config": _providers = Object(Value(), pump.Where); break;
                case "root_module": _references = ConfigurationReferences.In(pump, interests); break;
                default: pump.Skip(); break;
            }

            pump.Where = "configuration";
        }
    }

    private IEnumerable<(ReadOnlyMemory<byte> Json, string Where)> Elements(string name)
    {
        var index = 0;
        pump.Where = $"{name}[{index}]";
        foreach (var element in pump.Elements())
        {
            yield return (element, $"{name}[{index}]");
            pump.Where = $"{name}[{++index}]";
        }
    }

    private JObject Object(ReadOnlyMemory<byte> json, string where)
    {
        try
        {
            return JsonValues.Parse(json.Span) as JObject ?? throw new PlanFormatException("not an object", where, pump.Position);
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new PlanFormatException($"unreadable: {e.Message}", where, pump.Position, e);
        }
    }

    private string? Text(string name)
    {
        Next();
        return pump.Token switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => pump.Text,
            _ => throw Wrong($"\"{name}\" is not text"),
        };
    }

    private bool? Flag(string name)
    {
        Next();
        return pump.Token switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Wrong($"\"{name}\" is neither true nor false"),
        };
    }

    private ReadOnlyMemory<byte> Value() => pump.Capture() ?? throw Wrong("no value");

    private bool Next() => pump.Next() ? true : throw Wrong("the input ends in the middle: it was cut off");

    private PlanFormatException Wrong(string problem) => new(problem, pump.Where, pump.Position);
}
