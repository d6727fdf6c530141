#!/usr/bin/env bash
# Everything of a release that can be tried without GitHub: run.sh BINARY, which publish.sh made in this checkout. README.md says what each part shows.
set -euo pipefail
binary=$(realpath "${1:-artifacts/native/plangate}")
cd "$(dirname "$0")/../.."
part() { printf '\n--- %s\n' "$*"; }
fail() { echo "tests/release: $*" >&2; exit 1; }
# refuse TEXT COMMAND...: the command fails and says TEXT.
refuse() {
  local text=$1 said
  shift
  if said=$("$@" 2>&1); then fail "this should have been refused: $*"; fi
  [[ $said == *"$text"* ]] || fail "refused, but not with \"$text\": $said"
  echo "refused: $text"
}
command -v buildah >/dev/null && command -v openssl >/dev/null || { apt-get update -qq && apt-get install -y -qq buildah openssl; }
(cd tests/release && npm ci --no-audit --no-fund --silent)
work=$(mktemp -d "${TMPDIR:-/tmp}/plangate-release-XXXXXX")
trap 'rm -rf "$work"' EXIT
rid=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
version=$(sed -nE 's|^ *<Version>(.*)</Version>$|\1|p' Directory.Build.props)
assets=$work/assets
mkdir "$assets"
export SOURCE_DATE_EPOCH=1700000000

part "the binary"
[[ $("$binary" --version) == "$version" ]] || fail "the binary says $("$binary" --version), Directory.Build.props $version"
echo "$version, wants glibc $(release/glibc.sh "$binary" 2.35)"
refuse "is the most that it may" release/glibc.sh "$binary" 2.17
for folder in "$PWD" "$HOME/.nuget"; do ! grep -aqF "$folder" "$binary" || fail "the binary names $folder, where it was built"; done
cp "$binary" "$assets/plangate-$version-$rid"
cp "$(dirname "$binary")/pulumi-analyzer-policy-plangate" "$assets/pulumi-analyzer-policy-plangate-$version-$rid"

part "built again in another folder"
release/rebuild.sh "$(dirname "$binary")"

part "bills of material"
for program in plangate:PlanGate.Cli pulumi-analyzer-policy-plangate:PlanGate.PulumiPolicy; do
  name=${program%:*} objects=artifacts/native-build/obj/${program#*:}
  tests/release/sbom.sh "$name" "$objects" "$rid" "$assets/$name-$version-$rid.cdx.json"
done

part "the tool for an installed .NET"
dotnet pack src/PlanGate.Cli -c Release -o "$assets" --verbosity quiet
dotnet pack src/PlanGate.Cli -c Release -o "$work/again" --verbosity quiet --no-build
cmp "$assets/plangate.$version.nupkg" "$work/again/plangate.$version.nupkg" || fail "packed again it is another package"
(cd "$work" && dotnet tool install plangate --tool-path "$work/tool" --source "$assets" --version "$version" >/dev/null)
[[ $("$work/tool/plangate" --version) == "$version" ]] || fail "the tool has another version"
tests/release/verdicts.sh "$work/tool/plangate"

part "checksums.txt, and the Action that verifies by it"
release/checksums.sh "$assets" | tee "$work/sums"
(cd "$assets" && sha256sum --check --quiet "$work/sums")
tests/release/install.sh "$assets" "$work/sums" "$version"

part "the release itself, against a repository and a gh that are nobody's"
tests/release/create.sh "$assets" "$version"

part "the container image"
image=$(release/image.sh "$binary" "$work/image.tar")
[[ $image =~ ^[0-9a-f]{64}$ ]] || fail "no image: $image"
[[ $(release/image.sh "$binary" "$work/image-again.tar") == "$image" ]] || fail "made again it is another image"
tests/release/image.sh "$work/image.tar"

part "release.yml"
node --test --test-reporter=spec tests/release/workflow.test.mjs
