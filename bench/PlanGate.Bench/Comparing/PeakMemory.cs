using System.Globalization;

namespace PlanGate.Bench.Comparing;

/// <summary>
/// The most memory that a program had at one time (maximum resident set size), as GNU <c>time</c> reports it. That is a small program: the peak of a
/// child counts what was its parent's before it became another program, so that this process, which is larger than most it measures, cannot ask for it.
/// </summary>
internal static class PeakMemory
{
    private const string Time = "/usr/bin/time";

    /// <summary>The peak of one run, in megabytes of 1,000,000 bytes.</summary>
    public static double Of(IReadOnlyList<string> command)
    {
        if (!File.Exists(Time))
        {
            throw new MeasurementException($"{Time} is not there: install the package `time`");
        }

        var report = Path.GetTempFileName();
        try
        {
            ChildProcess.Run([Time, "--quiet", "-f", "%M", "-o", report, .. command]);
            return double.Parse(File.ReadAllText(report), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        finally
        {
            File.Delete(report);
        }
    }
}
