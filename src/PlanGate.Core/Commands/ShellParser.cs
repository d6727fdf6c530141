using System.Buffers;
using System.Text;

namespace PlanGate.Commands;

/// <summary>
/// Reads a command line of a POSIX shell, with what bash and zsh add to it. It runs nothing and decides nothing; what it does not understand is an
/// error, never a guess.
/// </summary>
internal sealed partial class ShellParser
{
    private const int MostDepth = 120;

    private static readonly string[] RedirectionOperators = ["&>>", "<<<", "<<-", "&>", ">>", "<<", "<&", ">&", "<>", ">|", "<", ">"];
    private static readonly string[] Closers = ["then", "else", "elif", "fi", "do", "done", "esac", "}", "in"];

    private static readonly SearchValues<char> NoIndex = SearchValues.Create(" \n;&|'\"`");

    private readonly string _text;
    private readonly List<(ShellRedirection Redirection, string Delimiter, bool IsLiteral, bool StripsTabs)> _pending = [];
    private int _at;
    private int _depth;

    private ShellParser(string text, int depth) => (_text, _depth) = (text, depth);

    /// <summary>The commands of a text.</summary>
    /// <exception cref="ShellSyntaxException">It is not understood.</exception>
    public static ShellSequence Parse(string text) => Parse(text, 0);

    private static ShellSequence Parse(string text, int depth)
    {
        var parser = new ShellParser(text.Replace("\r\n", "\n", StringComparison.Ordinal), depth);
        var script = parser.List();
        return parser._at < parser._text.Length ? throw parser.Wrong($"\"{parser._text[parser._at]}\" was not expected") : script;
    }

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private ShellSyntaxException Wrong(string problem) => new($"{problem} (letter {_at + 1})");

    // Commands up to something that closes them.
    private ShellSequence List()
    {
        Deeper();
        var items = new List<ShellNode>();
        while (true)
        {
            SkipSeparators();
            if (IsAtEnd || Current is ')' || (Current == ';' && Next is ';' or '&') || AtCloser())
            {
                break;
            }

            items.Add(AndOr());
            SkipBlanks();
            if (Current is ';' && Next is ';' or '&')
            {
                break;
            }

            if (Current is ';' or '&' or '\n')
            {
                TakeSeparator();
            }
            else if (!IsAtEnd && Current != ')' && !AtCloser())
            {
                throw Wrong($"\"{Current}\" was not expected");
            }
        }

        _depth--;
        return new(items);
    }

    private ShellNode AndOr()
    {
        var first = Pipeline();
        var rest = new List<(ShellNode, bool)>();
        while (true)
        {
            SkipBlanks();
            var isOr = At("||");
            if (!isOr && !At("&&"))
            {
                return rest.Count == 0 ? first : new ShellChain(first, rest);
            }

            _at += 2;
            SkipSeparators();
            rest.Add((Pipeline(), isOr));
        }
    }

    private ShellNode Pipeline()
    {
        SkipBlanks();
        while (TakeWord("!"))
        {
            SkipBlanks();
        }

        var commands = new List<ShellNode> { Command() };
        while (true)
        {
            SkipBlanks();
            if (Current != '|' || Next == '|')
            {
                return commands.Count == 1 ? commands[0] : new ShellPipeline(commands);
            }

            _at += Next == '&' ? 2 : 1;
            SkipSeparators();
            commands.Add(Command());
        }
    }

    private ShellNode Command()
    {
        Deeper();
        var command = CommandItself();
        _depth--;
        return command;
    }

    // Every way down passes here: what is nested without end must not end the process.
    private void Deeper()
    {
        if (++_depth > MostDepth)
        {
            throw Wrong("nested too deep");
        }
    }

    private ShellNode CommandItself()
    {
        SkipBlanks();
        if (Current == '(')
        {
            var start = _at;
            if (Next == '(' && TakeArithmetic(out var expression))
            {
                // To a plain sh these are a subshell in a subshell.
                List<ShellNode> both = [new ShellTest([expression]), .. AsSubshell(_text[(start + 2)..(_at - 2)])];
                return new ShellBlock(new ShellSequence(both), MaySkip: false, Repeats: false, IsSubshell: true, Redirections());
            }

            _at++;
            var body = List();
            Expect(')');
            return new ShellBlock(body, MaySkip: false, Repeats: false, IsSubshell: true, Redirections());
        }

        return PeekWord() switch
        {
            "{" => Group(),
            "if" => If(),
            "while" or "until" => Loop(),
            "for" or "select" => For(),
            "case" => Case(),
            "function" => Function(),
            "[[" => Test(),
            "time" => Timed(),
            "coproc" => Coprocess(),
            "then" or "else" or "elif" or "fi" or "do" or "done" or "esac" or "}" => throw Wrong($"\"{PeekWord()}\" was not expected"),
            _ => Simple(),
        };
    }

    private List<ShellNode> AsSubshell(string text)
    {
        try
        {
            return [Parse(text, _depth + 1)];
        }
        catch (ShellSyntaxException)
        {
            return [];
        }
    }

    private ShellBlock Group()
    {
        ExpectWord("{");
        var body = List();
        ExpectWord("}");
        return new(body, MaySkip: false, Repeats: false, IsSubshell: false, Redirections());
    }

    private ShellBlock If()
    {
        ExpectWord("if");
        var parts = new List<ShellNode> { List() };
        ExpectWord("then");
        parts.Add(Branch());
        while (TakeWord("elif"))
        {
            parts.Add(Branch());
            ExpectWord("then");
            parts.Add(Branch());
        }

        if (TakeWord("else"))
        {
            parts.Add(Branch());
        }

        ExpectWord("fi");
        return new(new ShellSequence(parts), MaySkip: false, Repeats: false, IsSubshell: false, Redirections());

        ShellBlock Branch() => new(List(), MaySkip: true, Repeats: false, IsSubshell: false, []);
    }

    private ShellBlock Loop()
    {
        _ = TakeWord("while") || TakeWord("until");
        var condition = List();
        ExpectWord("do");
        var body = List();
        ExpectWord("done");
        return new(new ShellSequence([condition, body]), MaySkip: true, Repeats: true, IsSubshell: false, Redirections());
    }

    private ShellNode For()
    {
        _ = TakeWord("for") || TakeWord("select");
        SkipBlanks();
        if (Current == '(' && Next == '(' && TakeArithmetic(out var expression))
        {
            SkipSeparators();
            return new ShellBlock(new ShellSequence([new ShellTest([expression]), Body()]), MaySkip: true, Repeats: true, IsSubshell: false, Redirections());
        }

        var name = Word().Bare ?? throw Wrong("a loop without a variable");
        SkipBlanksAndNewlines();
        List<ShellWord>? values = null;
        if (TakeWord("in"))
        {
            values = [];
            for (SkipBlanks(); !IsAtEnd && Current is not ('\n' or ';' or '&'); SkipBlanks())
            {
                values.Add(Word());
            }
        }

        SkipSeparators();
        var body = Body();
        return new ShellFor(name, values, body, Redirections());

        ShellNode Body()
        {
            var close = PeekWord() == "{" ? "}" : "done";
            ExpectWord(close == "}" ? "{" : "do");
            var list = List();
            ExpectWord(close);
            return list;
        }
    }

    private ShellBlock Case()
    {
        ExpectWord("case");
        SkipBlanks();
        var parts = new List<ShellNode> { new ShellTest([Word()]) };
        SkipSeparators();
        ExpectWord("in");
        while (true)
        {
            SkipSeparators();
            if (TakeWord("esac"))
            {
                return new(new ShellSequence(parts), MaySkip: false, Repeats: false, IsSubshell: false, Redirections());
            }

            _ = Take("(");
            var patterns = new List<ShellWord>();
            do
            {
                SkipBlanks();
                patterns.Add(Word());
                SkipBlanks();
            }
            while (Take("|"));
            Expect(')');
            parts.Add(new ShellTest(patterns));
            parts.Add(new ShellBlock(List(), MaySkip: true, Repeats: false, IsSubshell: false, []));
            SkipBlanks();
            _ = Take(";;&") || Take(";;") || Take(";&");
        }
    }

    private ShellFunction Function()
    {
        ExpectWord("function");
        SkipBlanks();
        var name = Word().Bare ?? throw Wrong("a function without a name");
        SkipBlanks();
        if (Take("("))
        {
            SkipBlanks();
            Expect(')');
        }

        SkipBlanksAndNewlines();
        return new(name, Command());
    }

    private ShellBlock Test()
    {
        ExpectWord("[[");
        var words = new List<ShellWord>();
        while (true)
        {
            SkipBlanks();
            if (IsAtEnd)
            {
                throw Wrong("[[ is not closed");
            }

            if (TakeWord("]]"))
            {
                return new(new ShellTest(words), MaySkip: false, Repeats: false, IsSubshell: false, Redirections());
            }

            if (Current is '(' or ')' or '<' or '>' or '&' or '|' or '\n')
            {
                _at++;
                continue;
            }

            // A pattern or an expression may hold brackets that close nothing.
            words.Add(Word(isPattern: true));
        }
    }

    private ShellNode Timed()
    {
        ExpectWord("time");
        SkipBlanks();
        while (TakeWord("-p") || TakeWord("--"))
        {
            SkipBlanks();
        }

        return IsAtEnd || Current is ';' or '\n' or '&' or '|' or ')' ? new ShellSequence([]) : Current == '-' ? Simple(ShellWord.Of("time", isQuoted: false)) : Pipeline();
    }

    private ShellNode Coprocess()
    {
        ExpectWord("coproc");
        SkipBlanks();
        return Command();
    }

    private ShellNode Simple(ShellWord? first = null)
    {
        var assignments = new List<ShellAssignment>();
        var words = new List<ShellWord>();
        var redirections = new List<ShellRedirection>();
        if (first is not null)
        {
            words.Add(first);
        }

        while (true)
        {
            SkipBlanks();
            if (IsAtEnd || Current is '\n' or ';' or '|' or ')' || (Current == '&' && Next != '>'))
            {
                break;
            }

            if (Redirection() is { } redirection)
            {
                redirections.Add(redirection);
            }
            else if (Current == '(')
            {
                if (words is not [{ Bare: { } name }] || assignments.Count + redirections.Count > 0)
                {
                    throw Wrong("\"(\" was not expected");
                }

                _at++;
                SkipBlanks();
                Expect(')');
                SkipBlanksAndNewlines();
                return new ShellFunction(name, Command());
            }
            else if (words.Count == 0 && Assignment() is { } assignment)
            {
                assignments.Add(assignment);
            }
            else
            {
                words.Add(Word(mayAssignArray: words.Count > 0 && words[0].Bare is "declare" or "typeset" or "local" or "export" or "readonly"));
            }
        }

        return words.Count + assignments.Count + redirections.Count == 0 ? throw Wrong("a command was expected") : new SimpleCommand(assignments, words, redirections);
    }

    private ShellAssignment? Assignment()
    {
        var end = _at;
        if (!IsNameStart(Current))
        {
            return null;
        }

        while (end < _text.Length && IsNamePart(_text[end]))
        {
            end++;
        }

        var name = _text[_at..end];
        var index = "";
        if (end < _text.Length && _text[end] == '[')
        {
            var close = _text.IndexOf(']', end);
            if (close < 0 || _text.AsSpan(end, close - end).ContainsAny(NoIndex))
            {
                return null;
            }

            index = _text[(end + 1)..close];
            end = close + 1;
        }

        var appends = end < _text.Length && _text[end] == '+';
        if (end + (appends ? 1 : 0) >= _text.Length || _text[end + (appends ? 1 : 0)] != '=')
        {
            return null;
        }

        _at = end + (appends ? 2 : 1);
        if (Current != '(')
        {
            var value = IsAtEnd || IsMeta(Current) ? ShellWord.Of("") : Word();
            return new(name, [index.Length == 0 ? value : new([.. value.Parts, .. Hidden(new ShellParser(index, _depth + 1).HereText().Parts)])], appends);
        }

        return new(name, Array(), appends, IsArray: true);
    }

    private List<ShellWord> Array()
    {
        Expect('(');
        var values = new List<ShellWord>();
        while (true)
        {
            SkipBlanksAndNewlines();
            if (IsAtEnd)
            {
                throw Wrong("an array is not closed");
            }

            if (Take(")"))
            {
                return values;
            }

            values.Add(Word());
        }
    }

    private List<ShellRedirection> Redirections()
    {
        var found = new List<ShellRedirection>();
        SkipBlanks();
        while (Redirection() is { } redirection)
        {
            found.Add(redirection);
            SkipBlanks();
        }

        return found;
    }

    private ShellRedirection? Redirection()
    {
        var start = _at;
        if (Current == '{')
        {
            var close = _text.IndexOf('}', _at);
            if (close > _at + 1 && close + 1 < _text.Length && _text[close + 1] is '<' or '>' && _text[(_at + 1)..close].All(IsNamePart))
            {
                _at = close + 1;
            }
        }

        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        // <( and >( begin a word.
        var found = RedirectionOperators.FirstOrDefault(At);
        if (found is null || (found is "<" or ">" && Next == '('))
        {
            _at = start;
            return null;
        }

        _at += found.Length;
        SkipBlanks();
        if (IsAtEnd || Current is '\n' or ';' or '|' or '&' or ')')
        {
            throw Wrong($"{found} leads nowhere");
        }

        if (found is not ("<<" or "<<-"))
        {
            return new(found, Word());
        }

        var from = _at;
        var word = Word();
        var raw = _text[from.._at];
        var redirection = new ShellRedirection("<<", word);
        _pending.Add((redirection, Unquoted(word), raw.AsSpan().IndexOfAny('\'', '"', '\\') >= 0, found == "<<-"));
        return redirection;
    }

    private string Unquoted(ShellWord word) =>
        string.Concat(word.Parts.Select(part => part is WordText text ? text.Text : throw Wrong("the end of a here-document is not plain text")));

    // The bodies of the here-documents whose operators stood on the line that just ended.
    private void HereDocuments()
    {
        foreach (var (redirection, delimiter, isLiteral, stripsTabs) in _pending.ToList())
        {
            var body = new StringBuilder();
            while (true)
            {
                if (IsAtEnd)
                {
                    // The shell takes what there is, with a warning.
                    break;
                }

                var end = _text.IndexOf('\n', _at) is >= 0 and var found ? found : _text.Length;
                var line = _text[_at..end];
                _at = Math.Min(end + 1, _text.Length);
                line = stripsTabs ? line.TrimStart('\t') : line;
                if (line == delimiter)
                {
                    break;
                }

                body.Append(line).Append('\n');
            }

            redirection.Target = isLiteral ? ShellWord.Of(body.ToString()) : new ShellParser(body.ToString(), _depth).HereText();
        }

        _pending.Clear();
    }

    private void SkipBlanks()
    {
        while (true)
        {
            if (Current is ' ' or '\t' or '\r')
            {
                _at++;
            }
            else if (Current == '\\' && Next == '\n')
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

    private void SkipBlanksAndNewlines()
    {
        for (SkipBlanks(); Current == '\n'; SkipBlanks())
        {
            TakeSeparator();
        }
    }

    private void SkipSeparators()
    {
        for (SkipBlanks(); Current == '\n' || (Current == ';' && Next is not (';' or '&')); SkipBlanks())
        {
            TakeSeparator();
        }
    }

    private void TakeSeparator()
    {
        var isNewline = Current == '\n';
        _at++;
        if (isNewline)
        {
            HereDocuments();
        }
    }

    private bool AtCloser() => Closers.Contains(PeekWord()) && PeekWord() != "in";

    // The next word, if it is plain text; nothing is taken.
    private string? PeekWord()
    {
        var end = _at;
        while (end < _text.Length && !IsMeta(_text[end]) && _text[end] is not ('\'' or '"' or '\\' or '$' or '`'))
        {
            end++;
        }

        return end == _at || (end < _text.Length && !IsMeta(_text[end])) ? null : _text[_at..end];
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        if (PeekWord() != word)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void ExpectWord(string word)
    {
        SkipSeparators();
        if (!TakeWord(word))
        {
            throw Wrong($"\"{word}\" is missing");
        }
    }

    private bool At(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private bool Take(string text)
    {
        if (!At(text))
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    private void Expect(char letter)
    {
        if (Current != letter || IsAtEnd)
        {
            throw Wrong($"\"{letter}\" is missing");
        }

        _at++;
    }

    private static bool IsMeta(char letter) => letter is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '<' or '>' or '(' or ')';

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private static bool IsNamePart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
