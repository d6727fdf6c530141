using System.Text;

namespace PlanGate.Commands;

/// <summary>
/// Reads the basics of PowerShell, and what cmd takes of them: words, quotes, variables, pipelines, lists. Blocks and parentheses are gone through as
/// commands, whatever keyword stands before them.
/// </summary>
internal sealed class PowerShellParser
{
    private const int MostDepth = 60;

    private readonly string _text;
    private int _at;
    private int _depth;

    private PowerShellParser(string text) => _text = text;

    /// <summary>The commands of a text.</summary>
    /// <exception cref="ShellSyntaxException">It is not understood.</exception>
    public static ShellNode Parse(string text)
    {
        var parser = new PowerShellParser(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        var script = parser.List('\0');
        return parser._at < text.Length && !parser.IsAtEnd ? throw new ShellSyntaxException($"\"{parser.Current}\" was not expected (letter {parser._at + 1})") : script;
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private ShellSequence List(char close)
    {
        if (++_depth > MostDepth)
        {
            throw new ShellSyntaxException("nested too deep");
        }

        var items = new List<ShellNode>();
        while (true)
        {
            Skip(alsoSeparators: true);
            if (IsAtEnd)
            {
                if (close != '\0')
                {
                    throw new ShellSyntaxException($"\"{close}\" is missing");
                }

                break;
            }

            if (Current == close)
            {
                _at++;
                break;
            }

            var before = _at;
            Pipeline(items);
            if (_at == before)
            {
                throw new ShellSyntaxException($"\"{Current}\" was not expected (letter {_at + 1})");
            }
        }

        _depth--;
        return new(items);
    }

    private void Pipeline(List<ShellNode> items)
    {
        var commands = new List<ShellNode>();
        var blocks = new List<ShellNode>();
        do
        {
            commands.Add(Command(blocks));
            Skip(alsoSeparators: false);
        }
        while (Current == '|' && Next != '|' && ++_at > 0);
        items.Add(commands.Count == 1 ? commands[0] : new ShellPipeline(commands));
        items.AddRange(blocks);
        if (Current is '&' or '|' && Next == Current)
        {
            _at += 2;
        }
        else if (Current is '&')
        {
            // In cmd it separates commands, in PowerShell it sends one to the background.
            _at++;
        }
        else if (Current is ')' or '}' && _depth == 1)
        {
            throw new ShellSyntaxException($"\"{Current}\" was not expected (letter {_at + 1})");
        }
    }

    private ShellNode Command(List<ShellNode> blocks)
    {
        var words = new List<ShellWord>();
        var redirections = new List<ShellRedirection>();
        while (true)
        {
            Skip(alsoSeparators: false);
            if (IsAtEnd || Current is '\n' or ';' or '|' or ')' or '}')
            {
                break;
            }

            if (Current == '&')
            {
                if (words.Count > 0 || Next == '&')
                {
                    break;
                }

                // The call operator: what follows is a command, even in quotes.
                _at++;
                continue;
            }

            if (Current is '{' or '(')
            {
                var close = Current == '{' ? '}' : ')';
                _at++;
                blocks.Add(new ShellBlock(List(close), MaySkip: true, Repeats: false, IsSubshell: false, []));
                words.Add(ShellWord.Of(Unresolved.Output.ToString()));
                continue;
            }

            if (Current == '@' && Next is '(' or '{')
            {
                _at++;
                continue;
            }

            if (Current == '>' || (char.IsAsciiDigit(Current) && Next == '>') || (Current == '*' && Next == '>'))
            {
                while (char.IsAsciiDigit(Current) || Current is '>' or '*')
                {
                    _at++;
                }

                if (Current == '&')
                {
                    _at += 2;
                    continue;
                }

                Skip(alsoSeparators: false);
                if (!IsAtEnd && !IsMeta(Current))
                {
                    redirections.Add(new(">", Word()));
                }

                continue;
            }

            if (Current == ',')
            {
                // A list of arguments: one after another, as -ArgumentList passes them on.
                _at++;
                continue;
            }

            words.Add(Word());
        }

        if (words is [{ Parts: [WordVariable { Name: var name }] }, { Bare: "=" }, ..])
        {
            return new SimpleCommand([new(name, words.Count > 2 ? [.. words.Skip(2)] : [ShellWord.Of("")], false)], [], redirections);
        }

        if (words is [{ Parts: [WordVariable { Name: var set }, WordText { Text: ['=', ..] } rest] }])
        {
            return new SimpleCommand([new(set, [ShellWord.Of(rest.Text[1..])], false)], [], redirections);
        }

        return words.Count + redirections.Count == 0 ? new ShellSequence([]) : new SimpleCommand([], words, redirections);
    }

    private ShellWord Word()
    {
        var parts = new List<WordPart>();
        var plain = new StringBuilder();
        if (Current == '@' && Next is '"' or '\'')
        {
            return HereString();
        }

        while (!IsAtEnd && !IsMeta(Current) && !(Current == ',' && plain.Length + parts.Count > 0))
        {
            switch (Current)
            {
                case '`':
                    _at++;
                    if (!IsAtEnd)
                    {
                        plain.Append(Current);
                        _at++;
                    }

                    break;
                case '\'':
                    Flush();
                    parts.Add(new WordText(Single(), true));
                    break;
                case '"':
                    Flush();
                    _at++;
                    Double(parts);
                    break;
                case '$':
                    Flush();
                    Dollar(parts);
                    break;
                case '%' when _text.IndexOf('%', _at + 1) is > 0 and var end && _text.AsSpan(_at + 1, end - _at - 1).IndexOfAny(" \n\"'") < 0 && end > _at + 1:
                    Flush();
                    parts.Add(new WordVariable(_text[(_at + 1)..end], "", null, true));
                    _at = end + 1;
                    break;
                default:
                    plain.Append(Current);
                    _at++;
                    break;
            }
        }

        Flush();
        if (parts.Count == 0)
        {
            _at++;
        }

        return new(parts.Count == 0 ? [new WordText("", true)] : parts);

        void Flush()
        {
            if (plain.Length > 0)
            {
                parts.Add(new WordText(plain.ToString(), false));
                plain.Clear();
            }
        }
    }

    private ShellWord HereString()
    {
        var quote = Next;
        var start = _text.IndexOf('\n', _at);
        var end = start < 0 ? -1 : _text.IndexOf($"\n{quote}@", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new ShellSyntaxException("a here-string is not closed");
        }

        var text = end > start ? _text[(start + 1)..end] : "";
        _at = end + 3;
        return ShellWord.Of(text);
    }

    private string Single()
    {
        var text = new StringBuilder();
        for (_at++; ; _at++)
        {
            if (IsAtEnd)
            {
                throw new ShellSyntaxException("a quote is not closed");
            }

            if (Current == '\'')
            {
                _at++;
                if (Current != '\'')
                {
                    return text.ToString();
                }
            }

            text.Append(Current);
        }
    }

    private void Double(List<WordPart> parts)
    {
        var plain = new StringBuilder();
        while (Current != '"' || Next == '"')
        {
            if (IsAtEnd)
            {
                throw new ShellSyntaxException("a quote is not closed");
            }

            if (Current == '`' || Current == '"')
            {
                _at++;
                plain.Append(Current);
                _at++;
            }
            else if (Current == '\\' && Next == '"')
            {
                plain.Append('"');
                _at += 2;
            }
            else if (Current == '$')
            {
                parts.Add(new WordText(plain.ToString(), true));
                plain.Clear();
                Dollar(parts);
            }
            else
            {
                plain.Append(Current);
                _at++;
            }
        }

        _at++;
        parts.Add(new WordText(plain.ToString(), true));
    }

    private void Dollar(List<WordPart> parts)
    {
        _at++;
        if (Current == '(')
        {
            _at++;
            parts.Add(new WordOutput(List(')'), true));
            return;
        }

        var isBraced = Current == '{';
        _at += isBraced ? 1 : 0;
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or ':' && (char.IsAsciiLetterOrDigit(Next) || Next == '_'))
        {
            _at++;
        }

        var name = _text[start.._at];
        _at += isBraced && Current == '}' ? 1 : 0;
        parts.Add(name.Length == 0 ? new WordText("$", true) : new WordVariable(name[(name.LastIndexOf(':') + 1)..], "", null, true));
    }

    private void Skip(bool alsoSeparators)
    {
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t' || (alsoSeparators && Current is '\n' or ';'))
            {
                _at++;
            }
            else if (Current == '`' && Next == '\n')
            {
                _at += 2;
            }
            else if (Current == '#' && (_at == 0 || IsMeta(_text[_at - 1])))
            {
                while (!IsAtEnd && Current != '\n')
                {
                    _at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private static bool IsMeta(char letter) => letter is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' or '{' or '}' or '>';
}
