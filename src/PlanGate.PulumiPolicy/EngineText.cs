using PlanGate.Reports;

namespace PlanGate.PulumiPolicy;

/// <summary>Makes text harmless that goes to Pulumi's engine: names in it are chosen by whoever wrote the program.</summary>
internal static class EngineText
{
    /// <summary>Control characters, direction overrides and the engine's colour tags become visible escapes; lines stay lines.</summary>
    public static string Clean(IEnumerable<string> lines) => string.Join('\n', lines.Select(Clean));

    /// <summary>The same for text that must stay on one line.</summary>
    // The engine turns <{%fg 1%}> into colour.
    public static string Clean(string line) => PlainText.Line(PlainText.Clean(line)).Replace("<{%", "<{\\u0025", StringComparison.Ordinal);
}
