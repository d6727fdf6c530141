using System.Globalization;
using Microsoft.Playwright;
using PlanGate.Reports;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Reports;

public sealed class HtmlReportTests
{
    // The lowest contrast of all text with what is behind it, after WCAG, and whose it is.
    private const string LowestContrast = """
        () => {
          const light = c => { const [r, g, b] = c.match(/[\d.]+/g).map(Number).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const clear = c => c === 'transparent' || /rgba\(.*, 0\)/.test(c);
          const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!clear(c)) return c; } return 'rgb(255, 255, 255)'; };
          let lowest = [99, ''];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest('title')) continue;
            const svg = e.closest('svg');
            const ink = svg ? getComputedStyle(e).fill : getComputedStyle(e).color;
            const box = svg ? getComputedStyle(e.parentElement.querySelector('rect')).fill : behind(e);
            const [a, b] = [light(ink), light(box === 'none' ? behind(svg) : box)].sort((x, y) => y - x);
            const contrast = (a + 0.05) / (b + 0.05);
            if (contrast < lowest[0]) lowest = [contrast, e.outerHTML.slice(0, 120)];
          }
          return lowest;
        }
        """;

    public static TheoryData<string> Cases => ReportCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_page_is_pinned(string name) => Golden.Matches($"{name}.html", Html(ReportCases.Of(name)));

    [Fact]
    public void The_page_asks_for_nothing_and_holds_no_script()
    {
        Assert.All(ReportCases.All.Values, verdict =>
        {
            var html = Html(verdict());
            Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"<script|<link|<img|<iframe|<a |\ssrc=|\shref=|\sstyle=|\son\w+=|url\(|@import", html.Replace("&quot;", "", StringComparison.Ordinal));
        });
    }

    [NeedsChromiumFact]
    public Task It_opens_on_a_phone_without_a_sideways_scroll_a_request_or_an_error_in_light_and_dark() => InChromium(async browser =>
    {
        (string Name, string Html)[] pages =
        [
            .. ReportCases.All.Select(one => (one.Key, Html(one.Value()))),
            ("evil", Html(ReportCases.Hostile("<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">" + new string('x', 400)).Judged())),
            ("many", Html(ReportCases.Many(2_000))),
        ];
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = scheme });
            foreach (var (name, html) in pages)
            {
                using var folder = new TemporaryFolder();
                var path = folder.Write("report.html", html);
                var page = await context.NewPageAsync();
                var (problems, requests) = (new List<string>(), 0);
                page.Console += (_, message) => problems.Add(message.Text);
                page.PageError += (_, error) => problems.Add(error);
                page.Request += (_, _) => requests++;
                await page.GotoAsync($"file://{path}");

                Assert.Empty(problems);
                Assert.Equal(1, requests);
                Assert.StartsWith("PlanGate: ", await page.TitleAsync(), StringComparison.Ordinal);
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 360, $"{name} scrolls sideways");
                var ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
                Assert.Equal(scheme == ColorScheme.Dark ? "rgb(13, 17, 23)" : "rgb(246, 248, 250)", ground);
                if (name != "many")
                {
                    await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
                    var lowest = await page.EvaluateAsync<System.Text.Json.JsonElement>(LowestContrast);
                    Assert.True(lowest[0].GetDouble() >= 4.5, string.Create(CultureInfo.InvariantCulture, $"{name}, {scheme}: {lowest[0].GetDouble():0.00} of {lowest[1]}"));
                }

                await page.CloseAsync();
            }

            await context.CloseAsync();
        }
    });

    [NeedsChromiumFact]
    public Task On_paper_everything_that_is_folded_shows() => InChromium(async browser =>
    {
        var page = await browser.NewPageAsync();
        await page.SetContentAsync(Html(ReportCases.Of("mass")));
        const string LastName = "() => { const all = document.querySelectorAll('.names li'); return all[all.length - 1].checkVisibility(); }";

        Assert.False(await page.EvaluateAsync<bool>(LastName));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.EvaluateAsync<bool>(LastName));
    });

    private static string Html(Verdict verdict) => FormatTests.Report(output => HtmlReport.Write(verdict, "0.1.0", output));

    private static async Task InChromium(Func<IBrowser, Task> look)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        await look(browser);
    }
}
