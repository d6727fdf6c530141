using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.GitHub;

/// <summary>As much of GitHub as a check asks, in memory: pull request 7 of acme/infra, opened by the agent (1001).</summary>
internal sealed class FakeGitHub : HttpMessageHandler
{
    public const string Head = "1111111111111111111111111111111111111111";
    public const string Base = "0000000000000000000000000000000000000001";
    public const string Token = "ghs_secret";

    /// <summary>Every request: method and path.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Answers instead of the usual ones, for requests that match; null lets the usual one through, after it was asked.</summary>
    public List<(string Pattern, Func<HttpResponseMessage?> Answer)> Instead { get; } = [];

    public ImpatientTime Time { get; } = new();

    public Dictionary<string, string> Files { get; } = [];

    public JArray Reviews { get; } = [];

    public JArray Statuses { get; } = [];

    public JArray Comments { get; } = [];

    public JArray Commits { get; } = [new JObject { ["sha"] = Head, ["author"] = new JObject { ["id"] = 1001 }, ["committer"] = new JObject { ["id"] = 1001 } }];

    public string PullHead { get; set; } = Head;

    public Dictionary<string, string> Variables { get; } = new()
    {
        ["GITHUB_REPOSITORY"] = "acme/infra",
        ["GITHUB_EVENT_NAME"] = "pull_request",
        ["GITHUB_TOKEN"] = Token,
        ["GITHUB_API_URL"] = "https://api.github.test",
        ["GITHUB_GRAPHQL_URL"] = "https://api.github.test/graphql",
    };

    public Surroundings Surroundings => new(name => Variables.GetValueOrDefault(name), Time, () => new Undisposed(this));

    /// <summary>Runs <c>plangate check --github</c> on a plan in the folder.</summary>
    public CommandLine.Outcome Check(TemporaryFolder folder, TestPlan plan, params string[] more)
    {
        Variables["GITHUB_EVENT_PATH"] = folder.Write("event.json", new JObject { ["pull_request"] = new JObject { ["number"] = 7, ["head"] = new JObject { ["sha"] = Head } } }.ToString());
        Variables["GITHUB_OUTPUT"] = folder.Write("output", "");
        Variables["GITHUB_STEP_SUMMARY"] = folder.Write("summary", "");
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var terminal = new Terminal(output, error, () => Stream.Null, true, IsColoured: false)
        {
            Surroundings = Surroundings,
        };
        var code = App.Run(["check", folder.Write("plan.json", plan.Json()), "--github", "--format", "json", .. more], terminal);
        Assert.DoesNotContain(Token, output.ToString() + error + File.ReadAllText(Variables["GITHUB_OUTPUT"]) + File.ReadAllText(Variables["GITHUB_STEP_SUMMARY"]));
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A review that says yes.</summary>
    public void Approve(string code, long user = 1002, string login = "alice") => Reviews.Add(new JObject
    {
        ["id"] = 500 + Reviews.Count,
        ["user"] = new JObject { ["id"] = user, ["login"] = login, ["type"] = "User" },
        ["state"] = "APPROVED",
        ["body"] = $"plangate approve {code}",
        ["submitted_at"] = Time.Stamp,
    });

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery.TrimStart('/'));
        var call = $"{request.Method} {path}";
        Calls.Add(call);
        Assert.Equal("https://api.github.test", request.RequestUri.GetLeftPart(UriPartial.Authority));
        Assert.Equal($"Bearer {Token}", request.Headers.Authorization?.ToString());
        Assert.StartsWith("plangate/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        for (var at = 0; at < Instead.Count; at++)
        {
            if (Regex.IsMatch(call, Instead[at].Pattern))
            {
                var (pattern, answer) = Instead[at];
                Instead.RemoveAt(at);
                if (answer() is { } instead)
                {
                    return instead;
                }

                Usual(request, path);
                throw new HttpRequestException("the connection was reset");
            }
        }

        return Usual(request, path);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

    public static HttpResponseMessage Answer(int status, object? body = null, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body as string ?? JsonConvert.SerializeObject(body ?? new { message = "injected" }), Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    private HttpResponseMessage Usual(HttpRequestMessage request, string path)
    {
        var body = request.Content is { } content ? JObject.Parse(new StreamReader(content.ReadAsStream()).ReadToEnd()) : [];
        var me = new JObject { ["id"] = 41898282, ["login"] = "github-actions[bot]", ["type"] = "Bot" };
        switch (request.Method.Method, path.Replace("repos/acme/infra/", "", StringComparison.Ordinal).Split('?')[0])
        {
            case ("GET", "pulls/7"): return Ok(Pull());
            case ("GET", "commits/heads/main"): return Ok(new JObject { ["sha"] = Base });
            case ("GET", var file) when file.StartsWith("contents/", StringComparison.Ordinal): return Files.TryGetValue(file["contents/".Length..], out var text) ? Answer(200, text) : Answer(404, new { message = "Not Found" });
            case ("GET", "pulls/7/reviews"): return Ok(Reviews);
            case ("GET", "pulls/7/commits"): return Ok(Commits);
            case ("GET", "activity"): return Ok(new JArray { new JObject { ["actor"] = new JObject { ["id"] = 1001 }, ["before"] = new string('0', 40), ["after"] = PullHead } });
            case ("GET", var person) when person.StartsWith("collaborators/", StringComparison.Ordinal): return Ok(new JObject { ["permission"] = "write", ["user"] = new JObject { ["id"] = 1002 } });
            case ("GET", var statuses) when statuses.EndsWith("/statuses", StringComparison.Ordinal): return Ok(new JArray(Statuses.Reverse()));
            case ("POST", "statuses/" + Head):
                body["creator"] = me;
                body["created_at"] = Time.Stamp;
                Statuses.Add(body);
                return Answer(201, body);
            case ("GET", "issues/7/comments"): return Ok(Comments);
            case ("POST", "issues/7/comments"):
                Comments.Add(new JObject { ["id"] = 900 + Comments.Count, ["user"] = me, ["body"] = body["body"], ["html_url"] = "https://github.test/comment" });
                return Answer(201, Comments.Last());
            case ("PATCH", var comment) when comment.StartsWith("issues/comments/", StringComparison.Ordinal):
                Comments.Single(one => $"issues/comments/{one["id"]}" == comment)["body"] = body["body"];
                return Ok(new JObject());
            case ("POST", "graphql"):
                return Ok(JObject.FromObject(new
                {
                    data = new
                    {
                        viewer = new { login = "github-actions", databaseId = 41898282 },
                        repository = new { pullRequest = new { reviews = new { nodes = Reviews.Select(review => new { fullDatabaseId = $"{review["id"]}", state = review["state"], body = review["body"], lastEditedAt = (string?)null, editor = (object?)null }), pageInfo = new { hasNextPage = false, endCursor = (string?)null } } } },
                    },
                }));
            default: throw new InvalidOperationException($"the fake does not know {request.Method} {path}");
        }
    }

    private JObject Pull()
    {
        var repository = new JObject { ["id"] = 55501, ["full_name"] = "acme/infra", ["owner"] = new JObject { ["id"] = 100 } };
        return new()
        {
            ["number"] = 7,
            ["user"] = new JObject { ["id"] = 1001, ["login"] = "agent", ["type"] = "User" },
            ["head"] = new JObject { ["sha"] = PullHead, ["ref"] = "agent/change", ["repo"] = repository },
            ["base"] = new JObject { ["ref"] = "main", ["repo"] = repository },
            ["commits"] = Commits.Count,
            ["requested_reviewers"] = new JArray(),
            ["requested_teams"] = new JArray(),
        };
    }

    private static HttpResponseMessage Ok(JToken body) => Answer(200, body.ToString(Formatting.None));

    // The client disposes of what it is given, once a run.
    private sealed class Undisposed(FakeGitHub fake) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => fake.Send(request, cancellationToken);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => fake.SendAsync(request, cancellationToken);
    }
}

/// <summary>A clock on which every wait is over at once, and is remembered.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 24, 18, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public string Stamp => _now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void Pass(TimeSpan time) => _now += time;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Waits.Add(dueTime);
            _now += dueTime;
        }

        return TimeProvider.System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
