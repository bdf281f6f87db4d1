// Which processes are killed, and when: drawn from a seed. And what is told of it, victim by victim. Pure.

import { medianOf } from '../support/times.mjs';
import { between, pick } from './plan.mjs';

export const GAP_MS = [950, 1450];
const TWO = 0.2; // so often two at once,
const SAME_SERVICE = 0.5; // and half of them are all that there is of a service
const AGAIN = 0.15; // so often once more, while it comes up
const COMING_UP_MS = [0, 120]; // of a new process's life

const serviceOf = (name) => name.replace(/-\d+$/, '');

function another(chance, instances, first) {
  const others = instances.filter((name) => name !== first);
  const siblings = others.filter((name) => serviceOf(name) === serviceOf(first));
  return pick(chance, siblings.length > 0 && chance() < SAME_SERVICE ? siblings : others);
}

// Strikes of { atMs, victims, againMs }: againMs milliseconds after its victim was started again it is killed once more; null: it
// is not. They add up to `count` kills.
export function killsOf(chance, count, instances) {
  const strikes = [];
  let atMs = 0;
  for (let left = count; left > 0;) {
    atMs += between(chance, GAP_MS);
    const first = pick(chance, instances);
    const how = chance();
    const two = left > 1 && how < TWO;
    const again = left > 1 && !two && how < TWO + AGAIN;
    strikes.push({ atMs, victims: two ? [first, another(chance, instances, first)] : [first], againMs: again ? between(chance, COMING_UP_MS) : null });
    left -= two || again ? 2 : 1;
  }
  return strikes;
}

const WHILE_MS_MIN = 500; // two at once, and one that is killed while it comes up, are one strike

// The whiles between one strike and the next, { whiles, grown }: in how many something came about, which are the moments of `births`.
// A house in which nothing comes about while it is struck has shown nothing.
export function growth(kills, births) {
  const times = kills.map(({ at }) => at).sort((a, b) => a - b);
  const whiles = times.map((from, i) => [from, times[i + 1] ?? from]).filter(([from, to]) => to - from >= WHILE_MS_MIN);
  return { whiles: whiles.length, grown: whiles.filter(([from, to]) => births.some((at) => at >= from && at < to)).length };
}

const most = (numbers) => (numbers.length ? Math.max(...numbers) : '');

function rowOf(name, kills) {
  const backs = kills.map(({ backMs }) => backMs).filter((ms) => ms !== null);
  const underWay = kills.map((kill) => kill.underWay);
  const comingUp = kills.filter(({ ready }) => !ready).length;
  return [name, kills.length, comingUp, underWay.reduce((sum, one) => sum + one, 0), most(underWay), backs.length ? medianOf(backs) : '', most(backs)].join(' | ');
}

// `kills`: { name, ready, underWay, backMs }: was it ready when it was killed, how many requests with money or stock were under way
// in the house, how soon was its successor ready (null: it was killed again before). A line a victim, and one of all.
export function tableOfKills(kills) {
  const names = [...new Set(kills.map(({ name }) => name))].sort();
  return [
    'victim | kills | while coming up | requests under way | at most | back ms, median | slowest',
    ...names.map((name) => rowOf(name, kills.filter((kill) => kill.name === name))), rowOf('all', kills),
  ];
}
