// A release, as deploy/k8s/README.md says: new tags, and a migration that takes a while. Whoever knows it waits for it, the release before goes on
// meanwhile; and it goes on again when the new one is taken back, on the newer schema. Not one request may fail, though two of group-buy run, and a
// node of two processors has then little room for the Jobs and the new pods of all.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../../support/house.mjs';
import { scaleGroupbuyAsEver } from './support/autoscalers.mjs';
import { note, seconds } from './support/figures.mjs';
import { apply, kubectl, rolledOut, serverVersion } from './support/kubectl.mjs';
import { containersOf, manifestsFor } from './support/manifests.mjs';
import { askOps, gone, isReady, podsOf, PROCESSES, readyPods } from './support/pods.mjs';
import { between } from './support/quota.mjs';
import { townWithTraffic } from './support/town.mjs';

const PART = 'A release with a migration';
const NEXT = process.env.LINLI_K8S_NEXT_TAG; // of group-buy's image; next_release makes it
const VERSION = 'app.kubernetes.io/version';

before(async () => {
  assert.ok(NEXT, 'LINLI_K8S_NEXT_TAG names the image that tests/deploy/k8s/cluster/next_release has made');
  await between(2, 2);
  await readyPods('groupbuy', 2);
});
after(scaleGroupbuyAsEver);
const ours = townWithTraffic();

// `single` with another tag of group-buy, and the version in all labels, as somebody writes it into its kustomization.yaml; but for the autoscaler,
// which holds two of group-buy here.
async function nextManifests() {
  const { objects } = manifestsFor((await serverVersion()).minor, { tag: process.env.TAG });
  for (const object of objects) {
    for (const container of containersOf(object)) container.image = container.image.replace(/(linli-groupbuy):[^:/]*$/, `$1:${NEXT}`);
    for (const { labels } of [object.metadata, object.spec?.template?.metadata ?? {}]) if (labels?.[VERSION]) labels[VERSION] = NEXT;
  }
  return objects.filter(({ kind }) => kind !== 'HorizontalPodAutoscaler');
}

const isNext = ({ spec }) => spec.containers.some(({ image }) => image.endsWith(`:${NEXT}`));
const groupbuys = async () => {
  const pods = await podsOf('groupbuy');
  return { old: pods.filter((pod) => !isNext(pod)), next: pods.filter(isNext) };
};
const hasTable = () => ours.town.count("select count(*) from pg_tables where schemaname = 'groupbuy' and tablename = 'next_release'") === 1;
const allRolledOut = async () => { for (const name of PROCESSES) await rolledOut(`deploy/linli-${name}`); };
const namesOfAll = async () => (await Promise.all(PROCESSES.map(podsOf))).flat().map(({ metadata }) => metadata.name);

function answered(what, answers, ms) {
  const how = `${answers.perSecond} a second, 99 % within ${answers.within(0.99)} ms`;
  note(PART, `${what} after`, seconds(ms), 's');
  note(PART, `${what}: requests (${how}), failed of them`, `${answers.count}, ${answers.failed.length}`);
  assert.deepEqual(answers.failed, []);
}

test('the new release waits for its migration, the old one goes on, and no request fails', async () => {
  const before = await namesOfAll();
  let waited = 0;
  let ms;
  const answers = await ours.traffic.during(async () => {
    const began = Date.now();
    await kubectl(['delete', 'job', '--all']);
    await apply(await nextManifests());
    await until('one of the new release runs', async () => (await groupbuys()).next.some(({ status }) => status.phase === 'Running' && status.podIP), { withinMs: 120_000, everyMs: 100 });
    while (!hasTable()) {
      const { old, next } = await groupbuys();
      if (hasTable()) break; // while we looked
      assert.ok(old.some(isReady), 'the old release serves');
      assert.deepEqual(next.filter(isReady).map(({ metadata }) => metadata.name), [], 'the new one does not');
      for (const pod of next.filter(({ status }) => status.podIP && status.containerStatuses?.[0].state.running)) {
        const alive = await askOps(pod, '/healthz').catch(() => null);
        if (!alive) continue; // it has only just begun
        assert.equal(alive.status, 200);
        if ((await askOps(pod, '/readyz')).status === 503) waited++;
      }
      await sleep(500);
    }
    note(PART, 'the migration had been applied after', seconds(Date.now() - began), 's');
    await allRolledOut();
    await gone(before);
    ms = Date.now() - began;
  });
  assert.ok(waited > 5, `${waited} times a pod said that it waits`);
  const { old, next } = await groupbuys();
  assert.deepEqual([old.length, next.every(isReady)], [0, true]);
  answered('all six processes replaced', answers, ms);
});

test('it is taken back, the release before serves the newer schema, and no request fails', async () => {
  let ms;
  const answers = await ours.traffic.during(async () => {
    const began = Date.now();
    const { next } = await groupbuys();
    await kubectl(['rollout', 'undo', 'deploy/linli-groupbuy']);
    await rolledOut('deploy/linli-groupbuy');
    await gone(next.map(({ metadata }) => metadata.name));
    ms = Date.now() - began;
  });
  assert.deepEqual((await groupbuys()).next, []);
  assert.ok(hasTable());
  answered('taken back', answers, ms);
});
