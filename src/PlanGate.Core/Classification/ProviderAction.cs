namespace PlanGate.Classification;

/// <summary>What a provider action does when a plan invokes it.</summary>
public enum ActionEffect
{
    /// <summary>It runs what somebody else wrote, or nobody has said what it does.</summary>
    Unknown,

    /// <summary>It destroys or takes away.</summary>
    Destructive,

    /// <summary>It starts, tells or refreshes something.</summary>
    Harmless,
}

/// <summary>A type of provider action: a row of <c>policies/catalogue/actions.tsv</c>.</summary>
/// <param name="Type">The action's type, such as <c>aws_lambda_invoke</c>.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Sentence">The same, for the reviewer.</param>
/// <param name="Source">Where that can be read.</param>
public sealed record ProviderAction(string Type, ActionEffect Effect, string Sentence, string Source)
{
    internal static ProviderAction Parse(string row) => row.Split('\t') switch
    {
        [{ Length: > 0 } type, var effect, { Length: > 0 } sentence, var source] => new(type, effect switch
        {
            "harmless" => ActionEffect.Harmless,
            "destructive" => ActionEffect.Destructive,
            "unknown" => ActionEffect.Unknown,
            _ => throw new CatalogueException($"{type}: \"{effect}\" is no effect of an action"),
        }, sentence, source),
        _ => throw new CatalogueException($"a row of actions has 4 cells: {row}"),
    };
}
