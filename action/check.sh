#!/usr/bin/env bash
# Runs plangate with the action's inputs. It writes outputs and summary itself; this script decides nothing.
set -euo pipefail

arguments=(check --github --format text)
result=$(mktemp -d "${RUNNER_TEMP:-/tmp}/plangate-XXXXXX")
arguments+=(--format "json=$result/result.json" --format "github=$result/annotations")
[[ -z ${INPUT_NAME:-} ]] || arguments+=(--name "$INPUT_NAME")
[[ -z ${INPUT_WORKSPACE:-} ]] || arguments+=(--workspace "$INPUT_WORKSPACE")
[[ -z ${INPUT_POLICY:-} ]] || arguments+=(--policy "$INPUT_POLICY")
[[ -z ${INPUT_STATUS_CONTEXT:-} ]] || arguments+=(--status-context "$INPUT_STATUS_CONTEXT")
arguments+=(--comment "${INPUT_COMMENT:-update}")
while IFS= read -r line; do
  line=${line%$'\r'}
  [[ -z ${line//[[:space:]]/} ]] || arguments+=(--stack-export "$line")
done <<<"${INPUT_STACK_EXPORT:-}"

plans=()
while IFS= read -r line; do
  line=${line%$'\r'}
  [[ -z ${line//[[:space:]]/} ]] || plans+=("$line")
done <<<"${INPUT_PLAN:-}"
# An empty name is refused by plangate itself, which also says so in the commit status.
((${#plans[@]} > 0)) || plans=("")

code=0
if ! cd "${INPUT_WORKING_DIRECTORY:-.}"; then
  # The same: not to be there is no verdict, and the status of an earlier run must not stay.
  plans=("")
fi
"$PLANGATE" "${arguments[@]}" -- "${plans[@]}" </dev/null || code=$?
[[ ! -f $result/annotations ]] || cat "$result/annotations"
exit "$code"
