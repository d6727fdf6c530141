#!/usr/bin/env bash
# Checks that VERSION is what this source would release, and prints its section of CHANGELOG.md: version.sh VERSION.
# The version stands in Directory.Build.props; the section must be there, dated, and not empty; checksums.txt must not know the version yet.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:-}
fail() { echo "version.sh: $*" >&2; exit 1; }
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "\"$version\" is no version such as 1.2.3"
declared=$(sed -nE 's|^ *<Version>(.*)</Version>$|\1|p' Directory.Build.props)
[[ $declared == "$version" ]] || fail "Directory.Build.props says $declared, not $version"
! grep -qE "^[0-9a-f]{64}  (plangate|pulumi-analyzer-policy-plangate)-${version//./\\.}-" checksums.txt || fail "checksums.txt lists $version already: a version is released once"
section=$(awk -v head="## [$version] - " '/^## |^\[.*\]: / { inside = index($0, head) == 1; if (inside) { print; next } } inside { print }' CHANGELOG.md)
[[ $section =~ ^"## [$version] - "[0-9]{4}-[0-9]{2}-[0-9]{2}($'\n'|$) ]] || fail "CHANGELOG.md has no section \"## [$version] - YYYY-MM-DD\""
body=$(tail -n +2 <<<"$section")
[[ $body == *"- "* ]] || fail "the section of $version in CHANGELOG.md says nothing"
printf '%s\n' "$body"
