#!/usr/bin/env bash
# Remakes plan.json of every example, or of those named: examples/make.sh [--check] [NAME...]
# With --check nothing is written; exit code 1 when a plan would come out differently.
set -euo pipefail
cd "$(dirname "$0")"
examples=$PWD
provider=$PWD/../tests/fake-provider

check=
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi

for tool in terraform node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is needed" >&2; exit 2; }
done
[ -d "$provider/node_modules" ] || (cd "$provider" && npm ci --no-audit --no-fund --silent)

# Everything that Terraform writes goes here, and nothing that is set for Terraform outside is let in.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for variable in $(compgen -e); do
  case $variable in TF_*) unset "$variable" ;; esac
done
node "$provider/mirror.mjs" "$work"
export TF_CLI_CONFIG_FILE=$work/terraform.rc TF_DISABLE_PLUGIN_TLS=1 TF_IN_AUTOMATION=1

# before/ is applied, then the example itself is planned. Without a before/ the example itself is applied, and its end planned.
make() {
  local example=$1 place=$work/$1 options=()
  mkdir "$place"
  if [ -d "$examples/$example/before" ]; then
    cp "$examples/$example"/before/*.tf "$place"
  else
    cp "$examples/$example"/*.tf "$place"
    options=(-destroy)
  fi
  cd "$place"
  terraform init -input=false
  terraform apply -input=false -auto-approve
  cp "$examples/$example"/*.tf "$place"
  terraform plan -input=false -out=plan.tfplan "${options[@]}"
  terraform show -json plan.tfplan | node "$provider/stable.mjs" >plan.json
}

# Those of Pulumi were made by hand: there is nothing to make them from.
[ $# -gt 0 ] || set -- */main.tf
names=("${@%/main.tf}")
names=("${names[@]%/}")
for name in "${names[@]}"; do
  [ -f "$examples/$name/main.tf" ] || { echo "there is no example $name" >&2; exit 2; }
done
running=()
for name in "${names[@]}"; do
  (make "$name" >"$work/$name.log" 2>&1) &
  running+=($!)
done

result=0
for index in "${!names[@]}"; do
  name=${names[$index]}
  if ! wait "${running[$index]}"; then
    echo "$name: not made" >&2
    cat "$work/$name.log" >&2
    result=1
  elif cmp -s "$work/$name/plan.json" "$examples/$name/plan.json"; then
    echo "$name: as before"
  elif [ -n "$check" ]; then
    echo "$name: comes out differently" >&2
    result=1
  else
    cp "$work/$name/plan.json" "$examples/$name/plan.json"
    echo "$name: written"
  fi
done
exit $result
