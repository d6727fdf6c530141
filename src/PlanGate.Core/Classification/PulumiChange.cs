using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Plans.Pulumi;

namespace PlanGate.Classification;

/// <summary>A step of Pulumi's in the catalogue's spelling, with the way back to its own.</summary>
/// <param name="Values">Both sides of the change, by the names of the catalogue.</param>
/// <param name="Names">What the properties are really called.</param>
internal sealed record PulumiChange(ChangeValues Values, PulumiNames Names)
{
    // What a program may set; the rest is the engine's own bookkeeping.
    private static readonly string[] Options = ["protect", "retainOnDelete", "deletedWith", "external"];

    /// <summary>The change in the catalogue's spelling, or null for one of another tool.</summary>
    public static PulumiChange? Of(Catalogue catalogue, ResourceChange change, ChangeValues written)
    {
        if (!change.IsPulumi)
        {
            return null;
        }

        var names = new PulumiNames();
        return new(catalogue.Spelling(change.Type).Read(written, names), names);
    }

    /// <summary>The settings by which a destroy is judged. What replaces the object must leave an option on: the engine goes by what the program says now.</summary>
    public IEnumerable<Setting> Deciding(IReadOnlyList<Setting> settings, ResourceChange change) =>
        settings.Where(setting => PulumiOptions.IsOne(setting) ? !change.Action.Replaces || PulumiOptions.IsOn(Values.After, setting.Name) : !Hides(setting));

    // Terraform writes a sensitive value beside its mark; Pulumi writes nothing, and that is not the default.
    private bool Hides(Setting setting) => PulumiOptions.IsOn(Values.Before, PulumiChangeJson.Hidden) || Sensitivity.IsMarked(Values.BeforeSensitive, setting.Path);

    /// <summary>The same change reads "protected" before and not after.</summary>
    public bool TakesProtectionOff => PulumiOptions.IsOn(Values.Before, "protect") && Values.After is not null && !PulumiOptions.IsOn(Values.After, "protect");

    /// <summary>A setting that findings call by its name in this object.</summary>
    public Setting Named(Setting setting) => PulumiOptions.IsOne(setting) ? setting : setting with { Name = Names.Of(setting.Attribute) };

    /// <summary>The attributes of the first level that an update changes, as they are written, options by their own names.</summary>
    public static IReadOnlyList<string> Changed(ChangeValues written) =>
    [
        .. AttributeDiff.Names(written)
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal) || name == "__provider")
            .Where(name => name != "id" || written.After?["id"] is not null)
            .SelectMany(name => name == PulumiOptions.Member ? ChangedOptions(written) : [name])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> ChangedOptions(ChangeValues written) =>
        Options.Where(option => !JToken.DeepEquals(Option(written.Before, option), Option(written.After, option)));

    // What is off and what is absent are the same.
    private static JToken Option(JObject? value, string option) => value?[PulumiOptions.Member]?[option] is { } set and not JValue { Value: null or false } ? set : JValue.CreateNull();

    /// <summary>The hash of old and new value of something that <see cref="Changed"/> or a finding names.</summary>
    public static string Hash(ChangeValues written, string name) =>
        Options.Contains(name) ? ValueHash.Of([AttributeDiff.Hash(written, name), AttributeDiff.Hash(written, $"{PulumiOptions.Member}.{name}")]) : AttributeDiff.Hash(written, name);
}
