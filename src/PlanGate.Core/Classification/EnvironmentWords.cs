namespace PlanGate.Classification;

/// <summary>Finds production and non-production in names, as whole words: <c>products</c> and <c>latest</c> mean nothing.</summary>
public static class EnvironmentWords
{
    private static readonly HashSet<string> Production = new(StringComparer.Ordinal) { "prod", "production", "prd", "live" };

    private static readonly HashSet<string> NonProduction = new(StringComparer.Ordinal)
    {
        "dev", "devel", "develop", "development", "test", "testing", "tst", "qa", "uat", "staging", "stg", "sandbox", "sbx", "preview",
        "nonprod", "nonproduction", "nonprd", "preprod", "preproduction", "ephemeral", "playground", "demo",
    };

    // Beside these, "live" is said of what is sent out or watched as it happens.
    private static readonly HashSet<string> LiveSubjects = new(StringComparer.Ordinal)
    {
        "chat", "stream", "streams", "streaming", "score", "scores", "event", "events", "video", "reload", "asset", "assets", "view", "views", "migration", "tv", "feed", "blog", "support",
    };

    // "non-prod", "pre-production", "not live".
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "non", "not", "pre" };

    // What these words say beside such a neighbour is a subject, not an environment: "test results", "staging tables", "ab test".
    private static readonly Dictionary<string, HashSet<string>> Subjects = new(StringComparer.Ordinal)
    {
        ["test"] = new(StringComparer.Ordinal)
        {
            "result", "results", "report", "reports", "case", "cases", "score", "scores", "data", "suite", "suites", "plan", "plans", "drive", "kit", "kits", "prep",
            "ab", "speed", "lab", "blood", "medical", "covid", "drug", "genetic", "crash",
        },
        ["testing"] = new(StringComparer.Ordinal) { "results", "lab", "center", "centre", "platform", "service" },
        ["dev"] = new(StringComparer.Ordinal) { "tools", "portal", "docs", "kit", "hub", "rel", "ops", "null" },
        ["development"] = new(StringComparer.Ordinal) { "business", "product", "property", "estate", "research", "software", "web" },
        ["staging"] = new(StringComparer.Ordinal) { "table", "tables", "schema", "area", "zone", "layer" },
        ["preview"] = new(StringComparer.Ordinal) { "image", "images", "thumbnail", "thumbnails", "cache", "link", "file", "files" },
        ["demo"] = new(StringComparer.Ordinal) { "video", "videos", "graphics", "graphic" },
    };

    /// <summary>The words of a text that mark production, and those that mark something else.</summary>
    public static (bool Production, bool NonProduction) In(string text)
    {
        var words = Split(text);
        var (production, nonProduction) = (false, false);
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            var before = at > 0 ? words[at - 1].Text : "";
            var after = at + 1 < words.Count ? words[at + 1] : default;
            if (Production.Contains(word.Text))
            {
                if (word.Text == "live" && (LiveSubjects.Contains(before) || LiveSubjects.Contains(after.Text ?? "")))
                {
                    continue;
                }

                // "non-prod" is one expression, "pre.prod" are two names.
                var negated = Negations.Contains(before) && (word.Joiner is '-' or '_' or ' ' or Word.Joined);
                production |= !negated;
                nonProduction |= negated;
            }
            else if (word.Joiner == Word.AfterDigit)
            {
                // "7qa3" is a random identifier; only production is believed inside of one.
            }
            else if (NonProduction.Contains(word.Text))
            {
                nonProduction |= !Subjects.TryGetValue(word.Text, out var neighbours) || !(neighbours.Contains(before) || neighbours.Contains(after.Text ?? ""));
            }
            else if (word.Text is "pr" && after.Text is { Length: > 0 } number && number.All(char.IsAsciiDigit) && (after.Joiner is '-' or '_' or Word.Joined))
            {
                nonProduction = true;
            }
        }

        return (production, nonProduction);
    }

    private readonly record struct Word(string Text, char Joiner)
    {
        /// <summary>Nothing stands between this word and the one before: a hump, or digits behind letters.</summary>
        public const char Joined = '\0';

        /// <summary>A digit stands right before it.</summary>
        public const char AfterDigit = '0';
    }

    // Words end at anything that is no letter or digit, at "camelCase" humps, and between letters and digits ("prod01").
    private static List<Word> Split(string text)
    {
        var words = new List<Word>();
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var ends = at == text.Length || !char.IsLetterOrDigit(text[at]) || (at > start && IsBorder(text[at - 1], text[at]));
            if (!ends)
            {
                continue;
            }

            if (at > start)
            {
                var joiner = start == 0 || char.IsLetter(text[start - 1]) ? Word.Joined : char.IsDigit(text[start - 1]) ? char.IsDigit(text[start]) ? Word.Joined : Word.AfterDigit : text[start - 1];
                words.Add(new(text[start..at].ToLowerInvariant(), joiner));
            }

            start = at < text.Length && char.IsLetterOrDigit(text[at]) ? at : at + 1;
        }

        return words;
    }

    private static bool IsBorder(char left, char right) =>
        (char.IsLower(left) && char.IsUpper(right)) || char.IsDigit(left) != char.IsDigit(right);
}
