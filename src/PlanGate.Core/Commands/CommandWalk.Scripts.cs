using System.Text;
using System.Text.Json;

namespace PlanGate.Commands;

/// <content>Builtins of the shell, and programs that run text: shells, interpreters, make, npm.</content>
internal sealed partial class CommandWalk
{
    // What a builtin does to the shell. True where there is no program by that name.
    private bool Builtin(Invocation call, ShellState shell)
    {
        var arguments = call.Arguments;
        switch (call.Words[0])
        {
            case "cd" or "pushd" or "chdir" or "set-location" or "Set-Location" or "sl":
                var target = arguments.FirstOrDefault(word => word is "-" || !word.StartsWith('-')) ?? "~";
                shell.Directory = Unresolved.In(target) || target is "-" || target.StartsWith('~') || shell.IsAssigned("CDPATH") ? null : AbsolutePath(target, shell);
                return true;
            case "popd":
                shell.Directory = null;
                return true;
            case "export" or "declare" or "typeset" or "local" or "readonly" or "setenv":
                foreach (var word in arguments.Where(word => !word.StartsWith('-')))
                {
                    if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    {
                        AssignTo(shell, word[..equals].TrimEnd('+'), [word[(equals + 1)..]], call.IsElsewhere, call.Depth + 1);
                    }
                }

                return true;
            case "unset":
                foreach (var word in arguments.Where(word => !word.StartsWith('-')))
                {
                    shell.Unset(word);
                }

                return true;
            case "read" or "mapfile" or "readarray" or "getopts" or "let":
                foreach (var word in arguments.Where(word => !word.StartsWith('-')))
                {
                    shell.Assign(word.Split('=')[0], [Unresolved.Variable.ToString()]);
                }

                return true;
            case "printf" when arguments is ["-v", var variable, ..]:
                shell.Assign(variable, [Formatted([.. arguments.Skip(2)])]);
                return true;
            case "set":
                var at = 0;
                while (at < arguments.Count && arguments[at] != "--" && arguments[at] is ['-' or '+', ..])
                {
                    at += arguments[at] is "-o" or "+o" ? 2 : 1;
                }

                if (at < arguments.Count)
                {
                    shell.Arguments = [.. arguments.Skip(arguments[at] == "--" ? at + 1 : at)];
                }

                return true;
            case "shift":
                shell.Arguments = shell.Arguments is { } all && (arguments.Count == 0 || int.TryParse(arguments[0], out _)) ? [.. all.Skip(arguments.Count == 0 ? 1 : int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture))] : null;
                return true;
            case "alias":
                foreach (var word in arguments)
                {
                    if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    {
                        shell.Alias(word[..equals], [word[(equals + 1)..]]);
                    }
                }

                return true;
            case "eval" or "Invoke-Expression" or "iex" or "invoke-expression":
                Text(call, string.Join(' ', arguments.Where(word => word is not ("--" or "-Command"))), shell, isPowerShell: call.Words[0] != "eval");
                return true;
            case "source" or ".":
                if (arguments.Count > 0)
                {
                    ScriptFile(arguments[0], call with { State = shell }, [.. arguments.Skip(1)], isSourced: true);
                }

                return true;
            default:
                return false;
        }
    }

    // Text that a shell runs. What cannot be resolved of it at all is refused where a variable hides it.
    private void Text(Invocation call, string text, ShellState state, bool isPowerShell = false)
    {
        if (text.Trim() is { Length: > 0 } all && all.All(letter => letter == Unresolved.Variable))
        {
            Refuse(call, "what it runs is in a variable, and is known only to the shell", "Write the command as it is.");
            return;
        }

        Script(text, isPowerShell, state, call.Input, call.IsElsewhere, call.Depth + 1);
    }

    // Shells and languages. True where it is one.
    private bool Interpreter(Invocation call, string name)
    {
        if (Programs.Shells.Contains(name))
        {
            Shell(call);
            return true;
        }

        if (Programs.PowerShells.Contains(name))
        {
            PowerShell(call);
            return true;
        }

        if (name is "cmd")
        {
            var at = call.Arguments.ToList().FindIndex(word => word.Equals("/c", StringComparison.OrdinalIgnoreCase) || word.Equals("/k", StringComparison.OrdinalIgnoreCase) || word is "//c" or "//C");
            if (at >= 0)
            {
                Text(call, string.Join(' ', call.Arguments.Skip(at + 1)).Replace("^", "", StringComparison.Ordinal), call.State.Copy(), isPowerShell: true);
            }

            return true;
        }

        if (Programs.Interpreters.Contains(name))
        {
            Language(call, name);
            return true;
        }

        // A script by its path: what is on the PATH is not looked up.
        if (call.Words[0].Contains('/', StringComparison.Ordinal) && (!Unresolved.In(call.Words[0]) || call.Words[0].Contains(Unresolved.Wildcard, StringComparison.Ordinal)) && !Programs.InfrastructureTools.Contains(name))
        {
            return ScriptFile(call.Words[0], call, call.Arguments);
        }

        return false;
    }

    private void Shell(Invocation call)
    {
        var arguments = call.Arguments;
        var at = 0;
        var (isCommand, readsInput, onlyReads) = (false, false, false);
        for (; at < arguments.Count && arguments[at] is ['-' or '+', _, ..] option; at++)
        {
            if (option == "--")
            {
                at++;
                break;
            }

            // bash takes its long options behind one dash too.
            if (option is "-norc" or "-noprofile" or "-login" or "-posix" or "-noediting" or "-restricted" or "-verbose")
            {
                continue;
            }

            if (option is "--rcfile" or "--init-file" or "-rcfile" or "-init-file" or "-o" or "+o" or "-O" or "+O")
            {
                if (option is not ['-' or '+', 'o' or 'O'] && at + 1 < arguments.Count)
                {
                    ScriptFile(arguments[at + 1], call, []);
                }

                at++;
            }
            else if (option is "--command" || !option.StartsWith("--", StringComparison.Ordinal))
            {
                // -euo pipefail -c, or all of it together.
                onlyReads = option[0] == '-' ? onlyReads || (option.Contains('n', StringComparison.Ordinal) && option.Skip(1).All(letter => letter is 'n' or 'v' or 'x' or 'e' or 'u' or 'c')) : onlyReads && !option.Contains('n', StringComparison.Ordinal);
                isCommand |= option is "--command" || option.Contains('c', StringComparison.Ordinal);
                readsInput |= option[0] == '-' && option != "--command" && option.Contains('s', StringComparison.Ordinal);
                at += option != "--command" && option.AsSpan(1).ContainsAny('o', 'O') ? 1 : 0;
            }
        }

        // bash -n checks the spelling; an interactive shell runs it all the same.
        if (onlyReads && !arguments.Take(at).Any(option => !option.StartsWith("--", StringComparison.Ordinal) && option.Contains('i', StringComparison.Ordinal)))
        {
            return;
        }

        var state = call.State.Copy();
        if (isCommand)
        {
            if (at < arguments.Count)
            {
                state.Arguments = [.. arguments.Skip(at + 2)];
                Text(call, arguments[at], state);
            }

            return;
        }

        if (at < arguments.Count && !readsInput)
        {
            if (arguments[at] is "/dev/stdin" or "-" or "/dev/fd/63" or "/proc/self/fd/0")
            {
                Fed(call, state);
                return;
            }

            ScriptFile(arguments[at], call, [.. arguments.Skip(at + 1)], isShell: true);
            return;
        }

        state.Arguments = [.. arguments.Skip(at)];
        Fed(call, state);
    }

    // A shell that reads its commands from its input.
    private void Fed(Invocation call, ShellState state, bool isPowerShell = false)
    {
        if (call.Input is not { } input)
        {
            return;
        }

        if (input.Text is { } text)
        {
            Text(call with { Input = null }, text, state, isPowerShell);
            return;
        }

        if (input.Unread is { } unread)
        {
            RefuseUnread(call, unread);
        }

        foreach (var producer in input.Producers)
        {
            var programs = producer.Split(['|', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => Programs.NameOf(part.Split(' ')[0]));
            if (programs.FirstOrDefault(program => Decoders.Contains(program)) is { } decoder)
            {
                Refuse(call, $"it runs what {decoder} makes readable: nobody can say what that is", "Write the commands as they are.");
            }
            else if ((Mentioned(producer) ?? Mentioned(Plain(producer))) is { } guarded)
            {
                Refuse($"{producer} | {call.Shown}", $"it runs what another program prints, and that speaks of {guarded}", "Write the commands as they are.");
            }
            else
            {
                FedFromFiles(call, producer);
            }
        }
    }

    // What a program makes of a file, for a shell to run.
    private void FedFromFiles(Invocation call, string producer)
    {
        foreach (var path in producer.Split([' ', '\n', '|', ';'], StringSplitOptions.RemoveEmptyEntries).Skip(1).Distinct())
        {
            if (ReadFile(path, call.State, call.IsElsewhere) is not { } text)
            {
                if (Start(path, call) is not null)
                {
                    RefuseUnread(call, path);
                }
            }
            else if (Mentioned(text) is { } guarded)
            {
                Refuse($"{producer} | {call.Shown}", $"it runs what another program makes of {path}, and that speaks of {guarded}", "Write the commands as they are.");
            }
        }
    }

    private void PowerShell(Invocation call)
    {
        var arguments = call.Arguments;
        for (var at = 0; at < arguments.Count; at++)
        {
            var option = arguments[at].TrimStart('-', '/').ToLowerInvariant();
            if (!arguments[at].StartsWith('-') && !arguments[at].StartsWith('/'))
            {
                Text(call, string.Join(' ', arguments.Skip(at)), call.State.Copy(), isPowerShell: true);
                return;
            }

            if (option.Length > 0 && "command".StartsWith(option, StringComparison.Ordinal))
            {
                var text = string.Join(' ', arguments.Skip(at + 1));
                if (text == "-")
                {
                    Fed(call, call.State.Copy(), isPowerShell: true);
                    return;
                }

                Text(call, text, call.State.Copy(), isPowerShell: true);
                return;
            }

            if (option is "e" or "ec" || (option.Length > 1 && "encodedcommand".StartsWith(option, StringComparison.Ordinal)))
            {
                Encoded(call, arguments.ElementAtOrDefault(at + 1) ?? "");
                return;
            }

            if (option.Length > 0 && "file".StartsWith(option, StringComparison.Ordinal))
            {
                var script = arguments.ElementAtOrDefault(at + 1) ?? "";
                if (script == "-")
                {
                    Fed(call, call.State.Copy(), isPowerShell: true);
                }
                else if (ReadFile(script, call.State, call.IsElsewhere) is { } text)
                {
                    Script(text, isPowerShell: true, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
                }
                else if (Start(script, call) is not null)
                {
                    RefuseUnread(call, script);
                }

                return;
            }

            at += option is "executionpolicy" or "ep" or "ex" or "exec" or "version" or "workingdirectory" or "wd" or "windowstyle" or "w" or "outputformat" or "of" or "inputformat" or "if" or "configurationname" or "psconsolefile" ? 1 : 0;
        }

        Fed(call, call.State.Copy(), isPowerShell: true);
    }

    private void Encoded(Invocation call, string code)
    {
        try
        {
            Script(Encoding.Unicode.GetString(Convert.FromBase64String(code)), isPowerShell: true, call.State.Copy(), null, call.IsElsewhere, call.Depth + 1);
        }
        catch (FormatException)
        {
            Refuse(call, "its command is encoded, and could not be read", "Write the command as it is.");
        }
    }

    private static readonly string[] Editors = ["vim", "nvim", "vi", "ex", "emacs"];

    private void Language(Invocation call, string name)
    {
        var arguments = call.Arguments;
        var isEditor = Editors.Contains(name);
        var isTextTool = isEditor || name is "perl" or "awk" or "gawk" or "mawk";
        List<string> code = [];
        for (var at = 0; at < arguments.Count; at++)
        {
            if (name is "awk" or "gawk" or "mawk")
            {
                code.Add(arguments[at]);
            }
            else if (arguments[at] is "-c" or "-e" or "-E" or "-r" or "-p" or "--eval" or "--print" or "--command" or "-pe" or "-ne" or "-le" or "-lne" or "-i" or "-pi" or "-B" or "eval" or "--cmd" || arguments[at].StartsWith('+') || (name is "perl" or "ruby" && arguments[at] is ['-', .., 'e']))
            {
                code.Add(arguments[at].StartsWith('+') ? arguments[at] : arguments.ElementAtOrDefault(at + 1) ?? "");
            }
            else if (arguments[at].StartsWith("-c", StringComparison.Ordinal) || arguments[at].StartsWith("--eval=", StringComparison.Ordinal) || arguments[at].StartsWith("-e", StringComparison.Ordinal))
            {
                code.Add(arguments[at]);
            }
        }

        var (hasCode, scripts) = Scripts(arguments, name);
        // In a cluster of options, -Bc or -we'...': any of the words may be it.
        code.AddRange(hasCode && code.Count == 0 ? arguments : []);
        var file = scripts.FirstOrDefault();
        var isFed = !hasCode && (file is null || arguments.Contains("-"));
        foreach (var text in code.Concat(isFed && call.Input?.Text is { } input ? [input] : []))
        {
            if (Mentioned(text) is { } guarded && (!isTextTool || Mentions.RunsPrograms(text) || (isEditor && text.Contains('!', StringComparison.Ordinal))))
            {
                Refuse(call, $"it is a program for {name} that speaks of {guarded}", "Run the command itself, so that it can be judged; what a program calls cannot be.");
                return;
            }
        }

        if (!hasCode && scripts.Select(script => (Path: script, Text: ReadFile(script, call.State, call.IsElsewhere))).FirstOrDefault(script => script.Text is not null) is { Text: { } program, Path: var path } && Mentions.InProgram(program, _patterns) is { } line)
        {
            Refuse(call, $"in {path} stands \"{Short(line)}\"", "Run the command itself, so that it can be judged; what a program calls cannot be.");
            return;
        }

        if (hasCode || isTextTool)
        {
            return;
        }

        // python -m alembic downgrade, python manage.py flush, node node_modules/.bin/prisma, php artisan: known by what they run.
        var module = arguments.ToList().FindIndex(word => word == "-m" || word == file);
        if (module >= 0)
        {
            List<string> words = [.. arguments.Skip(arguments[module] == "-m" ? module + 1 : module)];
            if (words.Count > 0)
            {
                Consider(call.With(words[0].Contains('/', StringComparison.Ordinal) ? [words[0][(words[0].LastIndexOf('/') + 1)..], .. words.Skip(1)] : words), call.State, isGuess: true);
            }
        }
    }

    // Which words may name the program's file, and whether the program is on the line instead: then they are its data.
    private static (bool HasCode, List<string> Files) Scripts(IReadOnlyList<string> arguments, string name)
    {
        var files = new List<string>();
        var isAwk = name is "awk" or "gawk" or "mawk";
        var isEditor = Editors.Contains(name);
        for (var at = 0; at < arguments.Count; at++)
        {
            var word = arguments[at];
            if (isAwk)
            {
                var takes = word is "-f" or "--file" or "-E" or "--exec";
                var path = takes ? arguments.ElementAtOrDefault(at + 1) : word.StartsWith("-f", StringComparison.Ordinal) ? word[2..] : word.StartsWith("--file=", StringComparison.Ordinal) ? word["--file=".Length..] : null;
                files.AddRange(path is null ? [] : (string[])[path]);
            }
            else if (files.Count == 0 && IsCode(word, name))
            {
                return (true, []);
            }
            else if (word is "-W" or "-X" or "-r" or "--require" or "--import" or "--loader" or "--experimental-loader" or "-C" or "--conditions" or "-I" or "-d" or "--env-file" or "--config")
            {
                at++;
            }
            else if (word == "-m")
            {
                return (false, files);
            }
            else if (!isEditor && word.Length > 0 && !word.StartsWith('-') && word is not ("run" or "x"))
            {
                files.Add(word);
            }
        }

        return (isAwk && files.Count == 0, files);
    }

    // The option behind which, or in which, the program itself stands.
    private static bool IsCode(string word, string name) =>
        word is "--eval" or "--print" or "eval" || word.StartsWith("--eval=", StringComparison.Ordinal) || (word.Length > 1 && word[0] == '-' && word[1] != '-' && name switch
        {
            "python" or "pypy" or "ipython" => word.StartsWith("-c", StringComparison.Ordinal) || word.EndsWith('c'),
            "perl" or "ruby" => word.AsSpan().ContainsAny('e', 'E') && word[1] is not ('M' or 'I' or 'r'),
            "php" => word.StartsWith("-r", StringComparison.Ordinal) || word is "-B" or "-R" or "-E",
            "node" or "nodejs" or "bun" or "deno" or "tsx" or "ts-node" => word is "-e" or "-p" or "-pe",
            _ => word[1] is 'e' or 'c',
        });

    // A script in a file. True where it could be read.
    private bool ScriptFile(string path, Invocation call, IReadOnlyList<string> arguments, bool isShell = false, bool isSourced = false)
    {
        if (path is "/dev/stdin" or "/dev/fd/63" && call.Input is not null)
        {
            Fed(call, call.State.Copy());
            return true;
        }

        // With several of that name the first one runs, and the others are its arguments.
        if (path.Contains(Unresolved.Wildcard, StringComparison.Ordinal))
        {
            return Named(path, call.State, call.IsElsewhere).Select(file => ScriptFile(file, call, arguments, isShell, isSourced)).ToList().Contains(true);
        }

        if (path.All(letter => letter == Unresolved.Variable) && isShell)
        {
            return false;
        }

        if (ReadFile(path, call.State, call.IsElsewhere) is not { } text)
        {
            // A program that is no script is none of ours.
            if (Start(path, call) is { } start && (isShell || isSourced || start == "#!"))
            {
                RefuseUnread(call, path);
            }

            return false;
        }

        if (!IsNew($"script {path} {string.Join('\0', arguments)}", call.State))
        {
            return true;
        }

        var first = text.AsSpan()[..(text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length)];
        var interpreter = first.StartsWith("#!") ? Programs.NameOf(first[2..].ToString().Trim().Split(' ') is [var program, .. var rest] && program.EndsWith("/env", StringComparison.Ordinal) ? rest.FirstOrDefault(word => !word.StartsWith('-')) ?? "" : first[2..].ToString().Trim().Split(' ')[0]) : "";
        if (interpreter.Length > 0 && !Programs.Shells.Contains(interpreter) && !isShell && !isSourced)
        {
            if (Mentions.InProgram(text, _patterns) is { } line)
            {
                Refuse(call, $"in {path} stands \"{Short(line)}\"", "Run the command itself, so that it can be judged; what a program calls cannot be.");
            }

            return true;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var before = _refusals.Count;
        var state = isSourced ? call.State : call.State.Copy();
        var outer = state.Arguments;
        state.Arguments = isSourced && arguments.Count == 0 ? outer : arguments;
        Script(text, isPowerShell: path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase), state, call.Input, call.IsElsewhere, call.Depth + 4);
        state.Arguments = outer;
        for (var index = before; index < _refusals.Count; index++)
        {
            _refusals[index] = _refusals[index] with { Command = Short($"{call.Shown} (in {path}: {_refusals[index].Command})") };
        }

        return true;
    }

    // make, npm run and the like: what they run stands in a file of the project. True where it is one.
    private bool ProjectScript(Invocation call, string name)
    {
        switch (name)
        {
            case "make" or "gmake":
                Make(call);
                return true;
            case "npm" or "pnpm" or "yarn" or "bun":
                PackageScript(call, name);
                return true;
            default:
                return false;
        }
    }

    private void PackageScript(Invocation call, string name)
    {
        var words = call.Arguments.ToList();
        if (words.FindIndex(word => word is "--prefix" or "-C" or "--dir" or "--cwd" or "-w" or "--workspace") is >= 0 and var place && place + 1 < words.Count)
        {
            call = call with { State = call.State.Copy() };
            call.State.Directory = Unresolved.In(words[place + 1]) ? null : AbsolutePath(words[place + 1], call.State);
            words.RemoveRange(place, 2);
        }

        var at = ToolAnswer.FirstWord(words, 0, "--filter", "-F", "--loglevel", "--userconfig", "--cache");
        if (at >= words.Count)
        {
            return;
        }

        var isRun = words[at] is "run" or "run-script" or "rum" or "urn";
        var script = isRun ? words.ElementAtOrDefault(at + 1) : name == "npm" && words[at] is not ("test" or "t" or "tst" or "start" or "stop" or "restart") ? null : words[at] is "t" or "tst" ? "test" : words[at];
        if (script is null || Unresolved.In(script))
        {
            return;
        }

        if (ReadFile("package.json", call.State, call.IsElsewhere) is not { } json)
        {
            if (Start("package.json", call) is not null)
            {
                RefuseUnread(call, "package.json");
            }

            return;
        }

        var arguments = string.Join(' ', words.Skip(at + (isRun ? 2 : 1)).SkipWhile(word => word == "--").Select(Quoted));
        foreach (var (key, body) in Scripts(json).Where(pair => pair.Key == script || pair.Key == $"pre{script}" || pair.Key == $"post{script}"))
        {
            if (IsNew($"npm {key} {arguments}", call.State))
            {
                Script(key == script ? $"{body} {arguments}" : body, false, call.State.Copy(), null, call.IsElsewhere, call.Depth + 4);
            }
        }
    }

    private static List<KeyValuePair<string, string>> Scripts(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object
                ? [.. scripts.EnumerateObject().Where(script => script.Value.ValueKind == JsonValueKind.String).Select(script => KeyValuePair.Create(script.Name, script.Value.GetString()!))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private void Make(Invocation call)
    {
        var arguments = call.Arguments;
        var (directory, file) = ("", "");
        var goals = new List<string>();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < arguments.Count; at++)
        {
            var word = arguments[at];
            if (word is "-C" or "--directory" or "-f" or "--file" or "--makefile" or "-I" or "-o" or "-W" or "-j" && at + 1 < arguments.Count)
            {
                directory = word is "-C" or "--directory" ? arguments[at + 1] : directory;
                file = word is "-f" or "--file" or "--makefile" ? arguments[at + 1] : file;
                at += word == "-j" && !char.IsAsciiDigit(arguments[at + 1].FirstOrDefault()) ? 0 : 1;
            }
            else if (word.StartsWith("-C", StringComparison.Ordinal))
            {
                directory = word[2..];
            }
            else if (word.StartsWith("--directory=", StringComparison.Ordinal))
            {
                directory = word["--directory=".Length..];
            }
            else if (word.StartsWith("-f", StringComparison.Ordinal))
            {
                file = word[2..];
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && !word.StartsWith('-'))
            {
                variables[word[..equals].TrimEnd(':', '?', '+')] = word[(equals + 1)..];
            }
            else if (!word.StartsWith('-'))
            {
                goals.Add(word);
            }
        }

        var state = call.State.Copy();
        if (directory.Length > 0)
        {
            state.Directory = Unresolved.In(directory) ? null : AbsolutePath(directory, call.State);
        }

        var files = file.Length > 0 ? (string[])[file] : ["GNUmakefile", "makefile", "Makefile"];
        var text = file is "-" or "/dev/stdin" ? call.Input?.Text : files.Select(candidate => ReadFile(candidate, state, call.IsElsewhere)).FirstOrDefault(found => found is not null);
        if (text is null && file is not "/dev/stdin" && files.FirstOrDefault(candidate => Start(candidate, call with { State = state }) is not null) is { } unread)
        {
            RefuseUnread(call, unread);
        }

        if (text is null || !IsNew($"make {file} {call.Shown}", state))
        {
            return;
        }

        var before = _refusals.Count;
        foreach (var recipe in Makefile.Recipes(text, goals, variables, Included))
        {
            Script(recipe, false, state.Copy(), null, call.IsElsewhere, call.Depth + 4);
        }

        for (var index = before; index < _refusals.Count; index++)
        {
            _refusals[index] = _refusals[index] with { Command = Short($"{call.Shown} ({_refusals[index].Command})") };
        }

        string? Included(string path)
        {
            var content = ReadFile(path, state, call.IsElsewhere);
            if (content is null && Start(path, state, call.IsElsewhere) is not null)
            {
                RefuseUnread(call, path);
            }

            return content;
        }
    }
}
