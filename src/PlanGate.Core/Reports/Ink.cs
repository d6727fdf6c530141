namespace PlanGate.Reports;

/// <summary>Colours for a terminal, or none.</summary>
internal readonly record struct Ink(bool IsColoured)
{
    public string Red(string text) => Paint("1;31", text);

    public string Green(string text) => Paint("1;32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Bold(string text) => Paint("1", text);

    public static string Plain(string text) => text;

    public string Faint(string text) => Paint("2", text);

    private string Paint(string code, string text) => IsColoured ? $"\e[{code}m{text}\e[0m" : text;
}
