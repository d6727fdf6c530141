#!/usr/bin/env bash
# The incident once more, with the real terraform and a real PostgreSQL: tests/replay/run.sh PLANGATE
set -euo pipefail
plangate=$(realpath "${1:?usage: tests/replay/run.sh PLANGATE}")
here=$(cd "$(dirname "$0")" && pwd)
provider=$here/../fake-provider

postgresql=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$postgresql" ] || { echo "replay: PostgreSQL is needed (Debian's postgresql)" >&2; exit 2; }
for tool in terraform node psql ssh-keygen script git; do
  command -v "$tool" >/dev/null || { echo "replay: $tool is needed" >&2; exit 2; }
done
[ -d "$provider/node_modules" ] || (cd "$provider" && npm ci --no-audit --no-fund --silent)

for variable in $(compgen -e); do
  case $variable in TF_* | GIT_* | PG*) unset "$variable" ;; esac
done
work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || { kill -INT "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  rm -rf "$work"
}
trap finish EXIT

passed=0
ok() { passed=$((passed + 1)); echo "ok: $*"; }
fail() { echo "FAILED: $*" >&2; [ ! -f "$work/log" ] || cat "$work/log" >&2; exit 1; }

# Runs a command, and wants this exit code of it. What it says is in $work/log.
wants() {
  local code=$1 got=0
  shift
  "$@" >"$work/log" 2>&1 </dev/null || got=$?
  [ "$got" = "$code" ] || fail "exit $got, not $code: $*"
}
says() { grep -q -- "$1" "$work/log" || fail "it did not say \"$1\""; }

# --- a PostgreSQL on a loopback port; it refuses to run as root
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; else "$@"; fi; }
chmod 711 "$work"
mkdir "$work/data"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$work/data"
export PGHOST=127.0.0.1 PGUSER=postgres
PGPORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
export PGPORT
(cd / && as "$postgresql/initdb" -D "$work/data" -U postgres -A trust --no-sync >/dev/null)
(cd / && exec setpriv $([ "$(id -u)" = 0 ] && echo --reuid=65534 --regid=65534 --clear-groups) -- \
  "$postgresql/postgres" -D "$work/data" -h 127.0.0.1 -p "$PGPORT" -c unix_socket_directories= -c fsync=off >"$work/data/log" 2>&1) &
server=$!
for _ in $(seq 120); do psql -X -q -d postgres -c 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.5; done
psql -X -q -d postgres -c 'SELECT 1' >/dev/null || { cat "$work/data/log" >&2; fail "PostgreSQL did not start"; }

# --- who may say yes, and the policy, on the upstream's default branch
for person in alice bob stranger; do
  ssh-keygen -q -t ed25519 -N '' -C "$person" -f "$work/$person"
done
mkdir "$work/upstream"
cp "$here/main.tf" "$work/upstream"
for person in alice bob; do echo "$person@example.com namespaces=\"plangate\" $(cat "$work/$person.pub")"; done >"$work/upstream/signers"
cat >"$work/upstream/.plangate.yml" <<'END'
version: 1
rules:
  data-and-backups-destroy: { level: soft-mandatory }
approvals:
  signers: signers
  required: { default: 2 }
END
(cd "$work/upstream" && git init -q -b main && git add . && git -c user.name=replay -c user.email=replay@example.com commit -qm "The infrastructure")
git clone -q "$work/upstream" "$work/live"
cd "$work/live"

node "$provider/mirror.mjs" "$work/providers"
export TF_CLI_CONFIG_FILE=$work/providers/terraform.rc TF_DISABLE_PLUGIN_TLS=1 TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
export TF_VAR_backups=$work/backups
wants 0 terraform init -input=false

# --- production: a database with rows in it, and a backup of them
produce() {
  wants 0 terraform apply -input=false -auto-approve
  psql -X -q -d production -c 'CREATE TABLE orders AS SELECT generate_series(1, 1000) AS id'
  "$postgresql/pg_dump" -d production >"$work/backups/orders.sql"
}
lives() {
  [ "$(psql -X -At -d production -c 'SELECT count(*) FROM orders' 2>&1)" = 1000 ] && grep -q 'CREATE TABLE public.orders' "$work/backups/orders.sql" ||
    fail "production is gone after: $*"
  ok "production lives: $*"
}
is_gone() {
  [ "$(psql -X -At -d postgres -c "SELECT count(*) FROM pg_database WHERE datname = 'production'")" = 0 ] && [ ! -e "$work/backups" ] || fail "production is still there after: $*"
  ok "production is gone: $*"
}

echo "--- without PlanGate"
produce
lives "before anything"
wants 0 terraform destroy -auto-approve
is_gone "terraform destroy -auto-approve, with nothing in its way"

produce
lives "once more"

echo "--- the guard"
if "$plangate" --help | grep -q '^  guard '; then
  for command in 'terraform destroy -auto-approve' 'terraform apply -destroy -auto-approve' 'bash -c "cd . && terraform destroy -auto-approve"' 'psql -c "DROP DATABASE production"'; do
    # An agent runs what its hook does not stop.
    got=0
    COMMAND=$command node -p 'JSON.stringify({ session_id: "1", transcript_path: "/dev/null", cwd: process.cwd(), permission_mode: "bypassPermissions", hook_event_name: "PreToolUse", tool_name: "Bash", tool_input: { command: process.env.COMMAND } })' |
      "$plangate" guard claude >"$work/answer" 2>"$work/log" || got=$?
    if [ "$got" = 0 ] && ! grep -q '"deny"' "$work/answer"; then bash -c "$command" >/dev/null 2>&1 </dev/null || true; fi
    lives "an agent wanted: $command"
  done
else
  echo "SKIPPED: this binary has no guard"
fi

echo "--- the shim"
wants 0 "$plangate" shim install "$work/shims"
wants 0 "$plangate" shim install "$work/shims"
says "as before"
front=$work/shims:$PATH
wants 0 env PATH="$front" terraform state list
says "postgresql_database.production"
for words in "destroy -auto-approve" "apply -destroy -auto-approve" "destroy -auto-approve -target=acme_backup.production" "-chdir=$work/live destroy -auto-approve"; do
  # shellcheck disable=SC2086
  wants 1 env PATH="$front" terraform $words
  says "BLOCKED"
  lives "terraform $words, with the shim in front"
done
wants 1 env PATH="$front" TF_CLI_ARGS_plan=-refresh-only TF_CLI_ARGS=-auto-approve terraform destroy -auto-approve
lives "the shim, with arguments from the environment"
wants 2 env PATH="$front" terraform state rm postgresql_database.production
lives "the shim, and a state that should forget"
wants 0 env PATH="$front" terraform apply -auto-approve
says "PASS"
says "exit code 0 is terraform's"
lives "a harmless apply goes through the shim"

echo "--- apply"
wants 0 terraform plan -input=false -destroy -out=tfplan
wants 1 "$plangate" apply tfplan
says "BLOCKED"
lives "plangate apply"
printf 'version: 1\nrules: { stateful-destroy: { level: off }, backup-destroy: { level: off } }\n' >.plangate.yml
wants 1 "$plangate" apply tfplan
lives "a policy that was weakened where the agent works"
git checkout -q .plangate.yml

echo "--- a person says yes"
wants 2 "$plangate" approve tfplan --key "$work/alice"
says "a person at a terminal"
[ ! -e tfplan.approval ] || fail "a refused approve left a file"
"$plangate" check tfplan --format json >"$work/result.json" || true
code=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).approval_code' "$work/result.json")

# Someone at a terminal: script makes one, and types what it is given.
at_a_terminal() { { sleep 1; echo "$1"; sleep 1; } | script -qec "$2" /dev/null >"$work/log" 2>&1; }
at_a_terminal 00000000000000000000000000000000 "'$plangate' approve tfplan --key '$work/alice'" && fail "a wrong code was taken"
at_a_terminal "$code" "'$plangate' approve tfplan --key '$work/stranger'" && fail "a stranger signed"
says "not-an-approver"
[ ! -e tfplan.approval ] || fail "a refused approve left a file"
at_a_terminal "$code" "'$plangate' approve tfplan --key '$work/alice' --output '$work/alice.approval'" || fail "alice could not sign"
says "postgresql_database.production"
says "acme_backup.production"
at_a_terminal "$code" "'$plangate' approve tfplan --key '$work/alice' --output '$work/alice.approval'" && fail "an approval was overwritten"
at_a_terminal "$code" "'$plangate' approve tfplan --key '$work/bob' --output '$work/bob.approval'" || fail "bob could not sign"

wants 1 "$plangate" apply tfplan --approval "$work/alice.approval"
lives "one person of two"
sed 's/"expires_at": "2/"expires_at": "3/' "$work/bob.approval" >"$work/edited.approval"
wants 1 "$plangate" apply tfplan --approval "$work/alice.approval" --approval "$work/edited.approval"
says "bad-signature"
lives "an edited approval"

echo "--- one object more"
wants 0 env TF_VAR_customers=true terraform apply -input=false -auto-approve
wants 0 env TF_VAR_customers=true terraform plan -input=false -destroy -out=more.tfplan
wants 1 "$plangate" apply more.tfplan --approval "$work/alice.approval" --approval "$work/bob.approval" --audit-log "$work/audit.jsonl"
says "not-covered"
lives "a plan with one object more than was approved"
psql -X -q -d customers -c 'SELECT 1' >/dev/null || fail "customers is gone"
wants 0 terraform apply -input=false -auto-approve

echo "--- exactly that"
wants 0 terraform plan -input=false -destroy -out=again.tfplan
wants 0 "$plangate" apply again.tfplan --approval "$work/alice.approval" --approval "$work/bob.approval" --audit-log "$work/audit.jsonl"
tail -1 "$work/log" | grep -q "exit code 0 is terraform's" || fail "the last line does not say whose exit code it is"
head=$(sed -n 's/.*: head \(sha256:[0-9a-f]*\).*/\1/p' "$work/log" | tail -1)
is_gone "two people signed, and exactly that was applied"
wants 0 "$plangate" audit verify "$work/audit.jsonl" --head "$head"
says "3 lines"
sed -i 2d "$work/audit.jsonl"
wants 1 "$plangate" audit verify "$work/audit.jsonl"
says "line 2 does not follow line 1"

echo "replay: $passed looks at production, all as they should be"
