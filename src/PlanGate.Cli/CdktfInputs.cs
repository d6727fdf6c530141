using PlanGate.Plans;

namespace PlanGate.Cli;

/// <summary>The plan of a CDKTF stack.</summary>
/// <param name="Path">The plan file.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Constructs">What made its objects.</param>
internal sealed record CdktfPlan(string Path, string Stack, ConstructPaths Constructs);

/// <summary>The <c>cdktf.out</c> directories among the PLAN arguments: files in their place, and what is known of each.</summary>
internal sealed class CdktfInputs(List<InputError> errors)
{
    private readonly Dictionary<string, CdktfPlan> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan files that PLAN stands for: those of its stacks, or itself. What cannot be read is an error of its own.</summary>
    public IEnumerable<string> Expand(string name)
    {
        try
        {
            if (CdktfDirectory.At(name) is not { } directory)
            {
                return [name];
            }

            var plans = directory.Plans(errors);
            foreach (var plan in plans)
            {
                _plans[plan.Path] = plan;
            }

            return plans.Select(plan => plan.Path);
        }
        catch (PlanFormatException e)
        {
            errors.Add(new(name, $"a manifest of CDKTF that is not understood: {e.Message}", e.Where, e.Position));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(name, e.Message));
        }

        return [];
    }

    /// <summary>The plan that was read from a file, with its stack where it has one.</summary>
    public Plan Told(string name, Plan plan) =>
        _plans.TryGetValue(name, out var cdktf) ? plan with { SynthesizedStack = cdktf.Stack, Constructs = cdktf.Constructs } : plan;
}
