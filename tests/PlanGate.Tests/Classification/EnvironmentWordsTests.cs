using PlanGate.Classification;

namespace PlanGate.Tests.Classification;

public sealed class EnvironmentWordsTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("Production")]
    [InlineData("eu-prd-1")]
    [InlineData("live")]
    [InlineData("prod01")]
    [InlineData("myProdDatabase")]
    [InlineData("module.prod[\"a\"]")]
    [InlineData("acme_production_db")]
    public void Sees_production(string text) => Assert.Equal((true, false), EnvironmentWords.In(text));

    [Theory]
    [InlineData("dev")]
    [InlineData("Development")]
    [InlineData("testing")]
    [InlineData("qa-2")]
    [InlineData("staging")]
    [InlineData("sandbox")]
    [InlineData("preview")]
    [InlineData("pr-123")]
    [InlineData("nonprod")]
    [InlineData("non-prod")]
    [InlineData("non_production")]
    [InlineData("pre-prod")]
    [InlineData("preprod")]
    [InlineData("not-live")]
    public void Sees_what_is_not_production(string text) => Assert.Equal((false, true), EnvironmentWords.In(text));

    [Theory]
    [InlineData("products")]
    [InlineData("product-catalog")]
    [InlineData("reproduction")]
    [InlineData("latest")]
    [InlineData("contest")]
    [InlineData("device")]
    [InlineData("developer-portal")]
    [InlineData("olive")]
    [InlineData("delivery")]
    [InlineData("alive")]
    [InlineData("prodigy")]
    [InlineData("pr-review")]
    [InlineData("")]
    public void Sees_nothing_in_parts_of_words(string text) => Assert.Equal((false, false), EnvironmentWords.In(text));

    [Theory]
    [InlineData("test-results")]
    [InlineData("ab-test-events")]
    [InlineData("business-development")]
    [InlineData("staging_tables")]
    [InlineData("dev-portal")]
    [InlineData("demo-videos")]
    public void Takes_a_subject_for_no_environment(string text) => Assert.Equal((false, false), EnvironmentWords.In(text));

    [Theory]
    [InlineData("prod-test")]
    [InlineData("dev and prod")]
    public void Sees_both_where_both_are(string text) => Assert.Equal((true, true), EnvironmentWords.In(text));
}
