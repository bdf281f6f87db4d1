// What was measured, by part: build/k8s-test.json for programs, deploy/k8s/RESULTS.md for people. A part that is played again alone takes the
// place of what it was before.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../support/house.mjs';

const KEPT = path.join(ROOT, process.env.LINLI_BUILD ?? 'build', 'k8s-test.json');
const PAGE = path.join(ROOT, 'deploy/k8s/RESULTS.md');

const HEAD = `# On a real Kubernetes

Written by \`make k8s-test\` ([tests/deploy/k8s](../../tests/deploy/k8s/README.md)): the overlay [single](overlays/single), deployed from nothing into the
cluster named below and then treated as a cluster treats what it runs.

Not shown by it, where that is the cluster of tests/deploy/k8s/lab: NetworkPolicies are accepted there, not enforced (who may speak to whom is computed by the
lint); KEDA's ScaledObjects and the overlays \`production\` (its bus of three servers apart) and \`flash-sale\` are rendered and held against schemas; there is
one node, so nothing moves to another; the ingress is nginx with what the annotations of production's say, not ingress-nginx itself (it asks the Service, not
each pod, so nothing is passed on to another gateway), and only the parts «By the ingress» and «An evening» come in by it, all others by the Service
\`gateway\`; PodSecurity's labels mean nothing to a server this old, the tests look at the
processes themselves. Before 1.25 no probe has a grace period of its own, so the pod's is 5 s for once where a process stands still.
`;

const revision = () => execFileSync('git', ['-C', ROOT, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

function tableOf(figures) {
  const parts = new Map();
  for (const figure of figures) parts.set(figure.part, [...(parts.get(figure.part) ?? []), figure]);
  const line = ({ what, value, unit }) => `| ${what} | ${value}${unit && ` ${unit}`} |\n`;
  return [...parts].map(([part, some]) => `## ${part}\n\n| what | |\n| --- | --- |\n${some.map(line).join('')}`).join('\n');
}

function runOf(kept) {
  const line = (one) => `| ${one.part} | ${one.at.slice(0, 16).replace('T', ' ')} UTC | ${one.revision} | ${one.passed} | ${one.failed} | ${one.seconds} |\n`;
  return `## The run\n\n| part | began | of commit | passed | failed | s |\n| --- | --- | --- | --- | --- | --- |\n${kept.map(line).join('')}`;
}

export const pageOf = (kept) => [HEAD, ...kept.map(({ figures }) => tableOf(figures)), runOf(kept)].join('\n');

// order: of all parts.
export function keepResults(outcomes, order) {
  const before = fs.existsSync(KEPT) ? JSON.parse(fs.readFileSync(KEPT, 'utf8')) : [];
  const now = outcomes.map((one) => ({ ...one, revision: revision() }));
  const kept = order.flatMap((part) => now.find((one) => one.part === part) ?? before.find((one) => one.part === part) ?? []);
  fs.writeFileSync(KEPT, JSON.stringify(kept, null, 2));
  fs.writeFileSync(PAGE, pageOf(kept));
}
