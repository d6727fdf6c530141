// Values as Terraform sends them: MessagePack, with an extension for "not known yet".
import { ExtensionCodec, decode, encode } from "@msgpack/msgpack";

class Unknown {}

export const unknown = new Unknown();

// Type 0 is a plain unknown value; type 12 is one of which something is known, which is of no use here.
const codec = new ExtensionCodec();
codec.register({ type: 0, encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null), decode: () => unknown });
codec.register({ type: 12, encode: () => null, decode: () => unknown });

/** What a DynamicValue holds; null where it is absent. */
export function read(value) {
  if (value?.msgpack?.length) return decode(value.msgpack, { extensionCodec: codec });
  if (value?.json?.length) return JSON.parse(Buffer.from(value.json).toString("utf8"));
  return null;
}

export const write = (value) => ({ msgpack: Buffer.from(encode(value ?? null, { extensionCodec: codec })) });

/** The value as text that is the same for equal values. The order of a list counts, that of members does not. */
export function text(value) {
  if (value === unknown) return "?";
  if (Array.isArray(value)) return `[${value.map(text).join()}]`;
  if (value !== null && typeof value === "object") return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join()}}`;
  return JSON.stringify(value ?? null);
}

/** Whether two values are known and the same; the elements of a set have no order. */
export function same(a, b, isSet = false) {
  const sorted = (value) => (isSet && Array.isArray(value) ? value.map(text).sort().join() : text(value));
  return known(a) && known(b) && sorted(a) === sorted(b);
}

function known(value) {
  if (value === unknown) return false;
  return value === null || typeof value !== "object" || Object.values(value).every(known);
}
