// Points: what a person has, and how it came.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openStage, refused } from './support/stage.mjs';

let stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

test('a newcomer has none, and history is his own', async () => {
  const li = await stage.newUser();
  const points = await li.linli.getPoints();
  assert.deepEqual([points.available, points.held, points.pending, points.debt], [0, 0, 0, 0]);
  assert.ok(points.perYuan > 0);
  assert.deepEqual((await li.linli.listPostings()).postings, []);
  await refused(stage.client().getPoints(), 'TOKEN_MISSING');
  await refused(stage.client().listPostings(), 'TOKEN_MISSING');
  await refused(li.linli.listPostings({ pageSize: 101 }), 'FIELDS_INVALID');
});
