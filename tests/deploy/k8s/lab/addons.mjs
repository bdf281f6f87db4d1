// What a bare control plane lacks, for one node and for tests alone:
//
// - names: a hosts file for dnsmasq, in step with Services and Endpoints, those of headless Services and their pods too,
// - metrics (metrics.mjs),
// - free volumes of the class `standard`, folders of this machine; whoever's claim goes, his is emptied.
//
//     node addons.mjs STATE_FOLDER DNSMASQ_PID FREE_VOLUMES

import fs from 'node:fs';
import path from 'node:path';
import { Api, keyOf } from './api.mjs';
import { serveMetrics } from './metrics.mjs';

const NAMES_MS = 500;
const VOLUMES_MS = 1000;

const [STATE, DNSMASQ_PID, FREE_VOLUMES] = process.argv.slice(2);
const cluster = new Api(STATE);
const api = (place, how) => cluster.api(place, how);

// An API server that is just starting is asked again; why it failed is in the log.
async function forever(step, everyMs) {
  for (;;) {
    await step().catch((error) => console.error(`${step.name}: ${error.message}`));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

// ---- names

function linesOf(service, endpoints) {
  const { namespace, name } = service.metadata;
  const full = `${name}.${namespace}.svc.cluster.local`;
  const { clusterIP } = service.spec;
  if (clusterIP && clusterIP !== 'None') return [`${clusterIP} ${full}`];
  const subsets = endpoints.get(keyOf(service))?.subsets ?? [];
  // A Service that publishes addresses which are not ready has them among the ready ones.
  return subsets.flatMap(({ addresses = [] }) => addresses).flatMap(({ ip, hostname }) => [...(hostname ? [`${ip} ${hostname}.${full}`] : []), `${ip} ${full}`]);
}

async function names() {
  const [{ items: services }, { items }] = await Promise.all([api('/api/v1/services'), api('/api/v1/endpoints')]);
  const endpoints = new Map(items.map((one) => [keyOf(one), one]));
  const text = services.flatMap((service) => linesOf(service, endpoints)).sort().map((line) => `${line}\n`).join('');
  const file = path.join(STATE, 'hosts');
  if (fs.readFileSync(file, 'utf8') === text) return;
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
  process.kill(Number(DNSMASQ_PID), 'SIGHUP');
}

// ---- volumes

let made = 0;

// Such a folder knows no fsGroup, so anybody may write.
function newVolume() {
  const name = `volume-${++made}`;
  const folder = path.join(STATE, 'volumes', name);
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o777);
  return {
    apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name },
    spec: {
      storageClassName: 'standard', capacity: { storage: '100Gi' }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain', hostPath: { path: folder },
    },
  };
}

async function volumes() {
  const { items } = await api('/api/v1/persistentvolumes');
  const inPhase = (...phases) => items.filter(({ metadata, status }) => !metadata.deletionTimestamp && phases.includes(status.phase ?? 'Pending'));
  for (const { metadata: { name } } of inPhase('Released', 'Failed')) {
    fs.rmSync(path.join(STATE, 'volumes', name), { recursive: true });
    await api(`/api/v1/persistentvolumes/${name}`, { method: 'DELETE' });
  }
  for (let free = inPhase('Available', 'Pending').length; free < Number(FREE_VOLUMES); free++) {
    await api('/api/v1/persistentvolumes', { method: 'POST', body: newVolume() });
  }
}

serveMetrics(cluster);
await Promise.all([forever(names, NAMES_MS), forever(volumes, VOLUMES_MS)]);
