#!/usr/bin/env bash
# Makes the NativeAOT binaries, the program and the policy pack for Pulumi: publish.sh [FOLDER], default artifacts/native.
# Built for .NET 9, whose compiler package carries its own runtime; the same code builds for .NET 10.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-artifacts/native}
rid=${RID:-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Trim and AOT warnings that assemblies of others may have, each with the reason why it does not matter here:
#   Newtonsoft.Json        its reflection-based serialiser; only its reader, writer and JToken are used
#   System.CommandLine     its netstandard2.0 build binds by reflection only where asked to; it is not asked to
#   Microsoft.CSharp, System.Linq.Expressions, System.Data.Common, System.Private.Xml
#                          come with Newtonsoft.Json's support for dynamic, DataSet and XML, which is not used
#   Google.Protobuf        its JSON form and its descriptors; only its binary form is used
allowed='Newtonsoft\.Json|System\.CommandLine|Microsoft\.CSharp|System\.Linq\.Expressions|System\.Data\.Common|System\.Private\.Xml|Google\.Protobuf'

for project in src/PlanGate.Cli src/PlanGate.PulumiPolicy; do
  if ! dotnet publish "$project" -c Release -r "$rid" -p:Framework=net9.0 -p:PublishAot=true -p:DebugType=none \
    --artifacts-path artifacts/native-build -o "$out" >>"$log" 2>&1; then
    cat "$log"
    exit 1
  fi
done

if grep -E ': (Trim analysis |AOT analysis )?(warning|error) ' "$log" | grep -vE "/($allowed)[./]|Assembly '($allowed)'"; then
  echo "publish.sh: a warning that is not on the list" >&2
  exit 1
fi

rm -f "$out"/*.dbg "$out"/*.xml "$out"/*.pdb
ls -l "$out/plangate" "$out/pulumi-analyzer-policy-plangate"
