using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Polly;
using Polly.Retry;

namespace PlanGate.Cli.GitHub;

/// <summary>Sends requests one after another, waits as GitHub asks, and gives the token to nobody else.</summary>
internal sealed partial class GitHubClient : IDisposable
{
    private const string JsonType = "application/vnd.github+json";
    private const int MostRedirects = 3;
    private const int MostPages = 100;
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    private readonly Uri _api;
    private readonly Uri _graphql;
    private readonly string _token;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _deadline;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<Attempt> _retries;

    /// <summary>A client for one run: its five minutes begin now.</summary>
    public GitHubClient(Uri api, Uri graphql, string token, Surroundings surroundings)
    {
        _api = new(api.AbsoluteUri.TrimEnd('/') + "/");
        (_graphql, _token, _time) = (graphql, token, surroundings.Time);
        _deadline = _time.GetUtcNow() + Budget;
        _http = new(surroundings.Network()) { Timeout = Timeout.InfiniteTimeSpan };
        _retries = new ResiliencePipelineBuilder<Attempt> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = RetryRule.MostRetries,
                ShouldHandle = tried => new(tried.Outcome.Result is { } attempt && WaitAfter(attempt, tried.AttemptNumber) is not null),
                DelayGenerator = tried => new(WithinTheBudget(WaitAfter(tried.Outcome.Result!, tried.AttemptNumber), tried.Outcome.Result!.InWords)),
            })
            .Build();
    }

    /// <summary>GitHub's time as of the last answer, or this machine's.</summary>
    public DateTimeOffset Now => _lastDate is { } date ? date : _time.GetUtcNow();

    private DateTimeOffset? _lastDate;
    private DateTimeOffset _notBefore;

    public Answer Get(string path, string accept = JsonType) => Ask(HttpMethod.Get, new(_api, path), null, accept, null);

    public Answer Patch(string path, JObject body) => Ask(HttpMethod.Patch, new(_api, path), body, JsonType, null);

    public Answer Delete(string path) => Ask(HttpMethod.Delete, new(_api, path), null, JsonType, null);

    /// <summary>Creates something. Where an answer was lost, <paramref name="readBack"/> looks whether it is there before it is tried again.</summary>
    public Answer Post(string path, JObject body, Func<JToken?> readBack) => Ask(HttpMethod.Post, new(_api, path), body, JsonType, readBack);

    /// <summary>All elements of a list, following its pages as they are linked. A refusal is thrown.</summary>
    public IReadOnlyList<JToken> List(string path)
    {
        var (elements, refused) = ListOrRefused(path);
        return elements ?? throw Failed("GET", path, refused!);
    }

    /// <summary>All elements of a list, or the answer that refuses it.</summary>
    public (IReadOnlyList<JToken>? Elements, Answer? Refused) ListOrRefused(string path)
    {
        var elements = new List<JToken>();
        var next = new Uri(_api, path);
        for (var pages = 0; pages < MostPages; pages++)
        {
            var answer = Ask(HttpMethod.Get, next, null, JsonType, null);
            if (!answer.IsSuccess)
            {
                return (null, answer);
            }

            elements.AddRange(answer.Document as JArray ?? throw new GitHubException($"GET {next.AbsolutePath}: GitHub's answer is no list"));
            if (NextPage(answer) is not { } link)
            {
                return (elements, null);
            }

            next = SameHost(new(next, link), next);
        }

        throw new GitHubException($"GET {path.Split('?')[0]}: more than {MostPages} pages");
    }

    /// <summary>Asks by GraphQL; errors that it reports beside an answer are thrown.</summary>
    public JToken Query(string query, JObject variables)
    {
        var answer = Ask(HttpMethod.Post, _graphql, new() { ["query"] = query, ["variables"] = variables }, JsonType, null);
        return answer is { IsSuccess: true, Document: JObject document } && document.At("errors") is null && document.At("data") is { } data
            ? data
            : throw Failed("POST", "graphql", answer);
    }

    /// <summary>An answer that was not what was asked for, in words.</summary>
    public static GitHubException Failed(string method, string path, Answer answer) => new(
        $"{method} {path.Split('?')[0]}: {answer.Status.ToString(CultureInfo.InvariantCulture)} {answer.Message}{(answer.Header("x-accepted-github-permissions") is { } needed && answer.Status == 403 ? $" (the token needs {needed})" : "")}");

    public void Dispose() => _http.Dispose();

    private Answer Ask(HttpMethod method, Uri address, JObject? body, string accept, Func<JToken?>? readBack)
    {
        WaitForWhatWasAsked();
        var tries = 0;
        var last = _retries.Execute(() =>
        {
            var again = tries++ > 0;
            return again && readBack?.Invoke() is { } found ? new(Answer.Found(found), "") : Try(method, address, body, accept);
        });
        if (last.Answer is not { } answer || WaitAfter(last, 0) is not null)
        {
            throw new GitHubException($"GitHub is unreachable: {method} {address.AbsolutePath}: {last.InWords}, {tries} times");
        }

        if (answer.Status == 401 || (answer.Status == 403 && (answer.Header("x-github-sso") is not null || answer.Message.Contains("IP allow list", StringComparison.OrdinalIgnoreCase))))
        {
            throw new GitHubException($"GitHub is unreachable: {method} {address.AbsolutePath}: {last.InWords}");
        }

        return answer;
    }

    private TimeSpan? WaitAfter(Attempt attempt, int tries) => RetryRule.Wait(attempt.Answer, tries, _time.GetUtcNow());

    private TimeSpan? WithinTheBudget(TimeSpan? wait, string why) => wait is { } length && _time.GetUtcNow() + length > _deadline
        ? throw new GitHubException($"GitHub is unreachable: {why}: it would take {Math.Ceiling(length.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s more, and a run has {Budget.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes in all")
        : wait;

    // The last try of a request may have been told to wait: that holds for the next request too.
    private void WaitForWhatWasAsked()
    {
        var left = _notBefore - _time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            WithinTheBudget(left, "it asked to be left alone");
            Task.Delay(left, _time).GetAwaiter().GetResult();
        }
    }

    private Attempt Try(HttpMethod method, Uri address, JObject? body, string accept)
    {
        var left = _deadline - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            throw new GitHubException($"GitHub is unreachable: {Budget.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes are over");
        }

        try
        {
            using var patience = new CancellationTokenSource(left < OneTry ? left : OneTry);
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                var answer = Send(method, address, body, accept, patience.Token);
                if (answer.Status is not (301 or 302 or 307 or 308) || answer.Header("location") is not { } location)
                {
                    // An answer that says yes and cannot be read says nothing.
                    return answer is { IsSuccess: true, Body.Length: > 0, Document: null } && accept == JsonType ? new(null, "an answer that is no JSON") : new(answer, "");
                }

                if (answer.Status is 301 or 302 && method != HttpMethod.Get)
                {
                    throw new GitHubException($"{method} {address.AbsolutePath}: redirected, and not said how");
                }

                address = SameHost(new(address, location), address);
            }

            throw new GitHubException($"{method} {address.AbsolutePath}: more than {MostRedirects} redirects");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(null, e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message);
        }
        catch (OperationCanceledException)
        {
            return new(null, $"no answer within {OneTry.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
    }

    private Answer Send(HttpMethod method, Uri address, JObject? body, string accept, CancellationToken patience)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.UserAgent.ParseAdd($"plangate/{App.Version}");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString(Formatting.None)));
            request.Content.Headers.ContentType = new("application/json");
        }

        using var response = _http.Send(request, HttpCompletionOption.ResponseContentRead, patience);
        using var bytes = new MemoryStream();
        response.Content.CopyTo(bytes, null, patience);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var answer = new Answer((int)response.StatusCode, headers, bytes.ToArray());
        _lastDate = answer.Date ?? _lastDate;
        if (answer.Status is 403 or 429 or >= 500 && RetryRule.AskedFor(answer, _time.GetUtcNow()) is { } asked)
        {
            _notBefore = _time.GetUtcNow() + asked;
        }

        return answer;
    }

    private static string? NextPage(Answer answer) => answer.Header("link") is { } links && Next.Match(links) is { Success: true } next ? next.Groups[1].Value : null;

    private static Uri SameHost(Uri next, Uri before) => (next.Scheme, next.Authority) == (before.Scheme, before.Authority)
        ? next
        : throw new GitHubException($"GitHub's answer leads from {before.Authority} to {next.Scheme}://{next.Authority}: the token is not sent there");

    [GeneratedRegex("<([^<>]*)>;[^<>]*rel=\"next\"")]
    private static partial Regex Next { get; }

    /// <summary>One try: an answer, or what went wrong on the way.</summary>
    private sealed record Attempt(Answer? Answer, string Problem)
    {
        public string InWords => Answer is { } answer ? $"{answer.Status.ToString(CultureInfo.InvariantCulture)} {answer.Message}".TrimEnd() : Problem;
    }
}
