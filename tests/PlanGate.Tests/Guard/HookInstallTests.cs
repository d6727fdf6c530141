using System.Text.Json;
using Newtonsoft.Json.Linq;
using PlanGate.Cli;
using PlanGate.Cli.Guard;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Guard;

/// <summary>The hook is put in place beside what is there, once.</summary>
public sealed class HookInstallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HookInstallTests() => Directory.CreateDirectory(Path.Combine(_folder.Path, "project", ".git"));

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Agents => [.. HookAnswer.Agents];

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_new_file_is_as_the_agent_reads_it(string agent)
    {
        Assert.Equal(0, Install(agent));
        Golden.Matches($"guard/{agent}-hooks.json", File.ReadAllText(PathOf(agent)) + "\n");
        _ = JObject.Parse(File.ReadAllText(PathOf(agent)));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_second_time_changes_nothing(string agent)
    {
        Install(agent);
        var first = File.ReadAllText(PathOf(agent));

        Assert.Equal(0, Install(agent));
        Assert.Equal(first, File.ReadAllText(PathOf(agent)));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(PathOf(agent))!));
    }

    [Fact]
    public void Other_settings_hooks_and_comments_stay_as_they_are()
    {
        const string Before = """
            {
              // mine
              "permissions": { "allow": ["Bash(ls)"] },
              "hooks": {
                "PostToolUse": [],
                "PreToolUse": [
                  { "matcher": "Bash", "hooks": [{ "type": "command", "command": "./mine.sh" }] }, // first
                ]
              },
              "model": "x"
            }
            """;
        var path = _folder.Write("project/.claude/settings.json", Before);

        Assert.Equal(0, Install("claude"));
        var after = File.ReadAllText(path);
        Assert.Equal(Before, File.ReadAllText(path + ".before-plangate"));
        foreach (var line in Before.Split('\n').Where(line => line.Trim().Length > 3 && !line.Contains("mine.sh", StringComparison.Ordinal)))
        {
            Assert.Contains(line, after, StringComparison.Ordinal);
        }

        var json = JsonText.Of(after);
        Assert.Equal(2, json.Items("hooks", "PreToolUse").Count);
        Assert.Contains("./mine.sh", json.Items("hooks", "PreToolUse")[0], StringComparison.Ordinal);
        Assert.Contains("plangate guard claude || exit 2", json.Items("hooks", "PreToolUse")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_hook_of_ours_is_replaced()
    {
        _folder.Write("project/.claude/settings.json", """{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"plangate guard claude"}]},{"matcher":"X","hooks":[]}]}}""");

        Assert.Equal(0, Install("claude"));
        var items = JsonText.Of(File.ReadAllText(PathOf("claude"))).Items("hooks", "PreToolUse");
        Assert.Equal(2, items.Count);
        Assert.Contains("onFailure", items[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("[]")]
    [InlineData("""{"hooks": []}""")]
    [InlineData("""{"hooks": {"PreToolUse": {}}}""")]
    public void What_cannot_be_added_to_is_not_touched(string text)
    {
        var path = _folder.Write("project/.claude/settings.json", text);

        Assert.Equal(2, Install("claude"));
        Assert.Equal(text, File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void For_a_user_it_goes_to_the_home()
    {
        var terminal = Terminal(out _);

        Assert.Equal(0, HookInstall.Run("windsurf", true, Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"), terminal));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "home", ".codeium", "windsurf", "hooks.json")));
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{ "a": [1, 2,], "hooks": { } }""")]
    [InlineData("{\n}\n")]
    [InlineData("")]
    [InlineData("""{"hooks":{"PreToolUse":[ ]}}""")]
    [InlineData("""{"hooks":{"PreToolUse":[{"x":"} ] \" //"}]} /* end */ }""")]
    public void Whatever_stood_there_the_result_is_valid_and_holds_it(string before)
    {
        var after = HookFile.Of("claude").Installed(before, "plangate");
        using var document = JsonDocument.Parse(after, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

        Assert.Equal(1, document.RootElement.GetProperty("hooks").GetProperty("PreToolUse").EnumerateArray().Count(item => item.TryGetProperty("matcher", out _)));
        Assert.Equal(after, HookFile.Of("claude").Installed(after, "plangate"));
    }

    [Fact]
    public void A_program_that_is_missing_refuses_every_command()
    {
        var command = HookFile.Of("claude").Command("/no/such/plangate");

        Assert.Equal(2, Tool.Run("/bin/sh", ["-c", command]).Code);
    }

    [Fact]
    public void The_doctor_names_what_is_missing_and_what_the_agent_could_apply_with()
    {
        var terminal = Terminal(out var output);
        _folder.Write("home/.aws/credentials", "secret-content");

        Assert.Equal(2, GuardDoctor.Run("gemini", Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"), terminal));
        Assert.Contains("MISSING  gemini: no hook", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("~/.aws/credentials", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_says_when_the_hook_does_not_refuse()
    {
        _folder.Write("project/.claude/settings.json", """{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"true || plangate guard claude"}]}]}}""");
        var terminal = Terminal(out var output);

        Assert.Equal(2, GuardDoctor.Run("claude", Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"), terminal));
        Assert.Contains("NOT refused", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_is_content_with_a_hook_that_answers()
    {
        // The program of the tests is not called plangate: a script with that name stands in for it, as the one that is built.
        var program = Path.Combine(AppContext.BaseDirectory, "plangate.dll");
        var script = _folder.Write("bin/plangate", $"#!/bin/sh\nexec dotnet '{program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var agent in HookAnswer.Agents)
        {
            var path = PathOf(agent);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, HookFile.Of(agent).Installed("", script));
            var terminal = Terminal(out var output);

            Assert.True(GuardDoctor.Run(agent, Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"), terminal) == 0, output.ToString());
            Assert.Contains("`terraform destroy -auto-approve` is refused", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Credentials_are_known_by_their_names() =>
        Assert.Equal(["AWS_SECRET_ACCESS_KEY", "TF_TOKEN_app_terraform_io"], AgentCredentials.Variables(["PATH", "TF_TOKEN_app_terraform_io", "HOME", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"]));

    private int Install(string agent) => HookInstall.Run(agent, false, Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"), Terminal(out _));

    private string PathOf(string agent) => HookFile.Of(agent).Path(false, Path.Combine(_folder.Path, "project"), Path.Combine(_folder.Path, "home"));

    private static Terminal Terminal(out StringWriter output)
    {
        output = new StringWriter { NewLine = "\n" };
        return new(output, new StringWriter { NewLine = "\n" }, () => Stream.Null, false, false);
    }
}
