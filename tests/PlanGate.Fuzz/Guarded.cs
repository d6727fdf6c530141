using System.Diagnostics;

namespace PlanGate.Fuzz;

/// <summary>Limits on time and memory for whatever an input makes the program do.</summary>
internal static class Guarded
{
    // A machine under load is slow: what counts is what no amount of load explains.
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(2);
    private const double MicrosecondsPerByte = 20;
    private const long BaseBytes = 64L * 1024 * 1024;
    private const long BytesPerByte = 1000;

    /// <summary>The slowest so far, as a share of its limit.</summary>
    public static double MostTime { get; private set; }

    /// <summary>What allocated most so far, as a share of its limit.</summary>
    public static double MostMemory { get; private set; }

    /// <summary>Runs something; once more, by the processor's time, if it seemed too slow: the machine may have had other things to do.</summary>
    /// <param name="size">The size of the input, unpacked.</param>
    /// <param name="run">What is measured.</param>
    /// <param name="baseBytes">What may be allocated for the smallest input.</param>
    public static T Run<T>(long size, Func<T> run, long baseBytes = BaseBytes)
    {
        var limit = Base + TimeSpan.FromMicroseconds(MicrosecondsPerByte * size);
        var (value, time, memory) = Measured(run);
        if (time > limit)
        {
            var before = Environment.CpuUsage.TotalTime;
            (value, _, memory) = Measured(run);
            time = Environment.CpuUsage.TotalTime - before;
        }

        MostTime = Math.Max(MostTime, time / limit);
        if (time > limit)
        {
            throw new FindingException("too slow", $"{time.TotalSeconds:F1} s for {size} bytes");
        }

        var most = baseBytes + (BytesPerByte * size);
        MostMemory = Math.Max(MostMemory, (double)memory / most);
        return memory <= most ? value : throw new FindingException("too much memory", $"{memory} bytes allocated for an input of {size}");
    }

    private static (T Value, TimeSpan Time, long Bytes) Measured<T>(Func<T> run)
    {
        var before = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var value = run();
        return (value, clock.Elapsed, GC.GetTotalAllocatedBytes() - before);
    }
}
