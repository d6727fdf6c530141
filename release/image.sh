#!/usr/bin/env bash
# Makes the container image of a binary as an OCI archive: image.sh BINARY ARCHIVE. Needs buildah; no engine, no network. Prints the image's id, which
# depends on the contents only.
set -euo pipefail
binary=$(realpath "$1")
archive=$(realpath --no-symlinks "$2")
cd "$(dirname "$0")/.."
version=$(sed -nE 's|^ *<Version>(.*)</Version>$|\1|p' Directory.Build.props)
work=$(mktemp -d "${TMPDIR:-/tmp}/plangate-image-XXXXXX")
store=(buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run")
trap '"${store[@]}" rmi --all --force >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
release/rootfs.sh "$binary" "$work/context/rootfs"
"${store[@]}" build --isolation chroot --timestamp "${SOURCE_DATE_EPOCH:-0}" --identity-label=false --file Containerfile --tag "plangate:$version" "$work/context" >/dev/null 2>"$work/log" ||
  { cat "$work/log" >&2; exit 1; }
rm -f "$archive"
"${store[@]}" push --quiet "plangate:$version" "oci-archive:$archive:plangate:$version"
"${store[@]}" inspect --type image --format '{{.FromImageID}}{{"\n"}}' "plangate:$version"
