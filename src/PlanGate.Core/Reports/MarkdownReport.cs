namespace PlanGate.Reports;

/// <summary>The report in GitHub's Markdown: the comment on a pull request, the summary of a job, or a file.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report. The same verdict and options give the same text; it ends with a newline and holds no value of any attribute.</summary>
    /// <param name="verdict">What to report.</param>
    /// <param name="options">What it is for.</param>
    /// <param name="output">Where to.</param>
    /// <returns>
    /// True when it names every object that would be destroyed. Where it does not, the text says so and shows no code: nobody can say yes to what he cannot
    /// read, so the verdict must not be approved either.
    /// </returns>
    public static bool Write(Verdict verdict, MarkdownOptions options, TextWriter output)
    {
        var (text, isComplete) = new MarkdownPage(verdict, options).Render();
        output.Write(text);
        return isComplete;
    }
}
