using Newtonsoft.Json.Linq;

namespace PlanGate.Cli.GitHub;

/// <summary>Where GitHub is and with which token, as a workflow's variables say.</summary>
/// <param name="Api">The REST API.</param>
/// <param name="GraphQL">The GraphQL API.</param>
/// <param name="Token">The token. It goes into requests to these two and nowhere else.</param>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
internal sealed record GitHubConnection(Uri Api, Uri GraphQL, string Token, string Repository)
{
    /// <summary>Reads the variables.</summary>
    /// <exception cref="GitHubException">One that is needed is missing, or leads nowhere safe.</exception>
    public static GitHubConnection Of(Surroundings surroundings)
    {
        var repository = Needed(surroundings, "GITHUB_REPOSITORY");
        if (repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw new GitHubException($"GITHUB_REPOSITORY is not owner/name: \"{repository}\"");
        }

        var token = surroundings.Variable("GITHUB_TOKEN") is { Length: > 0 } given ? given : Needed(surroundings, "GH_TOKEN", "no token: set GITHUB_TOKEN, in a workflow by `env: { GITHUB_TOKEN: ${{ github.token }} }`");
        return token.Any(letter => letter is <= ' ' or > '~')
            ? throw new GitHubException("GITHUB_TOKEN is no token: it holds characters that none has")
            : new(Address(surroundings, "GITHUB_API_URL", "https://api.github.com"), Address(surroundings, "GITHUB_GRAPHQL_URL", "https://api.github.com/graphql"), token, repository);
    }

    /// <summary>The event that started the run.</summary>
    /// <exception cref="GitHubException">There is none that can be answered.</exception>
    public static WorkflowEvent Event(Surroundings surroundings)
    {
        var name = Needed(surroundings, "GITHUB_EVENT_NAME");
        var file = Needed(surroundings, "GITHUB_EVENT_PATH");
        try
        {
            return WorkflowEvent.Of(name, Json.Parse(File.ReadAllBytes(file)) as JObject ?? throw new GitHubException($"{file}: the event is no JSON object"), surroundings.Variable("GITHUB_SHA"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitHubException($"the event cannot be read: {e.Message}");
        }
    }

    private static string Needed(Surroundings surroundings, string variable, string? problem = null) =>
        surroundings.Variable(variable) is { Length: > 0 } value ? value : throw new GitHubException(problem ?? $"{variable} is not set: --github works inside a GitHub workflow");

    private static Uri Address(Surroundings surroundings, string variable, string usual)
    {
        var text = surroundings.Variable(variable) is { Length: > 0 } given ? given : usual;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new GitHubException($"{variable} is no https address: {text}");
    }
}
