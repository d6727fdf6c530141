#!/usr/bin/env bash
# Makes the release: create.sh VERSION ASSETS. The sums of the assets go into checksums.txt beside action.yml, the tag onto the commit that holds them, and the
# assets to GitHub. Whoever pins that commit pins the assets. GH_TOKEN may write contents; the checkout can push.
set -euo pipefail
version=$1
assets=$(realpath "$2")
cd "$(dirname "$0")/.."
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
release/version.sh "$version" >"$notes"
sums=$(release/checksums.sh "$assets")
for program in plangate pulumi-analyzer-policy-plangate; do
  for system in linux-x64 linux-arm64 osx-arm64 osx-x64 win-x64; do
    grep -qE "  $program-${version//./\\.}-$system(\.exe)?$" <<<"$sums" || { echo "create.sh: there is no $program for $system" >&2; exit 1; }
  done
done
printf '%s\n' "$sums" >>checksums.txt

git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git add checksums.txt
git commit --quiet --message "The sums of $version"
git tag "v$version"
# Both or neither.
git push --quiet --atomic origin "HEAD:refs/heads/release-$version" "refs/tags/v$version"
gh release create "v$version" --verify-tag --title "PlanGate $version" --notes-file "$notes" "$assets"/*
