namespace PlanGate.Plans;

/// <summary>The plan file that <c>terraform plan -out</c> writes: a zip archive that only the tool itself can show.</summary>
public static class BinaryPlan
{
    /// <summary>True when a file that begins with <paramref name="head"/> is one.</summary>
    public static bool Is(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'K', 3, 4, ..];
}
