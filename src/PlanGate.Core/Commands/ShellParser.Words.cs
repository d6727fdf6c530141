using System.Globalization;
using System.Text;

namespace PlanGate.Commands;

/// <content>Words: quotes, escapes, expansions.</content>
internal sealed partial class ShellParser
{
    private ShellWord Word(bool isPattern = false, bool mayAssignArray = false)
    {
        var parts = new List<WordPart>();
        var plain = new StringBuilder();
        var start = _at;
        while (!IsAtEnd)
        {
            var letter = Current;
            if (letter is '<' or '>' && Next == '(')
            {
                Flush(parts, plain);
                _at += 2;
                parts.Add(new WordProcess(List()));
                Expect(')');
                continue;
            }

            if (letter == '(' && _at > start && (_text[_at - 1] is '!' or '@' or '?' or '*' or '+' || (isPattern && _text[_at - 1] != ' ')))
            {
                // An extended pattern: its text is whatever matches.
                Flush(parts, plain);
                parts.AddRange(Bracketed('(', ')'));
                plain.Append('*');
                continue;
            }

            if (letter == '(' && mayAssignArray && _at > start && _text[_at - 1] == '=')
            {
                Flush(parts, plain);
                foreach (var (number, value) in Array().Index())
                {
                    parts.AddRange(number == 0 ? [] : [new WordText(ShellState.Separator.ToString(), true)]);
                    parts.AddRange(value.Parts);
                }

                continue;
            }

            if (IsMeta(letter))
            {
                break;
            }

            switch (letter)
            {
                case '\\':
                    _at++;
                    if (IsAtEnd)
                    {
                        throw Wrong("a backslash at the end");
                    }

                    if (Current != '\n')
                    {
                        Flush(parts, plain);
                        parts.Add(new WordText(Current.ToString(), true));
                    }

                    _at++;
                    break;
                case '\'' or '"' or '$' or '`':
                    Flush(parts, plain);
                    QuotedOrExpanded(parts);
                    break;
                default:
                    plain.Append(letter);
                    _at++;
                    break;
            }
        }

        if (_at == start)
        {
            throw Wrong($"\"{Current}\" was not expected");
        }

        Flush(parts, plain);
        return new(parts.Count == 0 ? [new WordText("", true)] : parts);
    }

    private static void Flush(List<WordPart> parts, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            parts.Add(new WordText(plain.ToString(), false));
            plain.Clear();
        }
    }

    private string Single()
    {
        var end = _text.IndexOf('\'', _at + 1);
        if (end < 0)
        {
            throw Wrong("a quote is not closed");
        }

        var text = _text[(_at + 1)..end];
        _at = end + 1;
        return text;
    }

    // Inside of double quotes, up to the one that closes them; \0 for the end of the text.
    private void Quoted(List<WordPart> parts, char close)
    {
        var plain = new StringBuilder();
        while (true)
        {
            if (IsAtEnd)
            {
                if (close != '\0')
                {
                    throw Wrong("a quote is not closed");
                }

                break;
            }

            if (Current == close && close != '\0')
            {
                _at++;
                break;
            }

            if (Current == '\\' && _at + 1 < _text.Length)
            {
                if (Next == '\n')
                {
                    _at += 2;
                    continue;
                }

                if (Next is '$' or '`' or '\\' || (Next == '"' && close == '"'))
                {
                    _at++;
                }

                plain.Append(Current);
                _at++;
            }
            else if (Current is '$' or '`')
            {
                FlushQuoted();
                if (Current == '$')
                {
                    Dollar(parts, isQuoted: true);
                }
                else
                {
                    parts.Add(Backticks(isQuoted: true));
                }
            }
            else
            {
                plain.Append(Current);
                _at++;
            }
        }

        if (plain.Length > 0 || parts.Count == 0)
        {
            FlushQuoted();
        }

        void FlushQuoted()
        {
            parts.Add(new WordText(plain.ToString(), true));
            plain.Clear();
        }
    }

    // The text of a here-document: as if in double quotes, but with quotes inside.
    private ShellWord HereText()
    {
        var parts = new List<WordPart>();
        Quoted(parts, '\0');
        return new(parts);
    }

    private void Dollar(List<WordPart> parts, bool isQuoted)
    {
        Deeper();
        DollarItself(parts, isQuoted);
        _depth--;
    }

    private void DollarItself(List<WordPart> parts, bool isQuoted)
    {
        _at++;
        switch (Current)
        {
            case '(' when Next == '(' && TakeArithmetic(out var expression):
                parts.AddRange(Hidden(expression.Parts));
                parts.Add(new WordText(Unresolved.Output.ToString(), isQuoted));
                break;
            case '(':
                _at++;
                parts.Add(new WordOutput(List(), isQuoted));
                Expect(')');
                break;
            case '[':
                parts.AddRange(Bracketed('[', ']'));
                parts.Add(new WordText(Unresolved.Output.ToString(), isQuoted));
                break;
            case '{':
                _at++;
                parts.Add(Braced(isQuoted, parts));
                break;
            case '\'' when !isQuoted:
                parts.Add(new WordText(AnsiC(), true));
                break;
            case '"' when !isQuoted:
                _at++;
                Quoted(parts, '"');
                break;
            case var letter when IsNameStart(letter):
                var start = _at;
                while (IsNamePart(Current))
                {
                    _at++;
                }

                parts.Add(new WordVariable(_text[start.._at], "", null, isQuoted));
                break;
            case var letter when char.IsAsciiDigit(letter) || letter is '@' or '*' or '#' or '?' or '-' or '$' or '!':
                _at++;
                parts.Add(new WordVariable(letter.ToString(), "", null, isQuoted));
                break;
            default:
                parts.Add(new WordText("$", isQuoted));
                break;
        }
    }

    private WordVariable Braced(bool isQuoted, List<WordPart> parts)
    {
        // ${#x} is a length, ${!x} another variable's value: neither is looked up.
        var isIndirect = Current is '!' or '#' && Next != '}';
        if (isIndirect)
        {
            _at++;
        }

        var start = _at;
        if (IsNameStart(Current))
        {
            while (IsNamePart(Current))
            {
                _at++;
            }
        }
        else
        {
            while (char.IsAsciiDigit(Current))
            {
                _at++;
            }

            if (_at == start && Current is '@' or '*' or '#' or '?' or '-' or '$' or '!')
            {
                _at++;
            }
        }

        var name = _text[start.._at];
        if (name.Length == 0)
        {
            throw Wrong("${ without a name");
        }

        var index = "";
        if (Current == '[')
        {
            var open = _at;
            parts.AddRange(Bracketed('[', ']'));
            index = _text[open.._at];
        }

        var operatorStart = _at;
        if (Current == '}')
        {
            _at++;
            return new(name, isIndirect ? "!" : index is "" or "[0]" ? "" : index is "[@]" or "[*]" ? ShellState.Elements : "[", null, isQuoted);
        }

        while (Current is ':' or '-' or '=' or '+' or '?' or '#' or '%' or '/' or '^' or ',' or '@' && _at - operatorStart < 2)
        {
            _at++;
            if (_text[_at - 1] is '-' or '=' or '+' or '?')
            {
                break;
            }
        }

        var found = _text[operatorStart.._at];
        var argument = new List<WordPart>();
        BracedArgument(argument);
        return new(name, isIndirect ? "!" : found, new(argument), isQuoted);
    }

    private void BracedArgument(List<WordPart> parts)
    {
        var plain = new StringBuilder();
        while (true)
        {
            if (IsAtEnd)
            {
                throw Wrong("${ is not closed");
            }

            switch (Current)
            {
                case '}':
                    _at++;
                    Flush(parts, plain);
                    return;
                case '\'' or '"' or '$' or '`':
                    Flush(parts, plain);
                    QuotedOrExpanded(parts);
                    break;
                case '\\' when _at + 1 < _text.Length:
                    plain.Append(Next);
                    _at += 2;
                    break;
                default:
                    plain.Append(Current);
                    _at++;
                    break;
            }
        }
    }

    // What a quote, a dollar or a backtick outside of quotes begins.
    private void QuotedOrExpanded(List<WordPart> parts)
    {
        switch (Current)
        {
            case '\'':
                parts.Add(new WordText(Single(), true));
                break;
            case '"':
                _at++;
                Quoted(parts, '"');
                break;
            case '$':
                Dollar(parts, isQuoted: false);
                break;
            default:
                parts.Add(Backticks(isQuoted: false));
                break;
        }
    }

    private WordOutput Backticks(bool isQuoted)
    {
        _at++;
        var script = new StringBuilder();
        while (Current != '`')
        {
            if (IsAtEnd)
            {
                throw Wrong("a backtick is not closed");
            }

            if (Current == '\\' && (Next is '`' or '\\' or '$' || (isQuoted && Next == '"')))
            {
                _at++;
            }

            script.Append(Current);
            _at++;
        }

        _at++;
        return _depth > MostDepth ? throw Wrong("nested too deep") : new(Parse(script.ToString(), _depth + 1), isQuoted);
    }

    // $'...': escapes as in C.
    private string AnsiC()
    {
        _at++;
        var text = new StringBuilder();
        while (Current != '\'')
        {
            if (IsAtEnd)
            {
                throw Wrong("a quote is not closed");
            }

            if (Current != '\\')
            {
                text.Append(Current);
                _at++;
                continue;
            }

            _at++;
            var letter = Current;
            _at++;
            switch (letter)
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'r': text.Append('\r'); break;
                case 'a': text.Append('\a'); break;
                case 'b': text.Append('\b'); break;
                case 'e' or 'E': text.Append('\e'); break;
                case 'f': text.Append('\f'); break;
                case 'v': text.Append('\v'); break;
                case 'x': AppendCode(text, 2, 16); break;
                case 'u': AppendCode(text, 4, 16); break;
                case 'U': AppendCode(text, 8, 16); break;
                case 'c': text.Append((char)(Current & 0x1f)); _at++; break;
                case >= '0' and <= '7': _at--; AppendCode(text, 3, 8); break;
                case '\0' when _at > _text.Length: throw Wrong("a quote is not closed");
                case '\\' or '\'' or '"' or '?': text.Append(letter); break;
                default: text.Append('\\').Append(letter); break;
            }
        }

        _at++;
        return text.ToString();
    }

    private void AppendCode(StringBuilder text, int most, int numberBase)
    {
        var start = _at;
        while (_at - start < most && (numberBase == 16 ? char.IsAsciiHexDigit(Current) : Current is >= '0' and <= '7'))
        {
            _at++;
        }

        if (_at == start)
        {
            return;
        }

        var code = numberBase == 16 ? int.Parse(_text.AsSpan(start, _at - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : Convert.ToInt32(_text[start.._at], 8);
        text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : Unresolved.Variable.ToString());
    }

    // (( ... )): true and taken when it is arithmetic; false with nothing taken when it is a subshell in a subshell.
    private bool TakeArithmetic(out ShellWord expression)
    {
        var start = _at;
        var depth = 0;
        for (var at = _at; at < _text.Length; at++)
        {
            depth += _text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth != 0 || _text[at] != ')')
            {
                continue;
            }

            if (_text[at - 1] != ')' || !LooksArithmetic(_text.AsSpan(start + 2, at - start - 3)))
            {
                break;
            }

            expression = new ShellParser(_text[(start + 2)..(at - 1)], _depth + 1).HereText();
            _at = at + 1;
            return true;
        }

        expression = ShellWord.Of("");
        return false;
    }

    // Arithmetic knows neither a command with a dash behind a blank and letters, nor quotes around words, nor lists of commands.
    private static bool LooksArithmetic(ReadOnlySpan<char> text)
    {
        var previousIsWord = false;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_')
            {
                if (previousIsWord)
                {
                    return false;
                }

                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                previousIsWord = true;
                continue;
            }

            if (text[at] is '\n' or '\'' or '"')
            {
                return false;
            }

            previousIsWord = text[at] is ' ' or '\t' && previousIsWord;
            at++;
        }

        return true;
    }

    // What stands between brackets is no text of the word; the commands in it run.
    private List<WordPart> Bracketed(char open, char close)
    {
        var parts = new List<WordPart>();
        var depth = 0;
        do
        {
            if (IsAtEnd)
            {
                throw Wrong($"\"{close}\" is missing");
            }

            if (Current is '\'' or '"' or '$' or '`')
            {
                QuotedOrExpanded(parts);
                continue;
            }

            depth += Current == open ? 1 : Current == close ? -1 : 0;
            _at += Current == '\\' && _at + 1 < _text.Length ? 2 : 1;
        }
        while (depth > 0);
        return [.. Hidden(parts)];
    }

    private static IEnumerable<WordPart> Hidden(IEnumerable<WordPart> parts) => parts.SelectMany(part => part switch
    {
        WordOutput output => [new WordHidden(output.Script)],
        WordProcess process => [new WordHidden(process.Script)],
        WordHidden => [part],
        WordVariable { Argument: { } argument } => Hidden(argument.Parts),
        _ => (IEnumerable<WordPart>)[],
    });
}
