// What a real provider decides: which values a change leads to, and what forces a replacement.
import { createHash } from "node:crypto";
import { same, text, unknown } from "./values.mjs";

/** The planned object: configuration, defaults, what is kept from before, and unknown where the provider will decide. */
export function plan(resource, prior, config, merged) {
  const planned = planBlock(resource.block, prior, config, !resource.framework);
  for (const [name, sources] of Object.entries(merged)) {
    if (!(name in planned)) continue;
    const maps = sources.map((source) => (typeof source === "string" ? planned[source] : source)).filter((map) => map !== null && map !== undefined);
    const together = maps.includes(unknown) ? unknown : Object.assign({}, ...maps);
    planned[name] = prior === null && text(together) === "{}" ? unknown : together;
  }
  return planned;
}

function planBlock({ attributes, blocks }, prior, config, sdk) {
  const planned = {};
  for (const attribute of attributes) planned[attribute.name] = planAttribute(attribute, prior, config[attribute.name] ?? null, sdk);
  for (const nested of blocks) planned[nested.name] = planNested(nested, prior, config[nested.name] ?? null, sdk);
  return planned;
}

function planAttribute(attribute, prior, value, sdk) {
  const before = prior?.[attribute.name] ?? null;
  if (value === unknown) return unknown;
  if (value !== null && attribute.nested) return planElements(attribute.nested, attribute.block, before, value, sdk);
  if (value !== null) return sdk ? fillObjects(attribute.type, value) : value;
  if (attribute.default !== undefined) return attribute.default;
  if (attribute.computed) return prior === null ? unknown : before;
  // Terraform's older provider library does not tell an empty value from an absent one.
  return sdk && isZero(before) ? before : null;
}

function planNested(nested, prior, value, sdk) {
  const before = prior?.[nested.name] ?? null;
  if (value === unknown) return unknown;
  if (nested.computed && (value === null || value.length === 0)) return prior === null ? unknown : before;
  return value === null ? null : planElements(nested.nesting, nested.block, before, value, sdk);
}

function planElements(nesting, block, before, value, sdk) {
  // An element of a set is the one from before when it says the same.
  const says = (old, element) => block.attributes.every(({ name }) => (element[name] ?? null) === null || same(element[name], old[name]));
  const earlier = { single: () => before, list: (_, index) => before?.[index], map: (_, key) => before?.[key], set: (element) => before?.find((old) => says(old, element)) }[nesting];
  return each(nesting, value, (element, key) => planBlock(block, earlier(element, key) ?? null, element, sdk));
}

// The elements of nested blocks or attributes, changed one by one.
function each(nesting, value, change) {
  if (nesting === "single") return change(value, 0);
  return nesting === "map" ? Object.fromEntries(Object.entries(value).map(([key, element]) => [key, change(element, key)])) : value.map(change);
}

// In a list or set of objects, the older library has no nulls.
function fillObjects(type, value) {
  const members = type[1]?.[0] === "object" ? type[1][1] : undefined;
  if (members === undefined || value === unknown) return value;
  return value.map((element) => (element === unknown ? unknown : Object.fromEntries(Object.entries(members).map(([name, kind]) => [name, element[name] ?? zero(kind)]))));
}

const isZero = (value) => value === "" || value === 0 || value === false || (value !== null && typeof value === "object" && value !== unknown && Object.keys(value).length === 0);

function zero(type) {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  return type[0] === "map" ? {} : [];
}

/** The paths of what forces a replacement. */
export function replacing(resource, prior, planned) {
  const paths = forced(resource.block, prior, planned, []);
  for (const rule of resource.replaces) {
    const path = rule.attribute.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const [before, after] = [at(prior, path), at(planned, path)];
    const applies = Object.entries(rule.when ?? {}).every(([other, pattern]) => new RegExp(pattern).test(String(at(planned, other.split(".")))));
    if (applies && !same(before, after) && (!rule.smaller || after < before)) paths.push(path);
  }
  return paths.map((path) => ({ steps: path.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })) }));
}

function forced({ attributes, blocks }, prior, planned, path) {
  const paths = [];
  for (const { name, type, replaces, nested, block } of attributes) {
    if (replaces && !same(prior?.[name], planned?.[name], type?.[0] === "set")) paths.push([...path, name]);
    else if (nested === "single" && prior?.[name] && planned?.[name]) paths.push(...forced(block, prior[name], planned[name], [...path, name]));
  }
  for (const { name, nesting, replaces, block } of blocks) {
    const [before, after] = [prior?.[name], planned?.[name]];
    if (replaces && !same(before, after, nesting === "set")) paths.push([...path, name]);
    else if (nesting === "list" && Array.isArray(before) && Array.isArray(after)) {
      after.forEach((element, index) => paths.push(...(before[index] ? forced(block, before[index], element, [...path, name, index]) : [])));
    }
  }
  return paths;
}

const at = (value, path) => path.reduce((inner, step) => inner?.[step], value) ?? null;

/** The object that an apply leaves: the planned one, with made-up values where the plan left them open. */
export function make(resource, planned) {
  const seed = `${resource.type} ${text(planned)}`;
  return fill(resource.block, planned, seed, planned);
}

function fill({ attributes, blocks }, planned, seed, root) {
  const made = {};
  const inside = (nesting, block, name) => each(nesting, planned[name], (element, key) => fill(block, element, `${seed} ${name} ${key}`, root));
  for (const { name, type, nested, block, made: value } of attributes) {
    const now = planned[name];
    if (now === unknown || (now === null && value !== undefined)) made[name] = value === undefined ? (nested ? null : zero(type)) : written(value, planned, seed, root);
    else made[name] = nested && now !== null ? inside(nested, block, name) : now;
  }
  for (const { name, nesting, block, made: value } of blocks) {
    const now = planned[name];
    if (now === unknown) made[name] = (value ?? []).map((element, index) => complete(block, written(element, planned, `${seed} ${name} ${index}`, root)));
    else made[name] = now === null ? null : inside(nesting, block, name);
  }
  return made;
}

// A made-up block, with every attribute that the schema has.
function complete({ attributes, blocks }, element) {
  const whole = Object.fromEntries(attributes.map(({ name, type }) => [name, element[name] ?? zero(type)]));
  for (const { name, block } of blocks) whole[name] = (element[name] ?? []).map((inner) => complete(block, inner));
  return whole;
}

// "{name}" is an attribute, "{name/}" what follows its last slash, "{spec.0.name}" one in a block; "{hex:8}" and "{digits:8}" are eight digits
// and "{uuid}" a UUID that depend on nothing but the object.
function written(value, planned, seed, root) {
  if (Array.isArray(value)) return value.map((element) => written(element, planned, seed, root));
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, written(member, planned, seed, root)]));
  if (typeof value !== "string") return value;
  const hex = createHash("sha256").update(seed).digest("hex");
  return value.replace(/\{([\w.]+)(?::(\d+)|(\/))?\}/g, (_, name, length, slash) => {
    if (name === "hex") return hex.slice(0, Number(length));
    if (name === "digits") return BigInt(`0x${hex}`).toString().slice(0, Number(length));
    if (name === "uuid") return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    const inner = at(name.includes(".") ? root : planned, name.split(".")) ?? at(root, name.split("."));
    return inner === null || inner === unknown ? "" : slash ? String(inner).split("/").at(-1) : String(inner);
  });
}
