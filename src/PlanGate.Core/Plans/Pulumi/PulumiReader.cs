using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Reads Pulumi's documents in one pass: previews, events one after another or in batches, update plans.</summary>
internal sealed class PulumiReader(JsonPump pump, PlanInterests interests)
{
    // Members by which a document shows that it is one of Pulumi's. A Terraform plan has a "timestamp" too.
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "config", "steps", "diagnostics", "duration", "changeSummary", "maybeCorrupt", "manifest", "resourcePlans", "sequence", "events", "continuationToken", "type", "result", "summary");

    private static readonly FrozenSet<string> OtherEvents = FrozenSet.Create(
        StringComparer.Ordinal,
        "cancelEvent", "stdoutEvent", "policyEvent", "policyRemediationEvent", "policyLoadEvent", "policyAnalyzeSummaryEvent", "policyRemediateSummaryEvent",
        "policyAnalyzeStackSummaryEvent", "policyRemediateStackSummaryEvent", "startDebuggingEvent", "progressEvent");

    private readonly List<PulumiRun> _runs = [];
    private PulumiRun? _stream;
    private bool _hasPrelude;
    private int _events;

    /// <summary>The runs that were read, each only once.</summary>
    public IReadOnlyList<PulumiRun> TakeRuns()
    {
        PulumiRun[] runs = [.. _runs];
        _runs.Clear();
        _stream = null;
        return runs;
    }

    /// <summary>Reads the document whose opening brace the pump has just taken, if it is one of Pulumi's.</summary>
    /// <param name="taken">A member that was taken to find out; null where nothing was.</param>
    /// <exception cref="PlanFormatException">It is Pulumi's and cannot be judged.</exception>
    public bool TryRead(out string? taken)
    {
        taken = null;
        if (!pump.Next() || pump.Token != JsonTokenType.PropertyName)
        {
            pump.TakeAgain();
            return false;
        }

        var first = pump.Text;
        if (first == "timestamp")
        {
            taken = first;
            if (!pump.Next() || pump.Token != JsonTokenType.Number)
            {
                if (pump.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    throw new PlanFormatException("\"timestamp\" is neither text nor a number", first, pump.Position);
                }

                return false;
            }
        }
        else
        {
            pump.TakeAgain();
            if (!Members.Contains(first) && !IsEventName(first))
            {
                return false;
            }
        }

        ReadDocument(taken);
        return true;
    }

    // What one of several kinds of documents has: where two are mixed, none of them can be trusted to be whole.
    private static string? KindOf(string member) => member switch
    {
        "steps" or "changeSummary" or "diagnostics" => "a preview",
        "resourcePlans" => "an update plan",
        "events" => "a batch of events",
        "sequence" => "an event",
        "format_version" or "terraform_version" or "planned_values" or "resource_changes" or "resource_drift" => "a Terraform plan",
        _ => IsEventName(member) ? "an event" : null,
    };

    // A bare event may begin with any of its members.
    private static bool IsEventName(string name) => name.EndsWith("Event", StringComparison.Ordinal);

    private void ReadDocument(string? taken)
    {
        var document = new Document(taken);
        foreach (var name in pump.MembersOfOpened(taken))
        {
            pump.Where = name;
            document.Members.Add(name);
            var kind = KindOf(name);
            document.Kind ??= kind;
            if (kind is not null && kind != document.Kind)
            {
                throw new PlanFormatException($"\"{name}\" belongs to {kind}, what is before it to {document.Kind}", name, pump.Position);
            }

            switch (name)
            {
                case "config": ReadConfig(document.Variables); break;
                case "steps": ReadSteps(document.Run ??= new(interests, PulumiPlans.Preview) { IsPreview = true, IsEnded = true }); break;
                case "changeSummary": ReadCounts(document.Summary); break;
                case "diagnostics": document.IsFailed |= ReadDiagnostics(); break;
                case "maybeCorrupt": document.IsFailed |= Flag(name); break;
                case "manifest": document.Version = Version(); break;
                case "resourcePlans": document.Run = new UpdatePlanReader(pump, interests).Read(); break;
                case "events": ReadBatch(); break;
                default: ReadOther(name, document); break;
            }

            pump.Where = null;
        }

        Finish(document);
    }

    private void ReadOther(string name, Document document)
    {
        if (IsEventName(name))
        {
            document.Event ??= BeginEvent();
            ReadEvent(name, document.Event);
            return;
        }

        // Other readers take "Steps" for what it looks like.
        if (Members.FirstOrDefault(member => member.Equals(name, StringComparison.OrdinalIgnoreCase) && member != name) is { } meant)
        {
            throw new PlanFormatException($"\"{name}\" is not how Pulumi spells \"{meant}\"", name, pump.Position);
        }

        pump.Skip();
    }

    private void Finish(Document document)
    {
        var has = document.Members;
        if (has.Contains("events") || document.Event is not null)
        {
            return;
        }

        if (has.Contains("sequence") || document.Taken is not null)
        {
            throw new PlanFormatException($"an event of a kind that this version does not know ({string.Join(", ", has.Where(name => name is not ("sequence" or "timestamp" or "type")))}): update plangate", $"events[{_events}]", pump.Position);
        }

        if (has.Contains("summary") && has.Contains("result"))
        {
            throw new PlanFormatException("the one-line summary of Pulumi's `--output json`, which leaves the states out: feed `pulumi preview --json --show-replacement-steps`", null, null);
        }

        if (has.Contains("resourcePlans"))
        {
            document.Run!.Version = document.Version;
        }
        else if (has.Contains("steps") || has.Contains("changeSummary") || document.IsFailed)
        {
            document.Run ??= new(interests, PulumiPlans.Preview) { IsPreview = true, IsEnded = true };
        }
        else
        {
            throw new PlanFormatException(InputMistakes.InDocument(has), null, null);
        }

        var run = document.Run!;
        run.IsFailed |= document.IsFailed;
        foreach (var (op, count) in document.Summary)
        {
            run.Summary[op] = count;
        }

        foreach (var (name, value) in document.Variables)
        {
            run.Variables[name] = value;
        }

        _stream = null;
        _runs.Add(run);
    }

    private void ReadSteps(PulumiRun run)
    {
        var index = 0;
        pump.Where = "steps[0]";
        foreach (var element in pump.Elements())
        {
            run.Announce(PulumiStep.Read(element, isEvent: false, $"steps[{index}]", pump.Position));
            pump.Where = $"steps[{++index}]";
        }
    }

    private void ReadBatch()
    {
        if (!pump.Opens(JsonTokenType.StartArray))
        {
            return;
        }

        while (pump.Next() && pump.Token == JsonTokenType.StartObject)
        {
            var hasEvent = false;
            var run = (PulumiRun?)null;
            var names = new List<string>();
            foreach (var name in pump.MembersOfOpened())
            {
                pump.Where = $"events[{_events}].{name}";
                names.Add(name);
                if (IsEventName(name))
                {
                    ReadEvent(name, run ??= BeginEvent());
                    hasEvent = true;
                }
                else
                {
                    pump.Skip();
                }
            }

            if (!hasEvent)
            {
                throw new PlanFormatException($"an event of a kind that this version does not know ({string.Join(", ", names)}): update plangate", $"events[{_events}]", pump.Position);
            }
        }

        if (pump.Token != JsonTokenType.EndArray)
        {
            throw new PlanFormatException("an event is not an object", $"events[{_events}]", pump.Position);
        }

        // A batch that ends a list of events is a stream that has begun.
        _ = _stream ?? BeginEvent();
    }

    // What follows a summary, or a second prelude, is another run.
    private PulumiRun BeginEvent()
    {
        if (_stream is null)
        {
            Begin();
        }

        return _stream!;
    }

    private void Begin()
    {
        _stream = new(interests, PulumiPlans.Events) { ShowsHalves = true };
        _runs.Add(_stream);
        _hasPrelude = false;
        _events = 0;
    }

    private void ReadEvent(string name, PulumiRun run)
    {
        if ((name == "preludeEvent" && (_hasPrelude || run.IsEnded)) || (run.IsEnded && name is "resourcePreEvent" or "resOutputsEvent" or "resOpFailedEvent" or "summaryEvent"))
        {
            Begin();
            run = _stream!;
        }

        var where = $"events[{_events++}].{name}";
        pump.Where = where;
        switch (name)
        {
            case "resourcePreEvent": ReadStep(run, where, run.Announce); break;
            case "resOutputsEvent": ReadStep(run, where, run.Report); break;
            case "resOpFailedEvent":
                run.FailedOperations++;
                ReadStep(run, where, step => run.Belongs(step.Urn));
                break;
            case "summaryEvent": ReadSummary(run); break;
            case "diagnosticEvent": run.IsFailed |= IsError(pump.Members()); break;
            case "preludeEvent":
                _hasPrelude = true;
                ReadPrelude(run);
                break;
            case "errorEvent":
                run.IsFailed = true;
                pump.Skip();
                break;
            case var other when OtherEvents.Contains(other): pump.Skip(); break;
            default: throw new PlanFormatException($"an event of a kind that this version does not know ({name}): update plangate", where, pump.Position);
        }
    }

    private void ReadStep(PulumiRun run, string where, Action<PulumiStep> take)
    {
        var isThere = false;
        foreach (var member in pump.Members())
        {
            switch (member)
            {
                case "metadata":
                    var json = pump.Capture() ?? throw new PlanFormatException("no value", where, pump.Position);
                    take(PulumiStep.Read(json, isEvent: true, where, pump.Position));
                    isThere = true;
                    break;
                case "planning": run.IsPreview |= Flag(member); break;
                default: pump.Skip(); break;
            }
        }

        if (!isThere)
        {
            throw new PlanFormatException("no \"metadata\"", where, pump.Position);
        }
    }

    private void ReadSummary(PulumiRun run)
    {
        run.IsEnded = true;
        foreach (var member in pump.Members())
        {
            switch (member)
            {
                case "maybeCorrupt": run.IsFailed |= Flag(member); break;
                case "isPreview": run.IsPreview |= Flag(member); break;
                case "result":
                    pump.Next();
                    run.IsFailed |= pump.Token != JsonTokenType.Null && pump.Text is not ("succeeded" or "");
                    break;
                case "resourceChanges": ReadCounts(run.Summary); break;
                default: pump.Skip(); break;
            }
        }
    }

    private void ReadCounts(Dictionary<PulumiOp, int> counts)
    {
        foreach (var word in pump.Members())
        {
            var op = PulumiOps.Parse(word) ?? throw new PlanFormatException($"unknown operation \"{word}\"", pump.Where, pump.Position);
            pump.Next();
            counts[op] = pump.Token == JsonTokenType.Number && int.TryParse(pump.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw new PlanFormatException($"the count of \"{word}\" is not a number", pump.Where, pump.Position);
        }
    }

    private bool ReadDiagnostics()
    {
        if (!pump.Opens(JsonTokenType.StartArray))
        {
            return false;
        }

        var failed = false;
        while (pump.Next() && pump.Token == JsonTokenType.StartObject)
        {
            failed |= IsError(pump.MembersOfOpened());
        }

        return pump.Token == JsonTokenType.EndArray ? failed : throw new PlanFormatException("a diagnostic is not an object", pump.Where, pump.Position);
    }

    private bool IsError(IEnumerable<string> members)
    {
        var isError = false;
        foreach (var member in members)
        {
            if (member == "severity")
            {
                pump.Next();
                isError = pump.Text == "error";
                if (pump.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    throw new PlanFormatException("\"severity\" is not text", pump.Where, pump.Position);
                }
            }
            else
            {
                pump.Skip();
            }
        }

        return isError;
    }

    private void ReadPrelude(PulumiRun run)
    {
        foreach (var member in pump.Members())
        {
            if (member == "config")
            {
                ReadConfig(run.Variables);
            }
            else
            {
                pump.Skip();
            }
        }
    }

    // A configuration key is "project:name"; a preview writes a secret as the text [secret].
    private void ReadConfig(Dictionary<string, string> variables)
    {
        foreach (var key in pump.Members())
        {
            var name = key[(key.LastIndexOf(':') + 1)..];
            if (!PlanVariables.SpeaksOfAnEnvironment(name))
            {
                pump.Skip();
                continue;
            }

            var json = pump.Capture() ?? throw new PlanFormatException("no value", pump.Where, pump.Position);
            if (Plain(json) is { Length: > 0 } text and not "[secret]")
            {
                variables[name] = text;
            }
        }
    }

    // A preview writes the value itself, an update plan an object around it.
    private string? Plain(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonValues.Parse(json.Span) switch
            {
                JValue { Value: string text } => text,
                JObject value when value["secure"] is null && value["secret"] is null => (value["value"] as JValue)?.Value as string,
                _ => null,
            };
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new PlanFormatException($"unreadable: {e.Message}", pump.Where, pump.Position, e);
        }
    }

    private string? Version()
    {
        string? version = null;
        foreach (var member in pump.Members())
        {
            if (member == "version")
            {
                pump.Next();
                version = pump.Token == JsonTokenType.String ? pump.Text : throw new PlanFormatException("\"version\" is not text", "manifest", pump.Position);
            }
            else
            {
                pump.Skip();
            }
        }

        return version;
    }

    private bool Flag(string name)
    {
        pump.Next();
        return pump.Token switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw new PlanFormatException($"\"{name}\" is neither true nor false", pump.Where, pump.Position),
        };
    }

    /// <summary>What has been read of one document.</summary>
    private sealed class Document(string? taken)
    {
        public string? Taken => taken;

        public HashSet<string> Members { get; } = taken is null ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { taken };

        public Dictionary<PulumiOp, int> Summary { get; } = [];

        public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

        public PulumiRun? Run { get; set; }

        public PulumiRun? Event { get; set; }

        public string? Kind { get; set; }

        public string? Version { get; set; }

        public bool IsFailed { get; set; }
    }
}
