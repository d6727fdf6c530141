#!/usr/bin/env bash
# create.sh and version.sh as the workflow runs them, in a clone that pushes to a folder, with a gh that writes down what it is asked: create.sh ASSETS VERSION.
set -euo pipefail
assets=$(realpath "$1") version=$2
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/plangate-create-XXXXXX")
trap 'rm -rf "$work"' EXIT
refused() {
  local text=$1 said
  shift
  if said=$("$@" 2>&1) || [[ $said != *"$text"* ]]; then
    echo "create.sh: not refused with \"$text\": $said" >&2
    exit 1
  fi
  echo "refused: $text"
}
mkdir "$work/source" "$work/tools" "$work/assets"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from - --create | tar --extract --directory "$work/source"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
git init --quiet --bare "$work/remote"
git -C "$work/source" init --quiet --initial-branch main
git -C "$work/source" add --all
git -C "$work/source" commit --quiet --message "source"
git -C "$work/source" remote add origin "$work/remote"
printf '#!/usr/bin/env bash\nprintf "%%s\\n" "$@" >"$GH_ASKED"\ncp "${@:8:1}" "$GH_ASKED.notes"\n' >"$work/tools/gh"
chmod +x "$work/tools/gh"
export PATH="$work/tools:$PATH" GH_ASKED="$work/asked"

cp "$assets"/* "$work/assets"
create() { "$work/source/release/create.sh" "$version" "$work/assets"; }
refused "there is no plangate for" create
others() {
  for system in linux-x64 linux-arm64 osx-arm64 osx-x64 win-x64.exe; do [ -e "$work/assets/$1-$version-$system" ] || echo "$1 $system" >"$work/assets/$1-$version-$system"; done
}
others plangate
refused "there is no pulumi-analyzer-policy-plangate for" create
others pulumi-analyzer-policy-plangate
for wrong in "" 1.2 "$version.0" "9.9.9" '1.0.0; true' "v$version"; do
  if "$work/source/release/version.sh" "$wrong" >/dev/null 2>&1; then echo "create.sh: version \"$wrong\" was taken" >&2; exit 1; fi
done
sed -i.bak "s/^## \[$version\] - .*/## [$version]/" "$work/source/CHANGELOG.md"
refused "has no section" create
mv "$work/source/CHANGELOG.md.bak" "$work/source/CHANGELOG.md"

create
[ "$(git -C "$work/remote" rev-parse "v$version")" = "$(git -C "$work/remote" rev-parse "release-$version")" ]
git -C "$work/remote" show "v$version:checksums.txt" | grep -E '^[0-9a-f]{64}  ' >"$work/listed"
(cd "$work/assets" && sha256sum --check --quiet "$work/listed")
[ "$(wc -l <"$work/listed")" = "$(find "$work/assets" -type f | wc -l)" ]
[ "$(head -n 3 "$work/asked" | paste -sd ' ')" = "release create v$version" ]
grep -q -- "--verify-tag" "$work/asked"
grep -q "^### Added" "$work/asked.notes"
! grep -q "^## " "$work/asked.notes"
echo "tagged with $(wc -l <"$work/listed") sums in its commit, and the changelog's section for notes"
refused "a version is released once" create
