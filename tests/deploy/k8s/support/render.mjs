// The overlays as a cluster gets them: `kubectl kustomize`, parsed, with the Secrets that deploy/k8s/secrets.mjs makes beside them.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { asManifest, makeSecrets, OUTSIDE } from '../../../../deploy/k8s/secrets.mjs';
import { ROOT } from '../../../support/house.mjs';

const PACKAGES = path.join(ROOT, 'tests/deploy');
export const OVERLAYS = ['single', 'production', 'flash-sale', 'production-keda'];

function tool(command, words, lacking) {
  try {
    return execFileSync(command, words, { encoding: 'utf8', cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 });
  } catch (error) {
    throw error.code === 'ENOENT' ? new Error(`${command} is missing: ${lacking}`) : new Error(`${command} ${words.join(' ')}: ${error.stderr}`);
  }
}

// Parser and schemas, as tests/deploy/package-lock.json pins them; fetched once.
function packages() {
  if (!fs.existsSync(path.join(PACKAGES, 'node_modules/.package-lock.json'))) {
    tool('npm', ['ci', '--prefix', PACKAGES, '--no-audit', '--no-fund', '--ignore-scripts'], 'deploy/local/install.sh test installs it');
  }
  return createRequire(path.join(PACKAGES, 'package.json'));
}

export const require = packages();
const YAML = require('yaml');

export function parseManifests(text) {
  return YAML.parseAllDocuments(text, { merge: true }).map((document) => {
    if (document.errors.length) throw new Error(document.errors.join('\n'));
    return document.toJS();
  });
}

// overlay: its name, or its folder when it is none of the deployment's own.
const folderOf = (overlay) => (overlay.includes('/') ? overlay : `deploy/k8s/overlays/${overlay}`);
export const renderText = (overlay) => tool('kubectl', ['kustomize', folderOf(overlay)], 'install kubectl 1.21 or newer (its kustomize must know components)');

const rendered = new Map();

// A copy each time: whoever asks may spoil it.
export function render(overlay) {
  if (!rendered.has(overlay)) rendered.set(overlay, parseManifests(renderText(overlay)));
  return structuredClone(rendered.get(overlay));
}

// What others give, for a production of nobody.
function outsideFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-outside-'));
  for (const name of OUTSIDE) fs.writeFileSync(path.join(folder, name), `${name} of nobody\n`);
  return folder;
}

export async function secretsOf(overlay) {
  if (overlay === 'single') return asManifest(await makeSecrets()).items;
  const folder = outsideFolder();
  try {
    return asManifest(await makeSecrets({ outside: folder, postgres: 'db.example.com:5432' })).items;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
