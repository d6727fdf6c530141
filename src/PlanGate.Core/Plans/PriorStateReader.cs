using System.Text.Json;

namespace PlanGate.Plans;

/// <summary>Walks through <c>prior_state</c>, counts the managed objects, and keeps those that rules ask about.</summary>
internal sealed class PriorStateReader(JsonPump pump, PlanInterests interests)
{
    private readonly List<StateObject> _objects = [];
    private int _count;

    /// <summary>Reads the section, whose name the pump has just taken.</summary>
    public PriorState Read()
    {
        foreach (var member in pump.Members())
        {
            if (member == "values")
            {
                ReadValues();
            }
            else
            {
                pump.Skip();
            }
        }

        return new(_count, _objects);
    }

    private void ReadValues()
    {
        foreach (var member in pump.Members())
        {
            if (member == "root_module")
            {
                ReadModule(pump.Members());
            }
            else
            {
                pump.Skip();
            }
        }
    }

    private void ReadModule(IEnumerable<string> members)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case "resources": ReadResources(); break;
                case "child_modules": ReadModules(); break;
                default: pump.Skip(); break;
            }
        }
    }

    private void ReadModules()
    {
        if (!pump.Opens(JsonTokenType.StartArray))
        {
            return;
        }

        while (pump.Next() && pump.Token == JsonTokenType.StartObject)
        {
            ReadModule(pump.MembersOfOpened());
        }

        if (pump.Token != JsonTokenType.EndArray)
        {
            throw Wrong("a module is not an object");
        }
    }

    private void ReadResources()
    {
        foreach (var element in pump.Elements())
        {
            Keep(element);
        }
    }

    private void Keep(ReadOnlyMemory<byte> element)
    {
        string? address = null, mode = null, type = null;
        var reader = new Utf8JsonReader(element.Span, new JsonReaderOptions { MaxDepth = JsonValues.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong("an object of the state is no object");
        }

        // The three stand in front of the values, so that most of an element is not read again.
        while ((address is null || mode is null || type is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueTextEquals("address"u8) ? 'a' : reader.ValueTextEquals("mode"u8) ? 'm' : reader.ValueTextEquals("type"u8) ? 't' : ' ';
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String && name != ' ' ? reader.GetString() : null;
            (address, mode, type) = (name == 'a' ? text : address, name == 'm' ? text : mode, name == 't' ? text : type);
            reader.Skip();
        }

        if (mode is "data" or "ephemeral")
        {
            return;
        }

        _count++;
        if (address is not null && type is not null && interests.InData(type))
        {
            _objects.Add(new(address, type, element.ToArray()));
        }
    }

    private PlanFormatException Wrong(string problem) => new(problem, pump.Where, pump.Position);
}
