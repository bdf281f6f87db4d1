// What a bare control plane lacks, for one node and for tests alone:
//
// - names: a hosts file for dnsmasq, in step with Services and Endpoints, those of headless Services and their pods too,
// - the metrics API (metrics.k8s.io/v1beta1) out of the kubelet's own figures, for HorizontalPodAutoscalers and `kubectl top`,
// - free volumes of the class `standard`, folders of this machine; whoever's claim goes, his is emptied.
//
//     node addons.mjs STATE_FOLDER DNSMASQ_PID FREE_VOLUMES

import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';

const NODE = '10.99.0.1';
const API = `https://${NODE}:26443`;
const KUBELET = `https://${NODE}:10250`;
const METRICS_PORT = 24443;
const ANSWER_MS_MAX = 5000;
const NAMES_MS = 500;
const VOLUMES_MS = 1000;

const [STATE, DNSMASQ_PID, FREE_VOLUMES] = process.argv.slice(2);
const TOKEN = fs.readFileSync(path.join(STATE, 'token'), 'utf8').trim();
const agent = new https.Agent({ keepAlive: true });

// The kubelet signs its own certificate; all of it is inside one network namespace.
function ask(url, { method = 'GET', body } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const request = https.request(url, { method, headers, agent, timeout: ANSWER_MS_MAX, rejectUnauthorized: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode >= 300) reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url}: no answer within ${ANSWER_MS_MAX} ms`)));
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

const api = (place, how) => ask(API + place, how);

// An API server that is just starting is asked again; why it failed is in the log.
async function forever(step, everyMs) {
  for (;;) {
    await step().catch((error) => console.error(`${step.name}: ${error.message}`));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

// ---- names

const keyOf = ({ metadata: { namespace, name } }) => `${namespace}/${name}`;

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

// ---- metrics

const GROUP = 'metrics.k8s.io';
const VERSION = `${GROUP}/v1beta1`;

const usage = ({ cpu, memory }) => ({ cpu: `${cpu.usageNanoCores ?? 0}n`, memory: String(memory?.workingSetBytes ?? 0) });
const summary = () => ask(`${KUBELET}/stats/summary`);

async function podMetrics(namespace, selector = '') {
  const [{ items }, { pods }] = await Promise.all([
    api(`/api/v1/${namespace ? `namespaces/${namespace}/` : ''}pods?labelSelector=${encodeURIComponent(selector)}`), summary(),
  ]);
  const labelsOf = new Map(items.map((pod) => [keyOf(pod), pod.metadata.labels ?? {}]));
  return pods.flatMap(({ podRef, containers = [] }) => {
    const seen = containers.filter(({ cpu }) => cpu?.usageNanoCores !== undefined);
    const labels = labelsOf.get(keyOf({ metadata: podRef }));
    if (!labels || seen.length === 0) return [];
    return [{
      kind: 'PodMetrics', apiVersion: VERSION, metadata: { namespace: podRef.namespace, name: podRef.name, labels },
      timestamp: seen[0].cpu.time, window: '10s', containers: seen.map((one) => ({ name: one.name, usage: usage(one) })),
    }];
  });
}

async function nodeMetrics() {
  const { node } = await summary();
  return { kind: 'NodeMetrics', apiVersion: VERSION, metadata: { name: node.nodeName }, timestamp: node.cpu.time, window: '10s', usage: usage(node) };
}

const resource = (name, kind, namespaced) => ({ name, kind, namespaced, singularName: '', verbs: ['get', 'list'] });
const RESOURCES = [resource('pods', 'PodMetrics', true), resource('nodes', 'NodeMetrics', false)];
const listOf = (kind, items) => ({ kind: `${kind}List`, apiVersion: VERSION, metadata: {}, items });

// What lies at a place below /apis/metrics.k8s.io; undefined: nothing.
async function metricsAt([version, kind, namespace, pods, name], selector) {
  if (!version) return { kind: 'APIGroup', apiVersion: 'v1', name: GROUP, versions: [{ groupVersion: VERSION, version: 'v1beta1' }] };
  if (!kind) return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: VERSION, resources: RESOURCES };
  if (kind === 'nodes') return namespace ? nodeMetrics() : listOf('NodeMetrics', [await nodeMetrics()]);
  if (kind === 'pods') return listOf('PodMetrics', await podMetrics(undefined, selector));
  if (kind !== 'namespaces' || pods !== 'pods') return undefined;
  const items = await podMetrics(namespace, selector);
  return name ? items.find(({ metadata }) => metadata.name === name) : listOf('PodMetrics', items);
}

const NOTHING = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

async function answer(request, response) {
  const url = new URL(request.url, API);
  const [apis, group, ...place] = url.pathname.split('/').filter(Boolean);
  const found = apis === 'apis' && group === GROUP ? await metricsAt(place, url.searchParams.get('labelSelector') ?? '') : undefined;
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? NOTHING));
}

const own = (name) => fs.readFileSync(path.join(STATE, name));
https.createServer({ cert: own('metrics.crt'), key: own('metrics.key') }, (request, response) => {
  answer(request, response).catch((error) => {
    console.error(`metrics: ${error.message}`);
    response.writeHead(503).end();
  });
}).listen(METRICS_PORT, NODE);

await Promise.all([forever(names, NAMES_MS), forever(volumes, VOLUMES_MS)]);
