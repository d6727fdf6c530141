#!/usr/bin/env bash
# Builds the binaries a second time, in another folder, and compares them byte by byte with those that are there: rebuild.sh FOLDER, which publish.sh made.
set -euo pipefail
first=$(realpath "$1")
cd "$(dirname "$0")/.."
copy=$(mktemp -d "${TMPDIR:-/tmp}/plangate-rebuild-XXXXXX")
trap 'rm -rf "$copy"' EXIT
# The working tree as git knows it, without what was built in it.
git ls-files -z --cached --others --exclude-standard | tar --null --files-from - --create | tar --extract --directory "$copy"
"$copy/publish.sh" "$copy/artifacts/native" >/dev/null
for binary in plangate pulumi-analyzer-policy-plangate; do
  if ! cmp "$first/$binary" "$copy/artifacts/native/$binary"; then
    echo "rebuild.sh: $binary is another one when it is built in another folder" >&2
    exit 1
  fi
  echo "the same when built again: $(sha256sum <"$first/$binary" | cut -d ' ' -f 1)  $binary"
done
