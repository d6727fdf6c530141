namespace PlanGate.Plans.Pulumi;

/// <summary>A Pulumi resource name: <c>urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME</c>.</summary>
/// <param name="Stack">The stack's name, without organisation.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Type">The last type of the qualified type.</param>
/// <param name="Name">The rest, which may hold <c>::</c> and <c>$</c> itself.</param>
internal readonly record struct PulumiUrn(string Stack, string Project, string Type, string Name)
{
    private const string Prefix = "urn:pulumi:";

    /// <summary>The parts of a URN, or null for other text.</summary>
    /// <remarks>A component may be called by a type with <c>::</c> in it, so that type and name are better taken from a state where there is one.</remarks>
    public static PulumiUrn? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split("::", 4) is not [var stack, var project, var qualified, var name])
        {
            return null;
        }

        return new(stack, project, qualified[(qualified.LastIndexOf('$') + 1)..], name);
    }

    /// <summary>True for text with the parts of a URN.</summary>
    public static bool Is(string text)
    {
        var rest = text.AsSpan();
        if (!rest.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        for (var part = 0; part < 3; part++)
        {
            if (rest.IndexOf("::", StringComparison.Ordinal) is not (>= 0 and var at))
            {
                return false;
            }

            rest = rest[(at + 2)..];
        }

        return true;
    }

    /// <summary>The stack as policies name it: <c>project/stack</c>.</summary>
    public string StackName => $"{Project}/{Stack}";
}
