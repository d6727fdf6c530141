using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PlanGate.Cli.Guard;

/// <summary>The answer in each agent's own shape. A refusal is said in every way the agent reads: on standard output, on standard error, and by exit code 2.</summary>
internal static class HookAnswer
{
    /// <summary>The agents that PlanGate knows.</summary>
    public static IReadOnlyList<string> Agents { get; } = ["claude", "cursor", "gemini", "copilot", "codex", "windsurf"];

    /// <summary>Nothing to be refused: silence, so that the agent asks its user as it always does. Cursor wants a word.</summary>
    public static string Pass(string agent) => agent == "cursor" ? """{"permission":"allow"}""" + "\n" : "";

    /// <summary>A refusal with its reason.</summary>
    public static string Refuse(string agent, string reason)
    {
        if (agent is not ("claude" or "codex" or "cursor" or "gemini" or "copilot"))
        {
            // Windsurf reads standard error.
            return "";
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            switch (agent)
            {
                case "claude" or "codex":
                    json.WriteStartObject("hookSpecificOutput");
                    json.WriteString("hookEventName", "PreToolUse");
                    json.WriteString("permissionDecision", "deny");
                    json.WriteString("permissionDecisionReason", reason);
                    json.WriteEndObject();
                    break;
                case "cursor":
                    json.WriteString("permission", "deny");
                    json.WriteString("user_message", reason);
                    json.WriteString("agent_message", reason);
                    break;
                case "gemini":
                    json.WriteString("decision", "deny");
                    json.WriteString("reason", reason);
                    break;
                default:
                    json.WriteString("permissionDecision", "deny");
                    json.WriteString("permissionDecisionReason", reason);
                    break;
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
