using System.Text;

namespace PlanGate.Commands;

/// <summary>
/// Goes through a command line as the shell would, without running anything, and looks at every program that it would run. A branch may or may not be
/// taken: both are gone through.
/// </summary>
internal sealed partial class CommandWalk
{
    private const int MostDepth = 24;
    private const int MostCommands = 4000;
    private const int MostLetters = 2 * 1024 * 1024;

    // Programs that make text of what nobody can read.
    private static readonly string[] Decoders = ["base64", "base32", "basenc", "xxd", "openssl", "rev", "tr", "uudecode", "gpg", "gunzip", "zcat", "gzip", "bzip2", "bzcat", "xz", "xzcat", "zstd", "zstdcat", "od", "uncompress"];

    private static readonly char[] WordEnds = [' ', '\t', '\n', ';', '|', '&', '<', '>', '(', ')', '=', ','];

    // Variables whose value some program gives to a shell.
    private static readonly HashSet<string> CommandVariables = new(StringComparer.Ordinal)
    {
        "PAGER", "GIT_PAGER", "MANPAGER", "EDITOR", "VISUAL", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "SSH_ASKPASS", "PROMPT_COMMAND", "LESSOPEN", "BROWSER", "KUBECTL_EXTERNAL_DIFF",
    };

    private readonly CommandPatterns _patterns;
    private readonly Func<string, string?> _readFile;
    private readonly Func<string, string?> _readStart;
    private readonly Func<string, IReadOnlyList<string>> _listFiles;
    private readonly List<Refusal> _refusals = [];
    private readonly List<PlanApplication> _plans = [];
    private readonly List<string> _others = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _written = new(StringComparer.Ordinal);
    private readonly List<(string To, string From)> _copies = [];
    private readonly Dictionary<ShellNode, int> _bodies = new(ReferenceEqualityComparer.Instance);
    private int _changes;
    private int _scripts;
    private readonly Dictionary<string, string?> _writtenElsewhere = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _mentioned = new(StringComparer.Ordinal);
    private int _commands;
    private long _letters;
    private bool _isSpent;

    public CommandWalk(CommandPatterns patterns, Func<string, string?> readFile, Func<string, string?> readStart, Func<string, IReadOnlyList<string>> listFiles) =>
        (_patterns, _readFile, _readStart, _listFiles) = (patterns, readFile, readStart, listFiles);

    /// <summary>Judges a command line.</summary>
    /// <param name="text">The line, or a whole script.</param>
    /// <param name="isPowerShell">It is written for PowerShell.</param>
    /// <param name="directory">The working directory, absolute, or null.</param>
    public CommandVerdict Judge(string text, bool isPowerShell, string? directory)
    {
        Script(text, isPowerShell, new ShellState { Directory = directory, Arguments = [] }, null, isElsewhere: false, depth: 0);
        var stray = _plans.Count == 0 ? null : _plans.Count > 1 ? "another apply" : _others.FirstOrDefault() ?? _written.Keys.FirstOrDefault(path => path.Length == 0 || _plans.Any(plan => MayBeTheSame(path, plan.File)));
        if (stray is not null)
        {
            _refusals.Add(new(_plans[0].Command, $"it shares its command line with \"{(stray.Length == 0 ? "a redirection" : stray)}\", which may still change the plan after it was judged", "Run the apply as a command of its own, on a plan file that is there already."));
        }

        return new([.. _refusals.Distinct()], _refusals.Count > 0 ? [] : _plans);
    }

    // By links and by ~, one file has many paths: the name in its folder decides.
    private static bool MayBeTheSame(string path, string other) => NameIn(path).Equals(NameIn(other), StringComparison.OrdinalIgnoreCase);

    private static string NameIn(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    // A line that would take for ever to look through is refused, once, and nothing more of it is looked at.
    private bool IsSpent(int letters)
    {
        if (!_isSpent && (++_commands > MostCommands || (_letters += letters) > MostLetters))
        {
            _isSpent = true;
            Refuse("the whole line", "it is too long, or nested too deep, to be looked through", "Write it as plain commands, a few at a time.");
        }

        return _isSpent;
    }

    private void Refuse(Invocation call, string why, string instead) => Refuse(call.Shown, why, instead);

    private void Refuse(string shown, string why, string instead) => _refusals.Add(new(Short(shown), why, instead));

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 160 ? line : $"{line[..157]}...";
    }

    // A text that a shell would run.
    private void Script(string text, bool isPowerShell, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        if (depth > MostDepth)
        {
            Refuse(text, "it is nested too deep to be looked through", "Write it as plain commands.");
            return;
        }

        if (IsSpent(text.Length))
        {
            return;
        }

        ShellNode script;
        try
        {
            script = isPowerShell ? PowerShellParser.Parse(text) : ShellParser.Parse(text);
        }
        catch (ShellSyntaxException e)
        {
            if ((Mentioned(text) ?? Mentioned(Plain(text)) ?? Plain(text).Split(WordEnds, StringSplitOptions.RemoveEmptyEntries).Select(ProtectedPaths.What).FirstOrDefault(what => what is not null)) is { } guarded)
            {
                Refuse(text, $"it could not be read ({e.Message}), and it speaks of {guarded}", "Write it as plain commands, one at a time.");
            }

            return;
        }

        _scripts++;
        Walk(script, state, input, isElsewhere, depth);
    }

    // The table is long, and a line may give the same text to many programs.
    private string? Mentioned(string text)
    {
        if (!_mentioned.TryGetValue(text, out var guarded))
        {
            _mentioned[text] = guarded = Mentions.Of(text, _patterns);
        }

        return guarded;
    }

    // Without quotes and escapes, which can hide a word.
    private static string Plain(string text) => string.Concat(text.Replace("\\\n", "", StringComparison.Ordinal).Where(letter => letter is not ('\'' or '"' or '\\' or '`' or '$')));

    private void Walk(ShellNode node, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        if (IsSpent(depth > MostDepth * 3 ? MostLetters + 1 : 1))
        {
            return;
        }

        switch (node)
        {
            case ShellSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Walk(item, state, input, isElsewhere, depth + 1);
                }

                break;
            case ShellChain chain:
                Chain(chain, state, input, isElsewhere, depth);
                break;
            case ShellPipeline pipeline:
                Pipe(pipeline, state, input, isElsewhere, depth);
                break;
            case ShellBlock block:
                Block(block, state, input, isElsewhere, depth);
                break;
            case ShellFor loop:
                Loop(loop, state, input, isElsewhere, depth);
                break;
            case ShellFunction function:
                state.Define(function.Name, function.Body);
                break;
            case ShellTest test:
                Nested(test.Words, state, isElsewhere, depth);
                break;
            case SimpleCommand command:
                Simple(command, state, input, isElsewhere, depth);
                break;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    // What follows && runs with what stood before it done; after the chain, it may or may not have been.
    private void Chain(ShellChain chain, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        Walk(chain.First, state, input, isElsewhere, depth + 1);
        var without = state.Copy();
        foreach (var (node, isOr) in chain.Rest)
        {
            if (isOr)
            {
                var other = state.Copy();
                Walk(node, other, input, isElsewhere, depth + 1);
                state.MergeWith(other);
            }
            else
            {
                Walk(node, state, input, isElsewhere, depth + 1);
            }
        }

        state.MergeWith(without);
    }

    private void Pipe(ShellPipeline pipeline, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        var feed = input;
        var producers = new List<string>();
        for (var index = 0; index < pipeline.Commands.Count; index++)
        {
            var command = pipeline.Commands[index];
            var own = state.Copy();
            Walk(command, own, feed, isElsewhere, depth + 1);
            producers.Add(Described(command, state));
            feed = new(KnownOutput(command, state, feed), [.. producers]);

            // In some shells the last one runs in the shell itself.
            if (index == pipeline.Commands.Count - 1)
            {
                state.MergeWith(own);
            }
        }
    }

    private void Block(ShellBlock block, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        var feed = Redirect(block.Redirections, state, input, block.Body, state, isElsewhere, depth);
        var own = block.IsSubshell || block.MaySkip || block.Repeats ? state.Copy() : state;
        Walk(block.Body, own, feed, isElsewhere, depth + 1);
        if (block.Repeats)
        {
            own.MergeWith(state);
            Walk(block.Body, own, feed, isElsewhere, depth + 1);
        }

        if (!block.IsSubshell && (block.MaySkip || block.Repeats))
        {
            state.MergeWith(own);
        }
    }

    private void Loop(ShellFor loop, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        Nested(loop.Values ?? [], state, isElsewhere, depth);
        var own = state.Copy();
        var values = loop.Values is { } words ? [.. Expansion(state).Fields(words).SelectMany(fields => fields)] : state.Arguments ?? [Unresolved.Variable.ToString()];
        own.Assign(loop.Variable, values.Count == 0 ? [""] : values);
        var feed = Redirect(loop.Redirections, state, input, loop.Body, own, isElsewhere, depth);
        Walk(loop.Body, own, feed, isElsewhere, depth + 1);
        own.MergeWith(state);
        own.Assign(loop.Variable, values.Count == 0 ? [""] : values);
        Walk(loop.Body, own, feed, isElsewhere, depth + 1);
        state.MergeWith(own);
    }

    private void Simple(SimpleCommand command, ShellState state, CommandInput? input, bool isElsewhere, int depth)
    {
        Nested([.. command.Words, .. command.Assignments.SelectMany(assignment => assignment.Value)], state, isElsewhere, depth);
        var scope = command.Words.Count == 0 ? state : state.Copy();
        foreach (var assignment in command.Assignments)
        {
            Assign(scope, assignment, state, isElsewhere, depth);
        }

        var feed = Redirect(command.Redirections, state, input, command, state, isElsewhere, depth);
        feed = command.Words.SelectMany(word => word.Parts).OfType<WordProcess>().FirstOrDefault() is { } process ? new CommandInput(KnownOutput(process.Script, state, null), [Described(process.Script, state)]) : feed;
        foreach (var words in Expansion(state).Fields(command.Words))
        {
            if (words.Count > 0)
            {
                // Prefix assignments hold for the program; what a builtin changes holds from here on.
                Consider(new() { Words = words, State = scope, Input = feed, IsElsewhere = isElsewhere, Depth = depth }, state);
            }
        }
    }

    private void Assign(ShellState scope, ShellAssignment assignment, ShellState state, bool isElsewhere, int depth)
    {
        var values = assignment is { IsArray: false, Value: [var only] } ? Expansion(state).Texts(only) : [.. Expansion(state).Fields(assignment.Value).Select(fields => string.Join(assignment.IsArray ? ShellState.Separator : ' ', fields))];
        if (assignment.Appends)
        {
            values = [.. scope.Values(assignment.Name).SelectMany(old => values.Select(value => assignment.IsArray && old.Length > 0 && value.Length > 0 ? $"{old}{ShellState.Separator}{value}" : old + value))];
        }

        AssignTo(scope, assignment.Name, values, isElsewhere, depth);
    }

    private void AssignTo(ShellState scope, string name, IReadOnlyList<string> values, bool isElsewhere, int depth)
    {
        scope.Assign(name, values);
        if (CommandVariables.Contains(name))
        {
            foreach (var value in values)
            {
                Script(value, isPowerShell: false, scope.Copy(), null, isElsewhere, depth + 1);
            }
        }
        else if (name is "BASH_ENV" or "ENV")
        {
            foreach (var value in values)
            {
                ScriptFile(value, new() { Words = [value], State = scope.Copy(), IsElsewhere = isElsewhere, Depth = depth + 1 }, []);
            }
        }
    }

    // Commands inside of words run too, each in a shell of its own.
    private void Nested(IEnumerable<ShellWord> words, ShellState state, bool isElsewhere, int depth)
    {
        foreach (var part in words.SelectMany(word => word.Parts))
        {
            switch (part)
            {
                case WordHidden script: Walk(script.Script, state.Copy(), null, isElsewhere, depth + 1); break;
                case WordOutput script: Walk(script.Script, state.Copy(), null, isElsewhere, depth + 1); break;
                case WordProcess process: Walk(process.Script, state.Copy(), null, isElsewhere, depth + 1); break;
                case WordVariable { Argument: { } argument } variable:
                    Nested([argument], state, isElsewhere, depth);
                    if (variable.Operator is ":=" or "=")
                    {
                        state.Assign(variable.Name, [.. state.Values(variable.Name), .. Expansion(state).Texts(argument)]);
                    }

                    break;
                default: break;
            }
        }
    }

    // What it reads from then on. What is led into a file is printed by `printer`, in the shell `own`.
    private CommandInput? Redirect(IReadOnlyList<ShellRedirection> redirections, ShellState state, CommandInput? input, ShellNode printer, ShellState own, bool isElsewhere, int depth)
    {
        foreach (var redirection in redirections)
        {
            Nested([redirection.Target], state, isElsewhere, depth);
            var targets = Expansion(state).Texts(redirection.Target);
            switch (redirection.Operator)
            {
                case "<<":
                    input = new(targets.Count == 1 ? targets[0] : string.Join('\n', targets), []);
                    break;
                case "<<<":
                    input = new(string.Join('\n', targets) + "\n", []);
                    break;
                case "<" or "<>":
                    if (redirection.Operator == "<>")
                    {
                        Write(targets[0], state, ReadFile(targets[0], state, isElsewhere), isElsewhere, $"<> {targets[0]}");
                    }

                    input = redirection.Target.Parts.OfType<WordProcess>().FirstOrDefault() is { } process
                        ? new(KnownOutput(process.Script, state, null), [Described(process.Script, state)])
                        : targets.Count == 1 && ReadFile(targets[0], state, isElsewhere) is { } text ? new(text, [])
                        : new(null, [], targets.FirstOrDefault(target => Start(target, state, isElsewhere) is not null));
                    break;
                case "<&" or ">&" when targets.All(target => target is "-" || target.All(char.IsAsciiDigit)):
                    break;
                default:
                    var printed = PrintedText(printer, own, input);
                    foreach (var target in targets)
                    {
                        Write(target, state, redirection.Operator is ">>" or "&>>" ? Appended(target, state, printed) : printed, isElsewhere, $"> {target}");
                    }

                    break;
            }
        }

        return input;
    }

    // Something writes a file.
    private void Write(string target, ShellState state, string? content, bool isElsewhere, string shown)
    {
        if (target.StartsWith("/dev/", StringComparison.Ordinal) || isElsewhere)
        {
            RefuseDevice(target, shown);
            if (isElsewhere)
            {
                _writtenElsewhere[Here(target)] = content;
            }

            return;
        }

        if (ProtectedPaths.What(AbsolutePath(target, state) ?? target) is { } what)
        {
            RefuseProtected(shown, what);
        }

        Store(target, state, content);
    }

    // What a file holds from here on; null where nobody knows.
    private void Store(string path, ShellState state, string? content)
    {
        if (content is not null && IsSpent(content.Length))
        {
            return;
        }

        var file = Unresolved.In(path) ? "" : AbsolutePath(path, state) ?? "";
        _changes += _written.TryGetValue(file, out var old) && old == content ? 0 : 1;
        _written[file] = content;
    }

    private string? Appended(string path, ShellState state, string? text) => ReadFile(path, state, isElsewhere: false) is { } old ? old + text : text;

    // A copy has the text of its source: under its new name, or in the folder of that name.
    private void Copy(IReadOnlyList<string> arguments, ShellState state)
    {
        var sources = new List<string>();
        string? folder = null;
        for (var at = 0; at < arguments.Count; at++)
        {
            if (arguments[at] is "-t" or "--target-directory" or "-Destination")
            {
                folder = arguments.ElementAtOrDefault(++at);
            }
            else if (arguments[at].StartsWith("--target-directory=", StringComparison.Ordinal))
            {
                folder = arguments[at]["--target-directory=".Length..];
            }
            else if (!arguments[at].StartsWith('-'))
            {
                sources.Add(arguments[at]);
            }
        }

        var to = folder ?? sources.LastOrDefault() ?? "";
        foreach (var from in folder is null ? sources.SkipLast(1) : sources)
        {
            foreach (var target in (string[])[to, $"{to}/{from.TrimEnd('/').Split('/')[^1]}"])
            {
                if (AbsolutePath(target, state) is { } copy && AbsolutePath(from, state) is { } source && copy != source)
                {
                    _copies.Add((copy, source));
                }

                Store(target, state, ReadFile(from, state, isElsewhere: false));
            }
        }
    }

    private void RefuseDevice(string target, string shown)
    {
        if (target.StartsWith("/dev/", StringComparison.Ordinal) && _patterns.Of("dd").SelectMany(pattern => pattern.With).Any(device => Programs.Matches(device, $"of={target}")))
        {
            Refuse(shown, "it writes over a disk", "Ask a person to do this.");
        }
    }

    private void RefuseProtected(string shown, string what) =>
        Refuse(shown, $"it changes {what}: by that the gate could be opened", "Propose the change to a person, who makes it in a pull request of its own.");

    private ShellExpansion Expansion(ShellState state) => new(state, script => KnownOutput(script, state, null) is { } known ? [known] : [Unresolved.Output.ToString()]);

    private static string? AbsolutePath(string path, ShellState state) =>
        path.StartsWith('/') ? Joined("", path)
        : path.StartsWith('~') ? (path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Joined(path[..slash], path[(slash + 1)..]) : path)
        : path.StartsWith('\\') || (path.Length > 1 && path[1] == ':') ? path
        : state.Directory is { } directory ? Joined(directory, path)
        : null;

    /// <summary>A path from a directory, without <c>.</c> and <c>..</c> in it.</summary>
    internal static string Joined(string directory, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{directory}/{path}".Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 1)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return parts.Count == 1 ? parts[0] + "/" : string.Join('/', parts);
    }

    private string? ReadFile(string path, ShellState state, bool isElsewhere)
    {
        if (isElsewhere)
        {
            // Of another machine's files only those are known that the line itself writes there.
            return _writtenElsewhere.GetValueOrDefault(Here(path));
        }

        if (Unresolved.In(path) || AbsolutePath(path, state) is not { } absolute)
        {
            return null;
        }

        return IsNoFile(absolute) ? null : ReadFile(absolute, 0);
    }

    // What is there is no file, and may never end.
    private static bool IsNoFile(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal);

    // How a file begins that could not be read as a whole; null where there is none.
    private string? Start(string path, Invocation call) => Start(path, call.State, call.IsElsewhere);

    private string? Start(string path, ShellState state, bool isElsewhere) =>
        isElsewhere || Unresolved.In(path) || AbsolutePath(path, state) is not { } absolute || absolute is "/dev/null" ? null : IsNoFile(absolute) ? "" : _readStart(absolute);

    private void RefuseUnread(Invocation call, string path) =>
        Refuse(call, $"{path} is there, but too large to be looked through, or no file that could be read", "Run the commands themselves, a few at a time.");

    // The files that a path with wildcards in its last part stands for, in a folder that is known.
    private IEnumerable<string> Named(string path, ShellState state, bool isElsewhere)
    {
        var at = path.LastIndexOf('/') + 1;
        var (folder, name) = (path[..at], path[at..]);
        return !isElsewhere && !Unresolved.In(folder) && name.All(letter => letter == Unresolved.Wildcard || !Unresolved.Is(letter)) && AbsolutePath(folder.Length == 0 ? "." : folder, state) is { } absolute
            ? _listFiles(absolute).Where(file => Programs.MayBe(name, file) && !file.StartsWith('.')).Select(file => folder + file)
            : [];
    }

    // What the line writes is there; else what lies on the disk, or where the line copied its folder from.
    private string? ReadFile(string path, int depth) =>
        (_written.TryGetValue(path, out var content) ? content : null) ?? OnDisk(path)
        ?? (depth > MostDepth ? null : _copies.Where(copy => path.StartsWith($"{copy.To}/", StringComparison.OrdinalIgnoreCase)).Select(copy => ReadFile(copy.From + path[copy.To.Length..], depth + 1)).FirstOrDefault(text => text is not null));

    // On many disks small and capital letters are the same: what the line writes under such a name may be what is read.
    private string? OnDisk(string path)
    {
        List<string?> texts = [.. _written.Where(file => file.Key.Equals(path, StringComparison.OrdinalIgnoreCase)).Select(file => file.Value), _readFile(path)];
        return texts.All(text => text is null) ? null : string.Join('\n', texts.Where(text => text is not null));
    }

    // What a command prints into a file, as far as the line tells.
    private string? PrintedText(ShellNode node, ShellState state, CommandInput? input)
    {
        if (KnownOutput(node, state, input) is { } known)
        {
            return known;
        }

        var nodes = node switch
        {
            ShellSequence sequence => sequence.Items,
            ShellChain chain => [chain.First, .. chain.Rest.Select(item => item.Node)],
            ShellBlock block => [block.Body],
            ShellFor loop => [loop.Body],
            _ => [],
        };
        var parts = nodes.Select(item => PrintedText(item, state, input)).ToList();
        return parts.All(part => part is null) ? null : string.Concat(parts.Select(part => part ?? $"{Unresolved.Output}\n"));
    }

    private static string Here(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    // The text that a command prints, where the line itself tells.
    private string? KnownOutput(ShellNode node, ShellState state, CommandInput? input)
    {
        switch (node)
        {
            case ShellSequence { Items: [var only] }:
                return KnownOutput(only, state, input);
            case ShellSequence { Items: [_, ..] } several:
                var parts = several.Items.Select(item => KnownOutput(item, state, input)).ToList();
                return parts.Any(part => part is null) ? null : string.Concat(parts);
            case ShellBlock { MaySkip: false, Repeats: false, Redirections.Count: 0 } block:
                return KnownOutput(block.Body, state, input);
            case ShellPipeline pipeline:
                var feed = input;
                foreach (var command in pipeline.Commands)
                {
                    feed = new(KnownOutput(command, state, feed), []);
                }

                return feed?.Text;
            case SimpleCommand { Words.Count: 0, Assignments.Count: 0, Redirections: [{ Operator: "<" } only] }:
                return Expansion(state).Texts(only.Target) is [var path] ? ReadFile(path, state, false) : null;
            case SimpleCommand { Words.Count: > 0 } simple:
                foreach (var redirection in simple.Redirections.Where(redirection => redirection.Operator is "<<" or "<<<" or "<"))
                {
                    var target = Expansion(state).Texts(redirection.Target);
                    input = new(target.Count != 1 ? null : redirection.Operator == "<" ? ReadFile(target[0], state, false) : target[0], []);
                }

                return Expansion(state).Fields(simple.Words) is [[var program, ..] words] ? KnownOutput(Programs.NameOf(program), [.. words.Skip(1)], state, input?.Text) : null;
            default:
                return null;
        }
    }

    private string? KnownOutput(string program, IReadOnlyList<string> arguments, ShellState state, string? input)
    {
        switch (program)
        {
            case "echo":
                var words = arguments.SkipWhile(word => word is "-n" or "-e" or "-E" or "-ne" or "-en").ToList();
                var text = string.Join(' ', words);
                // Some shells take escapes here, others do not.
                return !text.Contains('\\', StringComparison.Ordinal) || Escaped(text) == text ? text + "\n" : $"{text}\n{Escaped(text)}\n";
            case "printf" when arguments.Count > 0:
                return Formatted(arguments[0] == "--" ? [.. arguments.Skip(1)] : arguments);
            case "cat" or "tee" or "head" or "tail" or "nl" when arguments.All(word => word.StartsWith('-')) || program == "tee":
                return input;
            case "cat" or "get-content" or "head" or "tail":
                var files = arguments.Where(word => !word.StartsWith('-')).Select(path => ReadFile(path, state, false)).ToList();
                return files.Any(file => file is null) ? null : string.Concat(files);
            case "which" or "type" or "whereis" when arguments.Count > 0:
                return arguments[^1] + "\n";
            case "command" when arguments is ["-v" or "-V", var name]:
                return name + "\n";
            case "pwd":
                return state.Directory is { } directory ? directory + "\n" : null;
            case "base64" when input is not null && arguments.Any(word => word is "-d" or "-D" or "--decode"):
                return Decoded(input);
            case "rev" when input is not null:
                return string.Join('\n', input.Split('\n').Select(line => string.Concat(line.Reverse())));
            case var wrapper when Wrappers.Find(wrapper) is { Style: WrapperStyle.Arguments, IsElsewhere: false }:
                var at = arguments.ToList().FindIndex(word => Programs.NameOf(word) is "echo" or "printf" or "cat" or "base64" or "tee");
                return at < 0 ? null : KnownOutput(Programs.NameOf(arguments[at]), [.. arguments.Skip(at + 1)], state, input);
            default:
                return null;
        }
    }

    // What the escapes in a text stand for. A quote in it ends what the parser reads at once: what is before and behind it is read by itself.
    private static string Escaped(string text)
    {
        var pieces = text.Split('\'');
        for (var at = 0; at < pieces.Length; at++)
        {
            var backslashes = pieces[at].Length - pieces[at].TrimEnd('\\').Length;
            var piece = backslashes % 2 == 0 ? pieces[at] : pieces[at][..^1];
            try
            {
                pieces[at] = ShellParser.Parse($"$'{piece}'") is { Items: [SimpleCommand { Words: [{ Parts: [WordText { Text: var read }] }] }] } ? read : piece;
            }
            catch (ShellSyntaxException)
            {
                pieces[at] = piece;
            }
        }

        return string.Join('\'', pieces);
    }

    private static string Formatted(IReadOnlyList<string> arguments)
    {
        var format = Escaped(arguments[0]);
        var rest = new Queue<string>(arguments.Skip(1));
        var text = new StringBuilder();
        do
        {
            var count = rest.Count;
            for (var at = 0; at < format.Length; at++)
            {
                if (format[at] != '%' || at + 1 >= format.Length)
                {
                    text.Append(format[at]);
                    continue;
                }

                if (format[++at] == '%')
                {
                    text.Append('%');
                    continue;
                }

                while (at < format.Length && !char.IsAsciiLetter(format[at]))
                {
                    at++;
                }

                text.Append(rest.TryDequeue(out var value) ? (at < format.Length && format[at] == 'b' ? Escaped(value) : value) : "");
            }

            if (rest.Count == count)
            {
                break;
            }
        }
        while (rest.Count > 0);
        return text.ToString();
    }

    private static string? Decoded(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)))));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private string Described(ShellNode node, ShellState state) => node switch
    {
        SimpleCommand simple => string.Join(' ', [.. Expansion(state).Fields(simple.Words).FirstOrDefault([]), .. simple.Redirections.Where(redirection => redirection.Operator.StartsWith('<')).SelectMany(redirection => Expansion(state).Texts(redirection.Target))]),
        ShellPipeline pipeline => string.Join(" | ", pipeline.Commands.Select(command => Described(command, state))),
        ShellSequence sequence => string.Join(" ; ", sequence.Items.Select(item => Described(item, state))),
        ShellChain chain => string.Join(" ; ", chain.Rest.Select(item => Described(item.Node, state)).Prepend(Described(chain.First, state))),
        ShellBlock block => Described(block.Body, state),
        ShellFor loop => Described(loop.Body, state),
        _ => "",
    };
}
