using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans;

public sealed class ReaderTests
{
    private static readonly string Blocking = new TestPlan().Delete("aws_db_instance.main").Json();

    [Theory]
    [InlineData("0.1")]
    [InlineData("1.0")]
    [InlineData("1.99")]
    public void Reads_every_format_version_up_to_1(string version) =>
        Assert.Single(new TestPlan().Set("format_version", version).Delete("aws_db_instance.main").Judged().Findings);

    [Theory]
    [InlineData("2.0")]
    [InlineData("next")]
    [InlineData("")]
    [InlineData("-1.0")]
    public void Refuses_a_format_version_that_it_does_not_know(string version) =>
        Assert.Equal("format_version", Refused(new TestPlan().Set("format_version", version).Delete("aws_db_instance.main").Json()).Where);

    [Theory]
    [InlineData(Formatting.None)]
    [InlineData(Formatting.Indented)]
    public void Reads_compact_and_indented_plans_alike(Formatting formatting) =>
        Assert.Equal(Decision.Block, TestPlan.Judge(Encoding.UTF8.GetBytes(new TestPlan().Delete("aws_db_instance.main").Json(formatting))).Decision);

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void Reads_every_encoding_that_shells_write(string name, bool withMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Blocking)];

        Assert.Equal(Decision.Block, TestPlan.Judge(bytes).Decision);
    }

    [Fact]
    public void Reads_gzip() => Assert.Equal(Decision.Block, TestPlan.Judge(Gzip(Encoding.UTF8.GetBytes(Blocking))).Decision);

    [Fact]
    public void Reads_gzip_around_utf_16() => Assert.Equal(Decision.Block, TestPlan.Judge(Gzip(Encoding.Unicode.GetBytes(Blocking))).Decision);

    [Fact]
    public void Refuses_gzip_inside_gzip() => Assert.Equal(Decision.Error, TestPlan.Judge(Gzip(Gzip(Encoding.UTF8.GetBytes(Blocking)))).Decision);

    [Fact]
    public void Refuses_a_damaged_gzip_at_every_cut()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(Blocking));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(Decision.Error, TestPlan.Judge(whole[..length]).Decision);
        }
    }

    [Fact]
    public void Refuses_what_stands_behind_a_compressed_plan()
    {
        var harmless = Gzip(Encoding.UTF8.GetBytes(new TestPlan().Json()));
        foreach (var behind in new byte[][] { [0], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 8, 0], [.. "{}"u8], Encoding.UTF8.GetBytes(Blocking), Gzip(Encoding.UTF8.GetBytes(Blocking))[..^9] })
        {
            Assert.Equal(Decision.Error, TestPlan.Judge([.. harmless, .. behind]).Decision);
        }

        Assert.Equal(Decision.Block, TestPlan.Judge([.. harmless, .. Gzip(Encoding.UTF8.GetBytes(Blocking))]).Decision);
    }

    [Fact]
    public void Refuses_a_small_file_that_unpacks_to_a_very_large_one()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var blanks = Encoding.UTF8.GetBytes(new string(' ', 1024 * 1024));
            gzip.Write("{"u8);
            for (var times = 0; times < 257; times++)
            {
                gzip.Write(blanks);
            }

            gzip.Write(Encoding.UTF8.GetBytes(Blocking).AsSpan(1));
        }

        Assert.Contains("more than 500 times", Assert.Throws<PlanFormatException>(() => TestPlan.Read(packed.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_text_that_is_no_UTF_8_also_where_nothing_reads_it()
    {
        foreach (var letter in new byte[][] { [0xE9], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98] })
        {
            foreach (var size in new[] { 1, 2, 3, 1000 })
            {
                byte[] bytes = [.. "{\"x\":\""u8, .. letter, .. "\","u8, .. Encoding.UTF8.GetBytes(new TestPlan().Json())[1..]];
                Assert.Throws<PlanFormatException>(() => TestPlan.Read(new Trickle(bytes, size)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(4099)]
    public void Reads_letters_of_every_length_however_they_come(int size)
    {
        var bytes = Encoding.UTF8.GetBytes(new TestPlan().Set("timestamp", string.Concat(Enumerable.Repeat("aé€😀", 3000))).Delete("aws_db_instance.main", new { id = "é€😀" }).Json());

        Assert.Single(Gate.Judge(TestPlan.Read(new Trickle(bytes, size)), [], PlanGate.Policies.Policy.BuiltIn, TestPlan.Today).Findings);
        Assert.Throws<PlanFormatException>(() => TestPlan.Read(new Trickle([.. bytes, 0xE2, 0x82], size)));
    }

    // Each is a good plan but for one thing.
    [Theory]
    [InlineData("{\"format_version\":\"1.2\",", "{\"format_version\":\"1.2\",\"@level\":\"info\",")]
    [InlineData("{\"format_version\":\"1.2\",", "{")]
    [InlineData("\"address\":\"aws_db_instance.main\"", "\"address\":\"\"")]
    [InlineData("\"address\":\"aws_db_instance.main\",", "\"name\":\"main\",")]
    [InlineData("\"type\":\"aws_db_instance\"", "\"type\":\"\"")]
    public void Refuses_a_plan_that_is_wrong_in_one_thing(string good, string bad)
    {
        Assert.Equal(Decision.Block, TestPlan.Judge(Encoding.UTF8.GetBytes(Blocking)).Decision);
        Assert.Contains(good, Blocking, StringComparison.Ordinal);
        Assert.Equal(Decision.Error, TestPlan.Judge(Encoding.UTF8.GetBytes(Blocking.Replace(good, bad, StringComparison.Ordinal))).Decision);
    }

    [Fact]
    public void Null_and_empty_members_say_nothing()
    {
        ResourceChange Only(Action<Newtonsoft.Json.Linq.JObject> more) => Assert.Single(Assert.Single(new TestPlan().With("aws_db_instance.main", ["update"], new { id = "x" }, more).Read()).Changes);

        Assert.False(Only(change => change["change"]!["importing"] = null).IsImport);
        Assert.True(Only(change => change["change"]!["importing"] = new Newtonsoft.Json.Linq.JObject()).IsImport);
        Assert.Null(Only(change => change["deposed"] = "").Deposed);
        Assert.Equal("ab12", Only(change => change["deposed"] = "ab12").Deposed);
    }

    [Fact]
    public void What_only_comes_under_management_or_moves_is_kept_and_what_stays_is_not()
    {
        var plan = Assert.Single(new TestPlan()
            .With("aws_db_instance.stays", ["no-op"])
            .With("aws_db_instance.comes", ["no-op"], more: change => change["change"]!["importing"] = new Newtonsoft.Json.Linq.JObject { ["id"] = "x" })
            .With("aws_db_instance.moves", ["no-op"], more: change => change["previous_address"] = "aws_db_instance.was")
            .With("aws_db_instance.same", ["no-op"], more: change => change["previous_address"] = "aws_db_instance.same")
            .Read());

        Assert.Equal(["aws_db_instance.comes", "aws_db_instance.moves"], plan.Changes.Select(change => change.Address));
    }

    [Fact]
    public void Counts_in_state_and_drift_only_what_is_managed()
    {
        object Resource(string address, string mode) => new { address, mode, type = address.Split('.')[^2], name = "x", change = new { actions = new[] { "delete" }, before = new { id = "x" } } };
        object[] all = [Resource("aws_db_instance.x", "managed"), Resource("data.aws_db_instance.x", "data"), Resource("ephemeral.aws_db_instance.x", "ephemeral")];
        var plan = Assert.Single(new TestPlan().Set("resource_drift", all).Set("prior_state", new { values = new { root_module = new { resources = all } } }).Read());

        Assert.Equal(["aws_db_instance.x"], plan.Drifted.Select(change => change.Address));
        Assert.Equal(1, plan.State.ManagedCount);
    }

    [Fact]
    public void Refuses_a_state_that_holds_text_that_is_none()
    {
        var plan = new TestPlan().Delete("azurerm_resource_group.shop", new { id = "/subscriptions/s/resourceGroups/shop", name = "shop-rg" }).Set("prior_state", new
        {
            values = new { root_module = new { resources = new[] { new { address = "azurerm_mssql_database.orders", mode = "managed", type = "azurerm_mssql_database", LONE = 1, values = new { name = "orders" } } } } },
        }).Json();

        Assert.Equal("prior_state", Assert.Single(TestPlan.Judge(Encoding.UTF8.GetBytes(plan.Replace("LONE", "\\ud800long", StringComparison.Ordinal))).Errors).Where);
        Assert.Empty(TestPlan.Judge(Encoding.UTF8.GetBytes(plan)).Errors);
    }

    [Fact]
    public void Refuses_a_number_that_takes_for_ever_to_read()
    {
        string With(int digits) => new TestPlan().Delete("aws_db_instance.main").Json().Replace("\"id\":", $"\"n\":{new string('7', digits)},\"id\":", StringComparison.Ordinal);

        Assert.Single(TestPlan.Judge(Encoding.UTF8.GetBytes(With(1000))).Findings);
        Assert.Contains("more than 1000 digits", Assert.Single(TestPlan.Judge(Encoding.UTF8.GetBytes(With(1001))).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_deferred_change_whose_address_is_a_number_too_large_to_write() =>
        Assert.Equal("deferred_changes[0]", Refused(new TestPlan().Json().Replace("{\"format", "{\"deferred_changes\":[{\"resource_change\":{\"address\":-1e999,\"type\":\"a\",\"change\":{\"actions\":[\"delete\"]}}}],\"format", StringComparison.Ordinal)).Where);

    [Theory]
    [InlineData("{\"type\":\"a\"}")]
    [InlineData("{\"address\":\"a.b\"}")]
    [InlineData("{\"address\":[\"a.b\"],\"type\":\"a\"}")]
    [InlineData("{\"address\":\"a.b\",\"type\":5}")]
    [InlineData("{\"address\":\"\",\"type\":\"a\"}")]
    public void Refuses_an_action_without_a_name_or_a_type(string action)
    {
        Assert.Equal("action_invocations[0]", Refused(new TestPlan().Json().Replace("{\"format", $"{{\"action_invocations\":[{action}],\"format", StringComparison.Ordinal)).Where);
        Assert.Equal("deferred_action_invocations[0]", Refused(new TestPlan().Json().Replace("{\"format", $"{{\"deferred_action_invocations\":[{{\"action_invocation\":{action}}}],\"format", StringComparison.Ordinal)).Where);
    }

    [Fact]
    public void Judges_every_plan_of_several_in_one_file()
    {
        var harmless = new TestPlan().Delete("aws_security_group.web").Json();
        var plans = TestPlan.Read($"{harmless}\n{Blocking}\n{harmless}");

        Assert.Equal(["plan.json#1", "plan.json#2", "plan.json#3"], plans.Select(plan => plan.Source));
        Assert.Equal(1, Assert.Single(Gate.Judge(plans, [], PlanGate.Policies.Policy.BuiltIn, TestPlan.Today).Findings).Plan);
    }

    [Fact]
    public void Refuses_a_file_whose_second_plan_is_cut_off() =>
        Assert.Equal(Decision.Error, TestPlan.Judge(Encoding.UTF8.GetBytes($"{new TestPlan().Json()}\n{Blocking[..^40]}")).Decision);

    [Fact]
    public void Takes_members_in_any_order()
    {
        var change = """{"change":{"before":{"id":"x"},"after":null,"actions":["delete"]},"type":"aws_db_instance","mode":"managed","address":"aws_db_instance.main"}""";
        var plan = $$"""{"resource_changes":[{{change}}],"configuration":{},"planned_values":{},"terraform_version":"1.11.4","format_version":"1.2"}""";

        Assert.Equal(Decision.Block, TestPlan.Judge(Encoding.UTF8.GetBytes(plan)).Decision);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("Delete")]
    [InlineData("DELETE")]
    public void Understands_old_spellings_of_actions(string action) =>
        Assert.Equal(Decision.Block, new TestPlan().With("aws_db_instance.main", [action]).Judged().Decision);

    [Theory]
    [InlineData("no-op")]
    [InlineData("NoOp")]
    [InlineData("create")]
    [InlineData("read")]
    [InlineData("update")]
    [InlineData("open")]
    [InlineData("close")]
    public void Sees_no_destruction_in_actions_that_destroy_nothing(string action) =>
        Assert.Empty(new TestPlan().With("aws_db_instance.main", [action]).Judged().Findings);

    [Theory]
    [InlineData("delete", "create")]
    [InlineData("create", "delete")]
    public void Sees_a_destruction_in_both_orders_of_a_replacement(params string[] actions) =>
        Assert.Equal("replace", new TestPlan().With("aws_db_instance.main", actions).Finding().Action);

    [Theory]
    [InlineData]
    [InlineData("destroy")]
    [InlineData("replace")]
    [InlineData("delete", "delete")]
    [InlineData("update", "create")]
    [InlineData("create", "delete", "create")]
    [InlineData("no-op", "delete")]
    public void Refuses_actions_that_no_tool_emits(params string[] actions)
    {
        var error = Refused(new TestPlan().Delete("aws_instance.a").With("aws_db_instance.main", actions).Json());

        Assert.Equal("resource_changes[1]", error.Where);
        Assert.Contains("aws_db_instance.main", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"format_version":"1.2","planned_values":{},"variables":{"environment":{"value":"prod"},"environment":{"value":"dev"}}}""")]
    [InlineData("""{"format_version":"1.2","planned_values":{},"configuration":{"provider_config":{},"provider_config":{}}}""")]
    [InlineData("""{"format_version":"1.2","planned_values":{},"Resource_Changes":[]}""")]
    [InlineData("""{"format_version":"1.2","planned_values":{},"deferred_changes":[{"reason":"x","resource_change":[]}]}""")]
    [InlineData("""{"format_version":"1.2","planned_values":{},"deferred_changes":[{"reason":"x"}]}""")]
    public void Refuses_what_two_readers_could_take_differently(string plan) => Assert.Equal(Decision.Error, TestPlan.Judge(System.Text.Encoding.UTF8.GetBytes(plan)).Decision);

    [Fact]
    public void Refuses_a_plan_whose_changes_are_null_and_that_shows_nothing_else() =>
        Assert.Equal(Decision.Error, TestPlan.Judge("""{"format_version":"1.2","resource_changes":null}"""u8.ToArray()).Decision);

    [Fact]
    public void Reads_drift_without_an_address_as_Terraform_1_0_writes_it() =>
        Assert.Equal("module.a.aws_ebs_volume.x[\"b\"]", Assert.Single(TestPlan.Judge("""
            {"format_version":"0.1","planned_values":{},"resource_drift":[{"module_address":"module.a","mode":"managed","type":"aws_ebs_volume","name":"x","index":"b",
             "change":{"actions":["delete"],"before":{"id":"vol-1"},"after":null}}]}
            """u8.ToArray()).Findings).Address);

    [Fact]
    public void Passes_a_plan_without_changes_that_has_planned_values() =>
        Assert.Equal(Decision.Pass, TestPlan.Judge("""{"format_version":"1.2","planned_values":{}}"""u8.ToArray()).Decision);

    [Fact]
    public void Blocks_a_plan_without_changes_that_ended_with_an_error() =>
        Assert.Equal(Decision.Block, TestPlan.Judge("""{"format_version":"1.2","planned_values":{},"errored":true}"""u8.ToArray()).Decision);

    [Fact]
    public void Judges_a_deposed_object_beside_the_living_one_by_itself()
    {
        var verdict = new TestPlan()
            .With("aws_ebs_volume.data", ["no-op"])
            .With("aws_ebs_volume.data", ["delete"], more: change => change["deposed"] = "0a1b2c3d")
            .Judged();

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("0a1b2c3d", finding.Deposed);
        Assert.True(finding.IsBlocking);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("ephemeral")]
    public void Passes_over_what_is_not_managed(string mode) =>
        Assert.Empty(new TestPlan().With($"{mode}.aws_db_instance.main", ["read"], more: change => change["mode"] = mode).Judged().Findings);

    [Theory]
    [InlineData("aws_db_instance.main", "data", "aws_db_instance")]
    [InlineData("aws_db_instance.main", "managed", "null_resource")]
    [InlineData("data.aws_db_instance.main", "managed", "aws_db_instance")]
    [InlineData("module.a[\"x.y\"].aws_db_instance.main[0]", "managed", "null_resource")]
    public void Refuses_an_object_whose_address_says_something_else_than_its_mode_and_type(string address, string mode, string type) =>
        Assert.Contains(" is said to be ", Refused(new TestPlan().With(address, ["delete"], more: change => (change["mode"], change["type"]) = (mode, type)).Json()).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_mode_that_it_does_not_know() =>
        Assert.Contains("mode", Refused(new TestPlan().With("aws_db_instance.main", ["delete"], more: change => change["mode"] = "fleeting").Json()).Message, StringComparison.Ordinal);

    [Fact]
    public void Takes_a_missing_mode_for_managed() =>
        Assert.Single(new TestPlan().With("aws_db_instance.main", ["delete"], more: change => change.Remove("mode")).Judged().Findings);

    [Theory]
    [InlineData("address")]
    [InlineData("type")]
    [InlineData("change")]
    public void Refuses_a_change_without(string member) =>
        Assert.Equal("resource_changes[0]", Refused(new TestPlan().With("aws_db_instance.main", ["delete"], more: change => change.Remove(member)).Json()).Where);

    [Theory]
    [InlineData("""{"format_version":"1.2","resource_changes":[],"resource_changes":[]}""", "resource_changes")]
    [InlineData("""{"format_version":"1.2","format_version":"1.2","resource_changes":[]}""", "format_version")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","address":"c.d","type":"a","change":{"actions":["delete"]}}]}""", "resource_changes[0]")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["delete"],"actions":["no-op"]}}]}""", "resource_changes[0]")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["delete"]},"change":{"actions":["no-op"]}}]}""", "resource_changes[0]")]
    public void Refuses_duplicate_members(string plan, string where) => Assert.Equal(where, Refused(plan).Where);

    [Fact]
    public void Refuses_a_member_twice_in_the_values_of_a_change()
    {
        var plan = """{"format_version":"1.2","resource_changes":[{"address":"aws_db_instance.a","type":"aws_db_instance","change":{"actions":["delete"],"before":{"id":"a","tags":{"Environment":"prod"},"tags":{"Environment":"dev"}},"after":null}}]}""";

        var error = Assert.Single(TestPlan.Judge(Encoding.UTF8.GetBytes(plan)).Errors);
        Assert.Equal("resource_changes[0]", error.Where);
    }

    [Theory]
    [InlineData("""{"format_version":"1.2","resource_changes":{}}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":"none"}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[null]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[[]]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":1,"type":"a","change":{"actions":["delete"]}}]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":[]}]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":"delete"}}]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":[1]}}]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["delete"],"before":[]}}]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[{"address":"\ud800","type":"a","change":{"actions":["delete"]}}]}""")]
    [InlineData("""{"format_version":1,"resource_changes":[]}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":[],"errored":"yes"}""")]
    public void Refuses_wrong_shapes(string plan) => Assert.Equal(Decision.Error, TestPlan.Judge(Encoding.UTF8.GetBytes(plan)).Decision);

    [Fact]
    public void Checks_the_structure_of_what_it_skips() =>
        Assert.Equal("planned_values", Refused("""{"format_version":"1.2","planned_values":{"a":[1,}]},"resource_changes":[]}""").Where);

    [Theory]
    [InlineData("\"planned_values\":[")]
    [InlineData("\"resource_changes\":[")]
    [InlineData("\"configuration\":{\"root_module\":{\"outputs\":[")]
    [InlineData("\"configuration\":{\"provider_config\":[")]
    [InlineData("\"prior_state\":{\"values\":{\"root_module\":{\"resources\":[")]
    [InlineData("\"variables\":[")]
    public void Refuses_a_depth_bomb_in(string opening)
    {
        var bomb = string.Concat(Enumerable.Repeat("{\"a\":[", 100_000));

        var error = Refused($$"""{"format_version":"1.2",{{opening}}{{bomb}}""");
        Assert.Contains("nested deeper", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_change_that_is_larger_than_its_buffer()
    {
        var plan = new TestPlan().Delete("aws_db_instance.main", new { id = "x", blob = new string('x', 3_000_000) }).Delete("aws_ebs_volume.a");

        Assert.Equal(2, plan.Judged().Findings.Count);
    }

    [Fact]
    public void Reads_alike_whatever_the_size_of_the_pieces_that_arrive()
    {
        var bytes = Encoding.UTF8.GetBytes(new TestPlan().Delete("aws_db_instance.main").Delete("aws_security_group.x").Json(Formatting.Indented));
        foreach (var size in new[] { 1, 2, 3, 7, 64 })
        {
            var plan = Assert.Single(TestPlan.Read(new Trickle(bytes, size)));
            Assert.Equal(2, plan.Changes.Count);
        }
    }

    [Fact]
    public void Names_the_element_the_line_and_the_column_of_what_is_wrong()
    {
        var error = Refused("{\"format_version\":\"1.2\",\n \"resource_changes\":[\n  {\"address\":\"a.b\",\"type\":\"a\",\"change\":{\"actions\":[]}}]}");

        Assert.Equal("resource_changes[0]", error.Where);
        Assert.Equal(new TextPosition(3, 3), error.Position);
    }

    [Fact]
    public void Never_passes_a_blocking_plan_that_is_cut_off_anywhere()
    {
        var plan = Encoding.UTF8.GetBytes(new TestPlan().Delete("aws_db_instance.main", new { id = "é", tags = new { a = "b" } }).Json());
        for (var length = 0; length < plan.Length; length++)
        {
            Assert.Equal(Decision.Error, TestPlan.Judge(plan[..length]).Decision);
        }
    }

    [Fact]
    public void Tells_OpenTofu_from_Terraform_by_its_registry()
    {
        var plan = new TestPlan().With("aws_db_instance.main", ["delete"], more: change => change["provider_name"] = "registry.opentofu.org/hashicorp/aws");

        Assert.Equal("tofu 1.11.4", Assert.Single(plan.Read()).Producer);
    }

    [Fact]
    public void Judges_the_redacted_plan_of_HCP_and_says_so()
    {
        var json = new TestPlan().Delete("aws_db_instance.main").Json().Replace("\"format_version\"", "\"plan_format_version\"", StringComparison.Ordinal);
        var verdict = TestPlan.Judge(Encoding.UTF8.GetBytes(json));

        Assert.Equal(["PG101", "PG301"], verdict.Findings.Select(finding => finding.Rule.Id));
    }

    private static PlanFormatException Refused(string plan) => Assert.Throws<PlanFormatException>(() => TestPlan.Read(plan));

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Trickle(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
