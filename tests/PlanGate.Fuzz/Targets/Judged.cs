using PlanGate.Classification;
using PlanGate.Cli;
using PlanGate.Plans;
using PlanGate.Policies;
using PlanGate.Reports;

namespace PlanGate.Fuzz.Targets;

/// <summary>What the gate said of an input.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Message">Why the input could not be read, or null.</param>
internal sealed record Judged(Verdict Verdict, string? Message)
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly PlanInterests Interests = Classification.Interests.Of(Catalogue.BuiltIn).And(Policy.BuiltIn.Interests);

    public Decision Decision => Verdict.Decision;

    /// <summary>Reads and judges, as the command line does; anything but the one declared exception goes through.</summary>
    public static Judged Of(byte[] input)
    {
        try
        {
            return new(Gate.Judge(PlanReader.Read(new MemoryStream(input), "plan.json", Interests), [], Policy.BuiltIn, Today), null);
        }
        catch (PlanFormatException e)
        {
            return new(Gate.Judge([], [new("plan.json", e.Message, e.Where, e.Position)], Policy.BuiltIn, Today), e.Message);
        }
    }

    /// <summary>Decision, rules and levels: the same for what is alike.</summary>
    public string Shape => $"{Decision} {string.Join(' ', Verdict.Findings.Select(finding => $"{finding.Rule.Id}{(int)finding.Level}{finding.Recoverability}").Distinct().Order(StringComparer.Ordinal))} {string.Join(' ', Verdict.Plans.SelectMany(plan => plan.Counts.Keys).Distinct().Order(StringComparer.Ordinal))}";

    /// <summary>Writes every report. What goes to a terminal or a log holds no character that would control it.</summary>
    public void Report()
    {
        Clean("text", output => TextReport.Write(Verdict, coloured: false, output));
        Clean("annotations", output => AnnotationReport.Write(Verdict, output));
        Clean("json", output => JsonReport.Write(Verdict, "0", output));
        Clean("markdown", output => MarkdownReport.Write(Verdict, ReportFormats.ForAFile(Verdict), output));
        Clean("sarif", output => SarifReport.Write(Verdict, "0", "", ExitCode.Of(Decision), output));
        Clean("junit", output => JUnitReport.Write(Verdict, output));
        Clean("html", output => HtmlReport.Write(Verdict, "0", output));
    }

    private static void Clean(string format, Action<TextWriter> write)
    {
        var output = new StringWriter();
        write(output);
        if (output.ToString().FirstOrDefault(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) is not '\0' and var hostile)
        {
            throw new FindingException($"a control character in the {format} report", $"U+{(int)hostile:X4}");
        }
    }

    /// <summary>The same plan written in another way has the same verdict and fingerprint; but an incomplete plan is bound to its bytes.</summary>
    public void MustEqual(Judged other, string problem)
    {
        var isBound = Verdict.Findings.Any(finding => finding.Rule.Id == "PG301" && finding.IsBlocking);
        if (other.Decision != Decision || (other.Verdict.Fingerprint != Verdict.Fingerprint && !isBound))
        {
            throw new FindingException(problem, $"{Shape} {Verdict.Fingerprint}\n{other.Shape} {other.Message} {other.Verdict.Fingerprint}");
        }
    }

    /// <summary>The program itself, with the input on standard input, comes to the same and never to an internal error.</summary>
    public void MustBeWhatTheProgramSays(byte[] input)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = App.Run(["check", "-", "--no-color"], new Terminal(output, error, () => new MemoryStream(input), true, false));
        if (code != ExitCode.Of(Decision) || error.ToString().Contains("internal error", StringComparison.Ordinal))
        {
            throw new FindingException("`plangate check -` says something else", $"exit {code}, decision {Decision}\n{error}");
        }

        if ((output.ToString() + error).Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r')))
        {
            throw new FindingException("a control character reaches the terminal", output.ToString() + error);
        }
    }
}
