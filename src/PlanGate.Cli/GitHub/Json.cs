using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PlanGate.Cli.GitHub;

/// <summary>Reads members of GitHub's documents; what should be there and is not is an error, never a default.</summary>
internal static class Json
{
    /// <summary>Parses a document; null where it is none.</summary>
    public static JToken? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(bytes))) { DateParseHandling = DateParseHandling.None, MaxDepth = 64 };
            var document = JToken.ReadFrom(reader);
            return reader.Read() ? null : document;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    extension(JToken token)
    {
        /// <summary>The value at a path of members, or null where it is not there or is null.</summary>
        public JToken? At(params ReadOnlySpan<string> path)
        {
            JToken? at = token;
            foreach (var name in path)
            {
                at = at is JObject members ? members[name] : null;
            }

            return at is null or { Type: JTokenType.Null } ? null : at;
        }

        /// <summary>A text, or null where there is none.</summary>
        public string? TextOrNull(params ReadOnlySpan<string> path) => token.At(path) is JValue { Type: JTokenType.String, Value: string text } ? text : null;

        /// <summary>A text that must be there.</summary>
        public string Text(params ReadOnlySpan<string> path) => token.TextOrNull(path) ?? throw Missing(path);

        /// <summary>A whole number, or null where there is none.</summary>
        public long? NumberOrNull(params ReadOnlySpan<string> path) => token.At(path) is JValue { Type: JTokenType.Integer, Value: long number } ? number : null;

        /// <summary>A whole number that must be there.</summary>
        public long Number(params ReadOnlySpan<string> path) => token.NumberOrNull(path) ?? throw Missing(path);

        /// <summary>A time, UTC, or null where there is none.</summary>
        public DateTimeOffset? TimeOrNull(params ReadOnlySpan<string> path) =>
            DateTimeOffset.TryParse(token.TextOrNull(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

        /// <summary>A time that must be there, UTC.</summary>
        public DateTimeOffset Time(params ReadOnlySpan<string> path) => token.TimeOrNull(path) ?? throw Missing(path);
    }

    private static GitHubException Missing(ReadOnlySpan<string> path) => new($"GitHub's answer has no {string.Join('.', path.ToArray())}, or it is not what it should be");
}
