// `make k8s-test`: the tests of a cluster on the one that KUBECONFIG names, with no namespaces `linli` and `linli-ingress` in it, or on one that is brought up
// for them here (tests/deploy/k8s/lab) and taken down again.
//
//     node run.mjs [PART ...]      TAG: of our images (the version); LINLI_K8S_NEXT_TAG: of group-buy's next release; LINLI_K8S_KEEP=1 leaves what was brought up here

import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { IMAGE as INGRESS_IMAGE } from './support/ingress.mjs';
import { imagesIn, manifestsFor } from './support/manifests.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const LAB = path.join(HERE, '../lab/lab');
const SUITE = path.join(HERE, 'suite.mjs');
const NEXT_TAG = process.env.LINLI_K8S_NEXT_TAG ?? 'next';
const parts = process.argv.slice(2);
const lab = (...words) => execFileSync(LAB, words, { stdio: 'inherit' });
const isPlayed = (part) => parts.length === 0 || parts.includes(part);
const isUp = () => spawnSync(LAB, ['exec', 'true'], { stdio: 'ignore' }).status === 0;

function onOwnCluster() {
  return spawnSync(process.execPath, [SUITE, ...parts], { stdio: 'inherit' }).status;
}

function onLab() {
  lab('build');
  if (!isUp()) {
    lab('up');
    execFileSync(path.join(HERE, 'ingress/make_image'), [INGRESS_IMAGE], { stdio: 'inherit' });
    lab('images', ...imagesIn(manifestsFor(Infinity, { tag: process.env.TAG }).objects), INGRESS_IMAGE);
  }
  if (isPlayed('release')) {
    execFileSync(path.join(HERE, 'next_release'), [NEXT_TAG], { stdio: 'inherit' });
    lab('images', `localhost/linli-groupbuy:${NEXT_TAG}`);
  }
  const env = { ...process.env, LINLI_K8S_NEXT_TAG: NEXT_TAG };
  return spawnSync(LAB, ['exec', process.execPath, SUITE, ...parts], { stdio: 'inherit', env }).status;
}

let status = 1;
try {
  status = process.env.KUBECONFIG ? onOwnCluster() : onLab();
} finally {
  if (!process.env.KUBECONFIG && process.env.LINLI_K8S_KEEP !== '1') lab('down');
}
process.exitCode = status ?? 1;
