#!/usr/bin/env bash
# Finds the plangate to run and puts it on the PATH: the one that is named, one built from this source, or a released one whose
# SHA-256 stands in checksums.txt beside action.yml. Whoever pins the commit of the action thereby pins the binary.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=PlanGate::%s\n' "${text//$'\n'/%0A}"
  exit 2
}

found() {
  local path=$1
  "$path" --version >/dev/null 2>&1 || fail "$path does not run on this runner"
  if command -v cygpath >/dev/null; then
    cygpath --windows "$(dirname "$path")" >>"$GITHUB_PATH"
  else
    dirname "$path" >>"$GITHUB_PATH"
  fi
  # A path with a line break would be another output.
  [[ $path != *$'\n'* ]] || fail "the path of the binary has a line break"
  printf 'path=%s\n' "$path" >>"$GITHUB_OUTPUT"
  exit 0
}

if [[ -n ${INPUT_BINARY:-} ]]; then
  [[ -f $INPUT_BINARY ]] || fail "binary: $INPUT_BINARY is not there"
  found "$(cd "$(dirname "$INPUT_BINARY")" && pwd)/$(basename "$INPUT_BINARY")"
fi

case ${RUNNER_OS:-} in
  Linux) os=linux suffix= ;;
  macOS) os=osx suffix= ;;
  Windows) os=win suffix=.exe ;;
  *) fail "there is no plangate for the runner's system, ${RUNNER_OS:-unknown}" ;;
esac

case ${INPUT_BUILD_FROM_SOURCE:-} in
  true)
    command -v dotnet >/dev/null || fail "build-from-source: the .NET SDK is not on this runner; use actions/setup-dotnet before"
    out=$RUNNER_TEMP/plangate-build
    dotnet publish "$root/src/PlanGate.Cli" -c Release -p:DebugType=none --artifacts-path "$out/work" -o "$out/bin" || fail "build-from-source: it does not build"
    found "$out/bin/plangate$suffix"
    ;;
  false | '') ;;
  *) fail "build-from-source is neither true nor false: $INPUT_BUILD_FROM_SOURCE" ;;
esac

case ${RUNNER_ARCH:-} in
  X64) architecture=x64 ;;
  ARM64) architecture=arm64 ;;
  *) fail "there is no plangate for the runner's architecture, ${RUNNER_ARCH:-unknown}" ;;
esac
if [[ $os == linux ]] && ldd --version 2>&1 | grep -qi musl; then os=linux-musl; fi

sums=$root/checksums.txt
pattern='^[0-9a-f]{64}  plangate-[0-9]+\.[0-9]+\.[0-9]+-[a-z0-9-]+(\.exe)?$'
listed=$(grep -E "$pattern" "$sums" || true)
[[ -n $listed ]] || fail "this commit of the action lists no released binary in checksums.txt: use a commit of a release, or set binary or build-from-source"
version=${INPUT_VERSION:-}
version=${version#v}
[[ -n $version ]] || version=$(tail -n 1 <<<"$listed" | sed -E 's/^[0-9a-f]+  plangate-([0-9.]+)-.*$/\1/')
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "version: \"$version\" is none"
asset=plangate-$version-$os-$architecture$suffix
sum=$(awk -v asset="$asset" '$2 == asset { print $1 }' <<<"$listed")
[[ -n $sum ]] || fail "checksums.txt lists no $asset: this commit of the action vouches for no such binary"

is_right() {
  local actual
  if command -v sha256sum >/dev/null; then actual=$(sha256sum <"$1"); else actual=$(shasum -a 256 <"$1"); fi
  [[ ${actual%% *} == "$sum" ]]
}

# What lies in the cache is looked at too: others use the same machine.
cache=${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/plangate/$version/$os-$architecture
if [[ -f $cache/plangate$suffix ]] && is_right "$cache/plangate$suffix"; then found "$cache/plangate$suffix"; fi

[[ -n ${ACTION_REPOSITORY:-} ]] || fail "a local copy of the action has no releases: set binary or build-from-source"
file=$RUNNER_TEMP/$asset
curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$file" \
  "${GITHUB_SERVER_URL:-https://github.com}/$ACTION_REPOSITORY/releases/download/v$version/$asset" || fail "$asset cannot be fetched from $ACTION_REPOSITORY"
if ! is_right "$file"; then
  rm -f "$file"
  fail "$asset is not what checksums.txt says it is: it was thrown away"
fi
mkdir -p "$cache"
chmod +x "$file"
mv "$file" "$cache/plangate$suffix"
found "$cache/plangate$suffix"
