using System.Text;
using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Reads one element of <c>resource_changes</c> from its bytes.</summary>
internal static class ChangeParser
{
    /// <summary>The change in <paramref name="json"/>, of the element named <paramref name="where"/>.</summary>
    /// <exception cref="PlanFormatException">A member is missing, there twice, or of the wrong shape; or the action is unknown.</exception>
    /// <param name="json">The element.</param>
    /// <param name="where">Its name in messages.</param>
    /// <param name="position">Where it begins.</param>
    /// <param name="deferredBecause">Why it is postponed, or null.</param>
    /// <param name="isDrift">It tells of drift: Terraform 1.0 leaves the address out there.</param>
    public static ResourceChange Parse(ReadOnlyMemory<byte> json, string where, TextPosition position, string? deferredBecause = null, bool isDrift = false)
    {
        try
        {
            return new Element(where, position, deferredBecause, isDrift).Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PlanFormatException("text that is not valid UTF-8 or UTF-16, or a value of the wrong shape", where, position, e);
        }
    }

    private sealed class Element(string where, TextPosition position, string? deferredBecause, bool isDrift)
    {
        private static readonly MemberNames.KnownNames KnownNames = new(
            "address", "module_address", "mode", "type", "name", "index", "provider_name", "change", "actions", "before", "after", "after_unknown", "before_sensitive",
            "after_sensitive", "action_reason", "replace_paths", "previous_address", "deposed", "importing");

        private MemberNames _members = new(KnownNames);
        private MemberNames _membersOfChange = new(KnownNames);
        private string? _address, _previous, _module, _mode, _type, _name, _index, _provider, _deposed, _reason;
        private ReadOnlyMemory<byte>? _change;
        private List<string>? _actions;
        private bool _importing;

        public ResourceChange Read(ReadOnlyMemory<byte> json)
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Wrong("not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Member(ref reader, ref _members);
                reader.Read();
                switch (name)
                {
                    case "address": _address = Text(ref reader, name); break;
                    case "previous_address": _previous = Text(ref reader, name); break;
                    case "module_address": _module = Text(ref reader, name); break;
                    case "name": _name = Text(ref reader, name); break;
                    case "index":
                        _index = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Encoding.UTF8.GetString(json.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]) : null;
                        reader.Skip();
                        break;
                    case "mode": _mode = Text(ref reader, name); break;
                    case "type": _type = Text(ref reader, name); break;
                    case "provider_name": _provider = Text(ref reader, name); break;
                    case "deposed": _deposed = Text(ref reader, name); break;
                    case "action_reason": _reason = Text(ref reader, name); break;
                    case "change":
                        var from = (int)reader.TokenStartIndex;
                        ReadChange(ref reader);
                        _change = json[from..(int)reader.BytesConsumed];
                        break;
                    default: reader.Skip(); break;
                }
            }

            return Whole();
        }

        private void ReadChange(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Wrong("\"change\" is not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Member(ref reader, ref _membersOfChange, "change.");
                reader.Read();
                switch (name)
                {
                    case "actions": _actions = Actions(ref reader); break;
                    case "importing":
                        _importing = reader.TokenType != JsonTokenType.Null;
                        reader.Skip();
                        break;
                    default: reader.Skip(); break;
                }
            }
        }

        private List<string> Actions(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw Wrong("\"actions\" is not a list");
            }

            var words = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                words.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong("\"actions\" holds something that is not a word"));
            }

            return words;
        }

        private ResourceChange Whole()
        {
            var address = _address is { Length: > 0 } ? _address : isDrift && _type is not null && _name is not null ? ComposedAddress() : throw Wrong("no \"address\"");
            var change = _change ?? throw Wrong($"no \"change\" for {address}");
            var actions = _actions ?? throw Wrong($"no \"actions\" for {address}");
            var isManaged = _mode switch
            {
                null or "managed" => true,
                "data" or "ephemeral" => false,
                _ => throw Wrong($"unknown mode \"{_mode}\" for {address}"),
            };
            RefuseAnotherName(address, isManaged);
            return new()
            {
                Address = address,
                PreviousAddress = _previous,
                Type = _type is { Length: > 0 } ? _type : throw Wrong($"no \"type\" for {address}"),
                IsManaged = isManaged,
                Action = ChangeActions.Parse(actions)
                    ?? throw Wrong($"unknown actions [{string.Join(", ", actions.Select(word => $"\"{word}\""))}] for {address}"),
                Deposed = _deposed is "" ? null : _deposed,
                ProviderName = _provider ?? "",
                ActionReason = _reason,
                IsImport = _importing,
                DeferredBecause = deferredBecause,
                Where = where,
                Position = position,
                ChangeJson = change,
            };
        }

        // An address says mode and type too; where they contradict, another reader would see another object.
        private void RefuseAnotherName(string address, bool isManaged)
        {
            var steps = Addresses.WithoutKeys(address).Split('.');
            var at = 0;
            while (at + 1 < steps.Length && steps[at] == "module")
            {
                at += 2;
            }

            var prefix = steps.Length - at == 3 && (steps[at] is "data" or "ephemeral");
            if (steps.Length - at is 2 or 3 && (prefix == isManaged || steps[^2] != _type))
            {
                throw Wrong($"{address} is said to be {(isManaged ? "" : _mode + " ")}{_type}");
            }
        }

        private string ComposedAddress() =>
            $"{(_module is { Length: > 0 } ? _module + "." : "")}{(_mode == "data" ? "data." : "")}{_type}.{_name}{(_index is not null ? $"[{_index}]" : "")}";

        private string Member(ref Utf8JsonReader reader, ref MemberNames members, string prefix = "") =>
            members.TryAdd(ref reader, out var name) ? name : throw Wrong($"\"{prefix}{name}\" is there twice");

        private string? Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => throw Wrong($"\"{name}\" is not text"),
        };

        private PlanFormatException Wrong(string problem) => new(problem, where, position);
    }
}
