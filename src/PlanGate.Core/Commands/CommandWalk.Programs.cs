using System.Buffers;

namespace PlanGate.Commands;

/// <content>What is done with one program that the line would run.</content>
internal sealed partial class CommandWalk
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n;|&");

    // Looks at a command. What a builtin changes is changed in the shell.
    private void Consider(Invocation call, ShellState shell, bool isGuess = false)
    {
        if (IsSpent(call.Words.Sum(word => word.Length + 1)))
        {
            return;
        }

        if (call.Depth > MostDepth * 3)
        {
            Refuse(call, "it is nested too deep to be looked through", "Write it as plain commands.");
            return;
        }

        var name = call.Name;
        if (shell.Aliases(call.Words[0]) is { Count: > 0 } aliases && _running.Add($"alias {call.Words[0]}"))
        {
            foreach (var alias in aliases.Where(alias => IsNew($"alias {alias} {call.Shown}", shell)))
            {
                Script($"{alias} {string.Join(' ', call.Arguments.Select(Quoted))}", false, shell.Copy(), call.Input, call.IsElsewhere, call.Depth + 1);
            }

            _running.Remove($"alias {call.Words[0]}");
        }

        // Which of several functions by that name: its number in the order in which they were met.
        if (shell.Functions(call.Words[0]) is { Count: > 0 } bodies && $"function {string.Join('\0', call.Words)} {string.Join(' ', bodies.Select(body => _bodies.TryAdd(body, _bodies.Count) ? _bodies.Count - 1 : _bodies[body]))}" is var function && IsNew(function, call.State))
        {
            var running = $"{function}\n{call.State.Key}";
            foreach (var body in _running.Add(running) ? bodies : [])
            {
                var own = shell.Copy();
                own.Arguments = call.Arguments;
                Walk(body, own, call.Input, call.IsElsewhere, call.Depth + 1);
                own.Arguments = shell.Arguments;
                shell.MergeWith(own);
            }

            _running.Remove(running);
            return;
        }

        // The same call under the same circumstances need not be looked at again.
        var isBuiltin = Builtin(call, shell);
        if (!IsNew($"{isGuess}{call.IsElsewhere}\n{call.Input?.Text}\n{string.Join('\n', call.Input?.Producers ?? [])}\n{string.Join('\0', call.Words)}", call.State))
        {
            return;
        }

        Guarded(call, name, isGuess);
        Protected(call, name);
        if (isBuiltin)
        {
            return;
        }

        if (Unresolved.In(name))
        {
            UnresolvedProgram(call);
        }

        var isWrapper = Wrapper(call, name, shell);
        var scripts = _scripts;
        var interprets = Interpreter(call, name);
        var isWalked = interprets && _scripts > scripts;
        var isProjectScript = ProjectScript(call, name);

        // A wrapper and a shell change nothing themselves, and what they run was looked at. What another program does to files nobody knows.
        var isHarmless = Programs.IsHarmless(name, call.Arguments) || Programs.InfrastructureTools.Contains(name) || (!isProjectScript && (isWalked || (isWrapper && !interprets)));
        if (!isGuess && !isHarmless)
        {
            _others.Add(Short(call.Shown));
        }

        if (isWrapper || interprets || isProjectScript || !Programs.IsInert(name))
        {
            Guesses(call, name);
        }
    }

    // Nothing like it was looked at with the same shell around it and the same files.
    private bool IsNew(string what, ShellState state) => _seen.Add($"{what}\n{_changes}\n{state.Key}");

    // Tools for infrastructure, and the calls that are known to destroy.
    private void Guarded(Invocation call, string name, bool isGuess)
    {
        foreach (var tool in Programs.InfrastructureTools.Append("plangate").Where(tool => Programs.MayBe(name, tool) && !Unresolved.IsAll(name)))
        {
            Tool(call, tool, isGuess);
        }

        var patterns = Unresolved.In(name) ? (Unresolved.IsAll(name) ? _patterns.ProgramNames.Where(program => program != CommandPatterns.AgentTool) : _patterns.ProgramNames.Where(program => Programs.MayBe(name, program))).SelectMany(_patterns.Of) : _patterns.Of(name);
        var arguments = call.Arguments;
        List<string>? texts = null;
        foreach (var pattern in patterns)
        {
            if (call.Input?.Unread is { } unread && pattern.Files.Contains("-f") && !pattern.Files.Contains("-d"))
            {
                RefuseUnread(call, unread);
                return;
            }

            if (ToolAnswer.AsksForHelp(arguments, [], "--help") || (Unresolved.IsAll(name) && !IsKnownWellEnough(pattern, arguments)))
            {
                continue;
            }

            texts ??= Texts(call);
            var all = pattern.Text.Length == 0 ? texts : [.. texts, .. FileTexts(call, pattern)];
            if (pattern.Fits(arguments, all))
            {
                Refuse(call, $"it would destroy {pattern.Loses} ({pattern.Name})", pattern.Instead.Length > 0 ? pattern.Instead : "Tell the person you work for what you want to remove and why: only a person runs this.");
                return;
            }
        }
    }

    // A program that nobody knows is taken for another only where its arguments are that one's beyond doubt.
    private static bool IsKnownWellEnough(CommandPattern pattern, IReadOnlyList<string> arguments) =>
        pattern.Words.Count >= 2 && !arguments.Any(Unresolved.IsAll) || (pattern.Words.Count == 1 && pattern.Text.Length + pattern.With.Count > 0 && arguments.Count > 0 && !Unresolved.In(arguments[0]));

    private static List<string> Texts(Invocation call)
    {
        List<string> texts = [.. call.Arguments, string.Join(' ', call.Arguments)];
        if (call.Input?.Text is { } input)
        {
            texts.Add(input);
        }

        return texts;
    }

    private List<string> FileTexts(Invocation call, CommandPattern pattern)
    {
        var texts = new List<string>();
        var arguments = call.Arguments;
        for (var at = 0; at < arguments.Count; at++)
        {
            var option = pattern.Files.FirstOrDefault(option => arguments[at] == option || arguments[at].StartsWith($"{option}=", StringComparison.Ordinal) || (option.Length == 2 && arguments[at].Length > 2 && arguments[at].StartsWith(option, StringComparison.Ordinal)));
            var path = option is null ? "" : arguments[at] == option ? arguments.ElementAtOrDefault(at + 1) ?? "" : arguments[at][option.Length..].TrimStart('=');
            var value = arguments[at].StartsWith('@') ? arguments[at] : path.StartsWith('@') ? path : "";
            if ((value.Length > 1 ? value[1..] : path) is not { Length: > 0 } file)
            {
                continue;
            }

            if (ReadFile(file, call.State, call.IsElsewhere) is { } text)
            {
                texts.Add(text);
            }
            else if (value.Length == 0 && !file.StartsWith("/dev/", StringComparison.Ordinal) && Start(file, call) is not null)
            {
                // Statements that nobody has seen; what is sent behind an @ is data, and may be large.
                RefuseUnread(call, file);
            }
        }

        return texts;
    }

    private void Tool(Invocation call, string tool, bool isGuess)
    {
        var answer = tool switch
        {
            "terraform" or "tofu" => TerraformCommand.Judge(call, tool, isGuess),
            "terragrunt" => TerragruntCommand.Judge(call, isGuess),
            "pulumi" => PulumiCommand.Judge(call, isGuess),
            "cdktf" => CdktfCommand.Judge(call, isGuess),
            _ => PlanGateCommand.Judge(call),
        };
        if (answer.Why is { } why)
        {
            Refuse(call, why, answer.Instead ?? "");
        }
        else if (answer.Plan is { } plan)
        {
            Apply(call, tool, answer, plan);
        }
        else if (answer.WritesFiles)
        {
            _others.Add(Short(call.Shown));
        }

        foreach (var words in answer.Inner)
        {
            Consider(call.With(words), call.State);
        }
    }

    private void Apply(Invocation call, string tool, ToolAnswer answer, string plan)
    {
        var problem = call.IsElsewhere ? "it runs in a container or on another machine, where the plan cannot be read"
            : Unresolved.In(plan) || Unresolved.In(answer.WorksIn) ? "which plan it means is known only to the shell"
            : null;
        var directory = answer.WorksIn.Length == 0 ? call.State.Directory : AbsolutePath(answer.WorksIn, call.State);
        problem ??= directory is null ? "the working directory at that point is not known" : null;
        problem ??= directory!.StartsWith('~') || plan.StartsWith('~') ? "it names its directory by ~" : null;
        if (problem is not null)
        {
            Refuse(call, $"{problem}, so that it cannot be judged", $"Name the plan and its directory as they are, and run nothing else with it: `{tool} -chdir=DIR apply FILE`.");
            return;
        }

        var file = Path.IsPathRooted(plan) ? plan : Joined(directory!, plan);
        var workspace = tool is "terraform" or "tofu" && call.State.IsAssigned("TF_WORKSPACE") ? call.State.Values("TF_WORKSPACE") : [];
        if (workspace.Count > 1 || workspace.Any(Unresolved.In))
        {
            Refuse(call, "its workspace is known only to the shell, so that its plan cannot be judged", "Name the workspace as it is.");
            return;
        }

        var application = new PlanApplication(Short(call.Shown), tool, directory!, file, workspace.FirstOrDefault(name => name.Length > 0));
        if (!_plans.Contains(application))
        {
            _plans.Add(application);
        }
    }

    private void UnresolvedProgram(Invocation call)
    {
        if (!Unresolved.IsAll(call.Name))
        {
            return;
        }

        // The words of the one tool that is all about this.
        foreach (var tool in (string[])["terraform", "pulumi"])
        {
            var answer = tool == "terraform" ? TerraformCommand.Judge(call, tool, isGuess: true) : PulumiCommand.Judge(call, isGuess: true);
            if ((answer.Why is not null || answer.Plan is not null) && call.Arguments.Count > 0 && !(tool == "pulumi" && call.Arguments[0] is "up" or "down" or "cancel" or "watch" or "import" or "refresh" or "update") && !call.Arguments.Any(Unresolved.IsAll) && call.Arguments[0] is not ("import" or "refresh" or "login" or "taint"))
            {
                Refuse(call, $"which program it starts is known only to the shell, and to {tool} its words would mean: {answer.Why ?? "apply a plan"}", "Name the program.");
                return;
            }
        }
    }

    private void Protected(Invocation call, string name)
    {
        var writesInPlace = name switch
        {
            "sed" or "perl" or "yq" or "gsed" or "ruby" or "jq" => call.Arguments.Any(argument => argument.StartsWith("-i", StringComparison.Ordinal) || argument.StartsWith("--in-place", StringComparison.Ordinal) || (argument.StartsWith('-') && !argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('i', StringComparison.Ordinal) && name is "sed" or "perl" && argument.Length < 6)),
            "sort" => call.Arguments.Any(argument => argument.StartsWith("-o", StringComparison.Ordinal)),
            "find" => call.Arguments.Any(argument => argument is "-delete"),
            "git" => GitVerb(call.Arguments).Verb is "checkout" or "restore" or "rm" or "mv" or "clean" or "update-ref" or "symbolic-ref" or "apply",
            "tee" or "cp" or "mv" or "rm" or "ln" or "install" or "rsync" or "chmod" or "chown" or "truncate" or "patch" or "shred" or "unlink" or "dd" or "rmdir" or "touch" or "ed" or "ex" or "vim" or "vi" or "nvim" or "nano" or "emacs" or "sponge" or "split" or "csplit"
                or "set-content" or "add-content" or "out-file" or "remove-item" or "copy-item" or "move-item" or "new-item" or "curl" or "wget" or "sqlite3" or "zip" or "crudini" or "dasel" or "jd" or "chattr" or "setfacl" or "del" or "erase" or "copy" or "move" or "ren" or "rename-item" or "clear-content" => true,
            _ => false,
        };
        if (name == "git" && writesInPlace && call.Arguments.Any(argument => argument.StartsWith("refs/remotes", StringComparison.Ordinal)))
        {
            RefuseProtected(call.Shown, "where the policy is read from");
        }

        // What git reads on its input or from the environment are no words of the line.
        if (name == "git" && (GitVerb(call.Arguments) is ("update-ref", _) && call.Arguments.Contains("--stdin") && (call.Input?.Text is not { } refs || Unresolved.In(refs) || refs.Contains("refs/remotes", StringComparison.Ordinal))
            || call.State.Assigned.Where(variable => variable.StartsWith("GIT_CONFIG", StringComparison.Ordinal)).SelectMany(call.State.Values).Any(value => value.Contains("remote.origin.", StringComparison.OrdinalIgnoreCase))))
        {
            RefuseProtected(call.Shown, "where the policy is read from");
        }

        if (name == "git" && MovesUpstream(call.Arguments))
        {
            RefuseProtected(call.Shown, "where the policy is read from");
        }

        if (name == "git" && call.Arguments.ToList().FindIndex(argument => argument == "-C") is >= 0 and var folder && folder + 1 < call.Arguments.Count)
        {
            call = call with { State = call.State.Copy() };
            call.State.Directory = Unresolved.In(call.Arguments[folder + 1]) ? null : AbsolutePath(call.Arguments[folder + 1], call.State);
        }

        if (!writesInPlace || call.IsElsewhere)
        {
            return;
        }

        var removes = name is "rm" or "mv" or "shred" or "unlink" or "rmdir" or "remove-item" or "move-item" or "del" or "move" or "ln";
        foreach (var argument in call.Arguments)
        {
            var path = argument.StartsWith('-') && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? argument[(at + 1)..] : argument.StartsWith("of=", StringComparison.Ordinal) ? argument[3..] : argument;
            var absolute = AbsolutePath(path, call.State) ?? path;
            if ((removes ? ProtectedPaths.WhatGoesWith(absolute) : ProtectedPaths.What(absolute)) is { } what && !(name is "cp" or "copy-item" or "copy" && argument != call.Arguments[^1]))
            {
                RefuseProtected(call.Shown, what);
                return;
            }
        }

        if (name is "tee" or "curl" or "wget" or "dd" or "cp" or "mv" or "install" or "ln")
        {
            foreach (var argument in call.Arguments.Where(argument => !argument.StartsWith('-')))
            {
                RefuseDevice(argument.StartsWith("of=", StringComparison.Ordinal) ? argument[3..] : argument, call.Shown);
            }
        }

        if (name is "tee")
        {
            var appends = call.Arguments.Any(argument => argument is "--append" || (argument.StartsWith('-') && !argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('a', StringComparison.Ordinal)));
            foreach (var file in call.Arguments.Where(argument => !argument.StartsWith('-')))
            {
                Store(file, call.State, appends ? Appended(file, call.State, call.Input?.Text) : call.Input?.Text);
            }
        }
        else if (name is "dd")
        {
            var (from, to) = (call.Arguments.FirstOrDefault(argument => argument.StartsWith("if=", StringComparison.Ordinal)), call.Arguments.FirstOrDefault(argument => argument.StartsWith("of=", StringComparison.Ordinal)));
            Store(to?[3..] ?? "/dev/stdout", call.State, from is null ? call.Input?.Text : ReadFile(from[3..], call.State, isElsewhere: false));
        }
        else if (name is "cp" or "mv" or "install" or "ln" or "copy-item" or "move-item" or "copy" or "move" or "rsync")
        {
            Copy(call.Arguments, call.State);
        }

        // A guarded tool under another name would not be known by it.
        if (name is "cp" or "mv" or "ln" or "install" or "copy-item" or "new-item" && call.Arguments.Where(argument => !argument.StartsWith('-')).ToList() is { Count: >= 2 } names
            && names[..^1].FirstOrDefault(source => Programs.InfrastructureTools.Contains(Programs.NameOf(source)) && (source.Contains("bin/", StringComparison.Ordinal) || source.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) || !source.Contains('/', StringComparison.Ordinal) && name == "ln")) is { } tool
            && !names[^1].EndsWith('/') && !Programs.InfrastructureTools.Contains(Programs.NameOf(names[^1])) && !names[^1].EndsWith("bin", StringComparison.Ordinal) && names[^1] != ".")
        {
            Refuse(call, $"it gives {Programs.NameOf(tool)} another name, under which nobody would know it", $"Call {Programs.NameOf(tool)} by its name.");
        }
    }

    private static (string Verb, List<string> Following) GitVerb(IReadOnlyList<string> arguments)
    {
        var at = ToolAnswer.FirstWord(arguments, 0, "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--super-prefix", "--config-env", "--attr-source");
        return (at < arguments.Count ? arguments[at] : "", [.. arguments.Skip(at + 1)]);
    }

    // Git is told that the upstream is elsewhere, or what it holds.
    private static bool MovesUpstream(IReadOnlyList<string> arguments)
    {
        var (verb, rest) = GitVerb(arguments);
        List<string> words = [.. rest.Where(word => !word.StartsWith('-'))];
        return verb switch
        {
            "remote" => words.FirstOrDefault() is "set-head" or "set-url" or "set-branches" or "remove" or "rm" or "rename" or "add" && words.Contains("origin"),
            "config" => words.Any(IsOfOrigin) && !(rest.Any(word => word is "--get" or "--get-all" or "--get-regexp" or "--get-urlmatch" or "--list" or "-l") || words[0] is "get" or "list" || (words.Count == 1 && !rest.Any(word => word.StartsWith("--unset", StringComparison.Ordinal) || word.StartsWith("--re", StringComparison.Ordinal)))),
            "fetch" or "pull" or "push" => words.Any(word => word.Split(':') is [.., var from, var to] && IsRemoteRef(to) && !(verb != "push" && words[0] == "origin" && IsTheSameBranch(from, to))),
            "branch" => rest.Any(option => option.StartsWith('-') && option.Contains('r', StringComparison.Ordinal)) && rest.Any(option => option is "--delete" || (option.StartsWith('-') && !option.StartsWith("--", StringComparison.Ordinal) && option.AsSpan().ContainsAny('d', 'D'))),
            _ => false,
        } || arguments.TakeWhile(word => word != verb || verb.Length == 0).Any(word => IsOfOrigin(word.StartsWith("--config-env=", StringComparison.Ordinal) ? word["--config-env=".Length..] : word));

        static bool IsOfOrigin(string word) => word.StartsWith("remote.origin.", StringComparison.OrdinalIgnoreCase) || word.Equals("remote.origin", StringComparison.OrdinalIgnoreCase);

        static bool IsRemoteRef(string to) => to.StartsWith("refs/remotes/", StringComparison.Ordinal) || to.StartsWith("remotes/", StringComparison.Ordinal);

        // What a fetch from the upstream does by itself.
        static bool IsTheSameBranch(string from, string to) => to == $"refs/remotes/origin/{from.TrimStart('+').Replace("refs/heads/", "", StringComparison.Ordinal)}";
    }

    // Programs that run what stands behind them, or what they are given as text. True where it is one.
    private bool Wrapper(Invocation call, string name, ShellState shell)
    {
        if (name is "find" or "fd" or "fdfind" or "gfind")
        {
            return Find(call);
        }

        if (name is "git")
        {
            return Git(call);
        }

        if (name is "crontab")
        {
            Crontab(call);
            return false;
        }

        if (Wrappers.Find(name) is not { } wrapper)
        {
            return false;
        }

        var words = call.Arguments;
        if (name == "command" && words is ["-v" or "-V", ..])
        {
            return true;
        }

        var inner = call with { State = call.State.Copy(), IsElsewhere = call.IsElsewhere || wrapper.IsElsewhere, Depth = call.Depth + 1 };
        if (wrapper.Words.Length > 0 && !words.Any(word => wrapper.Words.Split(' ').Contains(word)))
        {
            return false;
        }

        if (wrapper.IsElsewhere || name is "chroot")
        {
            inner.State.Directory = null;
        }

        var at = Options(words, wrapper, inner);
        if (wrapper.Words.Length > 0)
        {
            for (var index = 0; index < words.Count; index++)
            {
                if (wrapper.Words.Split(' ').Contains(words[index]))
                {
                    at = index + 1 + Options([.. words.Skip(index + 1)], wrapper, inner);
                    break;
                }
            }
        }

        at = Math.Min(at + wrapper.Positionals, words.Count);
        while (at < words.Count && words[at] == "--")
        {
            at++;
        }

        List<string> rest = [.. words.Skip(at)];
        if (name is "xargs" or "gxargs" or "parallel" or "rush")
        {
            if (call.Input?.Text is { } given && rest.Count > 0 && Programs.Shells.Contains(Programs.NameOf(rest[0])) && rest.Contains("-c"))
            {
                ScriptIfText(given, inner with { Input = null });
            }

            rest = FromInput(words, rest);
        }

        if (name is "npm" or "pnpm" or "yarn" or "bun" && rest is ["exec" or "x" or "dlx", .. var started])
        {
            Consider(inner with { Words = ["npx", .. started] }, inner.State);
        }

        if (words.Contains("send-keys") || words.Contains("send") || words.Contains("stuff"))
        {
            // Keys: they come together as they stand.
            var keys = words.SkipWhile(word => word is not ("send-keys" or "send" or "stuff")).Skip(1).ToList();
            var text = ToolAnswer.FirstWord(keys, 0, "-t", "-N", "-c");
            ScriptIfText(string.Concat(keys.Skip(text).Select(key => key switch { "Space" => " ", "Enter" or "C-m" or "KPEnter" => "\n", _ => key })), inner with { Input = null });
        }

        if (name is "su" or "runuser" && words.ToList().FindIndex(word => word is "-c" or "--command") is >= 0 and var option && option + 1 < words.Count)
        {
            Text(inner, words[option + 1], inner.State.Copy());
        }

        if (wrapper.Style == WrapperStyle.Script)
        {
            foreach (var word in words.Where(word => word.AsSpan().ContainsAny(Blanks)).Concat(rest.Count > 0 ? [string.Join(' ', rest)] : (IEnumerable<string>)[]).Distinct())
            {
                Script(word, false, inner.State.Copy(), call.Input, inner.IsElsewhere, inner.Depth);
            }

            // Some give their words to a shell, others start the program as it stands.
            if (rest.Count > 1)
            {
                Consider(inner with { Words = rest }, inner.State);
            }

            if (call.Input?.Text is { } text && (rest.Count == 0 || name is "at" or "batch" or "parallel"))
            {
                Script(text, false, inner.State.Copy(), null, inner.IsElsewhere, inner.Depth);
            }
        }
        else if (name is "env" && words.Any(word => word.StartsWith("-S", StringComparison.Ordinal) || word.StartsWith("--split-string", StringComparison.Ordinal)))
        {
            Script(string.Join(' ', words.Select(word => word.StartsWith("--split-string=", StringComparison.Ordinal) ? word["--split-string=".Length..] : word.StartsWith("-S", StringComparison.Ordinal) ? word[2..] : word).Where(word => word is not ("" or "-i" or "--split-string"))), false, inner.State, call.Input, inner.IsElsewhere, inner.Depth);
        }
        else if (rest.Count > 0)
        {
            // uv run x.py, nodemon x.js: they know by the ending which language it is.
            var language = rest[0].EndsWith(".py", StringComparison.Ordinal) ? "python" : rest[0].EndsWith("js", StringComparison.Ordinal) || rest[0].EndsWith(".ts", StringComparison.Ordinal) ? "node" : null;
            if (language is not null && rest[0].Contains('.', StringComparison.Ordinal))
            {
                Consider(inner with { Words = [language, .. rest] }, inner.State);
            }

            Consider(inner with { Words = rest }, inner.State);
            if (name == "exec" || name == "builtin" || name == "command" || name == "noglob")
            {
                Builtin(inner with { Words = rest }, shell);
            }
        }

        return true;
    }

    private void ScriptIfText(string text, Invocation inner)
    {
        if (text.Length > 0)
        {
            Text(inner, text, inner.State.Copy());
        }
    }

    // Where the options of a wrapper end; what it sets for its command is set, what is a script is looked through.
    private int Options(IReadOnlyList<string> words, Wrapper wrapper, Invocation inner)
    {
        var (values, scripts) = (wrapper.ValueOptions.Split(' '), wrapper.ScriptOptions.Split(' '));
        var at = 0;
        for (; at < words.Count; at++)
        {
            var word = words[at];
            if (word == "--")
            {
                return at + 1;
            }

            var name = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? word[..equals] : word;
            if (word.StartsWith('-') && word.Length > 1)
            {
                if (wrapper.ScriptOptions.Length > 0 && scripts.Contains(name))
                {
                    ScriptIfText(name.Length < word.Length ? word[(name.Length + 1)..] : words.ElementAtOrDefault(at + 1) ?? "", inner);
                }

                if (name is "-C" or "--chdir" or "-D" or "--working-directory" or "-w" or "--workdir" or "--cwd")
                {
                    inner.State.Directory = null;
                }

                at += (values.Contains(word) || scripts.Contains(word)) && wrapper.ValueOptions.Length + wrapper.ScriptOptions.Length > 0 ? 1 : 0;
            }
            else if (name.Length < word.Length && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                AssignTo(inner.State, name, [word[(name.Length + 1)..]], inner.IsElsewhere, inner.Depth);
            }
            else
            {
                return at;
            }
        }

        return Math.Min(at, words.Count);
    }

    // The command gets further arguments that only its input knows.
    private static List<string> FromInput(IReadOnlyList<string> words, List<string> rest)
    {
        var token = "{}";
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at].StartsWith("-I", StringComparison.Ordinal))
            {
                token = words[at].Length > 2 ? words[at][2..] : words.ElementAtOrDefault(at + 1) ?? token;
            }
            else if (words[at].StartsWith("--replace=", StringComparison.Ordinal))
            {
                token = words[at]["--replace=".Length..];
            }
        }

        var mark = Unresolved.Output.ToString();
        var filled = rest.TakeWhile(word => word is not (":::" or "::::")).Select(word => token.Length > 0 ? word.Replace(token, mark, StringComparison.Ordinal) : word).ToList();
        return filled.SequenceEqual(rest) || filled.Count < rest.Count ? [.. filled, mark] : filled;
    }

    private bool Find(Invocation call)
    {
        var words = call.Arguments;
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is "-exec" or "-execdir" or "-ok" or "-okdir" or "-x" or "--exec" or "-X" or "--exec-batch")
            {
                List<string> inner = [.. words.Skip(at + 1).TakeWhile(word => word is not (";" or "+")).Select(word => word.Replace("{}", Unresolved.Output.ToString(), StringComparison.Ordinal))];
                if (inner.Count > 0)
                {
                    var state = call.State.Copy();
                    state.Directory = words[at] is "-execdir" or "-okdir" ? null : state.Directory;
                    Consider(call with { Words = inner, State = state, Depth = call.Depth + 1 }, state);
                }
            }
        }

        return false;
    }

    // Five fields or a word that say when, then the command.
    private void Crontab(Invocation call)
    {
        var file = ToolAnswer.FirstWord(call.Arguments, 0, "-u");
        var text = file < call.Arguments.Count && call.Arguments[file] != "-" ? ReadFile(call.Arguments[file], call.State, call.IsElsewhere) : call.Input?.Text;
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')))
        {
            ScriptIfText(string.Join(' ', line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(line.StartsWith('@') ? 1 : 5)), call with { Input = null, State = call.State.Copy(), Depth = call.Depth + 1 });
        }

        if (text is null)
        {
            Fed(call, call.State.Copy());
        }
    }

    private bool Git(Invocation call)
    {
        var words = call.Arguments;
        for (var at = 0; at < words.Count; at++)
        {
            // `alias.x=!command`, as -c or by `git config alias.x '!command'`; core.pager and the like name a command as it is.
            if (words[at].IndexOf('!', StringComparison.Ordinal) is >= 0 and var bang && (words[at].StartsWith("alias.", StringComparison.Ordinal) || (at > 0 && words[at - 1].StartsWith("alias.", StringComparison.Ordinal))))
            {
                Script(words[at][(bang + 1)..], false, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
            }

            if (words[at] is "-x" or "--exec" && at + 1 < words.Count && words.Contains("rebase"))
            {
                Script(words[at + 1], false, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
            }

            if (words[at] is "foreach" or "run" && at > 0 && words[at - 1] is "submodule" or "bisect")
            {
                Script(string.Join(' ', words.Skip(at + 1)), false, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
            }

            if (words[at].StartsWith("core.pager=", StringComparison.Ordinal) || words[at].StartsWith("core.editor=", StringComparison.Ordinal) || words[at].StartsWith("core.sshCommand=", StringComparison.OrdinalIgnoreCase) || words[at].StartsWith("core.fsmonitor=", StringComparison.Ordinal))
            {
                Script(words[at][(words[at].IndexOf('=', StringComparison.Ordinal) + 1)..], false, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
            }
        }

        return false;
    }

    // Whatever a program does with its arguments: where one of them is a guarded tool, it may start it.
    private void Guesses(Invocation call, string name)
    {
        var isContainer = Wrappers.Find(name) is { IsElsewhere: true };
        for (var at = 1; at < call.Words.Count && !_isSpent; at++)
        {
            var word = call.Words[at];
            if (word.StartsWith('-') && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                word = word[(equals + 1)..];
            }

            if (word.Length == 0 || Unresolved.In(word) || word.Length > 200 || word.AsSpan().ContainsAny(Blanks))
            {
                continue;
            }

            var program = Programs.NameOf(isContainer && word.IndexOf(':', StringComparison.Ordinal) is > 0 and var tag ? word[..tag] : word);
            var isTool = Programs.InfrastructureTools.Contains(program) || program == "plangate" || _patterns.Of(program).Count > 0;
            var isShell = Programs.Shells.Contains(program) || Programs.PowerShells.Contains(program) || program is "eval";
            if (isTool || (isShell && (at + 1 < call.Words.Count || call.Input is not null)) || ((Wrappers.Find(program) is not null || program is "cmd" or "git" or "find" or "fd" or "make" || Programs.Interpreters.Contains(program)) && at + 1 < call.Words.Count))
            {
                var state = call.State;
                if (isContainer)
                {
                    state = call.State.Copy();
                    state.Directory = null;
                }

                Consider(call with { Words = [program, .. Entrypoint(call.Words, at)], State = state, Depth = call.Depth + 1, IsElsewhere = call.IsElsewhere || isContainer }, state, isGuess: !isShell);
            }
        }
    }

    // docker run --entrypoint terraform IMAGE destroy: the image stands between the program and its arguments.
    private static IEnumerable<string> Entrypoint(IReadOnlyList<string> words, int at)
    {
        var rest = words.Skip(at + 1);
        var isEntrypoint = words[at].StartsWith("--entrypoint", StringComparison.Ordinal) || words[at - 1] == "--entrypoint";
        return isEntrypoint ? rest.SkipWhile(word => word.StartsWith('-')).Skip(1) : rest;
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
