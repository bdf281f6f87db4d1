// Callers of the long stories: who was served, how long a no took, and tokens that do not run out meanwhile.

import assert from 'node:assert/strict';
import test from 'node:test';
import { isWell, longest, Tokens } from '../../faults/support/callers.mjs';
import { isInTime } from '../../faults/support/times.mjs';

test('served is who got what he asked for, and nobody else', () => {
  for (const status of [200, 201, 204]) assert.ok(isWell({ status }), `${status}`);
  for (const status of [0, 100, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503, 504]) assert.ok(!isWell({ status }), `${status}`);
});

test('the longest of none is within no limit', () => {
  assert.equal(longest([{ ms: 3.4 }, { ms: 70.6 }, { ms: 8 }]), 71);
  assert.ok(!isInTime({ goalMs: 1000, ms: [longest([])] }));
});

const MINUTE_MS = 60_000;

// Two people who sign in for a quarter of an hour, by a clock of their own.
function signingIn() {
  const clock = { ms: 1_000_000 };
  const signIn = async () => ['li', 'wang'].map((person) => ({ token: `${person} ${clock.ms}`, expiresAt: clock.ms + 15 * MINUTE_MS }));
  return { clock, tokens: new Tokens({}, { signIn, now: () => clock.ms }) };
}

test('tokens are kept as long as they last for another calling, and are new before they run out', async () => {
  const { clock, tokens } = signingIn();
  const first = await tokens.fresh();
  clock.ms += 9 * MINUTE_MS;
  assert.deepEqual(await tokens.fresh(), first);
  clock.ms += 2 * MINUTE_MS;
  const second = await tokens.fresh();
  assert.equal(second.length, 2);
  assert.ok(second.every((token) => !first.includes(token)));
});

test('a token that does not say how long it lasts is never good for another calling', async () => {
  let times = 0;
  const tokens = new Tokens({}, { signIn: async () => [{ token: `${++times}`, expiresAt: NaN }] });
  assert.notDeepEqual(await tokens.fresh(), await tokens.fresh());
});
