// The schemas: compact in schemas/*.json (see README.md), spelt out here.
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("schemas/", import.meta.url);
const nestings = { single: 1, list: 2, set: 3, map: 4 };

export const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length)).sort();

/** The provider of that name: its address, its own schema, and those of its resource types. */
export function provider(name) {
  const data = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const resources = {};
  for (const [type, resource] of Object.entries(data.resources)) {
    const id = resource.framework ?? data.framework ? "string computed" : "string optional computed";
    resources[type] = {
      type,
      version: resource.version ?? 0,
      framework: resource.framework ?? data.framework ?? false,
      replaces: resource.replaces ?? [],
      block: block({ ...resource, attributes: { id, ...resource.attributes } }),
    };
  }
  return { name, source: data.source, version: data.version, merged: data.merged ?? {}, config: block(data.provider ?? {}), resources };
}

function block(data) {
  const attributes = Object.entries(data.attributes ?? {}).map(([name, spec]) => ({ name, made: data.made?.[name], ...attribute(spec) }));
  const blocks = Object.entries(data.blocks ?? {}).map(([name, spec]) => ({ name, made: data.made?.[name], ...nested(name, spec) }));
  for (const name of Object.keys(data.made ?? {})) {
    if (![...attributes, ...blocks].some((member) => member.name === name)) throw new Error(`"made" names ${name}, which is not there`);
  }
  return { attributes, blocks };
}

function nested(name, spec) {
  if (name === "timeouts") return { nesting: "single", min: 0, max: 0, block: block({ attributes: Object.fromEntries(spec.map((step) => [step, "string optional"])) }) };
  return { nesting: spec.nesting ?? "list", min: spec.min ?? 0, max: spec.max ?? 0, computed: spec.computed ?? false, replaces: spec.replaces ?? false, block: block(spec) };
}

function attribute(spec) {
  if (typeof spec === "string") return words(spec);
  const flags = words(`object ${spec.is}`);
  if (spec.nested) return { ...flags, type: undefined, nested: spec.nested, block: block(spec) };
  const nesting = ["list", "set"].find((kind) => spec[kind]);
  const members = Object.fromEntries(Object.entries(spec[nesting]).map(([name, member]) => [name, type(member)]));
  return { ...flags, type: [nesting, ["object", members]] };
}

// "TYPE WORD... = DEFAULT", as in "bool optional = false".
function words(spec) {
  const [, flags, value] = /^(.*?)(?: = (.*))?$/s.exec(spec);
  const [kind, ...rest] = flags.split(" ");
  for (const word of rest) {
    if (!["required", "optional", "computed", "sensitive", "replaces"].includes(word)) throw new Error(`${word} in "${spec}" is not understood`);
  }
  const flag = (word) => rest.includes(word);
  return {
    type: type(kind),
    required: flag("required"),
    optional: flag("optional"),
    computed: flag("computed"),
    sensitive: flag("sensitive"),
    replaces: flag("replaces"),
    default: value === undefined ? undefined : JSON.parse(value),
  };
}

// string, number, bool, object, or list(T), set(T), map(T)
function type(spec) {
  const [, outer, inner] = /^(list|set|map)\((.*)\)$/.exec(spec) ?? [];
  return outer ? [outer, type(inner)] : spec;
}

/** A schema as the protocol has it. */
export const schemaMessage = (block, version = 0) => ({ version, block: blockMessage(block) });

function blockMessage({ attributes, blocks }) {
  return {
    attributes: attributes.map(attributeMessage),
    block_types: blocks.map(({ name, nesting, min, max, block }) => ({ type_name: name, nesting: nestings[nesting], min_items: min, max_items: max, block: blockMessage(block) })),
  };
}

function attributeMessage({ name, type, nested, block, required, optional, computed, sensitive }) {
  const shape = nested ? { nested_type: { nesting: nestings[nested], attributes: block.attributes.map(attributeMessage) } } : { type: Buffer.from(JSON.stringify(type)) };
  return { name, ...shape, required, optional, computed, sensitive };
}
