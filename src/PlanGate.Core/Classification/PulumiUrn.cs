namespace PlanGate.Classification;

/// <summary>The parts of a Pulumi URN that speak of where an object lives; the type between them says nothing.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Project">The project.</param>
/// <param name="Name">The object's own name in the program.</param>
internal readonly record struct PulumiUrn(string Stack, string Project, string Name)
{
    private const string Prefix = "urn:pulumi:";

    /// <summary>Takes a URN apart; null for any other address. Types and names may hold two colons too: what stands after the third pair is taken as name.</summary>
    public static PulumiUrn? Parse(string address) =>
        address.StartsWith(Prefix, StringComparison.Ordinal) && address[Prefix.Length..].Split("::", 4) is [var stack, var project, _, var name] ? new(stack, project, name) : null;
}
