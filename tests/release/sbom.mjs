// node sbom.mjs BOM ILC-RESPONSE-FILE: is it CycloneDX 1.6, and does it list exactly what the compiler was given? The response file names every assembly that
// NativeAOT compiled or looked at, with its path in the package folder, so it knows nothing of what restore or sbom.mjs think.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const [file, response] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
assert.equal(error, null, `${file} is no CycloneDX 1.6: ${JSON.stringify(error)}`);

const bom = JSON.parse(text);
const folder = /^-r:(.*)\/runtime\.[^/]*ilcompiler\/[^/]+\/(?:sdk|framework)\/[^/]+$/m.exec(readFileSync(response, 'utf8'))?.[1];
assert.ok(folder, `${response} names no runtime`);
const used = new Set();
for (const line of readFileSync(response, 'utf8').split('\n')) {
  if (!/^-r:.*\.dll$/.test(line) || !line.startsWith(`-r:${folder}/`)) continue;
  const [id, version] = line.slice(`-r:${folder}/`.length).split('/');
  used.add(`${id}@${version}`);
}
const listed = bom.components.filter((one) => one.scope === 'required').map((one) => `${one.name.toLowerCase()}@${one.version}`);
assert.ok(used.size > 4, `${response} names only ${used.size} packages`);
assert.deepEqual([...used].sort(), listed.sort());
for (const one of bom.components) {
  assert.match(one.hashes[0].content, /^[0-9a-f]{128}$/, one.name);
  assert.ok(one.licenses?.length, `${one.name} has no licence`);
}
console.log(`${bom.metadata.component.name}: CycloneDX 1.6, ${bom.components.length} packages, ${used.size} of them in the program`);
