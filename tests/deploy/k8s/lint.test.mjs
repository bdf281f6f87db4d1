// The lint checked: each of its rules finds the mistakes it is for, one at a time, in what is rendered.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { change, find } from './support/change.mjs';
import { connectionsOf, readSettings, RULES, World } from './support/lint.mjs';
import { parseManifests, render, secretsOf } from './support/render.mjs';

const AUTH = 'Deployment/linli-auth spec.template.spec';
const GATEWAY = 'Deployment/linli-gateway spec.template.spec';
const SERVICE = `${AUTH}.containers.service`;
const put = (place, value) => (objects) => change(objects, place, value);
const add = (yaml) => (objects) => objects.push(...parseManifests(yaml).map((one) => ({ ...one, metadata: { namespace: 'linli', ...one.metadata } })));
const drop = (title) => (objects) => objects.splice(objects.indexOf(find(objects, title)), 1);
const variable = (workload, name, value) => (objects) => find(objects, workload).spec.template.spec.containers[0].env.push({ name, value });
const policy = (spec) => add(`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: more}, spec: ${spec}}`);

// Rule, what is wrong, how, and in which overlay (production).
const MISTAKES = [
  ['images', 'whatever came last', put(`${SERVICE}.image`, 'registry.example.com/linli/linli-auth:latest')],
  ['images', 'no tag', put(`${SERVICE}.image`, 'registry.example.com/linli/linli-auth')],
  ['probes', 'nobody asks whether it is ready', put(`${SERVICE}.readinessProbe`)],
  ['probes', 'a store without a probe', put('StatefulSet/redis spec.template.spec.containers.redis.livenessProbe')],
  ['probeTimes', 'unready too late', put(`${SERVICE}.readinessProbe.failureThreshold`, 5)],
  ['probeTimes', 'liveness asks for the stores', put(`${SERVICE}.livenessProbe.httpGet.path`, '/readyz')],
  ['probeTimes', 'readiness asks for nothing', put(`${SERVICE}.readinessProbe.httpGet.path`, '/healthz')],
  ['probeTimes', 'begun anew too late', put(`${SERVICE}.livenessProbe.terminationGracePeriodSeconds`)],
  ['resources', 'no limit', put(`${SERVICE}.resources.limits.memory`)],
  ['resources', 'asks for more than it may have', put(`${SERVICE}.resources.requests.memory`, '1Gi')],
  ['security', 'root', put(`${AUTH}.securityContext.runAsUser`, 0)],
  ['security', 'no seccomp', put(`${AUTH}.securityContext.seccompProfile`)],
  ['security', "the cluster's token", put(`${AUTH}.automountServiceAccountToken`)],
  ['security', 'writes its root', put(`${SERVICE}.securityContext.readOnlyRootFilesystem`, false)],
  ['security', 'an init container that may gain privileges', put('StatefulSet/nats spec.template.spec.initContainers.0.securityContext')],
  ['security', 'capabilities', put(`${SERVICE}.securityContext.capabilities.add`, ['NET_ADMIN'])],
  ['security', "its host's files", put(`${AUTH}.volumes.0`, { name: 'secrets', hostPath: { path: '/etc' } })],
  ['grace', 'killed before it has drained', put(`${AUTH}.terminationGracePeriodSeconds`, 12)],
  ['grace', 'not said', put(`${AUTH}.terminationGracePeriodSeconds`)],
  ['grace', 'the pause before the end is forgotten', put(`${GATEWAY}.terminationGracePeriodSeconds`, 25)],
  ['door', 'stops at once', put(`${GATEWAY}.containers.service.lifecycle`)],
  ['door', 'idle connections live longer', put(`${GATEWAY}.containers.service.env.LINLI_GATEWAY_KEEP_ALIVE_MS.value`, '30000')],
  ['ingress', 'no buffering', put('Ingress/gateway metadata.annotations.nginx~ingress~kubernetes~io/proxy-request-buffering', 'off')],
  ['ingress', 'no certificate', put('Ingress/gateway spec.tls')],
  ['ingress', 'an order is sent twice', put('Ingress/gateway metadata.annotations.nginx~ingress~kubernetes~io/proxy-next-upstream', 'error non_idempotent')],
  ['ingress', 'no such port', put('Ingress/gateway spec.rules.0.http.paths.0.backend.service.port.name', 'https')],
  ['selectors', 'not its own pods', put('Deployment/linli-auth spec.template.metadata.labels.app~kubernetes~io/name', 'other')],
  ['selectors', 'a Service without pods', put('Service/gateway spec.selector.app~kubernetes~io/name', 'other')],
  ['selectors', 'pods of two', put('Service/redis spec.selector.app~kubernetes~io/component')],
  ['selectors', 'pods that end', put('PodDisruptionBudget/linli-auth spec.selector.matchLabels.app~kubernetes~io/component')],
  ['selectors', 'a port that its pods lack', put('Service/gateway spec.ports.0.targetPort', 'web')],
  ['selectors', 'the Service of a StatefulSet is gone', drop('Service/nats')],
  ['ports', 'asked at no port', put(`${SERVICE}.livenessProbe.httpGet.port`, 'http')],
  ['ports', 'no port', put(`${SERVICE}.ports.0.containerPort`, 99999)],
  ['ports', 'no name', put(`${SERVICE}.ports.0.name`, 'operations_port')],
  ['names', 'no name', put('Service/gateway metadata.name', 'Gateway_1')],
  ['names', 'twice', (objects) => objects.push(structuredClone(find(objects, 'Service/gateway')))],
  ['names', 'elsewhere', put('Service/gateway metadata.namespace', 'default')],
  ['restricted', 'pods of any kind', put('Namespace/linli metadata.labels.pod-security~kubernetes~io/enforce', 'baseline')],
  ['labels', 'nobody knows whose', put('StatefulSet/nats metadata.labels.app~kubernetes~io/part-of')],
  ['labels', 'another version', put(`${SERVICE}.image`, 'registry.example.com/linli/linli-auth:0.2.0')],
  ['volumes', 'not there', put(`${SERVICE}.volumeMounts.0.name`, 'other')],
  ['volumes', 'not used', (objects) => find(objects, 'Deployment/linli-auth').spec.template.spec.volumes.push({ name: 'more', emptyDir: { sizeLimit: '1Mi' } })],
  ['volumes', 'not followed', put(`${SERVICE}.volumeMounts.0.subPath`, 'nats.auth')],
  ['volumes', 'without an end', put(`${AUTH}.volumes.tmp.emptyDir.sizeLimit`)],
  ['volumes', 'no claim', drop('PersistentVolumeClaim/objects'), 'single'],
  ['files', 'no such Secret', put(`${AUTH}.volumes.secrets.secret.secretName`, 'linli')],
  ['files', 'no such key', put(`${SERVICE}.env.LINLI_AUTH_DATA_SECRETS_FILE.value`, '/run/secrets/linli/auth.dat')],
  ['files', "another's secret", put(`${SERVICE}.env.LINLI_AUTH_DATABASE_URL_FILE.value`, '/run/secrets/linli/auth.owner-url')],
  ['files', 'a key of the stand-in', put('StatefulSet/wechat spec.template.spec.volumes.secrets.secret.items.0.key', 'appid'), 'single'],
  ['files', 'no such ConfigMap', put('StatefulSet/redis spec.template.spec.volumes.config.configMap.name', 'redis')],
  ['files', 'in the environment', (objects) => find(objects, 'Deployment/linli-auth').spec.template.spec.containers[0].env.push({ name: 'X', valueFrom: { secretKeyRef: { name: 'nats', key: 'nats.auth' } } })],
  ['settings', 'no setting', variable('Deployment/linli-auth', 'LINLI_AUTH_WORKER', '4')],
  ['settings', "another's setting", variable('Deployment/linli-auth', 'LINLI_COUPONS_WORKERS', '4')],
  ['settings', 'no number of workers', variable('Deployment/linli-auth', 'LINLI_AUTH_WORKERS', '65')],
  ['settings', 'neither true nor false', variable('Deployment/linli-auth', 'LINLI_PRODUCTION', 'yes')],
  ['settings', 'a secret in the manifest', variable('Deployment/linli-auth', 'LINLI_WECHAT_APP_SECRET', 'x')],
  ['settings', 'not set', put(`${SERVICE}.env.LINLI_AUTH_DIGEST_SECRET_FILE`)],
  ['settings', 'twice', variable('Deployment/linli-auth', 'LINLI_AUTH_DRAIN_MS', '10000')],
  ['settings', 'of a store', (objects) => { find(objects, 'StatefulSet/redis').spec.template.spec.containers[0].env = [{ name: 'LINLI_REDIS_PORT', value: '1' }]; }],
  ['settings', "no setting of the tool's command", variable('Job/streams', 'LINLI_STREAM_MB', '1')],
  ['production', "a rehearsal's clock", variable('Deployment/linli-auth', 'LINLI_CLOCK', 'settable')],
  ['production', 'what only rehearsals may do', variable('Deployment/linli-auth', 'LINLI_PRODUCTION', 'false')],
  ['rollout', 'one less for a while', put('Deployment/linli-auth spec.strategy.rollingUpdate.maxUnavailable', 1)],
  ['scaling', 'no target', put('HorizontalPodAutoscaler/linli-groupbuy spec.scaleTargetRef.name', 'groupbuy')],
  ['scaling', 'least above most', put('HorizontalPodAutoscaler/linli-groupbuy spec.minReplicas', 50)],
  ['scaling', 'each apply would scale it down', put('Deployment/linli-groupbuy spec.replicas', 2)],
  ['scaling', 'two that scale', (objects) => objects.push({ ...structuredClone(find(objects, 'HorizontalPodAutoscaler/linli-groupbuy')), metadata: { name: 'more', namespace: 'linli' } })],
  ['scaling', 'down at once', put('HorizontalPodAutoscaler/linli-groupbuy spec.behavior.scaleDown.stabilizationWindowSeconds', 0)],
  ['scaling', 'KEDA: no target', put('ScaledObject/linli-coupons spec.scaleTargetRef.name', 'coupons'), 'production-keda'],
  ['budgets', 'none', drop('PodDisruptionBudget/linli-coupons')],
  ['budgets', 'lets nobody go', (objects) => { find(objects, 'PodDisruptionBudget/linli-auth').spec = { ...find(objects, 'PodDisruptionBudget/linli-auth').spec, minAvailable: 2, maxUnavailable: undefined }; }],
  ['budgets', 'gives up the quorum', put('PodDisruptionBudget/nats spec.maxUnavailable', 2)],
  ['spread', 'one node', put(`${AUTH}.topologySpreadConstraints`, [])],
  ['spread', 'with the pods of others', put(`${AUTH}.topologySpreadConstraints.0.labelSelector.matchLabels.app~kubernetes~io/name`)],
  ['spread', 'NATS on one node', put('StatefulSet/nats spec.template.spec.affinity')],
  ['references', 'no account', drop('ServiceAccount/linli-auth')],
  ['references', 'no priority', put(`${AUTH}.priorityClassName`, 'high')],
  ['jobs', 'gives up', put('Job/streams spec.backoffLimit', 1)],
  ['jobs', 'for ever', put('Job/streams spec.activeDeadlineSeconds')],
  ['jobs', 'the room of others', put('Job/migrate-coupons spec.template.spec.priorityClassName', 'linli-serving')],
  ['jobs', 'nobody migrates', drop('Job/migrate-coupons')],
  ['jobs', "another release's migrations", put('Job/migrate-coupons spec.template.spec.containers.0.image', 'registry.example.com/linli/linli-coupons:0.0.9')],
  ['jobs', 'a rollout that gives up on its migrations', put('Deployment/linli-auth spec.progressDeadlineSeconds', 60)],
  ['connections', 'too many replicas', put('HorizontalPodAutoscaler/linli-groupbuy spec.maxReplicas', 30)],
  ['connections', 'too many workers', variable('Deployment/linli-groupbuy', 'LINLI_GROUPBUY_WORKERS', '24')],
  ['connections', 'too few let in', (objects) => { const map = objects.find(({ kind, data }) => kind === 'ConfigMap' && data['postgresql.conf']); map.data['postgresql.conf'] = map.data['postgresql.conf'].replace(/max_connections = \d+/, 'max_connections = 100'); }],
  ['bus', 'streams on one server', put('Job/streams spec.template.spec.containers.streams.env.LINLI_STREAM_REPLICAS.value', '1')],
  ['bus', 'an even number', put('StatefulSet/nats spec.replicas', 4)],
  ['bus', 'a server that nobody knows', put(`${SERVICE}.env.LINLI_NATS_URL.value`, 'nats://nats-0.nats:4222')],
  ['bus', 'routes to two', put('StatefulSet/nats spec.template.spec.initContainers.0.env.LINLI_NATS_ROUTES.value', 'nats-0.nats:6222 nats-1.nats:6222')],
  ['bus', 'too small a disk', put('StatefulSet/nats spec.volumeClaimTemplates.0.spec.resources.requests.storage', '5Gi')],
  ['network', 'nothing is denied', drop('NetworkPolicy/default-deny')],
  ['network', 'no names', drop('NetworkPolicy/all-to-dns')],
  ['network', 'an edge of a service is missing', put('NetworkPolicy/services-to-postgres spec.podSelector.matchExpressions.0.values', ['migration'])],
  ['network', 'one end alone is not an edge', put('NetworkPolicy/nats-from-processes spec.ingress.0.ports.0.port', 4223)],
  ['network', 'two services meet', policy('{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{podSelector: {}}]}]}')],
  ['network', 'coupons on the Internet', put('NetworkPolicy/processes-to-internet spec.podSelector.matchExpressions.0.values', ['gateway', 'auth', 'content', 'groupbuy', 'notifications', 'coupons'])],
  ['network', "the cloud's metadata", (objects) => { find(objects, 'NetworkPolicy/processes-to-internet').spec.egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]; }],
  ['network', 'anybody at the door', (objects) => { delete find(objects, 'NetworkPolicy/ingress-to-gateway').spec.ingress[0].from; }],
  ['network', 'the neighbours at Redis', (objects) => find(objects, 'NetworkPolicy/redis-from-gateway').spec.ingress[0].from.push({ namespaceSelector: {} })],
  ['network', 'no figures', drop('NetworkPolicy/monitoring-to-ops')],
  ['network', 'no traces', drop('NetworkPolicy/processes-to-collector')],
  ['network', 'no notices of payments', put('NetworkPolicy/wechat spec.egress', []), 'single'],
];

const worlds = new Map();
let tables;

before(() => { tables = readSettings(); });

async function world(overlay, spoil) {
  if (!worlds.has(overlay)) worlds.set(overlay, await secretsOf(overlay));
  const objects = render(overlay);
  spoil?.(objects);
  return new World(objects, worlds.get(overlay), tables);
}

for (const [rule, what, spoil, overlay = 'production'] of MISTAKES) {
  test(`${rule} finds: ${what}`, async () => {
    assert.deepEqual(RULES[rule](await world(overlay)), []);
    assert.notDeepEqual(RULES[rule](await world(overlay, spoil)), []);
  });
}

test('each rule has found something', () => {
  const tried = new Set(MISTAKES.map(([rule]) => rule));
  assert.deepEqual(Object.keys(RULES).filter((rule) => !tried.has(rule)), []);
});

test('connections are added up as a hand would', async () => {
  // 3 lanes of 4 workers, 2 threads of events, 1 of jobs, 5 beside: 20; (2 + 1) of four services, (6 + 1) of group-buy; 20 of others.
  assert.equal(connectionsOf(await world('production')), 20 * (4 * 3 + 7) + 20);
});
