// The client measures whiles by a clock that nobody sets, where there is one.

import assert from 'node:assert/strict';
import test from 'node:test';
import { realClock } from '../../../clients/sdk/runtime/retry.mjs';
import { createUnanswered } from '../../../clients/sdk/runtime/unanswered.mjs';

const HOUR_MS = 3_600_000;
const SILENCE = { status: 0, code: 'NETWORK' };
const NO = { status: 400, code: 'SOLD_OUT' };
const newCall = () => ({ key: 'mine', operation: { deadlineMs: 2000 } });

function setForward(t) {
  const { now } = Date;
  t.mock.method(Date, 'now', () => now() + HOUR_MS);
}

test('who has set his clock forward waits for what went unanswered all the same', (t) => {
  const unanswered = createUnanswered(realClock);
  assert.equal(unanswered.waitBeforeFinal(newCall(), SILENCE, { attemptsMax: 1 }), 0);
  setForward(t);
  const waitMs = unanswered.waitBeforeFinal(newCall(), NO, { attemptsMax: 3 });
  assert.ok(Number.isInteger(waitMs) && waitMs > 0 && waitMs <= 4000, `${waitMs} ms`);
});

test('without a clock of that kind the time of day has to do', async (t) => {
  const { performance } = globalThis;
  t.after(() => { globalThis.performance = performance; });
  for (const [i, lacking] of [undefined, null, {}].entries()) {
    globalThis.performance = lacking;
    const { realClock: clock } = await import(`../../../clients/sdk/runtime/retry.mjs?lacking=${i}`);
    const before = Date.now();
    assert.ok(clock.now() >= before && clock.now() <= Date.now());
  }
});
