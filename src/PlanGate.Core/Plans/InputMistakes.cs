using System.Text;

namespace PlanGate.Plans;

/// <summary>Recognises what people feed instead of a plan, and says which command makes the right file.</summary>
internal static class InputMistakes
{
    private const string Remedy = "save a plan with `terraform plan -out=tfplan`, then feed `terraform show -json tfplan`";

    private const string PulumiRemedy = "feed the output of `pulumi preview --json --show-replacement-steps`";

    /// <summary>What is wrong with an input by its first bytes, or null where they may begin a JSON document.</summary>
    public static string? InText(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head);
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return $"empty: nothing to judge; {Remedy}";
        }

        if (trimmed[0] == '{')
        {
            return null;
        }

        if (text.Contains("{\"format_version\"", StringComparison.Ordinal) || trimmed.StartsWith("[command]", StringComparison.Ordinal) || trimmed.StartsWith("::", StringComparison.Ordinal))
        {
            return "text before the plan's JSON, as the setup-terraform wrapper prints it: set `terraform_wrapper: false` on that step";
        }

        if (PulumiMembers.Any(member => text.Contains(member, StringComparison.Ordinal)))
        {
            return $"text around Pulumi's JSON, or only a part of it: {PulumiRemedy}, standard output alone";
        }

        if (PulumiText.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
        {
            return $"a preview printed for people: {PulumiRemedy}";
        }

        if (HumanPlan.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
        {
            return $"a plan printed for people: {Remedy}";
        }

        return trimmed[0] == '[' ? $"a JSON list, not a plan: {Remedy}" : $"not JSON: {Remedy}";
    }

    /// <summary>What a JSON document is that is not a plan, by the names of its members.</summary>
    public static string InDocument(IReadOnlySet<string> members)
    {
        if (members.Contains("@level") || members.Contains("@message"))
        {
            return $"the log lines of `terraform plan -json`, which leave values out: {Remedy}";
        }

        if (members.Contains("values") || members.Contains("lineage") || (members.Contains("serial") && members.Contains("version")) || members.Contains("modules"))
        {
            return $"a state file, not a plan (it has no changes): {Remedy}";
        }

        if (members.Contains("deployment") || members.Contains("checkpoint") || members.Contains("latest"))
        {
            return $"the state of a Pulumi stack, not a plan: give it beside one as --stack-export; {PulumiRemedy}";
        }

        if (members.Contains("steps") || members.Contains("changeSummary") || members.Contains("resourcePlans") || members.Contains("diagnostics") || members.Contains("sequence")
            || members.Contains("manifest") || members.Any(name => name.EndsWith("Event", StringComparison.Ordinal)))
        {
            return $"a Pulumi document that is not whole, or of a newer kind: {PulumiRemedy}";
        }

        if (members.Contains("stacks"))
        {
            return "the manifest of a cdktf.out directory: name the directory, not what is in it";
        }

        if (members.Count == 0)
        {
            return $"an empty document: nothing to judge; {Remedy}";
        }

        return members.Contains("format_version")
            ? $"no plan in it (neither \"resource_changes\" nor \"planned_values\"): {Remedy}"
            : $"not a plan (no \"format_version\"): {Remedy}";
    }

    private static readonly string[] HumanPlan =
    [
        "Terraform will perform", "OpenTofu will perform", "Terraform used the selected providers", "OpenTofu used the selected providers",
        "No changes.", "Refreshing state...", "Terraform planned", "An execution plan has been generated", "Plan: ", "Error: ",
    ];

    private static readonly string[] PulumiText = ["Previewing update", "Previewing destroy", "Previewing refresh", "View in Browser (Ctrl+O)", "pulumi:pulumi:Stack"];

    private static readonly string[] PulumiMembers = ["\"steps\": [", "\"changeSummary\":", "{\"sequence\":", "\"resourcePlans\":"];
}
