#!/usr/bin/env bash
# Prints the lines of checksums.txt for what lies in FOLDER, sorted by name: checksums.sh FOLDER. Names with anything but letters, digits, dots and dashes are refused.
set -euo pipefail
cd "$1"
shopt -s nullglob
files=(*)
((${#files[@]} > 0)) || { echo "checksums.sh: $1 is empty" >&2; exit 1; }
for file in "${files[@]}"; do
  [[ -f $file && $file =~ ^[A-Za-z0-9][A-Za-z0-9.-]*$ ]] || { echo "checksums.sh: $file is no name for what is released" >&2; exit 1; }
  if command -v sha256sum >/dev/null; then sum=$(sha256sum <"$file"); else sum=$(shasum -a 256 <"$file"); fi
  printf '%s  %s\n' "${sum%% *}" "$file"
done | LC_ALL=C sort -k 2
