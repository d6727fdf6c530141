// node mirror.mjs FOLDER: makes FOLDER a place from which `terraform init` installs the stand-ins for every provider in schemas/,
// and writes FOLDER/terraform.rc, to be named in TF_CLI_CONFIG_FILE. TF_DISABLE_PLUGIN_TLS=1 must be set as well.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { names, provider } from "./schemas.mjs";

if (process.argv.length !== 3) {
  console.error("usage: node mirror.mjs FOLDER");
  process.exit(1);
}

const folder = resolve(process.argv[2]);
const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const server = fileURLToPath(new URL("server.mjs", import.meta.url));
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

for (const name of names) {
  const { source, version } = provider(name);
  const address = source.split("/").length === 3 ? source : `registry.terraform.io/${source}`;
  const place = join(folder, "mirror", address, version, platform);
  mkdirSync(place, { recursive: true });
  const program = join(place, `terraform-provider-${source.split("/").at(-1)}_v${version}`);
  writeFileSync(program, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(server)} ${name}\n`);
  chmodSync(program, 0o755);
}

writeFileSync(join(folder, "terraform.rc"), `disable_checkpoint = true\n\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(folder, "mirror"))}\n  }\n}\n`);
