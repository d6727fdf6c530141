using System.Collections.Frozen;

namespace PlanGate.Plans.Pulumi;

/// <summary>What a step does, in the words of Pulumi's engine.</summary>
internal enum PulumiOp
{
    Same,
    Create,
    Update,
    Delete,

    /// <summary>The step that stands for a whole replacement.</summary>
    Replace,

    /// <summary>The create of a replacement.</summary>
    CreateReplacement,

    /// <summary>A live deletion: of a replacement, of what an earlier one left behind, or of a dependent that must go first.</summary>
    DeleteReplaced,
    Read,

    /// <summary>A managed object gives way to one that is only read: the old one is deleted later.</summary>
    ReadReplacement,
    Refresh,

    /// <summary>An object that was only read leaves the state.</summary>
    Discard,
    DiscardReplaced,

    /// <summary>State only: an interrupted run had deleted it already.</summary>
    RemovePendingReplace,
    Import,

    /// <summary>A managed object gives way to an imported one: the old one is deleted later.</summary>
    ImportReplacement,

    /// <summary>Neither touches an object: a policy's or a provider's business.</summary>
    Diff,
    ExtendParameterize,
}

/// <summary>Reads operations and knows which of them a default preview leaves out.</summary>
internal static class PulumiOps
{
    private static readonly FrozenDictionary<string, PulumiOp> ByWord = new Dictionary<string, PulumiOp>(StringComparer.Ordinal)
    {
        ["same"] = PulumiOp.Same,
        ["create"] = PulumiOp.Create,
        ["update"] = PulumiOp.Update,
        ["delete"] = PulumiOp.Delete,
        ["replace"] = PulumiOp.Replace,
        ["create-replacement"] = PulumiOp.CreateReplacement,
        ["delete-replaced"] = PulumiOp.DeleteReplaced,
        ["read"] = PulumiOp.Read,
        ["read-replacement"] = PulumiOp.ReadReplacement,
        ["refresh"] = PulumiOp.Refresh,
        ["discard"] = PulumiOp.Discard,
        ["discard-replaced"] = PulumiOp.DiscardReplaced,
        ["remove-pending-replace"] = PulumiOp.RemovePendingReplace,
        ["import"] = PulumiOp.Import,
        ["import-replacement"] = PulumiOp.ImportReplacement,
        ["diff"] = PulumiOp.Diff,
        ["extend-parameterize"] = PulumiOp.ExtendParameterize,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operation of a word, or null for a word that the engine does not use.</summary>
    public static PulumiOp? Parse(string word) => ByWord.TryGetValue(word, out var op) ? op : null;

    extension(PulumiOp op)
    {
        /// <summary>Half a step: a preview shows it only with <c>--show-replacement-steps</c>, and no summary counts it.</summary>
        public bool IsHidden => op is PulumiOp.CreateReplacement or PulumiOp.DeleteReplaced or PulumiOp.ReadReplacement or PulumiOp.DiscardReplaced
            or PulumiOp.ImportReplacement or PulumiOp.RemovePendingReplace;
    }
}
