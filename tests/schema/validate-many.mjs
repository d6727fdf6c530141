// node validate-many.mjs SCHEMA DOCUMENTS: one JSON document a line; says of each, in order, "fits" or what is wrong with it.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const [schema, documents] = process.argv.slice(2);
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(JSON.parse(readFileSync(schema, "utf8")));
for (const line of readFileSync(documents, "utf8").split("\n").filter(line => line.length > 0)) {
  console.log(validate(JSON.parse(line)) ? "fits" : JSON.stringify(validate.errors));
}
