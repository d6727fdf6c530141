using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.Cli;

/// <summary>The files that <c>--stack-export</c> names.</summary>
internal static class StackExportFiles
{
    /// <summary>Reads each; one that cannot be read is an error of its own: without it a plan would be judged by less than was asked for.</summary>
    public static IReadOnlyList<StackExport> Read(IReadOnlyList<string> names, List<InputError> errors)
    {
        var exports = new List<StackExport>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            try
            {
                using var file = File.OpenRead(name);
                exports.Add(StackExport.Read(file));
            }
            catch (PlanFormatException e)
            {
                errors.Add(new(name, e.Message, e.Where, e.Position));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                errors.Add(new(name, e.Message));
            }
        }

        return exports;
    }
}
