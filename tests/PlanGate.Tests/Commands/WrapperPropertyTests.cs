using FsCheck;
using FsCheck.Fluent;

namespace PlanGate.Tests.Commands;

/// <summary>What is refused stays refused, however it is spelt and whatever stands around it.</summary>
public sealed class WrapperPropertyTests
{
    // {0} is a command, {1} the same in single quotes, {2} in double quotes.
    private static readonly string[] Wrappers =
    [
        "{0}", "sudo {0}", "sudo -u deploy -E -- {0}", "doas {0}", "env {0}", "env -i A=b {0}", "A=b {0}", "timeout 5 {0}", "timeout -k 1 -s KILL 5 {0}", "nohup {0}", "nice -n 5 {0}", "ionice -c 3 {0}", "setsid {0}", "stdbuf -oL {0}",
        "time {0}", "time -p {0}", "exec {0}", "command {0}", "xargs {0}", "xargs -n 1 {0}", "find . -exec {0} \\;", "flock /tmp/l {0}", "strace -f {0}", "chrt -b 0 {0}", "systemd-run --user {0}", "unshare -r {0}", "fakeroot {0}", "busybox {0}",
        "direnv exec . {0}", "mise exec -- {0}", "asdf exec {0}", "poetry run {0}", "uv run {0}", "bundle exec {0}", "npx {0}", "pnpm exec {0}", "npm exec -- {0}", "aws-vault exec prod -- {0}", "doppler run -- {0}", "op run -- {0}", "dotenv -- {0}",
        "sh -c {1}", "bash -lc {1}", "bash -euo pipefail -c {1}", "zsh -c {2}", "eval {1}", "echo {1} | sh", "bash <<< {1}", "su - x -c {1}", "script -qc {1} /dev/null", "watch {1}", "ssh host {1}", "ssh -p 22 host {0}", "parallel {1} ::: a", "nix-shell --run {1}",
        "tmux new-session -d {1}", "tmux send-keys {1} Enter", "docker exec app sh -c {1}", "docker run image {0}", "kubectl exec pod -- {0}", "kubectl exec pod -- sh -c {1}", "trap {1} EXIT", "find . -exec sh -c {1} \\;", "hyperfine {1}", "env -S {1}",
        "({0})", "{{ {0}; }}", "! {0}", "if true; then {0}; fi", "while true; do {0}; done", "for x in a; do {0}; done", "case a in a) {0};; esac", "f() {{ {0}; }}; f", "echo $({0})", "echo \"$({0})\"", "X=$({0})", "cat <({0})", "true && {0}", "false || {0}", "ls; {0}", "ls\n{0}",
        "ls | {0}", "{0} | tee log", "{0} &", "{0} > log 2>&1", "> log {0}", "cat <<E\n$({0})\nE", "bash <<'E'\n{0}\nE", "unknown-program {0}", "git submodule foreach {1}", "git -c alias.x={3} x", "pwsh -Command {1}", "cmd /c {1}", "coproc {0}", "{0} # nothing\n", "  {0}  ", "cd /tmp && {0}",
        "GIT_EDITOR={1} git commit", "bash -c \"$(echo {1})\"", "printf %s {1} | bash", "script -c {2}", "xargs sh -c {1}", "run0 {0}", "entr -s {1}",
    ];

    // What PowerShell and cmd take for a quote is not what a shell takes for one.
    private static readonly string[] Nestable = [.. Wrappers.Where(wrapper => !wrapper.StartsWith("pwsh", StringComparison.Ordinal) && !wrapper.StartsWith("cmd", StringComparison.Ordinal))];

    private static readonly string[] Refused =
    [
        "terraform destroy", "terraform -chdir=prod apply -auto-approve", "/usr/local/bin/tofu destroy", "terraform state rm a.b", "terraform workspace delete prod", "terragrunt run --all destroy", "pulumi destroy -y", "pulumi state unprotect --all", "pulumi -C infra up --yes",
        "pulumi stack rm prod", "cdktf deploy", "plangate approve tfplan", "aws rds delete-db-instance --db-instance-identifier x", "railway volume delete", "kubectl delete pvc data", "helm uninstall db", "dropdb orders", "redis-cli flushall", "prisma migrate reset --force",
        "gcloud sql instances delete prod", "restic forget --prune", "rails db:drop", "terraform1.5 destroy", "terraform.exe destroy", "terraform force-unlock 1", "aws s3 rb s3://b --force",
    ];

    private static readonly Gen<string> Lines =
        from command in Gen.Elements(Refused)
        from spelt in Spelt(command)
        from depth in Gen.Choose(0, 3)
        from wrappers in Gen.Elements(Nestable).ListOf(depth)
        select wrappers.Aggregate((Line: spelt, IsSimple: true), WrapAgain).Line;

    [Fact]
    public void No_wrapper_makes_a_refused_command_pass_alone()
    {
        var passed = Wrappers.SelectMany(wrapper => Refused.Select(command => Wrap(command, wrapper))).Where(line => Commands.Lines.Judge(line).Refusals.Count == 0).ToList();

        Assert.True(passed.Count == 0, $"{passed.Count} pass:\n{string.Join('\n', passed)}");
    }

    [Fact]
    public void No_wrapper_in_a_wrapper_makes_a_refused_command_pass() =>
        Check.One(Chosen(3000), Prop.ForAll(Lines.ToArbitrary(), line => (Commands.Lines.Judge(line).Refusals.Count > 0).Label(line)));

    [Fact]
    public void No_text_whatever_makes_the_judge_throw() =>
        Check.One(Chosen(500), Prop.ForAll(Noise.ToArbitrary(), text =>
        {
            _ = Commands.Lines.Judge(text);
            _ = Commands.Lines.Judge(text, isPowerShell: true);
        }));

    // The same lines at every run, so that a change is judged by what it changes. With PLANGATE_RANDOM set, others: for whoever looks for a hole.
    private static Config Chosen(int tests) => System.Environment.GetEnvironmentVariable("PLANGATE_RANDOM") is { Length: > 0 }
        ? Config.QuickThrowOnFailure.WithMaxTest(tests)
        : Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20261124, 3);

    private static readonly Gen<string> Noise =
        from pieces in Gen.Elements("terraform ", "destroy", "'", "\"", "$(", ")", "`", "${", "}", "<<E\n", "E\n", "<(", "|", "||", "&&", ";", ";;", "&", "{", "(", "((", "))", "[[", "]]", "if ", "then ", "fi", "for x in ", "do ", "done", "case a in ", "esac", "\\", "\n", " ", "$'", "\\x", "*", "{a,b}", "=", "a=", "#", "!", "function f ", "f() ", ">", "<", "2>&1", "\uE000", "é", "\0", "@'\n", "'@", "%x%", "sh -c ", "xargs ", "env ", "-c", "--", "eval ", "$x", "make ", "aws rds delete-db-instance").ListOf()
        select string.Concat(pieces);

    // Quotes and escapes that change nothing.
    private static Gen<string> Spelt(string command) =>
        from words in Gen.CollectToList(command.Split(' '), word => Gen.OneOf(Gen.Constant(word), Gen.Constant($"'{word}'"), Gen.Constant($"\"{word}\""), Gen.Constant($"{word[..1]}''{word[1..]}"), Gen.Constant($"\\{word}"), Gen.Constant($"$'{word}'"), Gen.Constant($"{word[..1]}\"{word[1..]}\"")))
        from blank in Gen.Elements(" ", "  ", "\t", " \\\n ")
        select string.Join(blank, words);

    // A program runs a program: what only a shell understands goes through one.
    private static (string Line, bool IsSimple) WrapAgain((string Line, bool IsSimple) inner, string wrapper)
    {
        var takesText = !wrapper.Contains("{0}", StringComparison.Ordinal);
        var isCompound = Compound.IsMatch(wrapper) && !wrapper.StartsWith("find", StringComparison.Ordinal);
        var takesGroup = isCompound && !wrapper.StartsWith('>') && !wrapper.StartsWith("exec", StringComparison.Ordinal) && !wrapper.StartsWith("command", StringComparison.Ordinal) && !wrapper.StartsWith("A=b", StringComparison.Ordinal);
        var command = inner.IsSimple || takesText ? inner.Line : takesGroup ? $"{{ {inner.Line}\n}}" : $"sh -c {Quoted(inner.Line)}";
        return (Wrap(command, wrapper), !isCompound);
    }

    // Only a shell understands it as a whole: builtins, assignments, keywords, operators.
    private static readonly System.Text.RegularExpressions.Regex Compound = new(@"[|;&<>()!#\n]|\{\{|^((if|while|for|case|time|coproc|exec|command|eval|trap|echo|GIT_EDITOR)\b|X=|A=b| )");

    private static string Wrap(string command, string wrapper) => wrapper
        .Replace("{{", "\u0001", StringComparison.Ordinal).Replace("}}", "\u0002", StringComparison.Ordinal)
        .Replace("{3}", Quoted("!" + command), StringComparison.Ordinal)
        .Replace("{2}", $"\"{command.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
        .Replace("{1}", Quoted(command), StringComparison.Ordinal)
        .Replace("{0}", command, StringComparison.Ordinal)
        .Replace('\u0001', '{').Replace('\u0002', '}');

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
