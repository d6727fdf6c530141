// node validate-sarif.mjs FILE...: exits 1 and says why when a file is no SARIF 2.1.0. The schema is the one that @microsoft/jest-sarif ships.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
formats(ajv);
const validate = ajv.compile(schema);
const files = process.argv.slice(2);
let bad = files.length === 0 ? 1 : 0;
for (const file of files) {
  if (!validate(JSON.parse(readFileSync(file, "utf8")))) {
    bad++;
    console.log(file, JSON.stringify(validate.errors));
  }
}
process.exit(bad === 0 ? 0 : 1);
