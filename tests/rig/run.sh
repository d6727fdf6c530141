#!/usr/bin/env bash
# Runs the end-to-end tests: run.sh BINARY. Needs node, npm and ../shared/rig/github.
set -euo pipefail
binary=$(realpath "${1:-artifacts/native/plangate}")
cd "$(dirname "$0")/../.."
[ -d ../shared/rig/github ] || { echo "../shared/rig/github is not there: the end-to-end tests need it" >&2; exit 1; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R ../shared/rig/github/. "$copy"
chmod -R u+w "$copy"
(cd "$copy" && npm ci --no-audit --no-fund --silent)
RIG=$copy PLANGATE=$binary node --test --test-concurrency=4 tests/rig/*.test.mjs
