namespace PlanGate.Fuzz.Mutating;

/// <summary>Words that mean something to what reads the input.</summary>
/// <param name="Names">Names of members.</param>
/// <param name="Values">Values, as JSON.</param>
internal sealed record Dictionary(IReadOnlyList<string> Names, IReadOnlyList<string> Values)
{
    /// <summary>Numbers at limits, and what is no number.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
    [
        "0", "-0", "-1", "1", "0.0", "1e0", "1E+2", "0.1e-400", "1e308", "1e309", "-1e999", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "3.14159265358979323846264338327950288", new string('9', 400), $"1{new string('0', 5000)}", $"0.{new string('0', 2000)}1", $"1e{new string('9', 40)}", "1e-999999999", "00", "01", "1.", ".5", "+1", "NaN", "Infinity", "0x10", "-",
    ];

    /// <summary>Texts that readers, terminals and matchers stumble over.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u001b[31mred\\u001b[0m\"", "\"\\u001b]0;title\\u0007\"", "\"\\u202e\\u2066\"", "\"\\r\\n::error::x\"", "\"a\\nb\"", "\"\\u00e9\\uD83D\\uDE00\"", "\"é😀\"", "\"\ufeff\"", "\"prod\"", "\"dev\"",
        "\"true\"", "\"0\"", "\"-1\"", "\"1e999\"", "\"[0]\"", "\"a.b[\\\"c.d\\\"].e\"", "\"${x}\"", "\"<script>\"", "\"`|`\"", "\"@everyone\"", "\"../../etc/passwd\"", "\"[secret]\"", "\"aws_db_instance\"", "\"[\"", "\"]\"", "\"..\"", "\"::\"", "\"$\"", "\"\\u2028\"", "\"\\/\"", "\"\\x\"", "\"unterminated",
    ];
}
