using Newtonsoft.Json.Linq;
using PlanGate.Plans.Pulumi;

namespace PlanGate.Classification;

/// <summary>The resource options of a Pulumi object, which protect objects of every type.</summary>
public static class PulumiOptions
{
    /// <summary>The member of the object before and after that holds them; no property can be called so.</summary>
    public const string Member = PulumiChangeJson.Options;

    private const string Page = "https://www.pulumi.com/docs/iac/concepts/resources/options/";

    /// <summary>The engine refuses to delete or replace what is protected.</summary>
    public static Setting Protect { get; } = Of("protect", "deletion-protection", Recoverability.Refused);

    /// <summary>The engine forgets the object instead of deleting it.</summary>
    public static Setting RetainOnDelete { get; } = Of("retainOnDelete", "deletion-policy", Recoverability.Kept);

    /// <summary>The options that are settings.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [Protect, RetainOnDelete];

    /// <summary>True for a setting that is an option of the engine.</summary>
    public static bool IsOne(Setting setting) => Settings.Contains(setting);

    /// <summary>True for a component: it has no live object of its own. What does not say is none.</summary>
    internal static bool IsComponent(JObject? value) => value?[Member]?["custom"] is JValue { Value: false };

    /// <summary>An option that is on.</summary>
    internal static bool IsOn(JObject? value, string option) => value?[Member]?[option] is JValue { Value: true };

    private static Setting Of(string option, string meaning, Recoverability effect) =>
        new("*", $"{Member}.{option}", meaning, "true", "false", effect, "checked", $"{Page}{option.ToLowerInvariant()}/") { Name = option };
}
