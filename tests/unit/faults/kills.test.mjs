// Kills by chance: repeatable, as many as promised, everybody's turn, two at once, and of those that come up.

import assert from 'node:assert/strict';
import test from 'node:test';
import { GAP_MS, growth, killsOf, tableOfKills } from '../../faults/lab/kills.mjs';
import { TOPOLOGY } from '../../faults/lab/plan.mjs';
import { chanceOf } from '../../journeys/evening/chance.mjs';

const { instances } = TOPOLOGY;
const draw = (seed, count = 500) => killsOf(chanceOf(seed), count, instances);
const countOf = (strikes) => strikes.reduce((sum, { victims, againMs }) => sum + victims.length + (againMs === null ? 0 : 1), 0);

test('the same seed kills the same, another seed others', () => {
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

test('as many kills as were asked for, one after the other', () => {
  for (const count of [1, 2, 3, 50, 51, 500]) assert.equal(countOf(draw(3, count)), count);
  const times = draw(1).map(({ atMs }) => atMs);
  times.forEach((at, i) => assert.ok(at - (times[i - 1] ?? 0) >= GAP_MS[0] && at - (times[i - 1] ?? 0) <= GAP_MS[1]));
});

test('500 take less than eleven minutes, and everybody is killed often', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const strikes = draw(seed);
    assert.ok(strikes.at(-1).atMs < 11 * 60_000);
    for (const name of instances) assert.ok(strikes.filter(({ victims }) => victims.includes(name)).length >= 15, `${seed}: ${name}`);
  }
});

test('two at once are two, sometimes all of a service; and some are killed while they come up', () => {
  const two = draw(5).map(({ victims }) => victims).filter((victims) => victims.length === 2);
  assert.ok(two.length > 40 && two.every(([a, b]) => a !== b));
  assert.ok(two.filter(([a, b]) => a.replace('-2', '') === b.replace('-2', '')).length > 15);
  assert.ok(draw(5).filter(({ againMs }) => againMs !== null).length > 30);
});

test('whether anything came about between one strike and the next', () => {
  const kills = [1000, 1010, 2200, 3500, 3600, 5000].map((at) => ({ at }));
  assert.deepEqual(growth(kills, [1005, 4000]), { whiles: 3, grown: 1 }, 'what comes while two are being killed is of no while');
  assert.deepEqual(growth(kills, [1500, 2200, 4000, 6000]), { whiles: 3, grown: 3 });
  assert.deepEqual(growth(kills, []), { whiles: 3, grown: 0 });
  assert.deepEqual(growth([], [1]), { whiles: 0, grown: 0 });
});

test('the table adds up', () => {
  const kills = [
    { name: 'auth', ready: true, underWay: 3, backMs: 400 }, { name: 'auth', ready: false, underWay: 5, backMs: null },
    { name: 'auth', ready: true, underWay: 1, backMs: 700 }, { name: 'gateway', ready: true, underWay: 9, backMs: 200 },
  ];
  const [, auth, gateway, all] = tableOfKills(kills);
  assert.equal(auth, 'auth | 3 | 1 | 9 | 5 | 700 | 700');
  assert.equal(gateway, 'gateway | 1 | 0 | 9 | 9 | 200 | 200');
  assert.equal(all, 'all | 4 | 1 | 18 | 9 | 400 | 700');
});
