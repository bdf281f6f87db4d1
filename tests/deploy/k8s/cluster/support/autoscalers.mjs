// Autoscalers other than those of the overlay `single`: by the figures that production's have.

import { render } from '../../support/render.mjs';
import { apply, kubectl, serverVersion } from './kubectl.mjs';
import { manifestsFor } from './manifests.mjs';

const isScaler = (name) => ({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === name;

// As `single` has it, by the name that this server knows it by.
async function original() {
  const { minor } = await serverVersion();
  return manifestsFor(minor).objects.find(isScaler('linli-groupbuy'));
}

// What production scales a process by, processor time apart.
export function productionsFigure(name) {
  const { spec: { metrics } } = render('production').find(isScaler(`linli-${name}`));
  return metrics.find(({ type }) => type === 'Pods');
}

export async function scaleGroupbuyBy(metric) {
  const scaler = await original();
  await apply([{ ...scaler, spec: { ...scaler.spec, metrics: [metric] } }]);
}

export const scaleGroupbuyAsEver = async () => apply([await original()]);

// Another process, with as many pods as group-buy may have and at its pace.
export async function scaleBy(name, metric) {
  const { metadata, spec, ...scaler } = await original();
  const [target, labels] = [`linli-${name}`, { ...metadata.labels, 'app.kubernetes.io/name': name }];
  await apply([{ ...scaler, metadata: { ...metadata, name: target, labels }, spec: { ...spec, scaleTargetRef: { ...spec.scaleTargetRef, name: target }, metrics: [metric] } }]);
}

export const scaleNoMore = (name) => kubectl(['delete', 'hpa', `linli-${name}`, '--ignore-not-found']);
