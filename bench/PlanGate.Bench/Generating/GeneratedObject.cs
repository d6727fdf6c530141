using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PlanGate.Plans;

namespace PlanGate.Bench.Generating;

/// <summary>One object of a generated plan; everything about it follows from its number.</summary>
internal sealed class GeneratedObject
{
    private static readonly string[] Environments = ["production", "staging", "dev"];

    private readonly (string Placeholder, string Text)[] _texts;

    public GeneratedObject(int number)
    {
        Template = ResourceTemplate.All[number % ResourceTemplate.All.Count];
        Stack = number / ResourceTemplate.All.Count;
        Action = ActionOf(number);
        _texts =
        [
            ("<number>", number.ToString(CultureInfo.InvariantCulture)),
            ("<stack>", StackName(Stack)),
            ("<environment>", Environments[Stack % Environments.Length]),
            ("<id>", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")).AsSpan(0, 8))),
        ];
    }

    public ResourceTemplate Template { get; }

    /// <summary>The module that it stands in; 0 is the root module.</summary>
    public int Stack { get; }

    public ChangeAction Action { get; }

    public string? ModuleAddress => Stack == 0 ? null : $"module.{StackName(Stack)}";

    public string LocalAddress => $"{Template.Type}.{Template.Name}";

    public string Address => ModuleAddress is { } module ? $"{module}.{LocalAddress}" : LocalAddress;

    public bool WasThere => Action != ChangeAction.Create;

    public bool WillBeThere => Action != ChangeAction.Delete;

    public bool IsReplaced => Action is ChangeAction.DeleteThenCreate or ChangeAction.CreateThenDelete;

    /// <summary>What the plan makes is new, so that some of its values are not known yet.</summary>
    public bool IsMade => IsReplaced || Action == ChangeAction.Create;

    public static string StackName(int stack) => $"stack_{stack:000}";

    /// <summary>Writes what stands behind the address of an object everywhere.</summary>
    public void WriteIdentity(Utf8JsonWriter json)
    {
        json.WriteString("mode", "managed");
        json.WriteString("type", Template.Type);
        json.WriteString("name", Template.Name);
        json.WriteString("provider_name", $"registry.terraform.io/hashicorp/{Template.Provider}");
    }

    /// <summary>Puts what is this object's own into a text of the template.</summary>
    public string Fill(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        return _texts.Aggregate(text, (filled, pair) => filled.Replace(pair.Placeholder, pair.Text, StringComparison.Ordinal));
    }

    // Most stays or is created, a tenth is updated, three in a hundred are destroyed.
    private static ChangeAction ActionOf(int number) => (number % 132) switch
    {
        7 or 73 => ChangeAction.Delete,
        12 => ChangeAction.DeleteThenCreate,
        78 => ChangeAction.CreateThenDelete,
        _ when number % 10 == 1 => ChangeAction.Update,
        _ when number % 3 == 0 => ChangeAction.Create,
        _ => ChangeAction.NoOp,
    };
}
