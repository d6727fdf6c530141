using System.Text;
using Newtonsoft.Json.Linq;

namespace PlanGate.Plans.Pulumi;

/// <summary>Writes a step as the <c>change</c> member that Terraform's plans have, in Pulumi's own spelling, so that one classifier reads both.</summary>
internal static class PulumiChangeJson
{
    /// <summary>The member that holds the resource options, which no property can be called.</summary>
    public const string Options = "pulumi:options";

    /// <summary>Beside the options: all inputs or all outputs are secret, so that nothing can be read from the absence of a property.</summary>
    public const string Hidden = "hidden";

    /// <summary>A step from its states.</summary>
    /// <exception cref="PlanFormatException">The states cannot be read.</exception>
    public static byte[] Of(PulumiStep step)
    {
        try
        {
            return step.Op switch
            {
                PulumiOp.Update => Update(step.Old, step.New),
                PulumiOp.Same => Write(Before(step.Old), step.Old is null || step.New is null ? null : WithOptions(Tree(step.Old), step.New), []),
                PulumiOp.Delete or PulumiOp.DeleteReplaced or PulumiOp.Discard or PulumiOp.DiscardReplaced or PulumiOp.Refresh => Write(Before(step.Old), null, []),
                _ => Write(Before(step.Old), step.New is { } created ? After(created) : null, step.ForcedBy),
            };
        }
        catch (Exception e) when (e is FormatException or Newtonsoft.Json.JsonException)
        {
            throw new PlanFormatException($"unreadable state of {step.Urn}: {e.Message}", step.Where, step.Position, e);
        }
    }

    /// <summary>A row of a state as the object before a change.</summary>
    /// <exception cref="FormatException">The properties are not an object.</exception>
    /// <exception cref="Newtonsoft.Json.JsonException">A member is there twice.</exception>
    public static JObject? Before(PulumiState? state) => state is null ? null : WithOptions(Tree(state), state);

    /// <summary>The change between two trees with marks.</summary>
    public static byte[] Write(JObject? before, JObject? after, IEnumerable<string> forcedBy)
    {
        var change = new JObject();
        // What lives and is not known cannot be seen, as a secret.
        Put(change, "before", before is null ? null : PulumiProperties.WithSecretsForUnknowns(before), "before_sensitive", null);
        Put(change, "after", after, "after_sensitive", "after_unknown");
        if (forcedBy.Select(path => new JArray(PropertyPath.Steps(path))).ToList() is { Count: > 0 } paths)
        {
            change["replace_paths"] = new JArray(paths);
        }

        return Encoding.UTF8.GetBytes(change.ToString(Newtonsoft.Json.Formatting.None));
    }

    /// <summary>The object of a state row with its values, as <c>prior_state</c> has it.</summary>
    public static byte[] StateObject(PulumiState state) =>
        Encoding.UTF8.GetBytes(new JObject { ["values"] = PulumiProperties.Split(Before(state)!).Value }.ToString(Newtonsoft.Json.Formatting.None));

    /// <summary>A tree with the options of a state.</summary>
    public static JObject WithOptions(JObject tree, PulumiState state)
    {
        var options = new JObject
        {
            ["protect"] = state.Protect,
            ["retainOnDelete"] = state.RetainOnDelete,
            ["external"] = state.IsExternal,
            ["custom"] = state.IsCustom,
            ["taint"] = state.Taint,
        };
        if (state.PendingReplacement is { } pending)
        {
            options["pendingReplacement"] = pending;
        }

        if (PulumiProperties.AreHidden(state.Inputs) || PulumiProperties.AreHidden(state.Outputs))
        {
            options[Hidden] = true;
        }

        if (state.DeletedWith.Length > 0)
        {
            options["deletedWith"] = state.DeletedWith;
        }

        tree[Options] = options;
        return tree;
    }

    private static byte[] Update(PulumiState? old, PulumiState? next)
    {
        if (old is null || next is null)
        {
            return Write(Before(old), next is null ? null : After(next), []);
        }

        var after = PulumiProperties.AfterUpdate(
            PulumiProperties.Read(old.Inputs), PulumiProperties.Read(old.Outputs), PulumiProperties.Read(next.Inputs), PulumiProperties.Read(next.Outputs));
        after["id"] = old.Id;
        return Write(Before(old), WithOptions(after, next), []);
    }

    private static JObject Tree(PulumiState state)
    {
        var tree = PulumiProperties.Over(PulumiProperties.Read(state.Inputs), PulumiProperties.Read(state.Outputs));
        if (state.Id.Length > 0)
        {
            tree["id"] = state.Id;
        }

        return tree;
    }

    // What is created: its inputs are sure, its outputs are as far as the provider can say. Its id comes with it.
    private static JObject After(PulumiState state)
    {
        var tree = PulumiProperties.AfterUpdate([], [], PulumiProperties.Read(state.Inputs), PulumiProperties.Read(state.Outputs));
        tree["id"] = JValue.CreateUndefined();
        return WithOptions(tree, state);
    }

    private static void Put(JObject change, string member, JObject? tree, string secretsMember, string? unknownsMember)
    {
        if (tree is null)
        {
            change[member] = JValue.CreateNull();
            return;
        }

        var (value, secrets, unknowns) = PulumiProperties.Split(tree);
        change[member] = value;
        if (secrets is not null)
        {
            change[secretsMember] = secrets;
        }

        if (unknowns is not null && unknownsMember is not null)
        {
            change[unknownsMember] = unknowns;
        }
    }
}
