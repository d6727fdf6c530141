using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;

namespace PlanGate.Tests.Plans;

public sealed class ConstructPathsTests
{
    [Theory]
    [InlineData("terraform_data.orders", "shop/ledger/orders")]
    [InlineData("terraform_data.orders[0]", "shop/ledger/orders")]
    [InlineData("terraform_data.orders[\"a.b[\\\"c\\\"]\"]", "shop/ledger/orders")]
    [InlineData("module.archive.terraform_data.shard[1]", "shop/archive")]
    [InlineData("module.archive[\"x\"].module.deep.terraform_data.shard", "shop/archive")]
    [InlineData("terraform_data.gone", null)]
    [InlineData("aws_instance.orders", null)]
    [InlineData("module.gone.terraform_data.orders", null)]
    [InlineData("module.terraform_data", null)]
    [InlineData("terraform_data", null)]
    [InlineData("", null)]
    public void An_object_is_known_by_the_construct_of_its_block(string address, string? path) => Assert.Equal(path, In("""
        {
          "resource": { "terraform_data": { "orders": { "count": 2, "//": { "metadata": { "uniqueId": "orders", "path": "shop/ledger/orders" } } } } },
          "module": { "archive": { "//": { "metadata": { "path": "shop/archive" } }, "source": "./archive" } }
        }
        """).Of(address));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"//": "a remark"}""")]
    [InlineData("""{"//": {"metadata": null}}""")]
    [InlineData("""{"//": {"metadata": {"path": 1}}}""")]
    [InlineData("""{"other": {"//": {"metadata": {"path": "x"}}}}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void A_block_without_a_path_has_no_construct(string block) => Assert.Null(In($$"""{"resource": { "a": { "b": {{block}} } } }""").Of("a.b"));

    [Fact]
    public void Whatever_the_instance_key_the_block_is_found()
    {
        var constructs = In("""{"resource": {"a": {"b": {"//": {"metadata": {"path": "shop/b"}}}}}}""");

        Prop.ForAll<NonNull<string>>(key => constructs.Of($"a.b[{new JValue(key.Get).ToString(Newtonsoft.Json.Formatting.None)}]") == "shop/b").Check(Config.QuickThrowOnFailure);
    }

    private static ConstructPaths In(string json) => ConstructPaths.In(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Reads_what_is_compressed_and_refuses_damaged_bytes()
    {
        const string Text = """{"resource":{"terraform_data":{"orders":{"//":{"metadata":{"path":"shop/lédger"}}}}}}""";
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Text));
        }

        var packed = stream.ToArray();
        byte[][] damaged = [[.. packed[..12], 0xFF, 0xFF, .. packed[14..]], packed[..20], Encoding.Latin1.GetBytes(Text), [0xFF, 0xFE, 0x00, 0xD8, .. Encoding.Unicode.GetBytes(Text)]];

        Assert.Equal("shop/lédger", ConstructPaths.In(new MemoryStream(packed)).Of("terraform_data.orders"));
        Assert.All(damaged, bytes => Assert.Throws<PlanFormatException>(() => ConstructPaths.In(new MemoryStream(bytes))));
    }
}
