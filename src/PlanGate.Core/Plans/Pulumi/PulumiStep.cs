using System.Text.Json;

namespace PlanGate.Plans.Pulumi;

/// <summary>One step of a preview or of an event. Its states are slices of what it was read from.</summary>
/// <param name="Op">What it does.</param>
/// <param name="Urn">Whom it does it to.</param>
/// <param name="Type">The type that the step names; empty where it names none.</param>
/// <param name="Old">The object before, or null.</param>
/// <param name="New">The object after, or null.</param>
/// <param name="ForcedBy">The property paths that force a replacement.</param>
/// <param name="Where">The element in the input, for messages.</param>
/// <param name="Position">Where the element begins.</param>
internal sealed record PulumiStep(PulumiOp Op, string Urn, string Type, PulumiState? Old, PulumiState? New, IReadOnlyList<string> ForcedBy, string Where, TextPosition Position)
{
    /// <summary>It turns protection or <c>retainOnDelete</c> on or off.</summary>
    public bool ChangesOptions => Old is { } old && New is { } next && (old.Protect != next.Protect || old.RetainOnDelete != next.RetainOnDelete);

    /// <summary>Reads a step of a preview, or the <c>metadata</c> of an event: the two spell the same things differently.</summary>
    /// <exception cref="PlanFormatException">A member is missing, there twice, or of the wrong shape; or the operation is unknown.</exception>
    public static PulumiStep Read(ReadOnlyMemory<byte> json, bool isEvent, string where, TextPosition position)
    {
        try
        {
            return new Parser(isEvent, where, position).Read(json);
        }
        catch (FormatException e)
        {
            throw new PlanFormatException(e.Message, where, position, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PlanFormatException("text that is not valid UTF-8 or UTF-16, or a value of the wrong shape", where, position, e);
        }
    }

    private sealed class Parser(bool isEvent, string where, TextPosition position)
    {
        private readonly HashSet<string> _seen = new(12, StringComparer.Ordinal);
        private string _op = "", _urn = "", _type = "";
        private PulumiState? _old, _new;
        private ReadOnlyMemory<byte> _reasons, _diffs, _detailed;

        public PulumiStep Read(ReadOnlyMemory<byte> json)
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!_seen.Add(name))
                {
                    throw new FormatException($"\"{name}\" is there twice");
                }

                reader.Read();
                ReadMember(ref reader, json, name);
            }

            if (_urn.Length == 0)
            {
                throw new FormatException("no \"urn\"");
            }

            if (!PulumiUrn.Is(_urn))
            {
                throw new FormatException($"{_urn} is not a URN");
            }

            var op = PulumiOps.Parse(_op) ?? throw new FormatException(_op.Length == 0 ? $"no \"op\" for {_urn}" : $"unknown operation \"{_op}\" for {_urn}");
            return new(op, _urn, _type, _old, _new, op is PulumiOp.Replace or PulumiOp.CreateReplacement ? ForcedBy() : [], where, position);
        }

        private void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, string name)
        {
            switch (name)
            {
                case "op": _op = PulumiState.Text(ref reader, name); break;
                case "urn": _urn = PulumiState.Text(ref reader, name); break;
                case "type": _type = PulumiState.Text(ref reader, name); break;
                case "old" when isEvent:
                case "oldState" when !isEvent: _old = PulumiState.Read(ref reader, json, isEvent); break;
                case "new" when isEvent:
                case "newState" when !isEvent: _new = PulumiState.Read(ref reader, json, isEvent); break;
                case "keys" when isEvent:
                case "replaceReasons" when !isEvent: _reasons = PulumiState.Slice(ref reader, json); break;
                case "diffs" when isEvent:
                case "diffReasons" when !isEvent: _diffs = PulumiState.Slice(ref reader, json); break;
                case "detailedDiff": _detailed = PulumiState.Slice(ref reader, json); break;
                default: reader.Skip(); break;
            }
        }

        // The diff marks the culprits; the reasons of the step name top-level properties only, and are empty for a replacement that was asked for.
        private IReadOnlyList<string> ForcedBy()
        {
            var culprits = Culprits();
            var names = culprits.Count > 0 ? culprits : Texts(_reasons) is { Count: > 0 } reasons ? reasons : Texts(_diffs);
            return [.. names.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        }

        private List<string> Culprits()
        {
            var found = new List<string>();
            var reader = new Utf8JsonReader(_detailed.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
            if (_detailed.Length == 0 || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return found;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var path = reader.GetString()!;
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isKind = reader.ValueTextEquals("kind"u8) || reader.ValueTextEquals("diffKind"u8);
                    reader.Read();
                    if (isKind && reader.TokenType == JsonTokenType.String && reader.GetString()!.EndsWith("-replace", StringComparison.Ordinal))
                    {
                        found.Add(path);
                    }

                    reader.Skip();
                }
            }

            return found;
        }

        private static List<string> Texts(ReadOnlyMemory<byte> json)
        {
            var found = new List<string>();
            var reader = new Utf8JsonReader(json.Span);
            while (json.Length > 0 && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    found.Add(reader.GetString()!);
                }
            }

            return found;
        }
    }
}
