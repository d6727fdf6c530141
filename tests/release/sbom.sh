#!/usr/bin/env bash
# Makes the bill of material of a program that publish.sh built, and checks it: sbom.sh NAME OBJECTS RUNTIME-IDENTIFIER FILE.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=$1 assets=$2/project.assets.json response=$2/release_$3/native/$1.ilc.rsp file=$4
node release/sbom.mjs "$name" "$assets" "$3" >"$file"
node release/sbom.mjs "$name" "$assets" "$3" | cmp - "$file"
node tests/release/sbom.mjs "$file" "$response"
# The check itself: it sees a package that is missing, one too many, and a document that is none.
broken=$(mktemp)
trap 'rm -f "$broken"' EXIT
for damage in 'bom.components.splice(bom.components.findIndex((one) => one.scope === "required"), 1)' 'bom.components.find((one) => one.scope === "excluded").scope = "required"' 'bom.components[0].type = "thing"'; do
  node -e 'const bom = JSON.parse(require("fs").readFileSync(process.argv[1])); eval(process.argv[2]); console.log(JSON.stringify(bom))' "$file" "$damage" >"$broken"
  if node tests/release/sbom.mjs "$broken" "$response" >/dev/null 2>&1; then
    echo "sbom.sh: not seen: $damage" >&2
    exit 1
  fi
done
