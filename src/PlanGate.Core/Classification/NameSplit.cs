using System.Text;

namespace PlanGate.Classification;

/// <summary>Takes a type name apart into lower-case words: <c>acme_SshKey_v2</c> is acme, ssh, key.</summary>
internal static class NameSplit
{
    public static List<string> Words(string type)
    {
        // A Pulumi token, acme:db/instance:Instance, says the last word twice; its module "index" means nothing.
        var last = type.LastIndexOf(':');
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var name = last < 0 ? type : string.Concat(type.AsSpan(0, slash < 0 ? last : slash), "_", type.AsSpan(last + 1));

        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsAsciiLetterOrDigit(name[i]) || StartsWord(name, i))
            {
                Take(words, word);
            }

            if (i < name.Length && char.IsAsciiLetterOrDigit(name[i]))
            {
                word.Append(char.ToLowerInvariant(name[i]));
            }
        }

        if (last >= 0)
        {
            words.Remove("index");
            // azure-native and its like: the provider is Azure's.
            if (words is [_, "native", ..])
            {
                words.RemoveAt(1);
            }
        }

        return words;
    }

    private static bool StartsWord(string name, int i) =>
        i > 0 && char.IsAsciiLetterUpper(name[i])
        && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));

    private static void Take(List<string> words, StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        if (text.Length > 0 && !IsVersion(text))
        {
            words.Add(text);
        }
    }

    /// <summary>v1, v2beta1, gen2: they say which edition, not what it is.</summary>
    private static bool IsVersion(string word) =>
        (word.StartsWith('v') && word.Length > 1 && char.IsAsciiDigit(word[1])) || (word.StartsWith("gen", StringComparison.Ordinal) && word.Length == 4 && char.IsAsciiDigit(word[3]));
}
