using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;
using PlanGate.Plans;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Plans.Pulumi;

public sealed class PulumiReaderTests
{
    private readonly TestPulumi _run = new();

    private JObject Live(object? more = null, object? inputs = null, object? outputs = null) => _run.State("orders", more: more, inputs: inputs, outputs: outputs);

    private static ResourceChange Only(string json, params string[] exports) => Assert.Single(Assert.Single(TestPulumi.Read(json, exports)).Changes);

    [Fact]
    public void A_preview_and_events_of_the_same_steps_say_the_same()
    {
        _run.Step("delete", Live());
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            var change = Only(text);
            Assert.Equal((_run.Urn("orders"), TestPulumi.Unknown, ChangeAction.Delete, true, null), (change.Address, change.Type, change.Action, change.IsPulumi, change.Deposed));
        }
    }

    [Fact]
    public void Says_whose_plan_it_is()
    {
        _run.Step("delete", Live());

        Assert.Equal(("pulumi-preview", "pulumi", "shop/main"), TestPulumi.Read(_run.Preview()) is [var preview] ? (preview.Format, preview.Producer, preview.Stack) : default);
        Assert.Equal("pulumi-events", Assert.Single(TestPulumi.Read(_run.Events())).Format);
    }

    [Fact]
    public void The_three_steps_of_a_replacement_are_one_change()
    {
        var old = Live();
        var marked = Live(new { delete = true });
        _run.Step("create-replacement", old, Live()).Step("replace", marked, Live(), new { replaceReasons = new[] { "engineVersion" } }).Step("delete-replaced", marked);
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            var change = Only(text);
            Assert.Equal(ChangeAction.CreateThenDelete, change.Action);
            Assert.Equal(["engineVersion"], change.ReadValues().ReplacePaths);
            Assert.NotNull(change.ReadValues().After);
        }
    }

    [Theory]
    [InlineData("type", "pulumi:providers:aws")]
    [InlineData("type", "pulumi:pulumi:Stack")]
    [InlineData("custom", false)]
    public void Refuses_steps_that_say_of_one_object_that_it_is_a_resource_and_that_it_is_none(string member, object value)
    {
        var marked = Live(new { delete = true });
        var other = (JObject)marked.DeepClone();
        other[member] = JToken.FromObject(value);
        _run.Step("create-replacement", Live(), Live()).Step("replace", marked, Live()).Step("delete-replaced", other);
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            Assert.Contains("is said to be", Assert.Throws<PlanFormatException>(() => TestPulumi.Read(text)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("urn:pulumi::x::y::z")]
    [InlineData("urn:pulumi:::x::y::z")]
    [InlineData("urn:pulumi::::::")]
    [InlineData("urn:pulumi:")]
    public void Reads_or_refuses_a_strange_URN_and_never_breaks_on_it(string urn)
    {
        var state = Live();
        state["urn"] = urn;
        foreach (var text in new[] { _run.Step("delete", state).Preview(), _run.Events() })
        {
            Assert.NotEqual(Decision.Pass, TestPlan.Judge(Encoding.UTF8.GetBytes(text)).Decision);
        }

        // Here the URN is all that is known of the object's type.
        _ = TestPlan.Judge(Encoding.UTF8.GetBytes(new JObject { ["resourcePlans"] = new JObject { [urn] = new JObject { ["steps"] = new JArray("delete") } } }.ToString()));
    }

    [Fact]
    public void A_replacement_that_deletes_first_is_one_change_and_knows_its_order()
    {
        _run.Step("delete-replaced", Live()).Step("replace", Live(new { pendingReplacement = true }), Live()).Step("create-replacement", Live(), Live());
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            Assert.Equal(ChangeAction.DeleteThenCreate, Only(text).Action);
        }
    }

    [Fact]
    public void The_detailed_diff_names_what_forces_a_replacement() =>
        Assert.Equal(
            ["a.b.c", "ingress.0.port"],
            Only(_run.Step("replace", Live(), Live(), new { diffReasons = new[] { "tags" }, detailedDiff = JObject.Parse("""{"ingress[0].port":{"kind":"update-replace"},"[\"a.b\"].c":{"kind":"add-replace"},"tags":{"kind":"update"}}""") }).Preview()).ReadValues().ReplacePaths);

    [Theory]
    [InlineData("external", "delete")]
    [InlineData("external", "replace")]
    [InlineData("external", "discard")]
    public void What_is_only_read_is_never_destroyed(string option, string op)
    {
        _run.Step(op, Live(new JObject { [option] = true }), op == "replace" ? Live() : null);

        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Preview())).Changes);
        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Events())).Changes);
    }

    [Fact]
    public void What_is_retained_is_forgotten_and_no_more()
    {
        Assert.Equal(ChangeAction.Forget, Only(new TestPulumi().Step("delete", Live(new { retainOnDelete = true })).Preview()).Action);
        Assert.Equal(ChangeAction.CreateThenForget, Only(new TestPulumi().Step("replace", Live(new { retainOnDelete = true }), Live(new { retainOnDelete = true })).Events()).Action);
    }

    [Fact]
    public void Retaining_that_is_turned_off_in_the_run_that_replaces_does_not_excuse_it() =>
        Assert.Equal(ChangeAction.DeleteThenCreate, Only(_run.Step("replace", Live(new { retainOnDelete = true }), Live()).Preview()).Action);

    [Theory]
    [InlineData("pulumi:providers:aws", true)]
    [InlineData("pulumi:pulumi:Stack", false)]
    [InlineData("pulumi:pulumi:StackReference", true)]
    [InlineData("my:component:Database", false)]
    public void Nothing_lives_behind_providers_stacks_and_components(string type, bool custom)
    {
        _run.Step("delete", _run.State("x", type, new { custom }));

        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Preview())).Changes);
        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Events())).Changes);
    }

    [Fact]
    public void A_view_stands_for_a_part_of_what_it_is_a_view_of()
    {
        var owner = Live();
        var view = _run.State("part", TestPulumi.Database, new { custom = false, id = "", viewOf = owner["urn"], parent = owner["urn"] });
        _run.Step("update", owner, owner).Step("delete", view);
        foreach (var text in new[] { _run.Preview(), _run.Events(), new TestPulumi().Step("delete", view).Preview() })
        {
            Assert.Contains(Assert.Single(TestPulumi.Read(text)).Changes, change => change.Action == ChangeAction.Delete);
            Assert.Contains(TestPulumi.Judge(text).Findings, finding => finding.IsBlocking && (finding.Rule.Id, finding.Address) == ("PG101", (string?)view["urn"]));
        }
    }

    [Fact]
    public void What_dies_with_another_dies() =>
        Assert.Equal(ChangeAction.Delete, Only(_run.Step("delete", Live(new { deletedWith = _run.Urn("server") })).Preview()).Action);

    [Fact]
    public void A_protected_delete_is_judged_although_the_engine_may_refuse_it() =>
        Assert.Equal(ChangeAction.Delete, Only(_run.Step("delete", Live(new { protect = true })).Preview()).Action);

    [Fact]
    public void Only_the_hidden_half_of_a_step_is_a_live_deletion_too()
    {
        // What an earlier run left, beside the one that lives.
        _run.Step("same", Live(), Live()).Step("delete-replaced", Live(new { delete = true, id = "old-1" }));
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            Assert.Equal((ChangeAction.Delete, "old-1"), Only(text) is var change ? (change.Action, change.Deposed) : default);
        }

        // A dependent that must go first, and does not come back.
        Assert.Equal((ChangeAction.Delete, null), Only(new TestPulumi().Step("delete-replaced", Live()).Events()) is var dependent ? (dependent.Action, dependent.Deposed) : default);
    }

    [Fact]
    public void An_alias_makes_no_second_object_of_the_old_one()
    {
        var old = _run.State("old-name");
        _run.Step("delete-replaced", old).Step("replace", old, Live());

        Assert.Equal((_run.Urn("orders"), _run.Urn("old-name")), Only(_run.Events()) is var change ? (change.Address, change.PreviousAddress) : default);
    }

    [Theory]
    [InlineData("remove-pending-replace")]
    [InlineData("discard")]
    [InlineData("discard-replaced")]
    [InlineData("read")]
    [InlineData("diff")]
    public void State_only_steps_touch_nothing(string op)
    {
        _run.Step(op, Live(new { external = true }), op == "read" ? Live(new { external = true }) : null).Counts(new { same = 1 });

        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Preview())).Changes);
        Assert.Empty(Assert.Single(TestPulumi.Read(_run.Events())).Changes);
    }

    [Fact]
    public void Managed_objects_that_are_dropped_from_the_state_are_forgotten() =>
        Assert.Equal(ChangeAction.Forget, Only(_run.Step("discard", Live()).Preview()).Action);

    [Fact]
    public void An_interrupted_replacement_that_is_resumed_destroys_nothing_more()
    {
        _run.Step("replace", Live(new { pendingReplacement = true }), Live()).Step("create-replacement", Live(new { pendingReplacement = true }), Live());

        Assert.DoesNotContain(Assert.Single(TestPulumi.Read(_run.Events())).Changes, change => change.Action.Destroys);
        Assert.DoesNotContain(Assert.Single(TestPulumi.Read(_run.Preview())).Changes, change => change.Action.Destroys);
    }

    [Fact]
    public void A_default_preview_does_not_tell_whether_it_is_resumed_but_the_state_does()
    {
        var old = Live(new { pendingReplacement = true });
        _run.Step("replace", old, Live());

        Assert.True(Only(_run.Preview()).Action.Destroys);
        Assert.False(Only(_run.Preview(), TestPulumi.Export(old)).Action.Destroys);
        Assert.True(Only(_run.Preview(), TestPulumi.Export(Live())).Action.Destroys);
    }

    [Theory]
    [InlineData("protect")]
    [InlineData("retainOnDelete")]
    public void Options_that_change_on_what_stays_the_same_are_an_update(string option)
    {
        _run.Step("same", Live(new JObject { [option] = true }), Live());
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            var change = Only(text);
            var values = change.ReadValues();
            Assert.Equal(ChangeAction.Update, change.Action);
            Assert.Equal((true, false), (values.Before!["pulumi:options"]![option]!.Value<bool>(), values.After!["pulumi:options"]![option]!.Value<bool>()));
        }
    }

    [Fact]
    public void What_stays_the_same_is_only_counted()
    {
        _run.Step("same", Live(), Live());

        Assert.Equal((0, 1), Assert.Single(TestPulumi.Read(_run.Events())) is var plan ? (plan.Changes.Count, plan.Counts["no-op"]) : default);
    }

    [Fact]
    public void Before_is_what_the_provider_says_and_after_keeps_what_it_computed()
    {
        _run.Step(
            "update",
            Live(inputs: new { size = 10, retention = 7, tags = new { a = "1", b = "2" }, versioning = new { enabled = true } },
                outputs: new { size = 10, retention = 7, arn = "arn:x", tags = new { a = "1", b = "2" }, versioning = new { enabled = true, mfaDelete = false }, __meta = "{}" }),
            Live(new { id = "" }, inputs: new { size = 20, tags = new { a = "1" }, versioning = new { enabled = true }, __defaults = new[] { "size" } }));
        foreach (var text in new[] { _run.Preview(), _run.Events() })
        {
            var values = Only(text).ReadValues();
            Assert.Equal("arn:x", (string?)values.Before!["arn"]);
            Assert.Equal("id-of-orders", (string?)values.Before["id"]);
            Assert.Null(values.Before["__meta"]);
            Assert.Equal(20, (int)values.After!["size"]!);
            Assert.Equal("arn:x", (string?)values.After["arn"]);
            Assert.Null(values.After["retention"]);
            Assert.Equal("""{"a":"1"}""", values.After["tags"]!.ToString(Newtonsoft.Json.Formatting.None));
            Assert.Equal("""{"mfaDelete":false,"enabled":true}""", values.After["versioning"]!.ToString(Newtonsoft.Json.Formatting.None));
            Assert.Null(values.After["__defaults"]);
        }
    }

    [Fact]
    public void Secrets_and_unknown_values_are_marks_and_never_values()
    {
        const string Envelope = """{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"hunter2\""}""";
        var old = Live(inputs: JObject.Parse($$"""{"password":{{Envelope}},"note":"[secret]","list":["a",{{Envelope}}]}"""), outputs: new { password = "hunter2" });
        var next = Live(inputs: JObject.Parse($$$"""{"password":{{{Envelope}}},"zone":"04da6b54-80e4-46f7-96ec-b56ff0331ba9","file":{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","hash":"abc","text":"<contents elided>"}}"""));
        var change = Only(_run.Step("update", old, next).Preview());
        var values = change.ReadValues();

        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(change.ChangeJson.Span), StringComparison.Ordinal);
        Assert.Equal("""{"password":true,"note":true,"list":[false,true]}""", Sorted(values.BeforeSensitive, "password", "note", "list"));
        Assert.Equal("""{"zone":true}""", values.AfterUnknown!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.False(values.After!.ContainsKey("zone"));
        Assert.Equal("asset abc", (string?)values.After["file"]);
    }

    private static string Sorted(JToken? marks, params string[] names) => new JObject(names.Select(name => new JProperty(name, marks![name]))).ToString(Newtonsoft.Json.Formatting.None);

    [Fact]
    public void Drift_is_told_from_destruction()
    {
        var gone = new TestPulumi().Step("delete", Live()).Step("create", null, Live()).Preview();
        var plan = Assert.Single(TestPulumi.Read(gone));

        Assert.Empty(plan.Changes);
        Assert.Equal(_run.Urn("orders"), Assert.Single(plan.Drifted).Address);
        Assert.Contains(TestPulumi.Judge(gone).Findings, finding => finding.Rule.Id == "PG303");

        var events = $"{Line("resourcePreEvent", "refresh", Live(), Live())}{Line("resOutputsEvent", "delete", Live(), null)}{Summary("""{"delete":1}""")}";
        Assert.Equal((0, 1), Assert.Single(TestPulumi.Read(events)) is var refreshed ? (refreshed.Changes.Count, refreshed.Drifted.Count) : default);

        // The same delete, not after a refresh.
        var real = $"{Line("resourcePreEvent", "refresh", Live(), Live())}{Line("resOutputsEvent", "same", Live(), Live())}{Line("resourcePreEvent", "delete", Live(), null)}{Summary("""{"delete":1,"same":1}""")}";
        Assert.Equal(ChangeAction.Delete, Only(real).Action);
    }

    [Fact]
    public void A_pending_delete_beside_a_creation_is_no_drift()
    {
        _run.Step("delete", Live(new { delete = true })).Step("create", null, Live());

        Assert.Equal(ChangeAction.Delete, Only(_run.Preview()).Action);
    }

    private static string Line(string kind, string op, JObject? old, JObject? next) => new JObject
    {
        ["sequence"] = 1,
        [kind] = new JObject { ["metadata"] = new JObject { ["op"] = op, ["urn"] = (old ?? next)!["urn"], ["type"] = TestPulumi.Unknown, ["old"] = old, ["new"] = next } },
    }.ToString(Newtonsoft.Json.Formatting.None) + "\n";

    private static string Summary(string counts) => $$$"""{"sequence":9,"summaryEvent":{"resourceChanges":{{{counts}}},"result":"succeeded"}}""" + "\n";

    [Fact]
    public void A_preview_followed_by_its_update_is_one_plan()
    {
        _run.Step("delete", Live());
        var plan = Assert.Single(TestPulumi.Read(_run.Preview() + "\n" + _run.Events(planning: false)));

        Assert.Equal("pulumi-events", plan.Format);
        Assert.Single(plan.Changes);
        Assert.Equal(1, plan.Counts["delete"]);
        Assert.Single(TestPulumi.Read(_run.Events() + _run.Events(planning: false)));
    }

    [Fact]
    public void Runs_of_different_stacks_are_different_plans()
    {
        var other = new TestPulumi("prod");
        other.Step("delete", other.State("orders"));
        _run.Step("delete", Live());

        Assert.Equal(["shop/main", "shop/prod"], TestPulumi.Read(_run.Preview() + other.Events(planning: false)).Select(plan => plan.Stack));
        Assert.Equal(["shop/main", "shop/prod"], TestPulumi.Read(_run.Events(planning: false) + other.Events(planning: false)).Select(plan => plan.Stack));
        Assert.Equal(["shop/main", "shop/prod"], TestPulumi.Read(_run.Preview() + other.Preview()).Select(plan => plan.Stack));
    }

    [Fact]
    public void Batches_of_events_and_the_type_that_the_cloud_adds_are_read()
    {
        var events = _run.Step("delete", Live()).Events().Trim().Split('\n').Select(line => JObject.Parse(line)).ToList();
        events.ForEach(one => one.AddFirst(new JProperty("type", one.Properties().Last().Name)));
        var batch = $$"""{"events":[{{string.Join(',', events.Take(3))}}],"continuationToken":"x"}{"events":[{{string.Join(',', events.Skip(3))}}]}""";

        Assert.Equal(ChangeAction.Delete, Only(batch).Action);
        Assert.Empty(Assert.Single(TestPulumi.Read(batch)).Gaps);
        Assert.Equal(ChangeAction.Delete, Only(string.Concat(events)).Action);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("Delete")]
    [InlineData("")]
    public void Refuses_an_operation_that_it_does_not_know(string op)
    {
        _run.Step("same", Live(), Live()).Step(op, Live()).Counts(new { same = 1 });

        Assert.Equal("steps[1]", Refused(_run.Preview()).Where);
        Assert.Equal("events[3].resourcePreEvent", Refused(_run.Events()).Where);
    }

    [Fact]
    public void Refuses_a_summary_of_operations_that_it_does_not_know() => Refused(_run.Step("same", Live(), Live()).Counts(new { frobnicate = 1 }).Preview());

    [Theory]
    [InlineData("""{"sequence":1,"timestamp":2,"resourceGoneEvent":{}}""")]
    [InlineData("""{"timestamp":2,"sequence":1,"surprise":{}}""")]
    [InlineData("""{"sequence":1}""")]
    [InlineData("""{"events":[{"sequence":1,"surprise":{}}]}""")]
    [InlineData("""{"sequence":1,"ResourcePreEvent":{}}""")]
    public void Refuses_an_event_that_it_does_not_know(string line) => Assert.NotNull(Refused(_run.Step("same", Live(), Live()).Events(summary: false) + line).Where);

    [Theory]
    [InlineData(""","summaryEvent":{}""")]
    [InlineData(""","events":[{"sequence":1,"cancelEvent":{}}]""")]
    [InlineData(""","resourcePlans":{}""")]
    [InlineData(""","sequence":1""")]
    [InlineData(""","resource_changes":[]""")]
    [InlineData(""","format_version":12""")]
    public void Refuses_a_document_of_two_kinds(string other)
    {
        var preview = _run.Step("delete", Live()).Preview().TrimEnd().TrimEnd('}');

        Refused(preview + other + "}");
        Refused($"{{{other[1..]},{preview.TrimStart('{')}}}");
        Assert.Equal(ChangeAction.Delete, Only(preview + ",\"config\":{}}").Action);
    }

    [Theory]
    [InlineData("""{"events":[],"resourcePlans":{}}""")]
    [InlineData("""{"resourcePlans":{},"summaryEvent":{}}""")]
    [InlineData("""{"events":[],"summaryEvent":{}}""")]
    [InlineData("""{"summaryEvent":{},"diagnostics":[{"severity":"error"}]}""")]
    [InlineData("""{"changeSummary":{"delete":1},"events":[]}""")]
    public void Refuses_any_two_kinds_in_one_document(string json) => Refused(json);

    [Fact]
    public void Refuses_members_that_are_there_twice()
    {
        var preview = _run.Step("delete", Live()).Preview();

        Refused(preview.Replace("\"op\": \"delete\"", "\"op\": \"delete\", \"op\": \"same\"", StringComparison.Ordinal));
        Refused(preview.Replace("\"custom\": true", "\"custom\": true, \"custom\": false", StringComparison.Ordinal));
        Refused(preview.Replace("\"duration\"", "\"steps\": [], \"duration\"", StringComparison.Ordinal));
        Refused(preview.Replace("\"steps\"", "\"Steps\"", StringComparison.Ordinal));
        Refused(preview.Replace("\"custom\": true", "\"custom\": \"yes\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Reads_every_encoding_that_shells_write()
    {
        var preview = _run.Step("delete", Live()).Preview();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(preview));
        }

        foreach (var bytes in new[] { packed.ToArray(), Encoding.Unicode.GetBytes(preview), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(preview)] })
        {
            Assert.Equal(Decision.Block, TestPlan.Judge(bytes).Decision);
        }
    }

    [Fact]
    public void No_beginning_of_a_blocked_input_passes()
    {
        _run.Step("same", _run.State("x"), _run.State("x")).Step("delete", Live()).Step("same", _run.State("y"), _run.State("y"));
        foreach (var text in new[] { _run.Preview(), _run.Events(), _run.Preview() + _run.Events(planning: false) })
        {
            for (var length = 0; length < text.Length; length++)
            {
                Assert.NotEqual((length, Decision.Pass), (length, TestPulumi.Judge(text[..length]).Decision));
            }
        }
    }

    private static PlanFormatException Refused(string json) => Assert.Throws<PlanFormatException>(() => TestPulumi.Read(json));
}
