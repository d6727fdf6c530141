#!/usr/bin/env bash
# Runs what is in the container image, on its own root filesystem and as the user that it names: image.sh ARCHIVE. Needs root.
set -euo pipefail
archive=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/plangate-rootfs-XXXXXX")
trap 'rm -rf "$work"; [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true' EXIT
mkdir "$work/oci" "$work/root"
tar --extract --file "$archive" --directory "$work/oci"
# index -> manifest -> configuration and layers
node -e '
  const fs = require("fs"), [folder, ...checks] = process.argv.slice(1);
  const blob = (one) => `${folder}/blobs/${one.digest.replace(":", "/")}`, read = (file) => JSON.parse(fs.readFileSync(file));
  const manifest = read(blob(read(`${folder}/index.json`).manifests[0])), { config } = read(blob(manifest.config));
  const assert = require("assert");
  assert.deepEqual(config.Entrypoint, ["/usr/bin/plangate"]);
  assert.equal(config.User, "65534:65534");
  assert.equal(config.WorkingDir, "/work");
  assert.ok(config.Env.includes("SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"));
  for (const layer of manifest.layers) console.log(blob(layer));
' "$work/oci" >"$work/layers"
while read -r layer; do tar --extract --file "$layer" --directory "$work/root"; done <"$work/layers"
# What every engine gives a container.
mkdir -p "$work/root/dev"
cp --archive /dev/null /dev/urandom "$work/root/dev"
cp -R examples/harmless examples/database-replaced README.md "$work/root/work"
echo "127.0.0.1 github.test" >"$work/root/etc/hosts"
chmod -R a+rX "$work/root/work" "$work/root/etc"
chmod 755 "$work"
inside() { env -i "$@" chroot --userspec=65534:65534 "$work/root" /usr/bin/plangate "${arguments[@]}"; }
plangate() { arguments=("$@"); inside SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PATH=/usr/bin:/usr/sbin:/bin:/sbin; }
echo "$(find "$work/root" -type f | wc -l) files, $(du --summarize --block-size=1M "$work/root" | cut -f 1) MB; of the system: $(paste -sd ';' "$work/root/usr/share/plangate/packages")"

code=0
plangate check /work/harmless/plan.json >/dev/null || code=$?
[ "$code" = 0 ]
plangate check /work/database-replaced/plan.json >"$work/out" || code=$?
[ "$code" = 1 ] && grep -q '^BLOCKED' "$work/out"
code=0
plangate check /work/README.md >/dev/null 2>&1 || code=$?
[ "$code" = 2 ]
# Standard input is spooled to /tmp.
code=0
plangate check - <examples/database-replaced/plan.json >/dev/null || code=$?
[ "$code" = 1 ]
# The binary plan file wants terraform, which is not in the image: an error, and nothing that passes.
code=0
printf 'PK\003\004' >"$work/root/work/tfplan"
plangate check /work/tfplan >/dev/null 2>"$work/error" || code=$?
[ "$code" = 2 ]
echo "passes, blocks, and refuses what it cannot read, as user 65534"

# GitHub by its name and over HTTPS: OpenSSL is there and verifies.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=github.test -addext subjectAltName=DNS:github.test -keyout "$work/key" -out "$work/root/tmp/ca.pem" 2>/dev/null
chmod a+r "$work/root/tmp/ca.pem"
node -e '
  const fs = require("fs"), [key, cert, asked, port] = process.argv.slice(1);
  require("https").createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, response) => {
    fs.appendFileSync(asked, `${request.method} ${request.url}\n`);
    response.writeHead(404, { "content-type": "application/json" }).end("{\"message\":\"Not Found\"}");
  }).listen(0, "127.0.0.1", function () { fs.writeFileSync(port, String(this.address().port)); });
' "$work/key" "$work/root/tmp/ca.pem" "$work/asked" "$work/port" &
server=$!
for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.1; done
touch "$work/asked"
github=(GITHUB_TOKEN=t GITHUB_REPOSITORY=acme/infra GITHUB_API_URL="https://github.test:$(cat "$work/port")" GITHUB_GRAPHQL_URL="https://github.test:$(cat "$work/port")/graphql" PATH=/usr/bin:/bin:/usr/sbin:/sbin)
arguments=(doctor)
inside "${github[@]}" SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt >"$work/out" 2>&1 && { echo "image.sh: a stranger's certificate was taken" >&2; exit 1; }
[ ! -s "$work/asked" ] || { echo "image.sh: a stranger's certificate was taken" >&2; exit 1; }
inside "${github[@]}" SSL_CERT_FILE=/tmp/ca.pem >"$work/out" 2>&1 || true
grep -q '^GET /repos/acme/infra' "$work/asked" || { echo "image.sh: no call over HTTPS arrived" >&2; cat "$work/out" >&2; exit 1; }
echo "asks GitHub over HTTPS where it trusts the certificate, and not otherwise"
