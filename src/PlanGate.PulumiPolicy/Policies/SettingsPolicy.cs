using Newtonsoft.Json.Linq;
using PlanGate.Classification;
using PlanGate.Judging;
using PlanGate.PulumiPolicy.Protocol;

namespace PlanGate.PulumiPolicy.Policies;

/// <summary>A policy on settings of the provider that the catalogue knows.</summary>
/// <param name="name">What it is called in configuration files.</param>
/// <param name="displayName">Its title.</param>
/// <param name="description">What it demands.</param>
/// <param name="remedy">What to do about a violation.</param>
/// <param name="meanings">Which settings it is about, in the catalogue's words.</param>
/// <param name="oneIsEnough">Where a type has several such settings, one does what all are for.</param>
/// <param name="consequence">What is at stake while they are off.</param>
/// <param name="mendable">Turning them on by itself is safe: it can be taken back, costs nothing and destroys nothing.</param>
internal sealed class SettingsPolicy(string name, string displayName, string description, string remedy, string[] meanings, bool oneIsEnough, string consequence, bool mendable) : ResourcePolicy
{
    public override string Name => name;

    public override string DisplayName => displayName;

    public override string Description => description;

    public override string Remedy => remedy;

    public override PolicySeverity Severity => PolicySeverity.High;

    public override string? NothingToSay(PackResource resource) =>
        resource.Settings.Has(meanings) ? null : "The catalogue knows no such setting of this type.";

    public override string? Violation(PackResource resource, Finding stakes) => Gaps(resource) is { Count: > 0 } gaps ? $"{consequence} {Advice(gaps)}" : null;

    public override IReadOnlyDictionary<string, JToken> Remediation(PackResource resource, Finding stakes) => mendable
        ? Gaps(resource).Select(gap => gap.Setting).Where(setting => setting.Status == "checked" && setting.Safe is "true" or "false" && !setting.Name.Contains('.', StringComparison.Ordinal))
            .ToDictionary(setting => setting.Name, setting => (JToken)new JValue(setting.Safe == "true"), StringComparer.Ordinal)
        : new Dictionary<string, JToken>();

    private IReadOnlyList<SettingGap> Gaps(PackResource resource) => resource.Settings.Gaps(meanings, oneIsEnough);

    private string Advice(IReadOnlyList<SettingGap> gaps)
    {
        var all = string.Join("; ", gaps.Select(gap => InWords(gap.Setting)));
        return oneIsEnough && gaps.Count > 1 ? $"Do one of these: {all}." : $"{char.ToUpperInvariant(all[0])}{all[1..]}.";
    }

    // The safe value is the catalogue's, never the object's own.
    private static string InWords(Setting setting) => setting.Safe.Split('|')[0] switch
    {
        "larger" or "longer" => $"set `{setting.Name}` to more than 0",
        "set" or "present" => $"set `{setting.Name}`",
        "unset" => $"take `{setting.Name}` away",
        ['>', '=', .. var least] => $"set `{setting.Name}` to {least} or more",
        ['>', .. var less] => $"set `{setting.Name}` to more than {less}",
        ['!', .. var other] => $"set `{setting.Name}` to anything but {other}",
        var value => $"set `{setting.Name}` to {value}",
    };
}
