using System.Text;
using PlanGate.Policies;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Policies;

/// <summary>Reads policies that lie nowhere: the first text is the file, the others are what it may extend or name.</summary>
internal static class PolicyText
{
    public const string File = ".plangate.yml";

    /// <summary>The policy that says only this.</summary>
    public static Policy Of(string members) => Read($"version: 1\n{members}");

    public static Policy Read(string text, params (string Name, string Text)[] others) =>
        PolicyReader.Read(File, Files([.. others, (File, text)]), TestPlan.Today);

    public static PolicyException Refused(string text, params (string Name, string Text)[] others) => Assert.Throws<PolicyException>(() => Read(text, others));

    /// <summary>The text holds a § at the place of which the error must tell.</summary>
    public static PolicyException RefusedThere(string marked, params (string Name, string Text)[] others)
    {
        var before = marked[..marked.IndexOf('§', StringComparison.Ordinal)];
        var error = Refused(marked.Replace("§", "", StringComparison.Ordinal), others);

        Assert.Equal((File, before.Count(letter => letter == '\n') + 1L, before.Length - before.LastIndexOf('\n')), (error.File, error.Line, error.Column));
        return error;
    }

    public static Func<string, string?, (string Name, byte[]? Bytes)> Files(params (string Name, string Text)[] files) => (reference, besides) =>
    {
        var name = Path.Combine(Path.GetDirectoryName(besides ?? "") ?? "", reference);
        return (name, files.Where(file => file.Name == name).Select(file => Encoding.UTF8.GetBytes(file.Text)).FirstOrDefault());
    };
}
