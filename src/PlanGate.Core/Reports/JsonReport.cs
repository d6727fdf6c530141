using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Reports;

/// <summary>The result document, schema <c>plangate.result/1</c>: what scripts read. It holds no value of any attribute.</summary>
public static class JsonReport
{
    private static readonly string[] Counted = ["create", "update", "delete", "replace", "forget", "no-op"];

    /// <summary>Writes the document, indented, with a newline at its end; the same verdict gives the same bytes.</summary>
    /// <param name="verdict">What to report.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Verdict verdict, string version, TextWriter output) => Write(Document(verdict, version), output);

    /// <summary>Writes a document as this report is written.</summary>
    internal static void Write(JObject document, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, CloseOutput = false })
        {
            document.WriteTo(json);
        }

        // The same text to a parser, and no command to a runner or a terminal that shows it: what is hostile there is written as JSON's own escapes.
        output.Write(string.Join('\n', text.ToString().Split('\n').Select(PlainText.Clean)));
        output.Write('\n');
    }

    private static JObject Document(Verdict verdict, string version) => new()
    {
        ["schema"] = "plangate.result/1",
        ["tool"] = new JObject { ["name"] = "plangate", ["version"] = version },
        ["decision"] = verdict.Decision switch
        {
            Decision.Pass => "pass",
            Decision.Block => "block",
            Decision.Error => "error",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Decision, null),
        },
        ["fingerprint"] = verdict.Fingerprint,
        ["approval_code"] = verdict.ApprovalCode,
        ["plans"] = new JArray(verdict.Plans.Select(Plan)),
        ["findings"] = new JArray(verdict.Findings.Select(Finding)),
        ["changes"] = new JArray(verdict.Watched.Select(Change)),
        ["policy"] = new JObject
        {
            ["source"] = verdict.Policy.Source,
            ["digest"] = $"sha256:{verdict.Policy.Digest}",
            ["switched_off"] = new JArray(verdict.Policy.SwitchedOff),
            ["unused_waivers"] = new JArray(verdict.UnusedWaivers),
        },
        ["warnings"] = new JArray(verdict.Warnings),
        ["errors"] = new JArray(verdict.Errors.Select(Error)),
    };

    private static JObject Plan(Plan plan)
    {
        var counts = new JObject();
        foreach (var action in Counted.Concat(plan.Counts.Keys.Order(StringComparer.Ordinal)).Distinct())
        {
            counts[action] = plan.Counts.GetValueOrDefault(action);
        }

        return new()
        {
            ["source"] = plan.Source,
            ["format"] = plan.Format,
            ["producer"] = plan.Producer,
            ["digest"] = $"sha256:{plan.Digest}",
            ["counts"] = counts,
        };
    }

    private static JObject Finding(Finding finding)
    {
        var json = new JObject
        {
            ["rule"] = finding.Rule.Id,
            ["name"] = finding.Rule.Name,
            ["level"] = finding.Level.Word,
            ["blocking"] = finding.IsBlocking,
            ["plan"] = finding.Plan,
            ["address"] = finding.Address,
            ["type"] = finding.Type,
            ["action"] = finding.Action,
            ["deposed"] = finding.Deposed,
            ["kind"] = finding.Kind,
            ["environment"] = InWords(finding.Environment),
            ["environment_because"] = finding.EnvironmentBecause,
            ["recoverability"] = finding.Recoverability.Word,
            ["because"] = new JArray(finding.Because),
            ["attributes"] = new JArray(finding.Attributes),
            ["also"] = new JArray(finding.Also),
            ["message"] = finding.Message,
            ["remedy"] = finding.Remedy,
            ["waiver"] = finding.Waiver is { } waiver ? new JObject { ["reason"] = waiver.Reason, ["expires"] = waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) } : null,
            ["approvals"] = new JArray(finding.Approvals.Select(Approval)),
            ["approvals_required"] = finding.ApprovalsRequired,
            ["approved"] = finding is { IsBlocking: true, IsApproved: true },
        };
        if (finding.Undo is { } undo)
        {
            json["undo"] = new JObject { ["how"] = undo.How, ["window"] = undo.Window.Length > 0 ? undo.Window : null, ["confirmed"] = undo.IsConfirmed, ["source"] = undo.Source.Length > 0 ? undo.Source : null };
        }

        if (finding.Construct is { } construct)
        {
            json["construct"] = construct;
        }

        if (finding.Objects is { } objects)
        {
            json["objects"] = new JArray(objects);
        }

        if (finding.Inside.Count > 0)
        {
            json["inside"] = new JArray(finding.Inside);
        }

        if (finding.Protections.Count > 0)
        {
            json["protections"] = new JArray(finding.Protections);
        }

        return json;
    }

    private static JObject Approval(Approval approval)
    {
        var json = new JObject { ["by"] = approval.By, ["id"] = approval.Id };
        if (approval.File is { } file)
        {
            json["file"] = file;
        }
        else
        {
            json["review"] = approval.Review;
        }

        json["at"] = approval.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        json["counts"] = approval.Counts;
        json["reasons"] = new JArray(approval.Reasons);
        return json;
    }

    private static JObject Change(WatchedChange watched)
    {
        var change = watched.Change;
        var json = new JObject
        {
            ["plan"] = watched.Plan,
            ["address"] = change.Change.Address,
            ["type"] = change.Change.Type,
            ["action"] = change.Change.ActionInWords,
            ["deposed"] = change.Change.Deposed,
            ["kind"] = change.Kind,
            ["environment"] = InWords(change.Environment.Value),
            ["attributes"] = new JArray(change.ChangedAttributes),
        };
        if (watched.Construct is { } construct)
        {
            json["construct"] = construct;
        }

        return json;
    }

    private static JObject Error(InputError error) => new()
    {
        ["source"] = error.Source,
        ["message"] = error.Message,
        ["where"] = error.Where,
        ["line"] = error.Position?.Line,
        ["column"] = error.Position?.Column,
    };

    internal static string InWords(Environment environment) => environment switch
    {
        Environment.Production => "production",
        Environment.NonProduction => "non-production",
        Environment.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, null),
    };
}
