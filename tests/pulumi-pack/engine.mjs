// Plays Pulumi's engine: starts a pack, reads its port, speaks to it with Pulumi's own stubs.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { AnalyzerClient, AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/analyzer_pb.js");
const structs = require("google-protobuf/google/protobuf/struct_pb.js");
const Empty = AnalyzerService.cancel.requestType;

export const level = messages.EnforcementLevel;
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const secret = (value) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

/** Starts a pack as the engine does, and gives its client. */
export async function start(command, args, { cwd, env } = {}) {
    const listener = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((ready) => listener.once("listening", ready));
    // What stands in for the engine is no reason for this process to stay.
    listener.unref();
    const began = performance.now();
    const address = `127.0.0.1:${listener.address().port}`;
    const child = spawn(command, args.map((argument) => (argument === "ENGINE" ? address : argument)), { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { out: "", err: "" };
    child.stderr.on("data", (data) => (said.err += data));
    const port = await new Promise((resolve, reject) => {
        child.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it said its port: ${said.err}`)));
        child.once("error", reject);
        child.stdout.on("data", (data) => {
            said.out += data;
            if (said.out.includes("\n")) resolve(said.out.split("\n")[0]);
        });
    });
    if (!/^[0-9]+$/.test(port)) throw new Error(`the first line is not a port: ${port}`);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    const call = (name, request) => new Promise((resolve, reject) => client[name](request, (error, answer) => (error ? reject(error) : resolve(answer))));
    return {
        said, call, client, pid: child.pid,
        ready: () => performance.now() - began,
        /** Seconds of processor time that the pack has used: what it takes whatever else the machine does. */
        processorTime: () => readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100,
        async stop() {
            client.close();
            listener.close();
            const gone = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
            child.kill("SIGINT");
            return gone;
        },
        abandon: () => listener.close(),
    };
}

const fill = (message, values) => {
    for (const [name, value] of Object.entries(values)) message[`set${name[0].toUpperCase()}${name.slice(1)}`](value);
    return message;
};

export const empty = () => new Empty();

export const handshake = (directory) => fill(new messages.AnalyzerHandshakeRequest(), { engineAddress: "127.0.0.1:1", rootDirectory: directory, programDirectory: directory });

export function stack({ organization = "acme", project = "shop", name, preview = true, tags = {}, config = {} }) {
    const request = fill(new messages.AnalyzerStackConfigureRequest(), { organization, project, stack: name, dryRun: preview });
    for (const [key, value] of Object.entries(tags)) request.getTagsMap().set(key, value);
    for (const [key, value] of Object.entries(config)) request.getConfigMap().set(key, value);
    return request;
}

/** What the engine sends in Configure: level and properties for every policy that the pack named, schema defaults filled in. */
export function configuration(info, own = {}) {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const policy of info.getPoliciesList()) {
        const properties = {};
        for (const [name, schema] of Object.entries(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {})) {
            if ("default" in schema) properties[name] = schema.default;
        }
        const { enforcementLevel = policy.getEnforcementlevel(), ...rest } = own[policy.getName()] ?? own.all ?? {};
        request.getPolicyconfigMap().set(policy.getName(), fill(new messages.PolicyConfig(), { enforcementlevel: enforcementLevel, properties: structs.Struct.fromJavaScript({ ...properties, ...rest }) }));
    }
    return request;
}

export const urn = (stackName, type, name) => `urn:pulumi:${stackName}::shop::${type}::${name}`;

function resource(message, { type, name, urn, properties, protect = false, aliases = [], provider = true }) {
    fill(message, { type, name, urn, properties: structs.Struct.fromJavaScript(properties) });
    message.setOptions(fill(new messages.AnalyzerResourceOptions(), { protect, aliasesList: aliases }));
    if (provider) {
        const pkg = type.split(":")[0];
        message.setProvider(fill(new messages.AnalyzerProviderResource(), { type: `pulumi:providers:${pkg}`, urn: urn.replace(/::[^:]+:.*$/, `::pulumi:providers:${pkg}::default`), name: "default", properties: structs.Struct.fromJavaScript({}) }));
    }
    return message;
}

export const analyze = (one) => resource(new messages.AnalyzeRequest(), one);

export const analyzeStack = (all) => fill(new messages.AnalyzeStackRequest(), { resourcesList: all.map((one) => resource(new messages.AnalyzerResource(), one)) });

export const diagnostics = (answer) => answer.getDiagnosticsList().map((one) => one.toObject());

/** The diagnostics as the pulumi command lists them; the URN is the engine's own, and only here made visible. */
export function shown(answer) {
    const word = Object.fromEntries(Object.entries(level).map(([name, number]) => [number, name.toLowerCase()]));
    return diagnostics(answer)
        .map((one) => `[${word[one.enforcementlevel]}]  ${one.policyname}  (${JSON.stringify(one.urn.split("::").slice(2).join("::") || "the stack").replaceAll("\u202e", "\\u202e").slice(1, -1)})\n${one.message.split("\n").map((line) => `    ${line}\n`).join("")}`)
        .join("");
}
