using System.Text.Json;

namespace PlanGate.Cli.Guard;

/// <summary>What a hook's JSON is not: something that is understood.</summary>
internal sealed class HookException(string problem) : Exception(problem);

/// <summary>What an agent is about to do.</summary>
internal sealed record HookCall
{
    /// <summary>A command line, or null where no shell is run.</summary>
    public string? Command { get; init; }

    public bool IsPowerShell { get; init; }

    /// <summary>The working directory, or null.</summary>
    public string? Directory { get; init; }

    /// <summary>Files that are written.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>The name of a tool that is none of the agent's own, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>The texts in its arguments.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    private static readonly string[] ShellTools = ["bash", "shell", "exec_command", "local_shell", "unified_exec", "run_shell_command", "run_in_terminal", "runterminalcommand", "run_command", "monitor", "container.exec", "local_bash", "write_bash", "send_to_terminal"];
    private static readonly string[] PowerShellTools = ["powershell", "write_powershell", "pwsh"];
    private static readonly string[] WritingTools = ["write", "edit", "multiedit", "notebookedit", "write_file", "replace", "create", "str_replace_editor", "str_replace", "insert", "delete", "create_file", "replace_string_in_file", "multi_replace_string_in_file", "edit_file", "strreplace", "insert_edit_into_file", "edit_notebook", "smart_edit"];
    private static readonly string[] PathMembers = ["file_path", "filePath", "path", "notebook_path", "absolute_path", "target_file", "target_notebook", "old_path", "new_path", "destination"];
    private static readonly string[] CommandMembers = ["command", "cmd", "command_line", "commandLine", "cmdline", "commands", "script", "shell_command", "shellCommand", "bash", "input"];
    private static readonly string[] ArgumentMembers = ["args", "arguments", "argv", "params", "parameters"];
    private static readonly string[] WritingWords = ["write", "edit", "create", "delete", "remove", "move", "rename", "replace", "insert", "patch", "append", "update", "save", "put", "upload", "copy", "overwrite", "modify", "truncate"];

    // Tools that start nothing; `command` among their arguments means something else.
    private static readonly HashSet<string> QuietTools = new(StringComparer.Ordinal)
    {
        "read", "glob", "grep", "ls", "webfetch", "websearch", "todowrite", "todoread", "task", "agent", "notebookread", "exitplanmode", "enterplanmode", "bashoutput", "killbash", "killshell", "askuserquestion", "skill",
        "slashcommand", "toolsearch", "taskcreate", "taskupdate", "tasklist", "taskget", "taskoutput", "taskstop", "listmcpresourcestool", "readmcpresourcetool", "view", "read_file", "list_directory", "search_file_content",
        "grep_search", "web_fetch", "google_web_search", "save_memory", "write_todos", "read_many_files", "update_plan", "view_image", "read_bash", "stop_bash", "read_powershell", "stop_powershell", "list_bash", "report_intent",
        "think", "fetch", "codebase_search", "file_search", "list_dir", "read_lints", "get_terminal_output", "semantic_search", "sendmessage", "lsp", "fetch_copilot_cli_documentation", "ask_user", "show_file", "rg", "web_search",
    };

    /// <summary>Reads an agent's JSON.</summary>
    /// <exception cref="HookException">It is not what this agent sends before it does something.</exception>
    public static HookCall Read(string agent, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 64 });
            RefuseTwice(document.RootElement);
            return document.RootElement.ValueKind != JsonValueKind.Object ? throw new HookException("the hook's JSON is not an object") : agent switch
            {
                "claude" or "codex" => Named(Expect(document.RootElement, "hook_event_name", "PreToolUse"), "tool_name", "tool_input"),
                "gemini" => Named(Expect(document.RootElement, "hook_event_name", "BeforeTool"), "tool_name", "tool_input"),
                "copilot" => document.RootElement.TryGetProperty("toolName", out _) ? Named(document.RootElement, "toolName", "toolArgs") : Named(Expect(document.RootElement, "hook_event_name", "PreToolUse"), "tool_name", "tool_input"),
                "cursor" => Cursor(document.RootElement),
                "windsurf" => Windsurf(document.RootElement),
                _ => throw new HookException($"\"{agent}\" is no agent that PlanGate knows"),
            };
        }
        catch (JsonException e)
        {
            throw new HookException($"what came on standard input is no JSON: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            // The library looks into the letters of a text only when it is asked for.
            throw new HookException($"what came on standard input holds text that is not valid: {e.Message}");
        }
    }

    private static HookCall Cursor(JsonElement root) => Text(root, "hook_event_name") switch
    {
        "beforeShellExecution" => new() { Command = Text(root, "command"), Directory = Directories(root) },
        "beforeMCPExecution" => Foreign(Text(root, "tool_name"), Arguments(root, "tool_input"), Directories(root)),
        "preToolUse" => Named(root, "tool_name", "tool_input"),
        "beforeReadFile" => new(),
        var other => throw new HookException($"\"{other}\" is no event of Cursor that PlanGate knows"),
    };

    private static HookCall Windsurf(JsonElement root)
    {
        var info = root.TryGetProperty("tool_info", out var found) && found.ValueKind == JsonValueKind.Object ? found : throw new HookException("the hook's JSON has no \"tool_info\"");
        return Text(root, "agent_action_name") switch
        {
            "pre_run_command" => new() { Command = Text(info, "command_line"), Directory = Directories(info) ?? Directories(root) },
            "pre_mcp_tool_use" => Foreign($"{Text(info, "mcp_server_name")}__{Text(info, "mcp_tool_name")}", Arguments(info, "mcp_tool_arguments"), null),
            "pre_write_code" => new() { Writes = [Text(info, "file_path")] },
            "pre_read_code" or "pre_user_prompt" => new(),
            var other => throw new HookException($"\"{other}\" is no action of Windsurf that PlanGate knows"),
        };
    }

    private static HookCall Named(JsonElement root, string nameMember, string inputMember)
    {
        var name = Text(root, nameMember);
        var key = name.ToLowerInvariant();
        var input = Arguments(root, inputMember);
        var directory = Directories(root);
        // A server's tool is that server's, whatever it is called.
        if (key.StartsWith("mcp", StringComparison.Ordinal) || key.Contains("__", StringComparison.Ordinal) || (root.TryGetProperty("mcp_context", out var context) && context.ValueKind == JsonValueKind.Object))
        {
            return Foreign(name, input, directory);
        }

        if (ShellTools.Contains(key) || PowerShellTools.Contains(key))
        {
            var inner = Member(input, "workdir") ?? Member(input, "directory") ?? Member(input, "dir_path") ?? Member(input, "cwd");
            return new()
            {
                Command = CommandIn(input) ?? throw new HookException($"{name} without a command"),
                IsPowerShell = PowerShellTools.Contains(key),
                Directory = inner is null ? directory : directory is null ? (Path.IsPathRooted(inner) ? inner : null) : Path.Combine(directory, inner),
            };
        }

        if (key is "apply_patch" or "patch")
        {
            var files = PatchedFiles(CommandIn(input) ?? Member(input, "patch") ?? Member(input, "diff") ?? "");
            return files.Count > 0 ? new() { Writes = files, Directory = directory } : throw new HookException($"{name} without a file that it would change");
        }

        if (WritingTools.Contains(key))
        {
            var paths = Members(input, PathMembers).ToList();
            return paths.Count > 0 ? new() { Writes = paths, Directory = directory } : throw new HookException($"{name} without a path");
        }

        if (QuietTools.Contains(key))
        {
            return new();
        }

        return input.ValueKind != JsonValueKind.String && Commands(input).Count == 0 ? Foreign(name, input, directory)
            : throw new HookException($"{name} is a tool that PlanGate does not know, and it would run a command");
    }

    // A tool of others: what it is called and what it is told; a command in it is judged as one.
    private static HookCall Foreign(string name, JsonElement input, string? directory)
    {
        var texts = new List<string>();
        Collect(input, texts);
        return new()
        {
            Tool = name,
            Texts = texts,
            Directory = directory,
            Command = Commands(input) is { Count: > 0 } commands ? string.Join('\n', commands) : null,
            Writes = WritingWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? [.. Members(input, [.. PathMembers, "source", "file", "filename", "uri"])] : [],
        };
    }

    // Every command among the arguments, however deep.
    private static List<string> Commands(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(member => member.Name != "input" && Is(CommandMembers, member) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array ? WithArguments(element, Lines(member.Value)) : Commands(member.Value))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Commands)],
        _ => [],
    };

    // A list of words is one command; where the first is no program's name but a line, all are lines.
    private static IEnumerable<string> Lines(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        var items = value.EnumerateArray().ToList();
        if (items.Any(item => item.ValueKind != JsonValueKind.String))
        {
            return items.SelectMany(item => item.ValueKind == JsonValueKind.String ? [item.GetString()!] : Commands(item));
        }

        List<string> words = [.. items.Select(item => item.GetString()!)];
        return words.Count > 0 && words[0].Contains(' ', StringComparison.Ordinal) ? words : [string.Join(' ', words.Select(Quoted))];
    }

    // Some take the program as one member, its words as another.
    private static IEnumerable<string> WithArguments(JsonElement element, IEnumerable<string> lines)
    {
        var words = element.EnumerateObject().Where(member => Is(ArgumentMembers, member)).SelectMany(member => member.Value.ValueKind switch
        {
            JsonValueKind.String => (string[])[member.Value.GetString()!],
            JsonValueKind.Array => [.. member.Value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => Quoted(item.GetString()!))],
            _ => [],
        });
        return lines.Select(line => $"{line} {string.Join(' ', words)}".TrimEnd());
    }

    private static bool Is(string[] names, JsonProperty member) => names.Contains(member.Name, StringComparer.OrdinalIgnoreCase);

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IEnumerable<string> Members(JsonElement element, string[] names) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Is(names, member) ? Strings(member.Value, names) : Members(member.Value, names)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Members(item, names)),
        _ => [],
    };

    private static IEnumerable<string> Strings(JsonElement value, string[] names) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Strings(item, names)),
        _ => Members(value, names),
    };

    // Which of several members the agent takes, nobody knows: all of them.
    private static string? CommandIn(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return input.ValueKind == JsonValueKind.String ? input.GetString() : null;
        }

        var found = input.EnumerateObject().Where(member => Is(CommandMembers, member) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array).Select(member => member.Value.ValueKind == JsonValueKind.String
            ? member.Value.GetString()!
            : string.Join(' ', member.Value.EnumerateArray().Select(word => word.ValueKind == JsonValueKind.String ? Quoted(word.GetString()!) : throw new HookException("a command with a word that is no text")))).ToList();
        return found.Count > 0 ? string.Join('\n', found) : null;
    }

    private static IReadOnlyList<string> PatchedFiles(string patch)
    {
        string[] marks = ["*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: ", "+++ b/", "--- a/", "+++ ", "--- "];
        return [.. patch.Split('\n').Select(line => marks.Where(mark => line.StartsWith(mark, StringComparison.Ordinal)).Select(mark => line[mark.Length..].Trim()).FirstOrDefault()).OfType<string>().Distinct()];
    }

    private static void Collect(JsonElement element, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: texts.Add(element.GetString()!); break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Collect(member.Value, texts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, texts);
                }

                break;
            default: break;
        }
    }

    // Two members of one name: the agent could take the other one.
    private static void RefuseTwice(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                RefuseTwice(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                if (!names.Add(member.Name))
                {
                    throw new HookException($"the hook's JSON has \"{member.Name}\" twice");
                }

                RefuseTwice(member.Value);
            }
        }
    }

    private static JsonElement Expect(JsonElement root, string member, string value) =>
        Text(root, member) == value ? root : throw new HookException($"\"{Text(root, member)}\" is not {value}, the one event that PlanGate answers");

    private static string Text(JsonElement element, string member) => Member(element, member) ?? throw new HookException($"the hook's JSON has no text \"{member}\"");

    private static string? Member(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static string? Directories(JsonElement element)
    {
        var directory = Member(element, "cwd");
        if (directory is null && element.TryGetProperty("workspace_roots", out var roots) && roots.ValueKind == JsonValueKind.Array && roots.GetArrayLength() == 1 && roots[0].ValueKind == JsonValueKind.String)
        {
            directory = roots[0].GetString();
        }

        return directory is { Length: > 0 } && Path.IsPathRooted(directory) ? directory : null;
    }

    // Some agents send the arguments as a text that holds JSON.
    private static JsonElement Arguments(JsonElement root, string member)
    {
        var found = root.TryGetProperty(member, out var value) ? value : throw new HookException($"the hook's JSON has no \"{member}\"");
        if (found.ValueKind != JsonValueKind.String)
        {
            return found;
        }

        var text = found.GetString()!;
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return found;
        }

        var inner = JsonDocument.Parse(text, new() { MaxDepth = 64 }).RootElement;
        RefuseTwice(inner);
        return inner;
    }
}
