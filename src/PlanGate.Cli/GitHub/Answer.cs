using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PlanGate.Cli.GitHub;

/// <summary>What GitHub answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers, by name whatever its case.</param>
/// <param name="Body">The bytes, whole.</param>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private JToken? _document;

    /// <summary>An answer that was put together from others.</summary>
    public static Answer Found(JToken document) => new(200, new Dictionary<string, string>(), []) { _document = document };

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The document, or null where the body is none.</summary>
    public JToken? Document => _document ??= Json.Parse(Body);

    /// <summary>When it was given, by GitHub's clock.</summary>
    public DateTimeOffset? Date => DateTimeOffset.TryParse(Header("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>What GitHub says of it: the message and the messages of its errors.</summary>
    public string Message
    {
        get
        {
            if (Document is not JObject document)
            {
                return "";
            }

            var details = document["errors"] is JArray errors ? errors.Select(error => error is JValue { Value: string text } ? text : error.TextOrNull("message")).OfType<string>() : [];
            return string.Join("; ", details.Prepend(document.TextOrNull("message") ?? "").Where(text => text.Length > 0));
        }
    }
}
