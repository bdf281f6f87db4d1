// The stand-in's clock: what is due happens, in its order, however far it is moved.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Clock } from '../lib/clock.mjs';
import { seededRandom } from '../lib/random.mjs';
import { newSandbox } from './support.mjs';

test('what is due happens in its order', (t) => {
  const clock = new Clock();
  t.after(() => clock.close());
  const random = seededRandom(7);
  const happened = [];
  clock.freeze();
  for (let i = 0; i < 5000; i++) {
    const ms = Math.floor(random() * 1000);
    const cancel = clock.after(ms, () => happened.push([ms, i]));
    if (i % 5 === 0) cancel();
  }
  clock.advance(499);
  assert.ok(happened.length > 1500 && happened.every(([ms]) => ms <= 499));
  clock.advance(501);
  assert.equal(happened.length, 4000);
  assert.ok(happened.every(([ms, i], n) => n === 0 || happened[n - 1][0] < ms || (happened[n - 1][0] === ms && happened[n - 1][1] < i)));
  assert.ok(happened.every(([, i]) => i % 5 !== 0), 'what was cancelled does not happen');
});

test('nothing happens on a closed clock', () => {
  const clock = new Clock();
  clock.after(0, () => assert.fail('it happened'));
  clock.close();
  clock.advance(1000);
  clock.after(0, () => assert.fail('it happened'));
});

test('days that have passed have passed after a restart, too', async (t) => {
  const DAY = 86_400_000;
  const sandbox = await newSandbox(t);
  await sandbox.ctl('POST', '/clock', { advanceMs: 3 * DAY });
  const again = await newSandbox(t, { state: sandbox.state });
  const { now } = await again.ctl('GET', '/clock');
  assert.ok(now - Date.now() > 2 * DAY, new Date(now).toISOString());
});
