using PlanGate.Judging;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>Pulumi's own brake: the engine refuses to delete or replace what is protected.</summary>
internal sealed class StatefulProtected : ResourcePolicy
{
    public override string Name => "stateful-protected";

    public override string DisplayName => "What holds data is protected";

    public override string Description => "A resource that holds data in production must have the option `protect`.";

    public override string Remedy => "Set `protect: true` in the resource's options. The engine then refuses to delete or replace it, until a run of its own takes the option away.";

    public override PolicySeverity Severity => PolicySeverity.High;

    public override string? Violation(PackResource resource, Finding stakes) =>
        resource.IsProtected ? null : "Nothing stops Pulumi from deleting or replacing it: set `protect: true` in its options.";
}
