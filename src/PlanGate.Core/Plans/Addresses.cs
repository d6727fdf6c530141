using System.Text;

namespace PlanGate.Plans;

/// <summary>Works on addresses as Terraform writes them.</summary>
public static class Addresses
{
    /// <summary>The address without instance keys: <c>module.db["a"].aws_db_instance.main[0]</c> is <c>module.db.aws_db_instance.main</c>, as the configuration writes it.</summary>
    public static string WithoutKeys(string address)
    {
        if (!address.Contains('['))
        {
            return address;
        }

        var plain = new StringBuilder(address.Length);
        var quoted = false;
        var depth = 0;
        for (var at = 0; at < address.Length; at++)
        {
            var letter = address[at];
            if (quoted && letter == '\\')
            {
                at++;
            }
            else if (depth > 0 && letter == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (letter is '[' or ']'))
            {
                depth += letter == '[' ? 1 : -1;
            }
            else if (depth == 0)
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }
}
