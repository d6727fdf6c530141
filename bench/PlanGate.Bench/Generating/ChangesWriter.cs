using System.Text.Json;
using PlanGate.Plans;

namespace PlanGate.Bench.Generating;

/// <summary>Writes the section <c>resource_changes</c>.</summary>
internal sealed class ChangesWriter(Utf8JsonWriter json)
{
    public void Write(IReadOnlyList<GeneratedObject> objects)
    {
        json.WriteStartArray("resource_changes");
        foreach (var target in objects)
        {
            json.WriteStartObject();
            json.WriteString("address", target.Address);
            if (target.ModuleAddress is { } module)
            {
                json.WriteString("module_address", module);
            }

            target.WriteIdentity(json);
            WriteChange(target);
            if (target.IsReplaced || !target.WillBeThere)
            {
                json.WriteString("action_reason", target.IsReplaced ? "replace_because_cannot_update" : "delete_because_no_resource_config");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The member <c>actions</c>, in Terraform's words.</summary>
    public static void WriteActions(Utf8JsonWriter json, ChangeAction action)
    {
        string[] words = action switch
        {
            ChangeAction.NoOp => ["no-op"],
            ChangeAction.Create => ["create"],
            ChangeAction.Update => ["update"],
            ChangeAction.Delete => ["delete"],
            ChangeAction.DeleteThenCreate => ["delete", "create"],
            ChangeAction.CreateThenDelete => ["create", "delete"],
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
        json.WriteStartArray("actions");
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private void WriteChange(GeneratedObject target)
    {
        var values = new ValueWriter(json, target);
        json.WriteStartObject("change");
        WriteActions(json, target.Action);
        WriteIf(target.WasThere, "before", values.WriteBefore, json.WriteNullValue);
        WriteIf(target.WillBeThere, "after", values.WriteAfter, json.WriteNullValue);
        WriteIf(target.IsMade, "after_unknown", () => target.Template.Unknown.WriteTo(json), WriteNothing);
        WriteIf(target.WasThere, "before_sensitive", () => target.Template.Sensitive.WriteTo(json), WriteFalse);
        WriteIf(target.WillBeThere, "after_sensitive", () => target.Template.Sensitive.WriteTo(json), WriteFalse);
        if (target.IsReplaced)
        {
            json.WriteStartArray("replace_paths");
            json.WriteStartArray();
            json.WriteStringValue(target.Template.Forces);
            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteIf(bool condition, string name, Action write, Action otherwise)
    {
        json.WritePropertyName(name);
        (condition ? write : otherwise)();
    }

    private void WriteNothing()
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private void WriteFalse() => json.WriteBooleanValue(false);
}
