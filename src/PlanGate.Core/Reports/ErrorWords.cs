namespace PlanGate.Reports;

/// <summary>An input that could not be judged, in one line.</summary>
public static class ErrorWords
{
    /// <summary>Source, element, what is wrong, and where. Not escaped.</summary>
    public static string Of(InputError error)
    {
        var source = error.Source.Length > 0 ? $"{error.Source}: " : "";
        var where = error.Where is { } element ? $"{element}: " : "";
        var position = error.Position is { } at ? $" (line {at.Line}, column {at.Column})" : "";
        return $"{source}{where}{error.Message}{position}";
    }
}
