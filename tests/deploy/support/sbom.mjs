// What of a list in SPDX 2.3 (JSON) is not as the specification wants it, as far as our lists go: the fields that must be there, their
// forms, no field besides, and references that lead somewhere.

const ID = /^SPDXRef-[A-Za-z0-9.-]+$/;
const text = (value) => typeof value === 'string' && value !== '';
const equal = (wanted) => (value) => value === wanted;
const match = (pattern) => (value) => text(value) && pattern.test(value);
const oneOf = (...values) => (value) => values.includes(value);
const list = (value) => Array.isArray(value) && value.length > 0;

const DOCUMENT = {
  spdxVersion: equal('SPDX-2.3'), dataLicense: equal('CC0-1.0'), SPDXID: equal('SPDXRef-DOCUMENT'), name: text, documentNamespace: match(/^[a-z]+:[^#\s]+$/),
  creationInfo: (value) => typeof value === 'object', packages: list, relationships: list,
};
const CREATION = {
  created: match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), creators: (value) => list(value) && value.every(match(/^(Tool|Organization|Person): \S/)),
};
const PACKAGE = {
  SPDXID: match(ID), name: text, versionInfo: text, downloadLocation: text, filesAnalyzed: equal(false), licenseConcluded: text, licenseDeclared: text, copyrightText: text,
};
const PACKAGE_MAY = {
  supplier: match(/^((Organization|Person): \S|NOASSERTION$)/), sourceInfo: text, primaryPackagePurpose: oneOf('APPLICATION', 'CONTAINER', 'LIBRARY'), externalRefs: list,
};
const REFERENCE = {
  referenceCategory: oneOf('SECURITY', 'PACKAGE-MANAGER', 'PERSISTENT-ID', 'OTHER'), referenceType: oneOf('purl', 'cpe23Type'), referenceLocator: match(/^(pkg|cpe):\S+$/),
};
const RELATIONSHIP = { spdxElementId: match(ID), relationshipType: oneOf('DESCRIBES', 'CONTAINS', 'DEPENDS_ON'), relatedSpdxElement: match(ID) };

function faultsOf(what, value, must, may = {}) {
  const found = Object.entries(must).filter(([key, fits]) => !fits(value?.[key])).map(([key]) => `${what}: ${key} is missing or wrong`);
  for (const [key, given] of Object.entries(value ?? {})) {
    if (!Object.hasOwn(must, key) && !Object.hasOwn(may, key)) found.push(`${what}: ${key} is unknown`);
    else if (may[key] && !may[key](given)) found.push(`${what}: ${key} is wrong`);
  }
  return found;
}

export function sbomFaults(document) {
  const packages = document.packages ?? [];
  const relationships = document.relationships ?? [];
  const ids = [document.SPDXID, ...packages.map(({ SPDXID }) => SPDXID)];
  return [
    ...faultsOf('document', document, DOCUMENT),
    ...faultsOf('creationInfo', document.creationInfo, CREATION),
    ...packages.flatMap((one) => [...faultsOf(one.name, one, PACKAGE, PACKAGE_MAY), ...(one.externalRefs ?? []).flatMap((reference) => faultsOf(one.name, reference, REFERENCE))]),
    ...relationships.flatMap((one, i) => faultsOf(`relationship ${i}`, one, RELATIONSHIP)),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} is there twice`),
    ...relationships.flatMap((one) => [one.spdxElementId, one.relatedSpdxElement]).filter((id) => !ids.includes(id)).map((id) => `${id} is nobody`),
    ...(relationships.some(({ relationshipType, spdxElementId }) => relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT') ? [] : ['the document describes nothing']),
  ];
}
