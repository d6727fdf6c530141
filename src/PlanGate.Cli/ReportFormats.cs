using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using PlanGate.Reports;

namespace PlanGate.Cli;

/// <summary>One report to write: a format, and a file or null for standard output.</summary>
internal sealed record ReportTarget(string Format, string? File)
{
    public void Write(Verdict verdict, ApprovalRoute route, Terminal terminal)
    {
        if (File is null)
        {
            Write(verdict, route, terminal.Output, terminal.IsColoured);
            return;
        }

        using var file = new StreamWriter(File, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Write(verdict, route, file, coloured: false);
    }

    private void Write(Verdict verdict, ApprovalRoute route, TextWriter output, bool coloured)
    {
        switch (Format)
        {
            case ReportFormats.Text: TextReport.Write(verdict, coloured, output, NextStep.Of(verdict, route)); break;
            case ReportFormats.Json: JsonReport.Write(verdict, App.Version, output); break;
            case ReportFormats.Markdown: MarkdownReport.Write(verdict, ReportFormats.ForAFile(verdict), output); break;
            case ReportFormats.Sarif: SarifReport.Write(verdict, App.Version, ReportFormats.RulePages, ExitCode.Of(verdict.Decision), output); break;
            case ReportFormats.JUnit: JUnitReport.Write(verdict, output); break;
            case ReportFormats.GitHub: AnnotationReport.Write(verdict, output); break;
            case ReportFormats.Html: HtmlReport.Write(verdict, App.Version, output); break;
            default: throw new InvalidOperationException($"no report is called {Format}");
        }
    }
}

/// <summary>Reads the values of <c>--format</c>.</summary>
internal static class ReportFormats
{
    public const string Text = "text";
    public const string Json = "json";

    public const string Markdown = "markdown";
    public const string Sarif = "sarif";
    public const string JUnit = "junit";
    public const string GitHub = "github";
    public const string Html = "html";

    private static readonly string[] Known = [Text, Json, Markdown, Sarif, JUnit, GitHub, Html];

    /// <summary>Where the pages of the rules are published, as the build was told (<c>-p:RulePages=</c>); empty where it was not.</summary>
    public static string RulePages => typeof(ReportFormats).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == nameof(RulePages))?.Value ?? "";

    /// <summary>A Markdown report outside of GitHub: a yes is a signed file, where the policy names who may sign.</summary>
    public static MarkdownOptions ForAFile(Verdict verdict) => verdict.Policy.Approvals.Signers is null
        ? new() { NoRouteBecause = "On GitHub `plangate check --github` takes reviews; elsewhere the policy has to name who may sign (`signers`)." }
        : new() { Route = ApprovalRoute.Signature };

    /// <summary>The reports to write; an unknown format, or two reports to standard output, are an error.</summary>
    public static bool TryParse(IReadOnlyList<string> values, bool quiet, out IReadOnlyList<ReportTarget> targets, [NotNullWhen(false)] out string? problem)
    {
        var found = new List<ReportTarget>();
        (targets, problem) = (found, null);
        foreach (var value in values.Count == 0 ? [Text] : values)
        {
            var (format, file) = value.IndexOf('=') is >= 0 and var split ? (value[..split], value[(split + 1)..]) : (value, null);
            if (!Known.Contains(format))
            {
                problem = $"--format {format}: no such format; there are {string.Join(", ", Known)}";
                return false;
            }

            if (file is { Length: 0 })
            {
                problem = $"--format {value}: no file is named behind the =";
                return false;
            }

            found.Add(new(format, file));
        }

        if (found.Count(target => target.File is null) > 1)
        {
            problem = "more than one report to standard output: name a file for the others, such as --format json=result.json";
            return false;
        }

        if (found.Where(target => target.File is not null).GroupBy(target => Path.GetFullPath(target.File!)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            problem = $"more than one report to {twice.First().File}: the later would overwrite the earlier";
            return false;
        }

        found.RemoveAll(target => quiet && target is { Format: Text, File: null });
        return true;
    }
}
