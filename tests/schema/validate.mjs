// node validate.mjs SCHEMA FILE...: exits 1 and says why when a document does not fit the schema.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const [schema, ...files] = process.argv.slice(2);
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(JSON.parse(readFileSync(schema, "utf8")));
let bad = files.length === 0 ? 1 : 0;
for (const file of files) {
  if (!validate(JSON.parse(readFileSync(file, "utf8")))) {
    bad++;
    console.log(file, JSON.stringify(validate.errors));
  }
}
process.exit(bad === 0 ? 0 : 1);
