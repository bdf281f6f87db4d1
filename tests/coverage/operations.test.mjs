// Every operation has been called by a journey with a success and with a refusal. Runs after the journeys, on the same house
// and the same file of exchanges (tests/run.mjs); callbacks are counted from what WeChat's side has seen.

import assert from 'node:assert/strict';
import test from 'node:test';
import { readExchanges, uncovered } from '../journeys/support/recorder.mjs';
import { openStage } from '../journeys/support/stage.mjs';

test('no operation is untried', async (t) => {
  const file = process.env.LINLI_EXCHANGES_FILE;
  assert.ok(file, 'LINLI_EXCHANGES_FILE names no file: run the journeys by tests/run.mjs');
  const stage = await openStage();
  t.after(() => stage.close());
  await stage.noteCallbacks();
  const missing = uncovered(stage.contract.operations, readExchanges(file));
  assert.deepEqual(missing, []);
});
