using System.Text;
using System.Text.Json;
using PlanGate.Cli;
using PlanGate.Cli.Guard;
using PlanGate.Fuzz.Mutating;

namespace PlanGate.Fuzz.Targets;

/// <summary>What coding agents send before they do something. The first line of an input names the agent.</summary>
internal sealed class HookTarget(Seeds seeds) : Target("hook")
{
    // It destroys in every shell, and nothing else in a payload may make it pass.
    private const string Destroys = "terraform destroy -auto-approve";

    private static readonly Dictionary Words = new(
        [
            "hook_event_name", "tool_name", "tool_input", "command", "cwd", "toolName", "toolArgs", "agent_action_name", "tool_info", "command_line", "mcp_server_name", "mcp_tool_name", "mcp_tool_arguments", "file_path", "workspace_roots", "mcp_context", "workdir", "directory", "content", "cmd", "script", "input", "patch", "session_id",
            "HOOK_EVENT_NAME", "Command", "dir_path", "path",
        ],
        [
            "\"PreToolUse\"", "\"PostToolUse\"", "\"BeforeTool\"", "\"beforeShellExecution\"", "\"beforeMCPExecution\"", "\"preToolUse\"", "\"beforeReadFile\"", "\"pre_run_command\"", "\"pre_mcp_tool_use\"", "\"pre_write_code\"", "\"Bash\"", "\"bash\"", "\"Read\"", "\"Write\"", "\"PowerShell\"", "\"run_shell_command\"", "\"mcp__railway__delete_volume\"", "\"Unknown\"",
            $"\"{Destroys}\"", $"{{\"command\":\"{Destroys}\"}}", $"\"{{\\\"command\\\":\\\"{Destroys}\\\"}}\"", $"[\"bash\",\"-c\",\"{Destroys}\"]", "\"ls\"", "{\"command\":\"ls\"}", "\".plangate.yml\"", "\"/w/.claude/settings.json\"", "\"/\"", "\"\"", "null", "5", "[]", "{}", "\"/nonexistent\"",
        ]);

    private readonly List<byte[]> _seeds = [.. seeds.Commands.Where((_, index) => index % 12 == 0).SelectMany((row, index) => Payloads(row.Line).Where((_, at) => (at + index) % 3 == 0)), .. Payloads(Destroys), .. Payloads("git status")];

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] parent, Func<byte[]> other)
    {
        var (agent, json) = Split(parent);
        agent = random.Next(10) == 0 ? HookAnswer.Agents[random.Next(HookAnswer.Agents.Count)] : agent;
        return [.. Encoding.UTF8.GetBytes(agent), (byte)'\n', .. MutateJson(random, json, () => Split(other()).Json, Words)];
    }

    public override string Try(byte[] input)
    {
        Judgements++;
        var (agent, json) = Split(input);
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = Guarded.Run(json.Length, () =>
        {
            output.GetStringBuilder().Clear();
            error.GetStringBuilder().Clear();
            return App.Run(["guard", agent], new Terminal(output, error, () => new MemoryStream(json), true, false));
        }, CommandTarget.Allowance);
        var words = error.ToString();
        if (code is not (0 or 2))
        {
            throw new FindingException("an exit code that lets the command run", $"exit {code}\n{words}");
        }

        if (words.Contains("an error of its own", StringComparison.Ordinal) || words.Contains("took too long", StringComparison.Ordinal) || words.Contains("internal error", StringComparison.Ordinal))
        {
            throw new FindingException($"an error of its own: {Shape(words[(words.IndexOf('(', StringComparison.Ordinal) + 1)..])}", words);
        }

        if (words.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r')))
        {
            throw new FindingException("a control character reaches the terminal", words);
        }

        if (output.ToString() is { Length: > 0 } answer && !IsJson(answer))
        {
            throw new FindingException("an answer that is no JSON", answer);
        }

        if (code == 0)
        {
            MustBeHarmless(agent, json);
        }

        return $"{agent} {code} {Shape(words.Split('\n')[0])}";
    }

    // Passed: then it is whole, and is not the call that must be refused.
    private static void MustBeHarmless(string agent, byte[] json)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(json, new() { MaxDepth = 64 }).RootElement;
        }
        catch (JsonException e)
        {
            throw new FindingException("what is no JSON passes", e.Message);
        }

        if (root.ValueKind != JsonValueKind.Object || !JsonTree.Parse(json)!.HasNoDuplicates())
        {
            throw new FindingException("what is no object, or has a member twice, passes");
        }

        if (IsTheCall(agent, root))
        {
            throw new FindingException($"{agent}: a destroy passes", Encoding.UTF8.GetString(json));
        }
    }

    private static bool IsTheCall(string agent, JsonElement root) => agent switch
    {
        "claude" or "codex" => Is(root, "hook_event_name", "PreToolUse") && Is(root, "tool_name", "Bash") && Runs(root, "tool_input"),
        "gemini" => Is(root, "hook_event_name", "BeforeTool") && Is(root, "tool_name", "run_shell_command") && Runs(root, "tool_input"),
        "copilot" => Is(root, "toolName", "bash") && root.TryGetProperty("toolArgs", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() == $"{{\"command\":\"{Destroys}\"}}",
        "cursor" => Is(root, "hook_event_name", "beforeShellExecution") && Is(root, "command", Destroys),
        "windsurf" => Is(root, "agent_action_name", "pre_run_command") && root.TryGetProperty("tool_info", out var info) && Is(info, "command_line", Destroys),
        _ => false,
    };

    private static bool Runs(JsonElement root, string member) => root.TryGetProperty(member, out var input) && Is(input, "command", Destroys);

    private static bool Is(JsonElement element, string member, string value) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (string Agent, byte[] Json) Split(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        var agent = end > 0 ? Encoding.UTF8.GetString(input[..end]) : "";
        return HookAnswer.Agents.Contains(agent) ? (agent, input[(end + 1)..]) : ("claude", input);
    }

    private static IEnumerable<byte[]> Payloads(string command)
    {
        var text = JsonTree.Quoted(command);
        var call = JsonTree.Quoted($"{{\"command\":{text}}}");
        return ((string[])
        [
            """claude {"session_id":"s","transcript_path":"/t","cwd":"/nonexistent","permission_mode":"default","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":%TEXT%,"description":"x"},"tool_use_id":"t"}""",
            """codex {"hook_event_name":"PreToolUse","cwd":"/nonexistent","tool_name":"Bash","tool_input":{"command":%TEXT%}}""",
            """gemini {"session_id":"s","cwd":"/nonexistent","hook_event_name":"BeforeTool","timestamp":"t","tool_name":"run_shell_command","tool_input":{"command":%TEXT%,"directory":"sub"}}""",
            """copilot {"timestamp":1,"cwd":"/nonexistent","toolName":"bash","toolArgs":%CALL%}""",
            """cursor {"hook_event_name":"beforeShellExecution","conversation_id":"c","workspace_roots":["/nonexistent"],"command":%TEXT%,"cwd":""}""",
            """windsurf {"agent_action_name":"pre_run_command","trajectory_id":"t","tool_info":{"command_line":%TEXT%,"cwd":"/nonexistent"}}""",
            """cursor {"hook_event_name":"beforeMCPExecution","tool_name":"volume-delete","tool_input":%CALL%}""",
            """windsurf {"agent_action_name":"pre_mcp_tool_use","tool_info":{"mcp_server_name":"db","mcp_tool_name":"query","mcp_tool_arguments":{"sql":%TEXT%}}}""",
            """claude {"hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"file_path":%TEXT%,"content":"x"}}""",
        ]).Select(payload => Encoding.UTF8.GetBytes(string.Join('\n', payload.Split(' ', 2)).Replace("%TEXT%", text, StringComparison.Ordinal).Replace("%CALL%", call, StringComparison.Ordinal)));
    }
}
