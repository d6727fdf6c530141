// terraform show -json PLAN | node stable.mjs: the same text, but for what Terraform writes differently each time: the time, and the
// order of "relevant_attributes", which has no meaning.
import { readFileSync } from "node:fs";

const text = readFileSync(0, "utf8");
const { timestamp, relevant_attributes: relevant = [] } = JSON.parse(text);
const sorted = [...relevant].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const replaced = (whole, old, now) => {
  if (!whole.includes(old)) throw new Error(`the plan is not written as expected: ${old} is not in it`);
  return whole.replace(old, () => now);
};

let stable = replaced(text, `"timestamp":${JSON.stringify(timestamp)}`, '"timestamp":"2026-01-19T09:00:00Z"');
if (relevant.length > 0) stable = replaced(stable, `"relevant_attributes":${JSON.stringify(relevant)}`, `"relevant_attributes":${JSON.stringify(sorted)}`);
process.stdout.write(stable);
