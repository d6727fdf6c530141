using Newtonsoft.Json.Linq;
using PlanGate.Approvals;

namespace PlanGate.Cli.GitHub;

/// <summary>The one comment of a run's key on a pull request: found by its marker and by who wrote it, changed in place.</summary>
/// <param name="api">GitHub.</param>
/// <param name="pull">The pull request.</param>
/// <param name="marker">The comment's first line.</param>
/// <param name="me">Who we are: a marker in somebody else's comment is a quotation, or a trap.</param>
internal sealed class StickyComment(GitHubApi api, int pull, string marker, Account me)
{
    /// <summary>What became of the comment: where it is, or the answer that refused it; neither where there is none.</summary>
    public sealed record Outcome(string? Address, Answer? Refused);

    /// <summary>Makes the one comment say a text, and leaves it alone where it does already.</summary>
    /// <param name="text">The text below the marker.</param>
    /// <param name="mayCreate">Where there is no comment yet, make one.</param>
    public Outcome Update(string text, bool mayCreate)
    {
        var own = Own();
        if (own.Count == 0)
        {
            return mayCreate ? Create(text) : new(null, null);
        }

        // Two runs at once may have made one each.
        foreach (var extra in own.Skip(1))
        {
            api.DeleteComment(extra.Id);
        }

        if (own[0].Says(Whole(text)))
        {
            return new(own[0].Address, null);
        }

        var answer = api.UpdateComment(own[0].Id, Whole(text));
        if (answer.IsSuccess)
        {
            return new(own[0].Address, null);
        }

        // It may have been deleted since it was listed; one that is still there must not be joined by a second.
        return answer.Status == 404 && Own().Count == 0 ? Create(text) : new(null, answer);
    }

    /// <summary>Adds a comment that says a text, unless the newest one does, and folds the ones before it away.</summary>
    /// <param name="text">The text below the marker.</param>
    /// <param name="mayCreate">Where there is no comment yet, make one.</param>
    public Outcome Renew(string text, bool mayCreate)
    {
        var own = Own();
        if (own.Count > 0 ? own[^1].Says(Whole(text)) : !mayCreate)
        {
            return new(own.LastOrDefault()?.Address, null);
        }

        var made = Create(text);
        foreach (var old in made.Refused is null ? own : [])
        {
            api.Minimize(old);
        }

        return made;
    }

    private List<Comment> Own() => [.. api.Comments(pull)
        .Where(comment => comment.Author?.Id == me.Id && !comment.IsMinimized && comment.Body.StartsWith(marker, StringComparison.Ordinal))
        .OrderBy(comment => comment.Id)];

    private Outcome Create(string text)
    {
        var answer = api.CreateComment(pull, Whole(text), () => Own().LastOrDefault(comment => comment.Says(Whole(text))) is { } there ? new JObject { ["html_url"] = there.Address } : null);
        return answer.IsSuccess ? new(answer.Document?.TextOrNull("html_url"), null) : new(null, answer);
    }

    private string Whole(string text) => $"{marker}\n{text}";
}
