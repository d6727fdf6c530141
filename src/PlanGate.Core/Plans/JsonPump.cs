using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>
/// Pulls tokens out of a stream of JSON documents in one buffer: what nobody needs is checked and dropped,
/// what must be judged is copied out whole.
/// </summary>
internal sealed class JsonPump(Stream input)
{
    // One element larger than this is not a plan but an attack on memory.
    private const int LargestElement = 256 * 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonValues.MaxDepth, AllowMultipleValues = true };

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _endOfInput;
    private bool _again;
    private JsonReaderState _state = new(Options);
    private TextPosition _position = TextPosition.Start;

    /// <summary>The token that <see cref="Next"/> took.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>The text of a property name or string, or of a number; empty for other tokens.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where the token begins.</summary>
    public TextPosition Position { get; private set; } = TextPosition.Start;

    /// <summary>What is being read, for messages.</summary>
    public string? Where { get; set; }

    /// <summary>True when nothing but white space has been left unread and no document is open.</summary>
    public bool IsBetweenDocuments { get; private set; } = true;

    /// <summary>Makes the next call of <see cref="Next"/> give the same token once more.</summary>
    public void TakeAgain() => _again = true;

    /// <summary>Takes one token; false at the end of the input.</summary>
    public bool Next()
    {
        if (_again)
        {
            _again = false;
            return true;
        }

        try
        {
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start.._end), _endOfInput, _state);
                if (reader.Read())
                {
                    Token = reader.TokenType;
                    Text = Token is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() ?? "" :
                        Token is JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : "";
                    Position = _position.After(_buffer.AsSpan(_start, (int)reader.TokenStartIndex));
                    IsBetweenDocuments = reader.CurrentDepth == 0 && Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
                    Commit(in reader);
                    return true;
                }

                Commit(in reader);
                if (_endOfInput)
                {
                    return false;
                }

                Fill();
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Takes one value, checks its structure, and drops it.</summary>
    public void Skip()
    {
        try
        {
            var depth = 0;
            var begun = false;
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start.._end), _endOfInput, _state);
                while (reader.Read())
                {
                    begun = true;
                    depth += reader.TokenType switch
                    {
                        JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                        JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                        _ => 0,
                    };
                    if (depth == 0)
                    {
                        Commit(in reader);
                        return;
                    }
                }

                Commit(in reader);
                if (_endOfInput)
                {
                    throw new PlanFormatException(begun ? "the input ends inside a value" : "the input ends before a value", Where, _position);
                }

                Fill();
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Takes one value and returns its bytes, or null when the array or object around it ends instead.</summary>
    /// <remarks>The bytes stand in the buffer: who keeps them copies them before the next call.</remarks>
    public ReadOnlyMemory<byte>? Capture()
    {
        try
        {
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start.._end), _endOfInput, _state);
                if (TryTakeValue(ref reader, out var ended, out var from))
                {
                    Position = _position.After(_buffer.AsSpan(_start, from));
                    Token = reader.TokenType;
                    ReadOnlyMemory<byte>? value = ended ? (ReadOnlyMemory<byte>?)null : _buffer.AsMemory((_start + from)..(_start + (int)reader.BytesConsumed));
                    Commit(in reader);
                    return value;
                }

                if (_endOfInput)
                {
                    throw new PlanFormatException("the input ends inside a value", Where, _position);
                }

                Fill();
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Opens an object and gives the names of its members, each of whose values the caller takes; nothing for null.</summary>
    public IEnumerable<string> Members() => Opens(JsonTokenType.StartObject) ? MembersOfOpened() : [];

    /// <summary>The same for an object whose opening brace has been taken.</summary>
    /// <param name="taken">A member that has been taken as well, or null.</param>
    public IEnumerable<string> MembersOfOpened(string? taken = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (taken is not null)
        {
            seen.Add(taken);
        }

        while (Next() && Token == JsonTokenType.PropertyName)
        {
            yield return seen.Add(Text) ? Text : throw new PlanFormatException($"\"{Text}\" is there twice", Where, Position);
        }

        if (Token != JsonTokenType.EndObject)
        {
            throw new PlanFormatException("the input ends in the middle: it was cut off", Where, Position);
        }
    }

    /// <summary>Opens a list and gives the bytes of its elements, each valid until the next is asked for; nothing for null.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Elements()
    {
        if (!Opens(JsonTokenType.StartArray))
        {
            yield break;
        }

        while (Capture() is { } element)
        {
            yield return element;
        }
    }

    /// <summary>Takes the opening of a list or an object; false for null.</summary>
    public bool Opens(JsonTokenType opening)
    {
        Next();
        return Token == opening ? true : Token == JsonTokenType.Null ? false
            : throw new PlanFormatException(opening == JsonTokenType.StartArray ? "not a list" : "not an object", Where, Position);
    }

    // Takes nothing when the value needs more input: the reader is a copy, only Commit moves on.
    private static bool TryTakeValue(ref Utf8JsonReader reader, out bool ended, out int from)
    {
        (ended, from) = (false, 0);
        if (!reader.Read())
        {
            return false;
        }

        from = (int)reader.TokenStartIndex;
        ended = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        return ended || reader.TrySkip();
    }

    private void Commit(in Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        _position = _position.After(_buffer.AsSpan(_start, consumed));
        _start += consumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LargestElement)
            {
                throw new PlanFormatException($"one element is larger than {LargestElement / 1024 / 1024} MiB", Where, _position);
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // A decoder gives little at a time; what is being read would be scanned anew after each piece.
        var read = input.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _endOfInput = _end + read < _buffer.Length;
        _end += read;
    }

    private PlanFormatException Malformed(JsonException e)
    {
        var position = new TextPosition((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
        var problem =
            _endOfInput && _end - _start <= 4096 && IsCutOff(e) ? "the input ends in the middle: it was cut off" :
            e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? $"nested deeper than {JsonValues.MaxDepth} levels" :
            IsBetweenDocuments ? "there is text after the plan: feed the plan's JSON alone" :
            "not valid JSON";
        return new(problem, Where, position, e);
    }

    private static bool IsCutOff(JsonException e) =>
        e.Message.Contains("end of data", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("Expected depth to be zero", StringComparison.Ordinal)
        || e.Message.Contains("isFinalBlock", StringComparison.Ordinal);
}
