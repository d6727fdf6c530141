#!/usr/bin/env bash
# Builds the C# app in app/ on HashiCorp.Cdktf, synthesizes its stacks, applies them, changes them, and plans that: tests/cdktf/make.sh FOLDER
# leaves FOLDER/cdktf.out with a binary plan and plan.json in every stack, and FOLDER/hcl.out, the same synthesized as HCL.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)

for tool in dotnet node npm terraform; do
  command -v "$tool" >/dev/null || { echo "$tool is needed" >&2; exit 2; }
done
[ -d "$here/node_modules" ] || (cd "$here" && npm ci --no-audit --no-fund --silent)

# Everything made here is gone afterwards, and nothing that is set for Terraform outside is let in.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for variable in $(compgen -e); do
  case $variable in TF_*) unset "$variable" ;; esac
done
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# No server may outlive this script: it would hold the caller's output open.
build() { dotnet "$1" "${@:2}" --disable-build-servers -nodeReuse:false -v quiet; }

# Where a registry has HashiCorp.Cdktf, that is what the app is built on; else on bindings that are generated from the same npm package.
# They are restored into folders of their own, so that they are never taken for the registry's.
cp -r "$here/app" "$work/app"
cp "$here/../../Directory.Build.props" "$work"
app=(-p:UseArtifactsOutput=false)
if ! dotnet restore "$work/app" "${app[@]}" --disable-build-servers -nodeReuse:false -v quiet >"$work/restore.log" 2>&1; then
  grep -q 'NU110[123]' "$work/restore.log" || { cat "$work/restore.log" >&2; exit 1; }
  (cd "$here" && node_modules/.bin/jsii-pacmak -t dotnet --code-only -o "$work/bindings" node_modules/constructs node_modules/cdktf) >"$work/bindings.log" 2>&1 \
    || { cat "$work/bindings.log" >&2; exit 1; }
  for package in Constructs HashiCorp.Cdktf; do
    sed -i 's|<TargetFramework>.*</TargetFramework>|<TargetFramework>net10.0</TargetFramework>|' "$work/bindings/dotnet/$package/$package.csproj"
    # No symbols, no documentation, and none of this repository's settings.
    echo '<Project />' >"$work/bindings/dotnet/Directory.Build.props"
    build pack "$work/bindings/dotnet/$package" -o "$work/feed" -p:GeneratePackageOnBuild=false -p:IncludeSymbols=false -p:GenerateDocumentationFile=false -p:RunAnalyzers=false -p:NoWarn='"CS8618;CS8602;0612;0618;NU5100"' \
      >"$work/pack.log" 2>&1 || { cat "$work/pack.log" >&2; exit 1; }
  done
  packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
  app+=(-p:RestoreAdditionalProjectSources="$work/feed" -p:RestorePackagesPath="$work/packages" -p:RestoreFallbackFolders="$packages")
fi
build build "$work/app" -o "$work/bin" "${app[@]}" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }

synthesize() { (cd "$work" && dotnet bin/CdktfApp.dll "$@") >"$work/synthesis.log" 2>&1 || { cat "$work/synthesis.log" >&2; exit 1; }; }
each() {
  local stack
  for stack in "$folder/$1"/stacks/*/; do
    mkdir -p "$stack/modules" && cp -r "$here/archive" "$stack/modules"
    (cd "$stack" && "${@:2}") >"$work/terraform.log" 2>&1 || { cat "$work/terraform.log" >&2; exit 1; }
  done
}
apply() { terraform init -input=false && terraform apply -input=false -auto-approve; }
plan() { terraform init -input=false && terraform plan -input=false -out=plan && terraform show -json plan >plan.json; }

synthesize "$folder/cdktf.out" before
each cdktf.out apply
synthesize "$folder/cdktf.out" after
each cdktf.out plan

SYNTH_HCL_OUTPUT=true synthesize "$folder/hcl.out" after
for stack in "$folder"/cdktf.out/stacks/*/; do
  cp "$stack/terraform.tfstate" "$folder/hcl.out/stacks/$(basename "$stack")"
done
each hcl.out plan
