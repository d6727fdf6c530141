#!/usr/bin/env bash
# All measurements of docs/performance.md. Wants jq, GNU time, g++ with libsimdjson-dev, and a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
./publish.sh artifacts/native
dotnet build bench/PlanGate.Bench -c Release --verbosity quiet
bench=artifacts/bin/PlanGate.Bench/release/PlanGate.Bench

# The same program with nothing in the catalogue's large tables but their headings.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r Directory.*.props global.json publish.sh policies src "$copy"
for table in "$copy"/policies/catalogue/{types,settings,carried}/*.tsv; do
  sed -i '2,$d' "$table"
done
"$copy/publish.sh"

g++ -O3 -std=c++17 -march=native bench/simdjson/scan.cpp -o "$copy/scan" -lsimdjson

"$bench" compare artifacts/native/plangate simdjson="$copy/scan" without-catalogue="$copy/artifacts/native/plangate"
"$bench" micro --filter '*'
