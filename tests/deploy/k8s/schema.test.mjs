// The schema check checked: each of these mistakes alone, in what is rendered, is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from './support/change.mjs';
import { parseManifests, render } from './support/render.mjs';
import { schemaFindings } from './support/schema.mjs';

const AUTH = 'spec.template.spec.containers.service';
const MISTAKES = [
  ['Deployment/linli-auth spec.replicaz', 2],
  ['Deployment/linli-auth spec.replicas', '2'],
  ['Deployment/linli-auth spec.selector', undefined],
  ['Deployment/linli-auth spec.strategy.rollingUpdate.maxUnavailabel', 0],
  ['Deployment/linli-auth spec.template.metadata.labels.tier', 5],
  ['Deployment/linli-auth spec.template.spec.terminationGracePeriodSecond', 30],
  ['Deployment/linli-auth spec.template.spec.containers', undefined],
  ['Deployment/linli-auth spec.template.spec.securityContext.runAsNonRoot', 'true'],
  ['Deployment/linli-auth spec.template.spec.topologySpreadConstraints.0.maxSkew', '1'],
  [`Deployment/linli-auth ${AUTH}.readinessProbe.httpGet.pth`, '/readyz'],
  [`Deployment/linli-auth ${AUTH}.readinessProbe.httpGet.port`, undefined],
  [`Deployment/linli-auth ${AUTH}.livenessProbe.periodSecond`, 5],
  [`Deployment/linli-auth ${AUTH}.ports.0.containerPort`, '9090'],
  [`Deployment/linli-auth ${AUTH}.resources.limits.memory`, '64Mb'],
  [`Deployment/linli-auth ${AUTH}.resources.limit`, {}],
  [`Deployment/linli-auth ${AUTH}.securityContext.readonlyRootFilesystem`, true],
  [`Deployment/linli-auth ${AUTH}.env.0.valu`, 'x'],
  [`Deployment/linli-auth ${AUTH}.env.0.value`, 7],
  [`Deployment/linli-auth ${AUTH}.volumeMounts.0.mountPath`, undefined],
  ['Deployment/linli-auth spec.template.spec.volumes.0.secret.secret', 'linli-auth'],
  ['HorizontalPodAutoscaler/linli-groupbuy spec.maxReplica', 5],
  ['HorizontalPodAutoscaler/linli-groupbuy spec.maxReplicas', undefined],
  ['HorizontalPodAutoscaler/linli-groupbuy spec.metrics.0.resource.target.averageUtilization', '70%'],
  ['HorizontalPodAutoscaler/linli-groupbuy spec.behavior.scaleDown.stabilisationWindowSeconds', 60],
  ['PodDisruptionBudget/linli-auth spec.maxUnavailabel', 1],
  ['PodDisruptionBudget/linli-auth spec.maxUnavailable', true],
  ['NetworkPolicy/default-deny spec.policyTypes', 'Ingress'],
  ['NetworkPolicy/nats-from-processes spec.ingress.0.from.0.podSelectr', {}],
  ['NetworkPolicy/all-to-dns spec.egress.0.ports.0.protcol', 'UDP'],
  ['StatefulSet/nats spec.volumeClaimTemplate', []],
  ['StatefulSet/nats spec.serviceName', 7],
  ['StatefulSet/nats spec.volumeClaimTemplates.0.spec.resources.requests.storage', '10Gig'],
  ['Service/gateway spec.ports.0.targetport', 'http'],
  ['Service/gateway spec.ports.0.port', undefined],
  ['Job/streams spec.backoffLimt', 3],
  ['Job/streams spec.template.spec.restartPolicy', 3],
  ['Ingress/gateway spec.rules.0.http.paths.0.pathTyp', 'Prefix'],
  ['Ingress/gateway spec.tls.0.host', ['a']],
  ['Namespace/linli metadata.label', {}],
  ['PriorityClass/linli-store value', '100000'],
  ['ScaledObject/linli-groupbuy spec.maxReplicaCnt', 3],
  ['ScaledObject/linli-groupbuy spec.triggers', undefined],
  ['ScaledObject/linli-groupbuy spec.triggers.1.metadata.threshold', 64],
  ['ScaledObject/linli-groupbuy spec.scaleTargetRef.nme', 'x'],
];

const findings = (objects) => objects.flatMap(schemaFindings);

test('what is rendered is what it should be, before anything is spoilt', () => {
  assert.deepEqual(['production', 'production-keda'].flatMap((overlay) => findings(render(overlay))), []);
});

for (const [place, value] of MISTAKES) {
  test(`found: ${place} = ${JSON.stringify(value)}`, () => {
    const objects = render(place.startsWith('ScaledObject') ? 'production-keda' : 'production');
    change(objects, place, value);
    assert.notDeepEqual(findings(objects), []);
  });
}

test('found: a kind, or a version of it, that is none', () => {
  for (const one of [{ apiVersion: 'autoscaling/v3', kind: 'HorizontalPodAutoscaler' }, { apiVersion: 'v1', kind: 'Deployment' }]) assert.match(schemaFindings(one)[0], /no schema/);
});

test('found: a key that is there twice', () => {
  assert.throws(() => parseManifests('kind: Service\nkind: Job\n'), /unique/);
});
