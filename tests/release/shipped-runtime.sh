#!/usr/bin/env bash
# Makes a .NET installation with the runtime that the released binaries are built for: shipped-runtime.sh FOLDER. Its files come from the packages that
# publish.sh restores, so it has the very version whose libraries are compiled into the binaries. The SDK's own runtime is there too, for the test runner;
# what is built for the older one runs on the older one. Prints the version.
set -euo pipefail
folder=$1
cd "$(dirname "$0")/../.."
rid=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
assets=artifacts/native-build/obj/PlanGate.PulumiPolicy/project.assets.json
[ -f "$assets" ] || { echo "shipped-runtime.sh: publish.sh has not run yet" >&2; exit 1; }
read -r packages version < <(node -e '
  const assets = JSON.parse(require("fs").readFileSync(process.argv[1]));
  const [framework] = Object.values(assets.project.frameworks);
  const pack = framework.downloadDependencies.find((one) => one.name.toLowerCase() === `microsoft.netcore.app.runtime.${process.argv[2]}`);
  console.log(Object.keys(assets.packageFolders)[0], /\[([^,]+),/.exec(pack.version)[1]);
' "$assets" "$rid")

dotnet=$(dirname "$(realpath "$(command -v dotnet)")")
mkdir -p "$folder/host" "$folder/shared"
cp "$dotnet/dotnet" "$folder/dotnet"
ln -sfn "$dotnet/host/fxr" "$folder/host/fxr"
ln -sfn "$dotnet/sdk" "$folder/sdk"
for name in NETCore AspNetCore; do
  pack=${packages%/}/microsoft.${name,,}.app.runtime.$rid/$version/runtimes/$rid
  into=$folder/shared/Microsoft.$name.App/$version
  mkdir -p "$into"
  for newer in "$dotnet/shared/Microsoft.$name.App"/*; do ln -sfn "$newer" "$folder/shared/Microsoft.$name.App/"; done
  cp "$pack"/lib/net*/* "$into"
  [ ! -d "$pack/native" ] || cp "$pack"/native/* "$into"
done
echo "$version"
