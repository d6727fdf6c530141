using PlanGate.Classification;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification;

public sealed class CatalogueTests
{
    private static readonly string[] CheckedProviders = ["aws", "google", "azurerm", "kubernetes", "digitalocean", "cloudflare", "mongodbatlas", "snowflake"];

    private const string CarriedSettings = "settings/carried-";

    private static readonly string[] Roles = ["", "compute", "load-balancer", "gateway", "network", "identity", "protection"];

    public static TheoryData<string> TypeTables => [.. Catalogue.Tables.Where(table => table.StartsWith("types/", StringComparison.Ordinal) || table.StartsWith("carried/", StringComparison.Ordinal))];

    public static TheoryData<string> SettingTables => [.. Catalogue.Tables.Where(table => table.StartsWith("settings/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(TypeTables))]
    public void Every_table_of_types_is_sorted_unique_and_whole(string table)
    {
        var entries = Catalogue.Rows(table).Select(CatalogueEntry.Parse).ToList();

        Assert.Equal(entries.Select(entry => entry.Type).Distinct().Order(StringComparer.Ordinal), entries.Select(entry => entry.Type));
        Assert.All(entries, entry => Assert.Contains(entry.Role, Roles));
        Assert.All(entries, entry => Assert.True(entry.Role.Length == 0 || entry.Loses == DataLoss.No, $"{entry.Type} has a role although it holds data"));
        Assert.All(entries, entry => Assert.True(entry.Source.Length == 0 || Uri.IsWellFormedUriString(entry.Source, UriKind.Absolute), $"{entry.Type}: {entry.Source}"));
        Assert.All(entries.Where(entry => entry.Sentence.Length > 0), entry => Assert.Matches(@"^[A-Z0-9].*\.$", entry.Sentence));
        if (table.StartsWith("types/", StringComparison.Ordinal))
        {
            Assert.All(entries, entry => Assert.True(entry.Type.Split('_')[0] == table["types/".Length..], $"{entry.Type} would never be found in {table}"));
        }
    }

    [Theory]
    [MemberData(nameof(SettingTables))]
    public void Every_table_of_settings_is_sorted_and_speaks_of_known_types(string table)
    {
        var settings = Catalogue.Rows(table).Select(Setting.Parse).ToList();

        Assert.Equal(settings.Select(setting => setting.Type).Order(StringComparer.Ordinal), settings.Select(setting => setting.Type));
        Assert.All(settings, setting => Assert.NotNull(table.StartsWith(CarriedSettings, StringComparison.Ordinal) ? Catalogue.BuiltIn.FindCarried(table[CarriedSettings.Length..], setting.Type) : Catalogue.BuiltIn.Find(setting.Type)));
        Assert.All(settings, setting => Assert.True(setting.Safe.Length > 0 && setting.Attribute.Length > 0, $"{setting.Type}.{setting.Attribute}"));
    }

    [Theory]
    [InlineData("undo")]
    [InlineData("backups")]
    [InlineData("actions")]
    [InlineData("operations")]
    public void Every_other_table_is_sorted_so_that_its_rows_are_found(string table)
    {
        var types = Catalogue.Rows(table).Select(row => row.Split('\t')[0]).ToList();

        Assert.Equal(types.Order(StringComparer.Ordinal), types);
        Assert.NotEmpty(types);
    }

    [Fact]
    public void Says_of_every_kind_how_one_would_get_it_back_and_promises_only_what_was_read()
    {
        Assert.All(Kind.All, kind => Assert.NotNull(Catalogue.BuiltIn.Undo("no_such_type", kind)));
        Assert.All(Catalogue.Rows("undo").Select(Undo.Parse), undo => Assert.True(undo.IsConfirmed == !undo.InWords.Contains("(usually", StringComparison.Ordinal) && undo.How.EndsWith('.'), undo.How));
    }

    [Fact]
    public void Says_of_every_action_what_it_does() =>
        Assert.All(Catalogue.Rows("actions").Select(ProviderAction.Parse), action => Assert.True(action.Sentence.EndsWith('.') && Uri.IsWellFormedUriString(action.Source, UriKind.Absolute), action.Type));

    [Fact]
    public void Finds_every_row_of_every_table()
    {
        foreach (var table in Catalogue.Tables.Where(table => table.StartsWith("types/", StringComparison.Ordinal)))
        {
            Assert.All(Catalogue.Rows(table).Select(row => row.Split('\t')[0]), type => Assert.Equal(type, Catalogue.BuiltIn.Find(type)?.Type));
        }
    }

    [Theory]
    [InlineData("aws_db")]
    [InlineData("aws_db_instance_")]
    [InlineData("aws_")]
    [InlineData("aws")]
    [InlineData("")]
    [InlineData("zzz_thing")]
    [InlineData("aws_db_instanc")]
    public void Knows_no_type_that_is_not_listed(string type) => Assert.Null(Catalogue.BuiltIn.Find(type));

    [Fact]
    public void Rows_that_lose_data_of_the_providers_that_matter_are_all_checked_and_say_what_is_lost()
    {
        foreach (var entry in CheckedProviders.SelectMany(provider => Catalogue.Rows($"types/{provider}")).Select(CatalogueEntry.Parse).Where(entry => entry.Loses != DataLoss.No))
        {
            Assert.True(entry.IsChecked && entry.Sentence.Length > 0, entry.Type);
        }
    }

    [Fact]
    public void Every_entry_that_loses_data_has_a_sentence_and_a_source()
    {
        foreach (var row in Catalogue.Tables.Where(table => table.StartsWith("types/", StringComparison.Ordinal)).SelectMany(Catalogue.Rows).Where(row => row.Split('\t')[1] != "no"))
        {
            var entry = Catalogue.BuiltIn.Find(row.Split('\t')[0])!;
            Assert.True(entry.Sentence.Length > 0, entry.Type);
            Assert.True(Uri.IsWellFormedUriString(entry.Source, UriKind.Absolute), $"{entry.Type}: \"{entry.Source}\"");
        }
    }

    [Fact]
    public void Every_type_that_loses_data_for_sure_blocks_when_it_is_deleted()
    {
        var passed = EntriesThat(DataLoss.Yes)
            .Where(entry => entry.Kind is not (Kind.Cache or Kind.MachineDisk) && entry.Recoverability != Recoverability.Kept)
            .Where(entry => new TestPlan().Delete($"{entry.Type}.x").Judged().Decision != Decision.Block)
            .Select(entry => entry.Type);

        // With no attributes at all, only a default of the type itself may keep the data.
        Assert.All(passed, type => Assert.Contains(Catalogue.BuiltIn.Settings(type), setting => setting.Effect == Recoverability.Kept));
        Assert.InRange(passed.Count(), 0, 12);
    }

    [Fact]
    public void Of_the_types_that_lose_nothing_at_most_one_in_a_hundred_blocks()
    {
        var harmless = EntriesThat(DataLoss.No).ToList();
        var blocked = harmless.Count(entry => new TestPlan().Delete($"{entry.Type}.x").Judged().Decision != Decision.Pass);

        Assert.InRange(harmless.Count, 7000, int.MaxValue);
        Assert.True(blocked * 100 <= harmless.Count, $"{blocked} of {harmless.Count}");
    }

    [NeedsSharedFact]
    public void Lists_the_types_of_seventy_providers()
    {
        var types = Directory.EnumerateFiles(Path.Combine(Needs.Shared, "reference", "catalogue", "types")).SelectMany(File.ReadLines).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct().ToList();
        var missing = types.Where(type => Catalogue.BuiltIn.Find(type) is null).ToList();

        Assert.InRange(types.Count, 9500, int.MaxValue);
        Assert.Empty(missing);
    }

    private static IEnumerable<CatalogueEntry> EntriesThat(DataLoss loses) =>
        Catalogue.Tables.Where(table => table.StartsWith("types/", StringComparison.Ordinal)).SelectMany(Catalogue.Rows).Select(CatalogueEntry.Parse).Where(entry => entry.Loses == loses);
}
