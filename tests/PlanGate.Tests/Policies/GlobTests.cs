using System.Diagnostics;
using PlanGate.Classification;

namespace PlanGate.Tests.Policies;

public sealed class GlobTests
{
    [Theory]
    [InlineData("aws_db_instance.main", "aws_db_instance.main", true)]
    [InlineData("aws_db_instance.main", "aws_db_instance.main[0]", false)]
    [InlineData("aws_db_instance.main", "aws_db_instance.main2", false)]
    [InlineData("aws_db_instance.main", "module.a.aws_db_instance.main", false)]
    [InlineData("aws_db_instance.*", "aws_db_instance.main", true)]
    [InlineData("aws_db_instance.*", "aws_db_instance.", true)]
    [InlineData("aws_db_instance.*", "aws_db_instance.main[\"a.b\"]", true)]
    [InlineData("*.main", "aws_db_instance.main", true)]
    [InlineData("*", "aws_db_instance.main", false)]
    [InlineData("*.*", "module.a.aws_db_instance.main", false)]
    [InlineData("*.*.*.*", "module.a.aws_db_instance.main", true)]
    [InlineData("module.*.aws_db_instance.main", "module.a.aws_db_instance.main", true)]
    [InlineData("module.*.aws_db_instance.main", "module.a.module.b.aws_db_instance.main", false)]
    [InlineData("module.**.aws_db_instance.main", "module.a.module.b.aws_db_instance.main", true)]
    [InlineData("module.prod.**", "module.prod.aws_db_instance.main", true)]
    [InlineData("module.prod.**", "module.prod.module.b[\"x\"].aws_db_instance.main[3]", true)]
    [InlineData("module.prod.**", "module.product.aws_db_instance.main", false)]
    [InlineData("module.prod.**", "module.prod[0].aws_db_instance.main", false)]
    [InlineData("module.prod*.**", "module.prod[0].aws_db_instance.main", true)]
    [InlineData("**", "module.a.module.b.aws_db_instance.main", true)]
    [InlineData("**", "", true)]
    [InlineData("***", "a.b.c", true)]
    [InlineData("a***c", "a.b.c", true)]
    [InlineData("**.main", "module.a.aws_db_instance.main", true)]
    [InlineData("**.main", "module.a.aws_db_instance.mainly", false)]
    [InlineData("**b**", "a.b.c", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b.b-c", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("A.b", "a.b", false)]
    [InlineData("a?b", "acb", false)]
    [InlineData("a{b,c}", "ab", false)]
    [InlineData("a+", "aa", false)]
    [InlineData("a\\*", "ab", false)]
    public void Fits_the_whole_address_a_star_within_a_part_two_across_parts(string pattern, string address, bool fits) =>
        Assert.Equal(fits, new Glob(pattern, GlobSort.Address).Matches(address));

    [Theory]
    [InlineData("a.b[0]", "a.b[0]", true)]
    [InlineData("a.b[0]", "a.b0", false)]
    [InlineData("a.b[0]", "a.b[1]", false)]
    [InlineData("a.b[0-9]", "a.b[5]", false)]
    [InlineData("a.b[0-9]", "a.b5", false)]
    [InlineData("a.b[*]", "a.b[17]", true)]
    [InlineData("a.b[*]", "a.b[\"x.y\"]", true)]
    [InlineData("a.b[*]", "a.b[\"x]y\"]", true)]
    [InlineData("a.b[\"x.y\"]", "a.b[\"x.y\"]", true)]
    [InlineData("a.b[\"x.y\"]", "a.b[\"x-y\"]", false)]
    [InlineData("a.b[\"*\"]", "a.b[\"x.y\"]", true)]
    [InlineData("a.b[\"*\"]", "a.b[0]", false)]
    [InlineData("a.b[\"x.*\"]", "a.b[\"x.y.z\"]", true)]
    [InlineData("a.*", "a.b[\"x.y\"]", true)]
    [InlineData("a.*", "a.b[1.5]", true)]
    [InlineData("a.*", "a.b[\"x.y\"].c", false)]
    [InlineData("a.*", "a.b[\"x\\\"].y\"]", true)]
    [InlineData("a.*.c", "a.b[\"x\\\\\"].c", true)]
    [InlineData("module.a[\"*\"].b.c", "module.a[\"x\"].b.c", true)]
    [InlineData("module.a[\"*\"].b.c", "module.a[\"x\"].b[\"y\"].c", false)]
    public void Takes_keys_to_the_letter_and_no_dot_in_them_for_a_border(string pattern, string address, bool fits) =>
        Assert.Equal(fits, new Glob(pattern, GlobSort.Address).Matches(address));

    [Theory]
    [InlineData("urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets", true)]
    [InlineData("urn:pulumi:prod::shop::aws:s3/bucket:Bucket::*", true)]
    [InlineData("urn:pulumi:*::shop::*::assets", true)]
    [InlineData("urn:pulumi:prod::**", true)]
    [InlineData("**::assets", true)]
    [InlineData("urn:*", false)]
    [InlineData("urn:*::assets", false)]
    [InlineData("urn:pulumi:prod::*", false)]
    [InlineData("urn:pulumi:prod::shop::*::*", true)]
    [InlineData("*", false)]
    [InlineData("urn:pulumi:prod*shop::**", false)]
    public void In_a_URN_a_star_stops_at_two_colons_not_at_one_nor_at_a_dot(string pattern, bool fits) =>
        Assert.Equal(fits, new Glob(pattern, GlobSort.Address).Matches("urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets"));

    [Fact]
    public void In_a_URN_a_dot_is_no_border() => Assert.True(new Glob("urn:pulumi:prod::shop::kubernetes:*::orders", GlobSort.Address).Matches("urn:pulumi:prod::shop::kubernetes:storage.k8s.io/v1:StorageClass::orders"));

    [Theory]
    [InlineData("live/prod/**", "live/prod/plan.json", true)]
    [InlineData("live/prod/**", "live/prod/db/eu/plan.json", true)]
    [InlineData("live/prod/**", "live/production/plan.json", false)]
    [InlineData("live/*/plan.json", "live/prod.eu/plan.json", true)]
    [InlineData("live/*/plan.json", "live/prod/eu/plan.json", false)]
    [InlineData("*.json", "plan.json", true)]
    [InlineData("*.json", "live/plan.json", false)]
    [InlineData("**.json", "live/prod/plan.json", true)]
    [InlineData("live/**/plan.json", "live/plan.json", true)]
    [InlineData("live/**/plan.json", "live/a/b/plan.json", true)]
    [InlineData("live/**/plan.json", "liveplan.json", false)]
    [InlineData("live/x**/plan.json", "live/plan.json", false)]
    [InlineData("**/plan.json", "plan.json", true)]
    [InlineData("**/plan.json", "live/plan.json", true)]
    [InlineData("**/plan.json", "myplan.json", false)]
    [InlineData("live/[a]/x", "live/[a]/x", true)]
    [InlineData("live/[a]/x", "live/a/x", false)]
    public void In_a_path_a_star_stops_at_a_slash(string pattern, string path, bool fits) => Assert.Equal(fits, new Glob(pattern, GlobSort.Path).Matches(path));

    [Theory]
    [InlineData("aws_*", "aws_db_instance", true)]
    [InlineData("*", "anything.at/all::really", true)]
    [InlineData("prod-*", "prod-", true)]
    [InlineData("prod-*", "preprod-eu", false)]
    public void In_a_name_nothing_stops_a_star(string pattern, string name, bool fits) => Assert.Equal(fits, new Glob(pattern, GlobSort.Name).Matches(name));

    [Fact]
    public void No_pattern_is_slow()
    {
        var clock = Stopwatch.StartNew();
        foreach (var pattern in new[] { string.Concat(Enumerable.Repeat("*a", 300)) + "b", string.Concat(Enumerable.Repeat("**a", 300)) + "b", new string('*', 1000) + "b", string.Concat(Enumerable.Repeat("a*", 300)) + "b" })
        {
            foreach (var sort in Enum.GetValues<GlobSort>())
            {
                Assert.False(new Glob(pattern, sort).Matches(new string('a', 5000)));
            }
        }

        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
    }

    [Fact]
    public void Says_of_itself_what_was_written() => Assert.Equal("a.*[\"x\"]", new Glob("a.*[\"x\"]", GlobSort.Address).ToString());
}
