#!/usr/bin/env bash
# The Action's own installation takes what checksums.sh lists, and nothing that differs by a byte: install.sh ASSETS SUMS VERSION.
set -euo pipefail
assets=$(realpath "$1") sums=$(realpath "$2") version=$3
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/plangate-install-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{commit,tools,served}
cp -R action checksums.txt "$work/commit"
cat "$sums" >>"$work/commit/checksums.txt"
cp "$assets"/* "$work/served"
# A curl that serves a folder: the address is the last argument, the file comes after --output.
cat >"$work/tools/curl" <<'CURL'
#!/usr/bin/env bash
address=${*: -1}
while [ "$1" != --output ]; do shift; done
cp "$SERVED/${address##*/}" "$2"
CURL
chmod +x "$work/tools/curl"
install() {
  rm -rf "$work/temp"
  mkdir "$work/temp"
  env -i HOME="$work" SERVED="$work/served" PATH="$work/tools:$PATH" RUNNER_OS=Linux RUNNER_ARCH="$(uname -m | sed 's/x86_64/X64/; s/aarch64/ARM64/')" RUNNER_TEMP="$work/temp" \
    GITHUB_PATH="$work/path" GITHUB_OUTPUT="$work/output" ACTION_REPOSITORY=acme/plangate bash "$work/commit/action/install.sh"
}
install || { echo "install.sh: the Action refused what it should have taken" >&2; exit 1; }
path=$(sed -n 's/^path=//p' "$work/output")
[ "$("$path" --version)" = "$version" ] || { echo "install.sh: another plangate was installed" >&2; exit 1; }
echo "installed by its sum: ${path##*/} $version"
printf 'x' >>"$work/served/plangate-$version-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
if said=$(install 2>&1) || [[ $said != *"is not what checksums.txt says"* ]]; then
  echo "install.sh: a binary with one more byte was not refused: $said" >&2
  exit 1
fi
echo "refused with one more byte"
