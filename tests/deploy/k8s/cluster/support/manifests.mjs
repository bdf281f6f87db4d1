// The overlay `single`, or another, as the cluster at hand takes it. A server of before 1.25 knows some of it by an older name, or not at all: what
// is left out there is listed, and so shown by the schemas alone.

import { render } from '../../support/render.mjs';

const PROBES_END_BY_THEMSELVES = 125; // 1.25: a probe may have a grace period of its own
const OLD_NAMES = new Map([
  ['HorizontalPodAutoscaler autoscaling/v2', { api: 'autoscaling/v2beta2', until: 123 }],
  ['PodDisruptionBudget policy/v1', { api: 'policy/v1beta1', until: 121 }],
  ['CronJob batch/v1', { api: 'batch/v1beta1', until: 121 }],
]);

function renamed(object, minor) {
  const old = OLD_NAMES.get(`${object.kind} ${object.apiVersion}`);
  return old && minor < old.until ? { ...object, apiVersion: old.api } : object;
}

// Gives the names of the containers that lost the grace period of their probe.
function withoutProbesGrace({ kind, metadata, spec }) {
  return (spec?.template?.spec?.containers ?? []).flatMap(({ name, livenessProbe }) => {
    if (!livenessProbe?.terminationGracePeriodSeconds) return [];
    delete livenessProbe.terminationGracePeriodSeconds;
    return [`${kind}/${metadata.name} ${name}`];
  });
}

export const containersOf = ({ spec }) => [...(spec?.template?.spec?.initContainers ?? []), ...(spec?.template?.spec?.containers ?? [])];

// { objects, left: what the server does not know }. tag: of our images; overlay: by name or folder.
export function manifestsFor(minor, { tag, overlay = 'single' } = {}) {
  const left = [];
  const objects = render(overlay).map((object) => renamed(object, minor));
  for (const object of objects) {
    if (minor < PROBES_END_BY_THEMSELVES) left.push(...withoutProbesGrace(object));
    if (tag) for (const container of containersOf(object)) container.image = container.image.replace(/:[^:/]*$/, `:${tag}`);
  }
  return { objects, left };
}

export const imagesIn = (objects) => [...new Set(objects.flatMap(containersOf).map(({ image }) => image))].sort();
