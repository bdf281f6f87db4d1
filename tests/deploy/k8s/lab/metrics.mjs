// The three APIs that autoscalers ask, each as little of it as they need:
//
// - metrics.k8s.io: processor and memory, out of the kubelet's own figures; for `kubectl top`, too,
// - custom.metrics.k8s.io: a figure of each pod, and external.metrics.k8s.io: one of a consumer's waiting events. Both are read from the
//   pods' /metrics when they are asked for, as Prometheus and its adapter would have it with the rule of deploy/k8s/README.md.

import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { keyOf, NODE } from './api.mjs';

const PORT = 24443;
const NAME = /^[a-z_]+$/;
const SCRAPED = 'prometheus.io/scrape';

const resource = (name, kind, namespaced) => ({ name, kind, namespaced, singularName: '', verbs: ['get', 'list'] });
const listOf = (group, kind, items) => ({ kind: `${kind}List`, apiVersion: `${group}/v1beta1`, metadata: {}, items });

// ---- what the kubelet knows

const RESOURCE = 'metrics.k8s.io';
const usage = ({ cpu, memory }) => ({ cpu: `${cpu.usageNanoCores ?? 0}n`, memory: String(memory?.workingSetBytes ?? 0) });
const seenAt = (kind, metadata, { cpu }, rest) => ({ kind, apiVersion: `${RESOURCE}/v1beta1`, metadata, timestamp: cpu.time, window: '10s', ...rest });

const podsOf = async (cluster, namespace, selector) => {
  const place = `/api/v1/${namespace ? `namespaces/${namespace}/` : ''}pods?labelSelector=${encodeURIComponent(selector)}`;
  return (await cluster.api(place)).items;
};

async function podUsage(cluster, namespace, selector) {
  const [items, { pods }] = await Promise.all([podsOf(cluster, namespace, selector), cluster.kubelet('/stats/summary')]);
  const labelsOf = new Map(items.map((pod) => [keyOf(pod), pod.metadata.labels ?? {}]));
  return pods.flatMap(({ podRef, containers = [] }) => {
    const seen = containers.filter(({ cpu }) => cpu?.usageNanoCores !== undefined);
    const labels = labelsOf.get(keyOf({ metadata: podRef }));
    if (!labels || seen.length === 0) return [];
    const used = seen.map((one) => ({ name: one.name, usage: usage(one) }));
    return [seenAt('PodMetrics', { namespace: podRef.namespace, name: podRef.name, labels }, seen[0], { containers: used })];
  });
}

async function nodeUsage(cluster) {
  const { node } = await cluster.kubelet('/stats/summary');
  return seenAt('NodeMetrics', { name: node.nodeName }, node, { usage: usage(node) });
}

async function resourceAt(cluster, [kind, namespace, pods, name], selector) {
  if (!kind) return [resource('pods', 'PodMetrics', true), resource('nodes', 'NodeMetrics', false)];
  if (kind === 'nodes') return namespace ? nodeUsage(cluster) : listOf(RESOURCE, 'NodeMetrics', [await nodeUsage(cluster)]);
  if (kind === 'pods') return listOf(RESOURCE, 'PodMetrics', await podUsage(cluster, undefined, selector));
  if (kind !== 'namespaces' || pods !== 'pods') return undefined;
  const items = await podUsage(cluster, namespace, selector);
  return name ? items.find(({ metadata }) => metadata.name === name) : listOf(RESOURCE, 'PodMetrics', items);
}

// ---- what processes say of themselves

// [labels, value] of each sample that a text of /metrics has by that name.
function samplesOf(text, name) {
  return text.split('\n').flatMap((line) => {
    const [, said, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (said !== name) return [];
    return [[Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, word]) => [key, word])), Number(value)]];
  });
}

// [pod, samples] of each that serves /metrics. One that does not answer now has no figure, as for Prometheus.
async function figuresOf(cluster, namespace, selector, name) {
  const pods = (await podsOf(cluster, namespace, selector)).filter(({ metadata, status }) => metadata.annotations?.[SCRAPED] === 'true' && status.podIP);
  const read = pods.map(async (pod) => {
    const { 'prometheus.io/port': port, 'prometheus.io/path': place } = pod.metadata.annotations;
    return [pod, samplesOf(await cluster.podText(`http://${pod.status.podIP}:${port}${place}`), name)];
  });
  return (await Promise.allSettled(read)).filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
}

const now = () => new Date().toISOString().replace(/\.\d+/, '');

async function customAt(cluster, [namespaces, namespace, pods, , name], selector) {
  if (!namespaces) return [resource('pods/linli_calls_in_flight', 'MetricValueList', true)];
  if (pods !== 'pods' || !NAME.test(name ?? '')) return undefined;
  const figures = await figuresOf(cluster, namespace, selector, name);
  return listOf('custom.metrics.k8s.io', 'MetricValue', figures.filter(([, samples]) => samples.length > 0).map(([pod, samples]) => ({
    describedObject: { kind: 'Pod', apiVersion: '/v1', namespace, name: pod.metadata.name }, metricName: name, timestamp: now(),
    value: String(samples.reduce((sum, [, value]) => sum + value, 0)),
  })));
}

// Of each consumer, what the replica says that sees most of it. The selector is one of the pods that say it.
async function externalAt(cluster, [namespaces, namespace, name], selector) {
  if (!namespaces) return [resource('linli_consumer_pending_events', 'ExternalMetricValueList', true)];
  if (!NAME.test(name ?? '')) return undefined;
  const most = new Map();
  for (const [, samples] of await figuresOf(cluster, namespace, selector, name)) {
    for (const [{ consumer }, value] of samples) most.set(consumer, Math.max(value, most.get(consumer) ?? 0));
  }
  const items = [...most].map(([consumer, value]) => ({ metricName: name, metricLabels: { consumer }, timestamp: now(), value: String(value) }));
  return listOf('external.metrics.k8s.io', 'ExternalMetricValue', items);
}

// ---- answers

const GROUPS = new Map([[RESOURCE, resourceAt], ['custom.metrics.k8s.io', customAt], ['external.metrics.k8s.io', externalAt]]);
const NOTHING = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

async function found(cluster, request) {
  const url = new URL(request.url, `https://${NODE}`);
  const [apis, group, version, ...place] = url.pathname.split('/').filter(Boolean);
  const groupVersion = `${group}/v1beta1`;
  if (apis !== 'apis' || !GROUPS.has(group)) return undefined;
  if (!version) return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions: [{ groupVersion, version: 'v1beta1' }] };
  const answer = await GROUPS.get(group)(cluster, place, url.searchParams.get('labelSelector') ?? '');
  return place.length === 0 ? { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: answer } : answer;
}

async function answer(cluster, request, response) {
  const what = await found(cluster, request);
  response.writeHead(what ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(what ?? NOTHING));
}

export function serveMetrics(cluster) {
  const own = (name) => fs.readFileSync(path.join(cluster.state, name));
  https.createServer({ cert: own('metrics.crt'), key: own('metrics.key') }, (request, response) => {
    answer(cluster, request, response).catch((error) => {
      console.error(`metrics: ${error.message}`);
      response.writeHead(503).end();
    });
  }).listen(PORT, NODE);
}
