// node server.mjs NAME: speaks Terraform's plugin protocol as the provider NAME, with the schemas in schemas/NAME.json.
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { fileURLToPath } from "node:url";
import { hands } from "./hands.mjs";
import { make, plan, replacing } from "./objects.mjs";
import { provider, schemaMessage } from "./schemas.mjs";
import { read, write } from "./values.mjs";

// Terraform sets these for the plugins that it starts.
if (process.env.TF_PLUGIN_MAGIC_COOKIE === undefined) {
  console.error("This is a Terraform plugin: Terraform starts it.");
  process.exit(1);
}
if (process.env.PLUGIN_CLIENT_CERT) {
  console.error("The stand-in speaks without TLS: set TF_DISABLE_PLUGIN_TLS=1.");
  process.exit(1);
}

const { source, config: configBlock, resources, merged } = provider(process.argv[2]);

// Attributes that are put together from others, with the provider block's share filled in.
let mergedHere = {};

const calls = {
  GetProviderSchema: () => ({
    provider: schemaMessage(configBlock),
    resource_schemas: Object.fromEntries(Object.entries(resources).map(([type, { block, version }]) => [type, schemaMessage(block, version)])),
    data_source_schemas: {},
    server_capabilities: { plan_destroy: false, get_provider_schema_optional: false },
  }),
  ValidateProviderConfig: () => ({}),
  ConfigureProvider: ({ config }) => {
    const own = read(config);
    const value = (path) => path.split(".").reduce((inner, step) => (Array.isArray(inner) ? inner[0] : inner)?.[step], own);
    const resolved = (source) => (String(source).startsWith("provider.") ? value(source.slice("provider.".length)) : source);
    mergedHere = Object.fromEntries(Object.entries(merged).map(([attribute, sources]) => [attribute, sources.map(resolved)]));
    return {};
  },
  ValidateResourceConfig: () => ({}),
  UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: write(JSON.parse(raw_state.json.toString("utf8"))) }),
  ReadResource: ({ current_state, private: kept }) => ({ new_state: current_state, private: kept }),
  PlanResourceChange: ({ type_name, prior_state, proposed_new_state, config, prior_private }) => {
    const resource = resources[type_name];
    const prior = read(prior_state);
    if (read(proposed_new_state) === null) return { planned_state: proposed_new_state, planned_private: prior_private };
    const planned = plan(resource, prior, read(config), mergedHere);
    return {
      planned_state: write(planned),
      requires_replace: prior === null ? [] : replacing(resource, prior, planned),
      planned_private: prior_private,
      legacy_type_system: !resource.framework,
    };
  },
  ApplyResourceChange: ({ type_name, prior_state, planned_state, planned_private }) => {
    const resource = resources[type_name];
    const [prior, planned] = [read(prior_state), read(planned_state)];
    if (prior !== null && planned === null) hands[type_name]?.destroy(prior);
    if (prior === null) hands[type_name]?.create(planned);
    return { new_state: write(planned === null ? null : make(resource, planned)), private: planned_private, legacy_type_system: !resource.framework };
  },
  StopProvider: () => ({}),
};

function load(file) {
  return grpc.loadPackageDefinition(loader.loadSync(fileURLToPath(new URL(file, import.meta.url)), { keepCase: true, longs: Number, enums: Number, oneofs: true }));
}

const answer = (handler) => (call, done) => {
  try {
    done(null, handler(call.request));
  } catch (error) {
    console.error(error);
    done({ code: grpc.status.INTERNAL, details: `the stand-in for ${source}: ${error.message}` });
  }
};

const server = new grpc.Server();
server.addService(load("provider.proto").tfplugin6.Provider.service, Object.fromEntries(Object.entries(calls).map(([call, handler]) => [call, answer(handler)])));
server.addService(load("controller.proto").plugin.GRPCController.service, {
  Shutdown: (_, done) => {
    done(null, {});
    setImmediate(() => process.exit(0));
  },
});
// 1 is the handshake's version, 6 the protocol's.
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`1|6|tcp|127.0.0.1:${port}|grpc`);
});
