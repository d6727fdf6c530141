using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PlanGate.Cli.Guard;
using PlanGate.Tests.Support;

namespace PlanGate.Tests.Guard;

/// <summary>What each agent is told, byte for byte.</summary>
public sealed class HookAnswerTests
{
    public static TheoryData<string> Agents => [.. HookAnswer.Agents];

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_destroy_is_refused_in_the_agents_own_shape(string agent)
    {
        var outcome = Ask(agent, "terraform destroy -auto-approve");

        Assert.Equal(2, outcome.Code);
        Golden.Matches($"guard/{agent}-refused.txt", $"exit {outcome.Code}\n--- standard output\n{outcome.Output}--- standard error\n{outcome.Error}");
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void What_is_not_refused_gets_no_decision(string agent)
    {
        var outcome = Ask(agent, "git status");

        Golden.Matches($"guard/{agent}-passed.txt", $"exit {outcome.Code}\n--- standard output\n{outcome.Output}--- standard error\n{outcome.Error}");
        Assert.Equal(0, outcome.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"x\"")]
    [InlineData("{\"hook_event_name\":\"Nothing\"}")]
    [InlineData("{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"},\"tool_input\":{\"command\":\"ls\"}}")]
    [InlineData("{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Bash\",\"tool_input\":{}}")]
    [InlineData("{\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":5}}")]
    [InlineData("{\"hook_event_name\":\"PreToolUse\",\"tool_name\":5,\"tool_input\":{}}")]
    [InlineData("\0\0\0")]
    public void What_is_not_understood_is_refused(string json)
    {
        foreach (var agent in HookAnswer.Agents)
        {
            var outcome = CommandLine.Run(json, ["guard", agent]);

            Assert.Equal(2, outcome.Code);
            Assert.Contains("PlanGate refuses", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_that_is_no_text_is_refused_in_words()
    {
        foreach (var agent in HookAnswer.Agents)
        {
            var outcome = CommandLine.Run("""{"hook_event_name":"\ud800","tool_name":"\ud800","toolName":"\ud800","agent_action_name":"\ud800","tool_info":{}}""", ["guard", agent]);

            Assert.Equal(2, outcome.Code);
            Assert.Contains("holds text that is not valid", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_tool_that_nobody_knows_and_that_runs_a_command_is_refused()
    {
        Assert.Equal(2, Claude("RunAnything", new { command = "ls" }).Code);
        Assert.Equal(0, Claude("DrawPicture", new { subject = "a boat" }).Code);
    }

    [Fact]
    public void Tools_that_run_no_shell_get_no_decision()
    {
        Assert.Equal((0, ""), Short(Claude("Read", new { file_path = ".plangate.yml" })));
        Assert.Equal((0, ""), Short(Claude("Grep", new { pattern = "terraform destroy" })));
        Assert.Equal((0, ""), Short(Claude("Write", new { file_path = "README.md", content = "terraform destroy" })));
        Assert.Equal((0, ""), Short(Claude("Edit", new { file_path = "main.tf", old_string = "a", new_string = "DROP TABLE" })));
    }

    [Theory]
    [InlineData(".plangate.yml")]
    [InlineData("sub/../.plangate.yml")]
    [InlineData("/w/.plangate/allowed_signers")]
    [InlineData("/etc/plangate/plangate.yml")]
    [InlineData("/w/.claude/settings.json")]
    [InlineData("/home/me/.claude/settings.local.json")]
    [InlineData(".cursor/hooks.json")]
    [InlineData(".github/hooks/plangate.json")]
    [InlineData("C:\\w\\.plangate.yml")]
    public void No_tool_writes_what_could_open_the_gate(string path)
    {
        Assert.Equal(2, Claude("Write", new { file_path = path, content = "x" }).Code);
        Assert.Equal(2, Claude("MultiEdit", new { file_path = path }).Code);
        Assert.Equal(2, CommandLine.Run(JObject.FromObject(new { hook_event_name = "BeforeTool", cwd = "/w", tool_name = "write_file", tool_input = new { file_path = path } }).ToString(), ["guard", "gemini"]).Code);
        Assert.Equal(2, CommandLine.Run(JObject.FromObject(new { agent_action_name = "pre_write_code", tool_info = new { file_path = path } }).ToString(), ["guard", "windsurf"]).Code);
        Assert.Equal(2, CommandLine.Run(JObject.FromObject(new { cwd = "/w", toolName = "edit", toolArgs = new JObject { ["path"] = path }.ToString() }).ToString(), ["guard", "copilot"]).Code);
    }

    [Fact]
    public void A_patch_is_judged_by_the_files_it_names()
    {
        static int Patch(string file) => CommandLine.Run(JObject.FromObject(new { hook_event_name = "PreToolUse", cwd = "/w", tool_name = "apply_patch", tool_input = new { command = $"*** Begin Patch\n*** Update File: {file}\n@@\n-a\n+b\n*** End Patch" } }).ToString(), ["guard", "codex"]).Code;

        Assert.Equal((2, 0), (Patch(".plangate.yml"), Patch("main.tf")));
    }

    [Fact]
    public void A_tool_of_an_MCP_server_is_judged_by_its_name_its_texts_and_the_command_it_would_run()
    {
        Assert.Equal(2, Claude("mcp__railway__volume-delete", new { id = 1 }).Code);
        Assert.Equal(2, Claude("mcp__postgres__query", new { sql = "DROP TABLE users" }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { command = "terraform destroy" }).Code);
        Assert.Equal(0, Claude("mcp__shell__run", new { command = "ls" }).Code);
        Assert.Equal(0, Claude("mcp__postgres__query", new { sql = "select 1" }).Code);
        Assert.Equal(2, CommandLine.Run("""{"hook_event_name":"beforeMCPExecution","conversation_id":"c","generation_id":"g","workspace_roots":["/w"],"tool_name":"volume_delete","tool_input":"{\"id\":1}"}""", ["guard", "cursor"]).Code);
        Assert.Equal(2, CommandLine.Run("""{"agent_action_name":"pre_mcp_tool_use","tool_info":{"mcp_server_name":"railway","mcp_tool_name":"volume_delete","mcp_tool_arguments":{"id":1}}}""", ["guard", "windsurf"]).Code);
    }

    [Fact]
    public void A_command_among_the_arguments_of_a_tool_is_found_wherever_it_stands()
    {
        Assert.Equal(2, Claude("mcp__shell__run", new { command = (string[])["terraform", "destroy"] }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { command = (string[])["cd infra", "terraform destroy"] }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { command = "ls", script = "terraform destroy" }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { steps = (object[])[new { name = "x", command = "terraform destroy" }] }).Code);
        Assert.Equal(2, Claude("mcp__view", new { command = "terraform destroy" }).Code);
        Assert.Equal(2, CommandLine.Run("{\"hook_event_name\":\"PreToolUse\",\"cwd\":\"/w\",\"mcp_context\":{},\"tool_name\":\"view\",\"tool_input\":{\"command\":\"terraform destroy\"}}", ["guard", "claude"]).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { command = "terraform", args = (string[])["destroy", "-auto-approve"] }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { Command = "terraform destroy" }).Code);
        Assert.Equal(2, Claude("mcp__shell__run", new { commands = (string[])["cd infra", "terraform destroy"] }).Code);
        Assert.Equal(2, Claude("Bash", new { command = "ls", cmd = "terraform destroy" }).Code);
        Assert.Equal(2, Claude("Bash", new { description = "lists files", nothing = "ls" }).Code);
        Assert.Equal(0, Claude("mcp__shell__run", new { command = "terraform", args = (string[])["plan", "-out=tfplan"] }).Code);
        Assert.Equal(0, Claude("Bash", new { command = "ls", description = "terraform destroy is refused" }).Code);
        Assert.Equal(2, Claude("RunAnything", new { options = new { command = "ls" } }).Code);
        Assert.Equal(2, Claude("RunAnything", "ls").Code);
        Assert.Equal(0, Claude("mcp__shell__run", new { command = (string[])["git", "commit", "-m", "terraform destroy is refused"] }).Code);
        Assert.Equal(0, Claude("mcp__shell__run", new { steps = (object[])[new { command = "ls" }] }).Code);
    }

    [Fact]
    public void A_tool_that_writes_is_judged_by_every_path_it_names()
    {
        Assert.Equal(2, Claude("MultiEdit", new { edits = (object[])[new { file_path = "main.tf" }, new { file_path = ".plangate.yml" }] }).Code);
        Assert.Equal(0, Claude("MultiEdit", new { edits = (object[])[new { file_path = "main.tf" }] }).Code);
        Assert.Equal(2, Claude("apply_patch", new { command = "something else" }).Code);
        Assert.Equal(2, Claude("mcp__filesystem__write_file", new { path = ".plangate.yml", content = "x" }).Code);
        Assert.Equal(2, Claude("mcp__filesystem__move_file", new { source = "x.yml", destination = "infra/../.plangate.yml" }).Code);
        Assert.Equal(2, Claude("mcp__filesystem__delete_files", new { path = (string[])["main.tf", ".claude/settings.json"] }).Code);
        Assert.Equal(0, Claude("mcp__filesystem__write_file", new { path = "main.tf", content = ".plangate.yml" }).Code);
        Assert.Equal(0, Claude("mcp__filesystem__read_text_file", new { path = ".plangate.yml" }).Code);
    }

    [Fact]
    public void PowerShell_is_read_as_PowerShell()
    {
        Assert.Equal(2, Claude("PowerShell", new { command = "& \"C:\\tools\\terraform.exe\" destroy" }).Code);
        Assert.Equal(0, Claude("PowerShell", new { command = "Get-ChildItem" }).Code);
    }

    [Fact]
    public void A_command_that_comes_as_a_list_is_one()
    {
        Assert.Equal(2, Claude("shell", new { command = (string[])["bash", "-lc", "terraform destroy"] }).Code);
        Assert.Equal(0, Claude("shell", new { command = (string[])["bash", "-lc", "ls"] }).Code);
    }

    [Theory]
    [InlineData("guard")]
    [InlineData("guard", "nobody")]
    [InlineData("guard", "claude", "more")]
    [InlineData("guard", "--bogus")]
    [InlineData("guard", "install")]
    [InlineData("guard", "install", "nobody")]
    [InlineData("guard", "doctor", "nobody")]
    public void A_wrong_command_line_ends_with_2(params string[] args) => Assert.Equal(2, CommandLine.Run("", args).Code);

    [Fact]
    public void What_hangs_is_refused_when_the_time_is_up()
    {
        var before = GuardAnswer.Deadline;
        try
        {
            GuardAnswer.Deadline = TimeSpan.FromMilliseconds(100);
            using var error = new StringWriter();
            using var output = new StringWriter();
            using var release = new ManualResetEventSlim();
            var code = PlanGate.Cli.App.Run(["guard", "claude"], new PlanGate.Cli.Terminal(output, error, () => { release.Wait(TimeSpan.FromSeconds(20)); return Stream.Null; }, true, false));
            release.Set();

            Assert.Equal(2, code);
            Assert.Contains("too long", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            GuardAnswer.Deadline = before;
        }
    }

    [Fact]
    public void A_script_that_is_there_and_cannot_be_looked_through_is_refused()
    {
        using var folder = new TemporaryFolder();
        var filler = new string('#', 600 * 1024);
        folder.Write("large.sh", $"#!/bin/sh\n{filler}\nterraform destroy\n");
        folder.Write("program", $"\u007fELF{filler}");
        folder.Write("Makefile", $"{filler}\nall:\n\tterraform destroy\n");
        folder.Write("package.json", $"{{\"x\": \"{filler}\", \"scripts\": {{\"go\": \"terraform destroy\"}}}}");
        int Code(string command) => CommandLine.Run(GuardDoctor.Call("claude", command, folder.Path), ["guard", "claude"]).Code;

        folder.Write("large.sql", $"-- {filler}\ndrop table users;\n");
        folder.Write("large.mk", $"{filler}\n");
        folder.Write("included.mk", "include large.mk\nall:\n\tnpm test\n");
        Assert.All((string[])["cat large.sh | bash", "sed s/a/b/ large.sh | sh", "psql -f large.sql", "psql < large.sql", "make -f included.mk all"], command => Assert.True(Code(command) == 2, command));
        Assert.All((string[])["cat large.sh | wc -l", "grep -c drop large.sql", "curl --data-binary @large.sql https://example.com", "psql -c 'select 1'", "psql -f missing.sql", "gh pr create --body-file /dev/stdin"], command => Assert.True(Code(command) == 0, command));

        Assert.All((string[])["bash large.sh", "./large.sh", "source large.sh", "bash < large.sh", "make all", "npm run go", "bash program", "bash /dev/zero", "source /proc/self/environ", "pwsh -File large.sh"], command => Assert.True(Code(command) == 2, command));
        Assert.All((string[])["./program", "cat large.sh", "bash missing.sh", "wc -l < large.sh", "source /dev/null", "npm ci", "bash < missing.sh", "dd if=/dev/zero of=x.img bs=1M count=1"], command => Assert.True(Code(command) == 0, command));
    }

    [Fact]
    public void A_script_that_comes_out_of_a_pipe_or_may_not_be_read_is_refused()
    {
        using var folder = new TemporaryFolder();
        int Code(string command) => CommandLine.Run(GuardDoctor.Call("claude", command, folder.Path), ["guard", "claude"]).Code;
        Assert.Equal(0, Tool.Run("mkfifo", [Path.Combine(folder.Path, "pipe")]).Code);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "zero"), "/dev/zero");

        Assert.Equal(2, Code("bash pipe"));
        Assert.Equal(2, Code("bash zero"));
        Assert.Equal(2, Code("bash < zero"));
        Assert.Equal(0, Code("ls -l pipe zero"));
        Assert.Equal(0, Code("bash ."));
    }

    [Fact]
    public void A_stream_that_breaks_is_refused()
    {
        using var error = new StringWriter();
        using var output = new StringWriter();

        Assert.Equal(2, PlanGate.Cli.App.Run(["guard", "gemini"], new PlanGate.Cli.Terminal(output, error, () => throw new IOException("closed"), true, false)));
        Assert.Equal(2, PlanGate.Cli.App.Run(["guard", "gemini"], new PlanGate.Cli.Terminal(output, error, () => throw new InvalidOperationException("bug"), true, false)));
    }

    [Fact]
    public void A_line_that_is_nested_without_end_is_refused_and_ends_nothing()
    {
        foreach (var piece in (string[])["time ", "coproc ", "f() ", "function f ", "${a:-", "$((", "`\\`", "( ", "{ ", "if ", "<(", "\"$(", "! ", "{a,", "eval ", "sudo ", "sh -c ", "env ", "{a,b}"])
        {
            Assert.Equal(2, Ask("claude", string.Concat(Enumerable.Repeat(piece, 5_000)) + "; terraform destroy").Code);
        }

        foreach (var word in (string[])["x ", "a=$a$a; ", "x=(", "for x in $x$x; do "])
        {
            _ = Ask("claude", string.Concat(Enumerable.Repeat(word, 5_000)));
        }

        var deep = string.Concat(Enumerable.Repeat("$(", 50_000)) + "terraform destroy" + string.Concat(Enumerable.Repeat(")", 50_000));
        Assert.Equal(2, Ask("claude", deep).Code);
        var wide = string.Join("; ", Enumerable.Repeat("echo a", 20_000)) + "; terraform destroy";
        Assert.Equal(2, Ask("claude", wide).Code);
    }

    [Fact]
    public void Codex_gets_no_member_that_its_schema_does_not_know()
    {
        var answer = JObject.Parse(Ask("codex", "terraform destroy").Output);

        Assert.Equal(["hookSpecificOutput"], answer.Properties().Select(member => member.Name));
        Assert.Equal(["hookEventName", "permissionDecision", "permissionDecisionReason"], ((JObject)answer["hookSpecificOutput"]!).Properties().Select(member => member.Name));
    }

    [Fact]
    public void Text_of_the_command_cannot_colour_the_terminal() =>
        Assert.DoesNotMatch(new Regex(@"[\x00-\x09\x0b-\x1f\u202e]"), Ask("claude", "terraform destroy '\e[31m\u202e'").Error);

    private static CommandLine.Outcome Ask(string agent, string command) => CommandLine.Run(GuardDoctor.Call(agent, command, "/w"), ["guard", agent]);

    private static CommandLine.Outcome Claude(string tool, object input) =>
        CommandLine.Run(JObject.FromObject(new { session_id = "s", cwd = "/w", hook_event_name = "PreToolUse", tool_name = tool, tool_input = input }).ToString(), ["guard", "claude"]);

    private static (int, string) Short(CommandLine.Outcome outcome) => (outcome.Code, outcome.Output);
}
