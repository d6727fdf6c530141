using PlanGate.Classification;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Classification;

/// <summary>
/// Types of providers that are in no catalogue, with labels from reading their documentation: what the name alone says of them.
/// docs/name-judgement.md has the figures of the first look at each list; here they are a floor under every later change.
/// </summary>
public sealed class NameJudgementTests
{
    [Theory]
    [InlineData("tuning", 6, 90, 5)]
    [InlineData("first-look", 18, 88, 5)]
    [InlineData("held-out", 33, 90, 8)]
    public void Of_types_that_nobody_has_listed_most_that_lose_data_block_and_few_others(string list, int providers, int leastRecall, int mostFalseAlarms)
    {
        var rows = File.ReadLines(Repository.PathOf("tests", "PlanGate.Tests", "Classification", "Names", $"{list}.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();

        Assert.Equal(providers, rows.Select(row => row[0]).Distinct().Count());
        Assert.InRange(PercentThatBlock(rows.Where(row => row[2] == "yes")), leastRecall, 100);
        Assert.InRange(PercentThatBlock(rows.Where(row => row[2] == "no")), 0, mostFalseAlarms);
    }

    [Theory]
    [InlineData("acme_postgres_cluster", true)]
    [InlineData("acme_postgres_user", false)]
    [InlineData("acme_volume", true)]
    [InlineData("acme_volume_attachment", false)]
    [InlineData("acme_ssh_key", false)]
    [InlineData("acme_encryption_key", true)]
    [InlineData("acme_log_stream", false)]
    [InlineData("acme_log_archive", true)]
    [InlineData("acme_connection_pool", false)]
    [InlineData("acme_backup", true)]
    [InlineData("acme_backup_policy", false)]
    [InlineData("acme_database_restore", false)]
    [InlineData("acme_bucket_policy", false)]
    [InlineData("acme_products", false)]
    public void The_head_noun_decides_with_what_stands_before_it(string type, bool holdsData) =>
        Assert.Equal(holdsData, Catalogue.BuiltIn.Names.Judge(type, []).HoldsData);

    [Fact]
    public void What_the_object_has_is_further_evidence()
    {
        Assert.False(Catalogue.BuiltIn.Names.Judge("acme_box", []).HoldsData);
        Assert.True(Catalogue.BuiltIn.Names.Judge("acme_box", ["allocated_storage", "backup_retention_period", "engine"]).HoldsData);
    }

    private static double PercentThatBlock(IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        return 100.0 * all.Count(row => Catalogue.BuiltIn.Names.Judge(row[1], []).HoldsData) / all.Count;
    }
}
