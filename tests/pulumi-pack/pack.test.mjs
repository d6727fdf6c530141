// The policy pack as Pulumi's engine sees it, from the first line it prints to its end, beside a pack made with Pulumi's own SDK.
// PLANGATE_PACK names the binary.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as engine from "./engine.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const binary = resolve(process.env.PLANGATE_PACK ?? join(here, "../../artifacts/native/pulumi-analyzer-policy-plangate"));
const canary = "s3cr3t-canary-value";
const database = "aws:rds/instance:Instance";
const bucket = "aws:s3/bucket:Bucket";
let work;

before(() => {
    assert.ok(existsSync(binary), `${binary} is not there: run ./publish.sh, or name it with PLANGATE_PACK`);
    work = mkdtempSync(join(tmpdir(), "plangate-pack-"));
});
after(() => rmSync(work, { recursive: true, force: true }));

/** A Pulumi program's directory, with a checkpoint of its stack. */
function program({ name = "prod", rows = [], policy } = {}) {
    const folder = mkdtempSync(join(work, "program-"));
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    if (policy) writeFileSync(join(folder, ".plangate.yml"), policy);
    writeFileSync(join(folder, "state.json"), JSON.stringify({ version: 3, deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "v3.259.0" }, resources: [
        { urn: engine.urn(name, "pulumi:pulumi:Stack", `shop-${name}`), custom: false, type: "pulumi:pulumi:Stack" }, ...rows] } }));
    return folder;
}

const row = (stackName, type, name, rest = {}) => ({ urn: engine.urn(stackName, type, name), custom: true, id: `${name}-id`, type, inputs: {}, outputs: { id: `${name}-id`, password: canary }, ...rest });
const wanted = (stackName, type, name, properties = {}, rest = {}) => ({ type, name, urn: engine.urn(stackName, type, name), properties, ...rest });

/** Starts a pack and takes it through the calls that come before the first resource. */
async function opened({ command = binary, args = ["ENGINE"], folder = program(), name = "prod", preview = true, tags, config = {}, env = {} } = {}) {
    const pack = await engine.start(command, args, { cwd: folder, env: { PLANGATE_CHECKPOINT: join(folder, "state.json"), ...env } });
    try {
        await pack.call("handshake", engine.handshake(folder)).catch((error) => assert.equal(error.code, 12));
        await pack.call("configureStack", engine.stack({ name, preview, tags, config: { "shop:password": canary } }));
        pack.version = (await pack.call("getPluginInfo", engine.empty())).getVersion();
        pack.info = await pack.call("getAnalyzerInfo", engine.empty());
        await pack.call("configure", engine.configuration(pack.info, config));
    } catch (error) {
        // Else this process would wait for it when all tests are done.
        await pack.stop();
        throw error;
    }
    return pack;
}

async function with_(options, use) {
    const pack = await opened(options);
    try {
        await use(pack);
        assert.ok(!pack.said.err.includes(canary) && !pack.said.out.includes(canary), "a value was printed");
        assert.match(pack.said.out, /^[0-9]+\n$/, "something was printed beside the port");
    } finally {
        await pack.stop();
    }
}

const names = (answer) => engine.diagnostics(answer).map((one) => one.policyname);

// One process for all of these: what is loaded with Pulumi's own SDK takes long, and an engine configures a pack more than once.
const reference = { command: process.execPath, args: [join(here, "reference-pack.cjs"), "ENGINE", here], folder: here };
for (const [title, options] of [["PlanGate's pack", {}], ["the pack made with Pulumi's own SDK", reference]]) {
    test(`${title}, as the engine sees it`, async (context) => {
        await with_(options, async (pack) => {
            const guilty = wanted("prod", bucket, "logs", { forceDestroy: true, acl: "private", tags: engine.secret({ owner: "x" }) });
            const configured = (config) => pack.call("configure", engine.configuration(pack.info, config));

            await context.test("it goes through the whole order of calls", async () => {
                assert.match(pack.version, /^[0-9]+\.[0-9]+\.[0-9]+/);
                assert.match(pack.info.getName(), /^[a-zA-Z0-9-_.]{1,100}$/);
                assert.ok(pack.info.getSupportsconfig());
                const policies = pack.info.getPoliciesList();
                assert.ok(policies.length > 0 && policies.every((one) => one.getName() !== "all" && one.getDescription()));
                const known = (answer) => [...names(answer), ...answer.getNotApplicableList().map((one) => one.getPolicyName())].every((name) => policies.some((one) => one.getName() === name));

                await pack.call("remediate", engine.analyze(guilty));
                const analyzed = await pack.call("analyze", engine.analyze(guilty));
                assert.ok(known(analyzed) && names(analyzed).length > 0);
                for (const one of engine.diagnostics(analyzed)) {
                    const policy = policies.find((other) => other.getName() === one.policyname);
                    assert.equal(one.policypackname, pack.info.getName());
                    assert.equal(one.policypackversion, pack.info.getVersion());
                    assert.equal(one.enforcementlevel, policy.getEnforcementlevel());
                    assert.ok(one.message.startsWith(policy.getDescription()));
                }
                assert.ok(known(await pack.call("analyzeStack", engine.analyzeStack([guilty]))));
            });

            await context.test("it reports nothing of a policy that is disabled", async () => {
                await configured({ all: { enforcementLevel: engine.level.DISABLED } });
                const answer = await pack.call("analyze", engine.analyze(guilty));
                assert.deepEqual([answer.getDiagnosticsList().length, answer.getNotApplicableList().length], [0, 0]);
                const stack = await pack.call("analyzeStack", engine.analyzeStack([guilty]));
                assert.deepEqual([stack.getDiagnosticsList().length, stack.getNotApplicableList().length], [0, 0]);
                assert.equal((await pack.call("remediate", engine.analyze(guilty))).getRemediationsList().length, 0);
            });

            await context.test("it takes the level that it is given", async () => {
                await configured({ all: { enforcementLevel: engine.level.ADVISORY } });
                const found = engine.diagnostics(await pack.call("analyze", engine.analyze(guilty)));
                assert.ok(found.length > 0 && found.every((one) => one.enforcementlevel === engine.level.ADVISORY));
                assert.equal((await pack.call("remediate", engine.analyze(guilty))).getRemediationsList().length, 0);
            });

            await context.test("at the level remediate it mends what it can, and what stays wrong is mandatory", async () => {
                await configured({ all: { enforcementLevel: engine.level.REMEDIATE } });
                const mended = (await pack.call("remediate", engine.analyze(guilty))).getRemediationsList();
                assert.equal(mended.length, 1);
                const properties = mended[0].getProperties().toJavaScript();
                assert.deepEqual({ ...properties, tags: undefined }, { forceDestroy: false, acl: "private", tags: undefined });
                // What is secret stays secret, which Pulumi's own SDK leaves to the policy.
                if (!options.command) assert.deepEqual(properties.tags, engine.secret({ owner: "x" }));
                const after = engine.diagnostics(await pack.call("analyze", engine.analyze({ ...guilty, properties })));
                assert.ok(after.length > 0 && after.every((one) => one.policyname !== mended[0].getPolicyname() && one.enforcementlevel === engine.level.MANDATORY));
            });

            await context.test("it may be told to cancel", () => pack.call("cancel", engine.empty()).catch((error) => assert.equal(error.code, 12)));
        });
    });
}

test("the service's calls are answered, any other is refused as not implemented", async () => {
    await with_({}, async (pack) => {
        const unknown = (path) => new Promise((resolve) => pack.client.makeUnaryRequest(path, () => Buffer.alloc(0), (bytes) => bytes, {}, (error) => resolve(error?.code)));
        assert.equal(await unknown("/pulumirpc.Analyzer/AnalyzeEverything"), 12);
        assert.equal(await unknown("/grpc.health.v1.Health/Check"), 12);
        assert.equal(await unknown("/pulumirpc.Analyzer/Cancel"), undefined);
    });
});

test("a pause between two calls closes nothing", async () => {
    await with_({}, async (pack) => {
        const channel = pack.client.getChannel();
        const ready = channel.getConnectivityState(false);
        let changed = false;
        channel.watchConnectivityState(ready, Date.now() + 4000, (late) => (changed = !late));
        await new Promise((resolve) => setTimeout(resolve, 5000));
        assert.ok(!changed, "the connection was closed");
        await pack.call("getPluginInfo", engine.empty());
    });
});

test("what a user sees of a production stack", async () => {
    const lost = [row("prod", database, "ledger", { inputs: { skipFinalSnapshot: true }, outputs: { id: "ledger-id", skipFinalSnapshot: true, password: canary } }), row("prod", "aws:rds/snapshot:Snapshot", "monthly"), row("prod", bucket, "moved"),
        row("prod", "aws:dynamodb/table:Table", "orders"), row("prod", database, "half", { delete: true, id: "half-old" }), row("prod", "aws:ec2/securityGroup:SecurityGroup", "web"), row("prod", bucket, "kept", { retainOnDelete: true })];
    const folder = program({ rows: lost });
    let seen = "";
    for (const preview of [true, false]) {
        await with_({ folder, preview }, async (pack) => {
            seen += preview ? "== each resource, before its step\n" : "";
            for (const one of preview ? [
                wanted("prod", database, "main", { engine: "postgres", skipFinalSnapshot: true, password: engine.secret(canary) }),
                wanted("prod", database, "safe", { deletionProtection: true, backupRetentionPeriod: 7 }, { protect: true }),
                wanted("prod", bucket, "logs", { forceDestroy: true }),
                wanted("prod", "acme:index:Ledger_database", "odd"),
                wanted("prod", "acme:shop:Database", "component", {}, { provider: false }),
                wanted("prod", "aws:ec2/securityGroup:SecurityGroup", "web"),
                wanted("prod", database, "evil\u001b[2J\n::error::<{%fg 1%}>\u202e"),
            ] : []) seen += engine.shown(await pack.call("analyze", engine.analyze(one)));
            seen += preview ? "== the stack, in a preview\n" : "== the stack, after an update\n";
            seen += engine.shown(await pack.call("analyzeStack", engine.analyzeStack([
                wanted("prod", bucket, "renamed", { id: "moved-id" }, { aliases: [engine.urn("prod", bucket, "moved")] }),
                wanted("prod", "aws:dynamodb/table:Table", "orders", { id: preview ? engine.unknown : "orders-2" }),
            ])));
        });
    }
    assert.ok(!seen.includes(canary), "a value was shown");
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(seen), "a control character was shown");
    const golden = join(here, "diagnostics.txt");
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, seen);
    assert.equal(seen, readFileSync(golden, "utf8"));
});

test("a stack that is not production is left alone, backups excepted", async () => {
    const folder = program({ name: "dev", rows: [row("dev", database, "ledger"), row("dev", "aws:rds/snapshot:Snapshot", "monthly")] });
    await with_({ folder, name: "dev" }, async (pack) => {
        const answer = await pack.call("analyze", engine.analyze(wanted("dev", database, "main", { skipFinalSnapshot: true })));
        assert.deepEqual(names(answer), []);
        assert.ok(answer.getNotApplicableList().some((one) => one.getPolicyName() === "stateful-protected"));
        const lost = engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])));
        assert.deepEqual(lost.filter((one) => one.enforcementlevel === engine.level.MANDATORY).map((one) => one.urn), [engine.urn("dev", "aws:rds/snapshot:Snapshot", "monthly")]);
    });
});

test("a stack's tags and organisation can say that it is production", async () => {
    await with_({ folder: program({ name: "dev" }), name: "dev", tags: { environment: "production" } }, async (pack) => {
        const answer = await pack.call("analyze", engine.analyze(wanted("dev", database, "main")));
        assert.match(engine.diagnostics(answer)[0].message, /It is production \(stack tag environment\)/);
    });
});

test("the policy file of the command line says what holds data, what is production, and what is let through", async () => {
    const policy = `version: 1
environments:
  production: { stacks: ["shop/blue"] }
stateful:
  - types: ["acme:index:Thing"]
    kind: database
waivers:
  - rule: stateful-destroy
    addresses: ["urn:pulumi:blue::shop::${database}::ledger"]
    reason: "moved to Aurora, CHG-1234"
    expires: 2999-12-31
`;
    const folder = program({ name: "blue", policy, rows: [row("blue", database, "ledger"), row("blue", "acme:index:Thing", "thing")] });
    const deeper = join(folder, "infra");
    mkdirSync(deeper);
    for (const [where, config] of [[folder, {}], [deeper, {}], [work, { "stateful-protected": { policy: join(folder, ".plangate.yml") }, "missing-from-goal": { policy: join(folder, ".plangate.yml") } }]]) {
        const pack = await engine.start(binary, ["ENGINE"], { cwd: where, env: { PLANGATE_CHECKPOINT: join(folder, "state.json") } });
        await pack.call("configureStack", engine.stack({ name: "blue" }));
        await pack.call("configure", engine.configuration(await pack.call("getAnalyzerInfo", engine.empty()), config));
        assert.match(engine.diagnostics(await pack.call("analyze", engine.analyze(wanted("blue", "acme:index:Thing", "thing"))))[0].message, /It is a database. It is production \(stack shop\/blue \(policy\)\)/);
        const lost = engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([]))).filter((one) => one.policyname === "missing-from-goal");
        assert.deepEqual(lost.map((one) => [one.urn.split("::")[3], one.enforcementlevel]).sort(), [["ledger", engine.level.ADVISORY], ["thing", engine.level.MANDATORY]]);
        assert.match(lost.find((one) => one.urn.endsWith("ledger")).message, /Let through until 2999-12-31: moved to Aurora, CHG-1234/);
        await pack.stop();
    }
});

test("a policy file or a configuration that cannot be used stops the run with its place", async () => {
    const folder = program({ policy: "version: 1\nrulez: {}\n" });
    await assert.rejects(opened({ folder }), (error) => error.code === 9 && /\.plangate\.yml/.test(error.message) && /rulez/.test(error.message));
    await assert.rejects(opened({ config: { "missing-from-goal": { policy: "no.yml" } } }), (error) => error.code === 9 && /no\.yml/.test(error.message));
    await assert.rejects(opened({ config: { "missing-from-goal": { checkpoint: 7 } } }), (error) => error.code === 3 && /checkpoint/.test(error.message));
    await assert.rejects(opened({ config: { "stateful-protected": { exclud: [] } } }), (error) => error.code === 3 && /exclud/.test(error.message));
});

test("globs over types, names and URNs leave resources out", async () => {
    for (const glob of [database, "aws:rds/*", "main", `urn:pulumi:prod::shop::${database}::*`]) {
        await with_({ config: { "stateful-protected": { exclude: [glob] } } }, async (pack) => {
            const answer = await pack.call("analyze", engine.analyze(wanted("prod", database, "main")));
            assert.ok(!names(answer).includes("stateful-protected"));
            assert.ok(names(answer).includes("deletion-protection-on"));
        });
    }
});

test("without a checkpoint file the pulumi command is asked, for exactly this stack, and its options are not inherited", async () => {
    const folder = program({ rows: [row("prod", database, "ledger")] });
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const pulumi = (text) => { writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${text}\n`); chmodSync(join(bin, "pulumi"), 0o755); };
    const env = { PATH: `${bin}:/usr/bin:/bin`, PLANGATE_CHECKPOINT: "", PULUMI_OPTION_FILE: join(folder, "elsewhere.json") };

    pulumi(`[ -z "$PULUMI_OPTION_FILE" ] && [ "$*" = "stack export --stack acme/shop/prod --non-interactive" ] && exec cat "${join(folder, "state.json")}"; echo "wrong: $*" >&2; exit 3`);
    await with_({ folder, env }, async (pack) => {
        const lost = engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])));
        assert.deepEqual(lost.map((one) => [one.policyname, one.urn]), [["missing-from-goal", engine.urn("prod", database, "ledger")]]);
    });

    pulumi(`echo "error: no stack named 'prod' found" >&2; exit 6`);
    await with_({ folder, env }, async (pack) => {
        const answer = await pack.call("analyzeStack", engine.analyzeStack([]));
        const [one, ...others] = engine.diagnostics(answer);
        assert.deepEqual([one.policyname, one.enforcementlevel, others.length], ["missing-from-goal", engine.level.MANDATORY, 0]);
        assert.match(one.message, /ended with 6: error: no stack named 'prod' found/);
        assert.equal(answer.getNotApplicableList().length, 2);
    });
    await with_({ folder, env, config: { "missing-from-goal": { enforcementLevel: engine.level.ADVISORY } } }, async (pack) => {
        const [one] = engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])));
        assert.deepEqual([one.policyname, one.enforcementlevel], ["stateful-replaced", engine.level.MANDATORY]);
    });

    await with_({ folder, env: { ...env, PATH: "/nowhere" } }, async (pack) => {
        assert.match(engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])))[0].message, /the pulumi command is not on the PATH/);
    });
    writeFileSync(join(folder, "other.json"), readFileSync(join(folder, "state.json"), "utf8").replaceAll("urn:pulumi:prod", "urn:pulumi:other"));
    for (const [name, problem] of [["other.json", /is of shop\/other, not of shop\/prod/], ["Pulumi.yaml", /not a stack export/], ["absent.json", /cannot be read/]]) {
        await with_({ folder, env: { PLANGATE_CHECKPOINT: name } }, async (pack) => assert.match(engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])))[0].message, problem));
    }
});

test("an update has the state from before its first step", async () => {
    const folder = program({ rows: [row("prod", database, "ledger")] });
    await with_({ folder, preview: false }, async (pack) => {
        writeFileSync(join(folder, "state.json"), JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [] } }));
        assert.match(engine.diagnostics(await pack.call("analyzeStack", engine.analyzeStack([])))[0].message, /Pulumi has deleted it in this run/);
    });
});

test("a stored state, analyzed without a stack, has nothing to be compared with", async () => {
    const folder = program();
    const pack = await engine.start(binary, ["ENGINE"], { cwd: folder, env: { PLANGATE_CHECKPOINT: "" } });
    await pack.call("configure", engine.configuration(await pack.call("getAnalyzerInfo", engine.empty())));
    assert.ok(names(await pack.call("analyze", engine.analyze(wanted("prod", database, "main")))).includes("stateful-protected"));
    const answer = await pack.call("analyzeStack", engine.analyzeStack([wanted("prod", database, "main")]));
    assert.deepEqual([answer.getDiagnosticsList().length, answer.getNotApplicableList().length], [0, 3]);
    await pack.stop();
});

test("the pack directory starts it with flags around the address and a dot behind it, and finds the program by the shell's directory", async () => {
    const folder = program({ name: "blue", policy: 'version: 1\nenvironments:\n  non-production: { stacks: ["shop/blue"] }\n' });
    const directory = resolve(here, "../../policies/pulumi");
    assert.match(readFileSync(join(directory, "PulumiPolicy.yaml"), "utf8"), /^runtime: plangate$/m);
    const pack = await engine.start(binary, ["--logtostderr", "-v=9", "ENGINE", ".", "-key=value"], { cwd: directory, env: { PWD: folder, PULUMI_STACK: "blue", PULUMI_PROJECT: "shop", PULUMI_ORGANIZATION: "acme", PULUMI_DRY_RUN: "true", PULUMI_CONFIG: `{"shop:password":"${canary}"}`, PLANGATE_CHECKPOINT: join(folder, "state.json") } });
    await pack.call("configure", engine.configuration(await pack.call("getAnalyzerInfo", engine.empty())));
    assert.deepEqual(names(await pack.call("analyze", engine.analyze(wanted("blue", database, "main")))), []);
    assert.ok(!pack.said.err.includes(canary));
    await pack.stop();
});

test("whoever starts it by hand is told what it is", async () => {
    await assert.rejects(engine.start(binary, []), /ended with 2 .* Pulumi starts it/);
});

test("it ends with the signal that the engine sends", async () => {
    const pack = await opened();
    assert.ok([0, 130, "SIGINT"].includes(await pack.stop()));
});

test("an engine has ten seconds; the pack is there at once", async () => {
    const pack = await engine.start(binary, ["ENGINE"], { cwd: work });
    await pack.call("handshake", engine.handshake(work));
    console.log(`port and handshake: ${pack.ready().toFixed(0)} ms, ${pack.processorTime()} s of processor time`);
    assert.ok(pack.processorTime() < 1);
    await pack.stop();
});

test("a thousand resources take less than a second of the pack's time", async () => {
    await with_({}, async (pack) => {
        const requests = [...Array(1000)].map((_, at) => engine.analyze(wanted("prod", [database, bucket, "aws:ec2/securityGroup:SecurityGroup", "aws:dynamodb/table:Table"][at % 4], `r${at}`,
            { tags: { team: "shop", Name: `r${at}` }, skipFinalSnapshot: true, engine: "postgres", instanceClass: "db.t3.micro", ingress: [...Array(5)].map((_, port) => ({ fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] })) })));
        const [began, spent, own] = [performance.now(), pack.processorTime(), process.cpuUsage()];
        const answers = await Promise.all(requests.map((request) => pack.call("analyze", request)));
        const [took, used] = [performance.now() - began, pack.processorTime() - spent];
        const { user, system } = process.cpuUsage(own);
        console.log(`1000 x Analyze: ${took.toFixed(0)} ms, ${used.toFixed(2)} s of the pack's processor time, ${((user + system) / 1e6).toFixed(2)} s of this script's`);
        assert.equal(answers.filter((answer) => names(answer).includes("stateful-protected")).length, 750);
        // The time on the clock is also the driver's own, and that of whatever else the machine does.
        assert.ok(used < 1, `${used} s`);
        const [stackBegan, stackSpent] = [performance.now(), pack.processorTime()];
        await pack.call("analyzeStack", engine.analyzeStack([...Array(1000)].map((_, at) => wanted("prod", database, `r${at}`, { id: `r${at}` }))));
        console.log(`AnalyzeStack of 1000: ${(performance.now() - stackBegan).toFixed(0)} ms, ${(pack.processorTime() - stackSpent).toFixed(2)} s of the pack's processor time`);
    });
});

test("a stack larger than gRPC's usual 4 MB is one message", async () => {
    await with_({ folder: program({ rows: [row("prod", database, "ledger")] }) }, async (pack) => {
        const big = wanted("prod", "kubernetes:core/v1:ConfigMap", "big", { data: { text: "x".repeat(24 * 1024 * 1024) } });
        assert.deepEqual(names(await pack.call("analyzeStack", engine.analyzeStack([big]))), ["missing-from-goal"]);
    });
});
