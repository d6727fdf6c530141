using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PlanGate.Plans.Pulumi;

/// <summary>Reads stack exports, and the checkpoint files of backends that keep them in files or buckets.</summary>
internal sealed class StackExportReader
{
    private const int NewestVersion = 4;

    // The parts of version 4 that this reader understands. Pulumi itself refuses a state that names others.
    private static readonly string[] Features = ["refreshBeforeUpdate", "views", "hooks", "taint", "replaceWith", "snippets"];

    private readonly JsonPump _pump;
    private readonly List<PulumiState> _rows = [];
    private bool _hasDeployment;

    private StackExportReader(JsonPump pump) => _pump = pump;

    public static StackExport Read(Stream input) => InputDecoder.Reading(() =>
    {
        var (utf8, head) = InputDecoder.Decode(input);
        if (Encoding.UTF8.GetString(head).AsSpan().Trim() is not ['{', ..])
        {
            throw Wrong(null, null);
        }

        var pump = new JsonPump(utf8);
        return pump.Next() && pump.Token == JsonTokenType.StartObject ? new StackExportReader(pump).Read() : throw Wrong(null, null);
    });

    private StackExport Read()
    {
        ReadDocument(_pump.MembersOfOpened());
        if (!_hasDeployment)
        {
            throw Wrong(null, null);
        }

        if (_pump.Next())
        {
            throw new PlanFormatException("there is something after the stack export", null, _pump.Position);
        }

        var urns = _rows.Select(row => PulumiUrn.Parse(row.Urn)!.Value);
        return new(urns.Select(urn => urn.StackName).FirstOrDefault() ?? "", _rows);
    }

    private void ReadDocument(IEnumerable<string> members)
    {
        foreach (var name in members)
        {
            _pump.Where = name;
            switch (name)
            {
                case "version": CheckVersion(); break;
                case "features": CheckFeatures(); break;
                case "checkpoint": ReadDocument(_pump.Members()); break;
                case "deployment" or "latest": ReadDeployment(); break;
                default: _pump.Skip(); break;
            }
        }
    }

    private void CheckVersion()
    {
        _pump.Next();
        if (_pump.Token != JsonTokenType.Number || !int.TryParse(_pump.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version > NewestVersion)
        {
            throw new PlanFormatException($"version {_pump.Text} of the stack's state is not known (1 to {NewestVersion}): update plangate", "version", _pump.Position);
        }
    }

    private void CheckFeatures()
    {
        foreach (var element in _pump.Elements())
        {
            var feature = Encoding.UTF8.GetString(element.Span).Trim('"');
            if (!Features.Contains(feature, StringComparer.Ordinal))
            {
                throw new PlanFormatException($"the stack's state uses \"{feature}\", which this version does not know: update plangate", "features", _pump.Position);
            }
        }
    }

    private void ReadDeployment()
    {
        _hasDeployment = true;
        foreach (var name in _pump.Members())
        {
            if (name == "resources")
            {
                ReadResources();
            }
            else
            {
                _pump.Skip();
            }
        }
    }

    private void ReadResources()
    {
        foreach (var element in _pump.Elements())
        {
            var where = $"resources[{_rows.Count}]";
            try
            {
                ReadOnlyMemory<byte> own = element.ToArray();
                var reader = new Utf8JsonReader(own.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
                reader.Read();
                var state = PulumiState.Read(ref reader, own, isEvent: false) ?? throw new FormatException("not an object");
                _rows.Add(PulumiUrn.Parse(state.Urn) is null ? throw new FormatException($"\"{state.Urn}\" is not a URN") : state);
            }
            catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
            {
                throw new PlanFormatException(e is FormatException ? e.Message : "a value of the wrong shape", where, _pump.Position, e);
            }
        }
    }

    private static PlanFormatException Wrong(string? where, TextPosition? position) =>
        new("not a stack export: write one with `pulumi stack export --file stack.json`", where, position);
}
