// Each overlay as a cluster gets it: it can be rendered, every field is one of its kind's schema, and it fits itself and the house. That the
// checks find what they are for is shown in schema.test.mjs and lint.test.mjs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../support/house.mjs';
import { lint, readSettings, World } from './support/lint.mjs';
import { OVERLAYS, render, secretsOf } from './support/render.mjs';
import { schemaFindings } from './support/schema.mjs';

for (const overlay of OVERLAYS) {
  test(`${overlay} is what the schemas allow`, () => {
    const objects = render(overlay);
    assert.ok(objects.length > 40, `${objects.length} objects`);
    assert.deepEqual(objects.flatMap((object) => schemaFindings(object).map((what) => `${object.kind}/${object.metadata.name}: ${what}`)), []);
  });

  test(`${overlay} fits itself, the processes' settings and who needs whom`, async () => {
    assert.deepEqual(lint(new World(render(overlay), await secretsOf(overlay), readSettings())), []);
  });
}

// Lines `Kind/name.path: value`.
function flat(objects) {
  const lines = new Map();
  const walk = (value, place) => {
    if (value !== null && typeof value === 'object') for (const [key, child] of Object.entries(value)) walk(child, `${place}.${key}`);
    else lines.set(place, value);
  };
  for (const object of objects) walk(object, `${object.kind}/${object.metadata.name}`);
  return lines;
}

test('flash-sale raises floor and ceiling of groupbuy and gateway, and changes nothing else', () => {
  const [before, after] = [flat(render('production')), flat(render('flash-sale'))];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((place) => before.get(place) !== after.get(place)).sort();
  assert.deepEqual(changed, ['gateway', 'groupbuy'].flatMap((name) => ['max', 'min'].map((end) => `HorizontalPodAutoscaler/linli-${name}.spec.${end}Replicas`)));
  for (const place of changed) assert.ok(after.get(place) > before.get(place), place);
});

test('with KEDA the same deployments are scaled, and two more by what waits for them', () => {
  const targets = (overlay, kind) => render(overlay).filter((one) => one.kind === kind).map(({ spec }) => spec.scaleTargetRef.name).sort();
  assert.deepEqual(targets('production-keda', 'HorizontalPodAutoscaler'), []);
  assert.deepEqual(targets('production-keda', 'ScaledObject'), [...targets('production', 'HorizontalPodAutoscaler'), 'linli-coupons', 'linli-notifications'].sort());
});

const filesBelow = (folder, ending) => fs.readdirSync(path.join(ROOT, folder), { recursive: true })
  .filter((name) => ending.test(name)).map((name) => fs.readFileSync(path.join(ROOT, folder, name), 'utf8'));

test('each figure that scales, or that the runbook looks at, is one that a process gives', () => {
  const given = [...filesBelow('shared', /\.c$/), ...filesBelow('services', /\.c$/)].join('\n');
  const asked = new Set(filesBelow('deploy/k8s', /\.(yaml|md)$/).flatMap((text) => text.match(/\blinli_[a-z_]+[a-z]\b/g) ?? []));
  assert.ok(asked.size > 5);
  // The gateway's counters are put together from a name and these ends.
  const known = (name) => given.includes(name) || given.includes(`"${name.replace(/^linli_gateway_(.*)_total$/, '$1')}"`);
  assert.deepEqual([...asked].filter((name) => !known(name)), []);
});
