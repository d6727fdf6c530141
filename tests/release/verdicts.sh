#!/usr/bin/env bash
# Does a plangate judge? verdicts.sh COMMAND...: a pass, a block and an error, by exit code.
set -euo pipefail
root=${PLANS:-$(cd "$(dirname "$0")/../.." && pwd)/examples}
for case in 0:harmless/plan.json 1:database-replaced/plan.json 2:README.md; do
  code=0
  "$@" check "$root/${case#*:}" >/dev/null 2>&1 </dev/null || code=$?
  [ "$code" = "${case%%:*}" ] || { echo "verdicts.sh: exit $code, not ${case%%:*}: $* check ${case#*:}" >&2; exit 1; }
done
echo "passes, blocks, and refuses what it cannot read: ${*##*/}"
