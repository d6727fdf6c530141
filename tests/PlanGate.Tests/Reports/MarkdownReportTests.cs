using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Markdig;
using PlanGate.Reports;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

public sealed partial class MarkdownReportTests
{
    public static TheoryData<string> Cases => ReportCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_comment_is_pinned(string name) => Golden.Matches($"{name}.comment.md", Comment(ReportCases.Of(name)).Text);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_file_is_pinned(string name)
    {
        var text = new StringWriter();
        MarkdownReport.Write(ReportCases.Of(name), new() { Route = ApprovalRoute.Signature }, text);

        Golden.Matches($"{name}.md", text.ToString());
    }

    [Fact]
    public void Whatever_names_hold_they_are_no_mention_no_link_no_marker_and_no_markup()
    {
        var benign = Shape(Comment(Dressed("plain")).Text);
        Prop.ForAll(Arb.From(Names), name =>
        {
            var verdict = Dressed(name);
            var (text, isComplete) = Comment(verdict);
            Assert.True(isComplete);
            Assert.DoesNotContain('@', text);
            Assert.DoesNotContain("<!--", text, StringComparison.Ordinal);
            Assert.DoesNotContain("##[", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, letter => char.IsSurrogate(letter) || (char.IsControl(letter) && letter != '\n') || letter is '‮' or '​');
            Assert.All(text.Split('\n').Where(line => line.StartsWith('|')), line => Assert.Equal(5, line.Count(letter => letter == '|')));

            var html = Markdown.ToHtml(text, Pipeline);
            var outside = Code.Replace(html, "");
            Assert.DoesNotMatch(@"<a |<img|<script|<svg|@|www\.|https?:|#\d|GH-\d|\b[0-9a-f]{7,40}\b", WebUtility.HtmlDecode(outside));
            Assert.Equal(benign, Shape(text));

            var shown = WebUtility.HtmlDecode(Tag.Replace(html, ""));
            Assert.All(verdict.Findings.Where(finding => finding.IsBlocking), finding => Assert.Contains(PlainText.Clean(finding.Address!), shown, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_value_of_any_attribute_is_in_it()
    {
        var before = new { id = "id-secret", password = "hunter2-secret", engine = "engine-secret", tags = new { Environment = "prod-secret", Owner = "owner-secret" } };
        var verdict = new TestPlan().Replace("aws_db_instance.main", before, "engine").Delete("aws_ebs_volume.a", before).Update("aws_s3_bucket.c", before, new { id = "id-secret", password = "new-secret" }).Judged();

        Assert.DoesNotContain("secret", Comment(verdict).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("module.a_module_with_quite_a_long_name_as_they_are.", false)]
    public void Two_thousand_findings_fit_and_each_is_named_or_nobody_can_approve(string module, bool fits)
    {
        var verdict = ReportCases.Many(2_000, module);
        var (text, isComplete) = Comment(verdict);

        Assert.True(verdict.Findings.Count >= 2_000);
        Assert.InRange(text.Length, 20_000, 60_000);
        Assert.Equal(fits, isComplete);
        Assert.Equal(fits, verdict.Findings.All(finding => finding.Address is null || text.Contains(finding.Address, StringComparison.Ordinal)));
        Assert.Equal(fits, text.Contains($"plangate approve {verdict.ApprovalCode}", StringComparison.Ordinal));
        Assert.Equal(!fits, text.Contains("This report is incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void However_little_room_there_is_every_destroyed_object_is_named_or_the_text_says_that_it_is_incomplete_and_shows_no_code() =>
        Prop.ForAll(Arb.From(from count in Gen.Choose(1, 120) from room in Gen.Choose(3_000, 20_000) select (count, room)), pick =>
        {
            var verdict = Enumerable.Range(0, pick.count).Aggregate(new TestPlan(), (plan, index) => (index % 3) switch
            {
                0 => plan.Delete($"aws_ebs_volume.data[{index}]"),
                1 => plan.Delete($"aws_db_instance.main[\"a|b{index}\"]", new { id = $"db-{index}", tags = new { Environment = "dev" } }),
                _ => plan.Delete($"aws_security_group.web[{index}]"),
            }).Judged();
            var options = MarkdownOptions.Comment with { MaxLength = pick.room };
            var (text, isComplete) = Comment(verdict, options);
            var shown = WebUtility.HtmlDecode(Tag.Replace(text, ""));

            Assert.True(text.Length <= pick.room, $"{text.Length} > {pick.room}");
            Assert.Equal(isComplete, verdict.Plans[0].Changes.All(change => shown.Contains(change.Address, StringComparison.Ordinal)));
            Assert.Equal(isComplete, verdict.ApprovalCode is { } code && text.Contains(code, StringComparison.Ordinal));
            Assert.Equal(!isComplete, text.Contains("incomplete", StringComparison.Ordinal));
            // Taking the code away gives no room back.
            Assert.Equal(isComplete, Comment(verdict with { ApprovalCode = null }, options).IsComplete);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_in_it_changes_while_the_verdict_does_not()
    {
        var earlier = ReportCases.Approved(ReportCases.Two(), 2, ReportCases.Yes("alice", 1001), ReportCases.Yes("bob", 1002, "expired"));
        var later = ReportCases.Approved(ReportCases.Two(), 2, [.. earlier.Findings[0].Approvals.Reverse().Select(approval => approval with { At = approval.At.AddDays(-3) })]);

        Assert.Equal(Comment(earlier).Text, Comment(later).Text);
    }

    [Fact]
    public void A_waiver_is_told_by_its_last_day_and_not_by_the_days_that_are_left()
    {
        var verdict = ReportCases.Of("waived");
        var later = verdict with { Warnings = ["the waiver ends in 3 days"], Findings = [.. verdict.Findings.Select(finding => finding with { Waiver = finding.Waiver is { } waiver ? waiver with { DaysLeft = 3 } : null })] };

        Assert.Equal(Comment(verdict).Text, Comment(later).Text);
    }

    [Theory]
    [InlineData("pass")]
    [InlineData("waived")]
    public void A_comment_is_one_line_when_nothing_is_stopped(string name) => Assert.Equal(1, Comment(ReportCases.Of(name)).Text.Count(letter => letter == '\n'));

    [Fact]
    public void A_run_in_which_nobody_can_say_yes_shows_no_code()
    {
        var verdict = ReportCases.Two();
        var (text, _) = Comment(verdict, MarkdownOptions.Comment with { Route = ApprovalRoute.None, NoRouteBecause = "It comes from a fork." });

        Assert.DoesNotContain(verdict.ApprovalCode!, text, StringComparison.Ordinal);
        Assert.Contains("This cannot be approved here. It comes from a fork.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_for_which_an_approval_does_not_count_has_a_sentence() => Assert.DoesNotContain("it was refused", Comment(ReportCases.Of("not-counting")).Text, StringComparison.Ordinal);

    [Fact]
    public void A_picture_has_at_most_thirty_objects_and_counts_the_rest()
    {
        var plan = new TestPlan();
        for (var index = 0; index < 40; index++)
        {
            plan.Delete($"google_compute_disk.d[{index}]", new { id = $"projects/p/zones/z/disks/d{index}", self_link = $"https://compute/projects/p/zones/z/disks/d{index}" });
            plan.Delete($"google_compute_snapshot.s[{index}]", new { id = $"projects/p/global/snapshots/s{index}", source_disk = $"https://compute/projects/p/zones/z/disks/d{index}" });
        }

        var text = Comment(plan.Judged()).Text;

        Assert.Equal(30, Regex.Count(text, @"^  n\d+\[.*\]:::(data|copy)$", RegexOptions.Multiline));
        Assert.Contains("[\"and 25 more\"]:::more", text, StringComparison.Ordinal);
    }

    internal static Verdict Dressed(string name)
    {
        var judged = ReportCases.Hostile(name).Judged();
        return ReportCases.Approved(judged, 2, ReportCases.Yes(name, 1), ReportCases.Yes(name + "2", 2, "author")) with
        {
            Plans = [.. judged.Plans.Select(plan => plan with { Source = name, Producer = $"terraform {name}" })],
            UnusedWaivers = [name],
        };
    }

    // Everything that Markdown made of the text, but for what stands in code, and for sentences that a name may make longer.
    private static string Shape(string text) =>
        string.Concat(Tag.Matches(Code.Replace(Markdown.ToHtml(text, Pipeline), "")).Select(match => match.Value));

    private static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().Build();

    private static readonly string[] Evil =
    [
        "@alice", "@acme/dba", "<!-- plangate:v1 -->", "|", "\\|", "\\", "`", "``", "```\n", "\n\n# x\n", "\n- [ ] x\n", "www.evil.example", "https://evil.example", "[a](https://evil.example)",
        "![a](b)", "#123", "acme/repo#1", "GH-12", "0123456789abcdef0123456789abcdef01234567", "deadbeef", "a@b.example", "<img src=x onerror=alert(1)>", "<script>", "</details>", "</pre>", "</code>", "&lt;", "&#64;",
        "‮", "​", "\u0000", "\r", "\t", "*", "**", "_", "__x__", "~~", "$", "$`x`$", "\"]:::x", "%%{init: {}}%%", "]; click n0 href \"x\"", "😀", "\ud83d", "￾", " ", "  ", "a", "b c", "::error::x", "##[group]", "javascript:x",
    ];

    internal static Gen<string> Names { get; } =
        Gen.Choose(0, 5).SelectMany(count => Gen.ArrayOf(Gen.OneOf(Gen.Elements(Evil), Gen.Choose(32, 0x2fff).Select(code => $"{(char)code}")), count)).Select(string.Concat);

    [GeneratedRegex("<(?:code|pre)[^>]*>.*?</(?:code|pre)>", RegexOptions.Singleline)]
    private static partial Regex Code { get; }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag { get; }

    internal static (string Text, bool IsComplete) Comment(Verdict verdict, MarkdownOptions? options = null)
    {
        var text = new StringWriter();
        var isComplete = MarkdownReport.Write(verdict, options ?? MarkdownOptions.Comment with { Approvers = ["@acme/dba", "alice"] }, text);
        return (text.ToString(), isComplete);
    }
}
