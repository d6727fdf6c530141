namespace PlanGate.Commands;

/// <summary>How a program takes the command that it runs.</summary>
internal enum WrapperStyle
{
    /// <summary>As its last arguments.</summary>
    Arguments,

    /// <summary>As text that it gives to a shell: its last arguments, or one of its options.</summary>
    Script,
}

/// <summary>A program that runs another one.</summary>
/// <param name="ValueOptions">Options that take the next word.</param>
/// <param name="Positionals">How many words stand before the command.</param>
/// <param name="Style">How the command is given.</param>
/// <param name="IsElsewhere">It runs on another machine or in a container.</param>
/// <param name="ScriptOptions">Options whose value is a script.</param>
/// <param name="Words">Words one of which must come first for it to run anything, such as <c>exec</c>; empty where it always does.</param>
internal sealed record Wrapper(string ValueOptions, int Positionals, WrapperStyle Style, bool IsElsewhere, string ScriptOptions, string Words);

/// <summary>The programs that run another one.</summary>
internal static class Wrappers
{
    private static readonly Dictionary<string, Wrapper> ByName = Table();

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static Wrapper? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, Wrapper> Table()
    {
        var table = new Dictionary<string, Wrapper>(StringComparer.Ordinal);
        void Add(string names, string valueOptions = "", int positionals = 0, WrapperStyle style = WrapperStyle.Arguments, bool elsewhere = false, string scripts = "", string words = "")
        {
            foreach (var name in names.Split(' '))
            {
                table[name] = new(valueOptions, positionals, style, elsewhere, scripts, words);
            }
        }

        Add("env", "-u --unset -C --chdir", scripts: "-S --split-string");
        Add("sudo doas run0 gosu su-exec pkexec", "-u --user -g --group -h --host -p --prompt -C -D --chdir -R --chroot -T -U -r --role -t --type");
        Add("su runuser", "-g -G -s --shell -w", 1, WrapperStyle.Script, scripts: "-c --command --session-command");
        Add("timeout gtimeout", "-k --kill-after -s --signal", 1);
        Add("nice", "-n --adjustment");
        Add("ionice", "-c --class -n --classdata");
        Add("nohup setsid stdbuf time gtime exec command builtin noglob nocorrect busybox toybox chronic unbuffer caffeinate fakeroot catchsegv setarch linux64 firejail proot tini dumb-init catatonit systemd-inhibit dbus-run-session xvfb-run eatmydata faketime", "-i -o -e -f --format --output -a");
        Add("chrt taskset numactl cpulimit", "-c -p -l", 1);
        Add("strace ltrace gdb valgrind perf", "-o -e -p -s -E");
        Add("systemd-run", "--unit -u -p --property --uid --gid -E --setenv --working-directory");
        Add("unshare nsenter bwrap", "-t --target -S -G -w");
        Add("chroot", "", 1, elsewhere: true);
        Add("flock", "-w --timeout -E", 1, WrapperStyle.Script, scripts: "-c --command");
        Add("xargs gxargs", "-I -i -n -P -L -d -E -s -a --max-args --max-procs --max-lines --delimiter --replace --arg-file");
        Add("parallel rush sem", "-j --jobs -a -I --colsep --timeout --results --joblog --delay", 0, WrapperStyle.Script);
        Add("watch viddy hwatch", "-n --interval", 0, WrapperStyle.Script);
        Add("script", "-c --command -a -I -O -T -E", 0, WrapperStyle.Script, scripts: "-c --command");
        Add("hyperfine entr nodemon watchexec concurrently", "-w -m -p --prepare -e -f", 0, WrapperStyle.Script, scripts: "--exec --prepare -c --cleanup --setup");
        Add("tmux screen zellij dtach abduco byobu", "-t -s -n -c -x -y -L -S -f -F -e", 0, WrapperStyle.Script);
        Add("ssh autossh mosh sshpass dbclient plink", "-i -p -l -o -F -J -L -R -D -b -c -E -e -I -m -O -Q -S -W -w -B", 1, WrapperStyle.Script, elsewhere: true, scripts: "--command");
        Add("docker podman nerdctl finch lxc incus multipass vagrant docker-compose podman-compose", "-e --env -v --volume --name -w --workdir -u --user -p --publish --network --entrypoint --env-file --mount -f --file -c --command", 0, WrapperStyle.Script, elsewhere: true, scripts: "-c --command", words: "run exec compose container ssh create");
        Add("kubectl oc k kubecolor", "-n --namespace -c --container --context -f --image", 0, WrapperStyle.Script, elsewhere: true, words: "exec run debug");
        Add("npx bunx pnpx uvx pipx dotnet-script volta", "-p --package --from --with", scripts: "-c --call");
        Add("npm pnpm yarn bun", "-w --workspace --filter --prefix -C --dir --cwd", 0, scripts: "-c --call", words: "");
        Add("direnv", "", 1, words: "exec");
        Add("mise rtx asdf", "", 0, words: "exec x");
        Add("nix-shell", "-p --packages -A -I --argstr --arg", 0, WrapperStyle.Script, scripts: "--run --command");
        Add("nix devbox flox devenv", "--inputs-from", 0, WrapperStyle.Script, scripts: "-c --command", words: "develop shell run");
        Add("poetry pipenv uv pdm hatch conda mamba micromamba rye pixi", "-n --name -p --prefix --with --python --directory --project", 0, words: "run");
        Add("bundle rbenv nodenv pyenv tfenv goenv jenv nvm fnm", "", 0, words: "exec run");
        Add("dotenv dotenvx env-cmd dotenv-cli cross-env cross-env-shell dotenvy", "-f -e --env-file -p");
        Add("doppler op infisical teller summon phase berglas sops secrethub keeper akeyless", "--project --config -p -c --env --env-file --path", 0, WrapperStyle.Script, scripts: "--command", words: "run exec exec-env exec-file");
        Add("aws-vault saml2aws aws-okta chamber leapp aws-sso", "-r --region -d --duration --exec-profile -a", 1, words: "exec");
        Add("granted assume envchain vaultenv awsume", "-r --region", 1);
        Add("trap", "", 0, WrapperStyle.Script);
        Add("at batch", "-t -f", 0, WrapperStyle.Script);
        Add("start-process saps start", "-workingdirectory -wait");
        Add("gcloud", "--command", 0, WrapperStyle.Script, elsewhere: true, scripts: "--command", words: "compute alpha beta");
        Add("heroku fly flyctl railway render eb copilot", "-a --app -s --service -e --environment -c --command -r", 0, WrapperStyle.Script, scripts: "-c --command -C", words: "run ssh shell local console");
        Add("act", "-W -j", 0);
        return table;
    }
}
