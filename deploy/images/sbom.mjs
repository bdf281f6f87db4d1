// What an image is made of, as SPDX 2.3: our own program and every Debian package that the image's dpkg knows.
//
//   node sbom.mjs NAME VERSION REVISION <status-file-of-dpkg      SOURCE_DATE_EPOCH is its date

import { createHash } from 'node:crypto';
import fs from 'node:fs';

const [name, version, revision] = process.argv.slice(2);
const seconds = Number(process.env.SOURCE_DATE_EPOCH);
if (!name || !version || !revision || !Number.isInteger(seconds)) throw new Error('sbom.mjs NAME VERSION REVISION, and SOURCE_DATE_EPOCH');

const status = fs.readFileSync(0, 'utf8');
const field = (paragraph, key) => new RegExp(`^${key}: (.*)$`, 'm').exec(paragraph)?.[1];
const installed = status.split(/\n\n+/).filter((paragraph) => field(paragraph, 'Status') === 'install ok installed');
if (installed.length === 0) throw new Error('no package is installed: this is no status file of dpkg');

const id = (...words) => `SPDXRef-${words.join('-').replace(/[^A-Za-z0-9.-]/g, '-')}`;
const purl = (packageName, packageVersion, architecture) => `pkg:deb/debian/${encodeURIComponent(packageName)}@${encodeURIComponent(packageVersion)}?arch=${architecture}`;

function debian(paragraph) {
  const [packageName, packageVersion, architecture] = ['Package', 'Version', 'Architecture'].map((key) => field(paragraph, key));
  return {
    SPDXID: id('deb', packageName, architecture), name: packageName, versionInfo: packageVersion, supplier: `Organization: ${field(paragraph, 'Maintainer')?.replace(/ <.*/, '') ?? 'Debian'}`,
    downloadLocation: 'NOASSERTION', filesAnalyzed: false, licenseConcluded: 'NOASSERTION', licenseDeclared: 'NOASSERTION', copyrightText: 'NOASSERTION',
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl(packageName, packageVersion, architecture) }],
  };
}

const own = {
  SPDXID: id('own', name), name, versionInfo: version, sourceInfo: `git revision ${revision}`, primaryPackagePurpose: 'CONTAINER',
  downloadLocation: 'NOASSERTION', filesAnalyzed: false, licenseConcluded: 'Apache-2.0', licenseDeclared: 'Apache-2.0', copyrightText: 'NOASSERTION',
};
const packages = installed.map(debian).sort((a, b) => (a.SPDXID < b.SPDXID ? -1 : 1));

// The name of the document is of what it says: the same contents, the same name.
const digest = createHash('sha256').update(JSON.stringify([own, packages])).digest('hex');
process.stdout.write(`${JSON.stringify({
  spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', SPDXID: 'SPDXRef-DOCUMENT', name: `${name}-${version}`, documentNamespace: `urn:linli:sbom:${name}:${version}:${digest}`,
  creationInfo: { created: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'), creators: ['Tool: linli-sbom'] },
  packages: [own, ...packages],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: own.SPDXID },
    ...packages.map(({ SPDXID }) => ({ spdxElementId: own.SPDXID, relationshipType: 'CONTAINS', relatedSpdxElement: SPDXID })),
  ],
}, null, 2)}\n`);
