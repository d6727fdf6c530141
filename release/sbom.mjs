// node release/sbom.mjs NAME PROJECT.ASSETS.JSON [RUNTIME-IDENTIFIER]: the CycloneDX 1.6 document of a program, on standard output.
// It lists what restore resolved for that program: the packages whose code ends in it, and those that build it (scope "excluded"). Nothing in it depends on
// when or where it was made, so that the same source gives the same document.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [name, file, rid] = process.argv.slice(2);
if (!name || !file) fail('usage: sbom.mjs NAME PROJECT.ASSETS.JSON [RUNTIME-IDENTIFIER]');
const assets = JSON.parse(readFileSync(file, 'utf8'));
const frameworks = Object.keys(assets.project.frameworks);
if (frameworks.length !== 1) fail(`${file}: one framework expected, not ${frameworks.length}`);
const target = assets.targets[rid ? `${frameworks[0]}/${rid}` : frameworks[0]] ?? fail(`${file} was not restored for ${rid ?? frameworks[0]}`);
const framework = assets.project.frameworks[frameworks[0]];
const version = assets.project.version;

const isBuildTool = (id) => framework.dependencies?.[id]?.suppressParent === 'All';
const linksInto = /^(runtime\..*\.microsoft\.dotnet\.ilcompiler|microsoft\.(netcore|aspnetcore)\.app\.runtime\..*)$/i;

const packages = Object.entries(target).filter(([, library]) => library.type === 'package').map(([key, library]) => {
  const [id, packageVersion] = key.split('/');
  // The compiler's package for one system has the runtime that is linked in; every other package without an assembly of its own only builds.
  const runtime = linksInto.test(id);
  const brings = Object.keys(library.runtime ?? {}).some((asset) => asset.endsWith('.dll')) || Object.keys(library.native ?? {}).length > 0;
  return component(id, packageVersion, assets.libraries[key].sha512, runtime || (brings && !isBuildTool(id)), Object.keys(library.dependencies ?? {}));
});
for (const { name: id, version: range } of framework.downloadDependencies ?? []) {
  const exact = /^\[([^,]+), \1\]$/.exec(range)?.[1] ?? fail(`${id}: no exact version in ${range}`);
  if (!packages.some((one) => one.name.toLowerCase() === id.toLowerCase())) packages.push(component(id, exact, undefined, isUsed(id), []));
}
packages.sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));

const own = Object.entries(target).filter(([, library]) => library.type === 'project');
const direct = new Set([
  ...Object.keys(framework.dependencies ?? {}).filter((id) => !isBuildTool(id)),
  ...own.flatMap(([, library]) => Object.keys(library.dependencies ?? {})),
  ...packages.filter((one) => one.scope === 'required' && linksInto.test(one.name)).map((one) => one.name),
].map((id) => id.toLowerCase()));
const reference = (id) => packages.find((one) => one.name.toLowerCase() === id.toLowerCase())?.['bom-ref'];
const root = `pkg:generic/${name}@${version}`;
const document = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: '',
  version: 1,
  metadata: {
    component: {
      type: 'application', 'bom-ref': root, name, version, purl: root,
      properties: [{ name: 'plangate:framework', value: frameworks[0] }, ...(rid ? [{ name: 'plangate:runtime-identifier', value: rid }] : [])],
    },
  },
  components: packages.map(({ dependsOn, ...rest }) => rest),
  dependencies: [
    { ref: root, dependsOn: packages.filter((one) => direct.has(one.name.toLowerCase())).map((one) => one['bom-ref']) },
    ...packages.map((one) => ({ ref: one['bom-ref'], dependsOn: one.dependsOn.map(reference).filter(Boolean).sort() })),
  ],
};
const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
document.serialNumber = `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);

// A runtime's package is linked in only where the program is made for one system; the reference assemblies never are. A program that asks for no part of
// ASP.NET Core gets that package downloaded and nothing of it.
function isUsed(id) {
  if (!rid || !linksInto.test(id)) return false;
  return !/aspnetcore/i.test(id) || Object.keys(framework.frameworkReferences ?? {}).includes('Microsoft.AspNetCore.App');
}

function component(id, packageVersion, sha512, required, dependsOn) {
  const folder = Object.keys(assets.packageFolders).map((one) => path.join(one, id.toLowerCase(), packageVersion)).find(existsSync) ?? fail(`${id} ${packageVersion} is in no package folder`);
  const nuspec = readFileSync(path.join(folder, `${id.toLowerCase()}.nuspec`), 'utf8');
  const expression = /<license type="expression">([^<]+)</.exec(nuspec)?.[1];
  const url = /<licenseUrl>([^<]+)</.exec(nuspec)?.[1];
  const purl = `pkg:nuget/${encodeURIComponent(id)}@${encodeURIComponent(packageVersion)}`;
  const base64 = sha512 ?? readFileSync(path.join(folder, `${id.toLowerCase()}.${packageVersion}.nupkg.sha512`), 'utf8').trim();
  return {
    type: 'library', 'bom-ref': purl, name: id, version: packageVersion, scope: required ? 'required' : 'excluded',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }],
    ...(expression ? { licenses: [{ expression }] } : url ? { licenses: [{ license: { name: 'see url', url } }] } : {}),
    purl, dependsOn,
  };
}

function fail(text) {
  console.error(`sbom.mjs: ${text}`);
  process.exit(1);
}
