#!/usr/bin/env bash
# Prints the newest glibc that a binary asks for, and fails where it is newer than MAXIMUM: glibc.sh BINARY [MAXIMUM].
set -euo pipefail
newest=$(readelf --version-info "$1" | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
[ -n "$newest" ] || { echo "glibc.sh: $1 asks for no glibc" >&2; exit 1; }
echo "$newest"
maximum=${2:-$newest}
[ "$(printf '%s\n' "$newest" "$maximum" | sort -V | tail -n 1)" = "$maximum" ] || { echo "glibc.sh: $1 wants glibc $newest; $maximum is the most that it may" >&2; exit 1; }
