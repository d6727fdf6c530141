using System.Globalization;

namespace PlanGate.Bench.Generating;

/// <summary>How large a generated plan is.</summary>
/// <param name="Name">As people say it: <c>100KB</c>, <c>55MB</c>.</param>
/// <param name="Objects">How many objects a Terraform plan of that size has.</param>
/// <param name="Bytes">The size.</param>
internal sealed record PlanSize(string Name, int Objects, long Bytes)
{
    // An object takes that much on average, over all sections in which it stands.
    private const int BytesOfAnObject = 5500;

    public static PlanSize Small { get; } = Parse("100KB");

    public static PlanSize Big { get; } = Parse("55MB");

    public static PlanSize Parse(string size)
    {
        var unit = size.EndsWith("KB", StringComparison.Ordinal) ? 1_000L : size.EndsWith("MB", StringComparison.Ordinal) ? 1_000_000L : 0;
        return unit > 0 && int.TryParse(size[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new(size, (int)Math.Max(1, number * unit / BytesOfAnObject), number * unit)
            : throw new FormatException($"{size}: a size is a number with KB or MB behind it");
    }

    public override string ToString() => Name;
}
