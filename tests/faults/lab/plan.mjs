// What a run will be, from its seed alone: what is asked is drawn from one number, which faults strike whom, when and for how
// long, from another. Pure: the same seed and kinds give the same plan on every machine.

import { chanceOf } from '../../journeys/evening/chance.mjs';
import { OURS, STORES } from '../support/strike.mjs';
import { entryOf } from './only.mjs';

// Milliseconds of a run, from when the workload has begun: faults strike from the first, all are over by the second, and what
// follows, for so long at least, is what callers meet in a house that was healed. When that was not enough for a run that counts,
// there may be so much more of it.
export const RUN = { strikeFromMs: 1500, healedMs: 14_000, healthyMs: 2000, moreMs: 60_000 };

const FAULTS_MIN = 3;
const FAULTS_MAX = 8;
const SPARES = 3; // for when those before found nobody
const SPARE_MS_MIN = 1000; // somebody asks within that time
const APART_MS = 1000; // between two that want the same for themselves
const TRIES_MAX = 400;

// Two of everything, as `linlictl up --replicas` calls them.
export function topologyOf(services, replicas = 2) {
  const namesOf = (service) => Array.from({ length: replicas }, (_, i) => (i === 0 ? service : `${service}-${i + 1}`));
  return { services, instances: services.flatMap(namesOf), stores: STORES };
}

export const TOPOLOGY = topologyOf(OURS);

// As a line says it: kill groupbuy-2, postgres_kill.
export const nameOf = ({ kind, target }) => (target === kind.split('_')[0] ? kind : `${kind} ${target}`);

export const pick = (chance, list) => list[Math.floor(chance() * list.length)];
export const between = (chance, [least, most]) => Math.round(least + chance() * (most - least));

// For kinds that end or stop one of ours.
export const claimGateway = (target) => (target.startsWith('gateway') ? ['gateway'] : []);

function weighted(chance, pool) {
  let left = chance() * pool.reduce((sum, { kind: { weight = 1 } }) => sum + weight, 0);
  return pool.find(({ kind: { weight = 1 } }) => (left -= weight) < 0) ?? pool[pool.length - 1];
}

const given = (chance, words) => Object.fromEntries(Object.entries(words).map(([name, value]) => [name, Array.isArray(value) ? between(chance, value) : value]));

function drawOf(chance, pool) {
  const { kind, targets, lasts, words } = weighted(chance, pool);
  const forMs = lasts ? between(chance, lasts) : 0;
  const atMs = between(chance, [RUN.strikeFromMs, RUN.healedMs - forMs]);
  const target = pick(chance, targets);
  return { atMs, kind: kind.kind, target, forMs, words: { ...kind.words?.(chance, target), ...given(chance, words) } };
}

const EVERYTHING = '*';
const claimsOf = (byName, { kind, target }) => byName.get(kind).claims?.(target) ?? [];
const clash = (some, others) => some.includes(EVERYTHING) || others.includes(EVERYTHING) || some.some((claim) => others.includes(claim));
// Whether two may not be there at once. `kinds` as of planOf.
export function clashOf(kinds) {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  return (a, b) => clash(claimsOf(byName, a), claimsOf(byName, b));
}

const meet = (a, b) => a.atMs < b.atMs + b.forMs + APART_MS && b.atMs < a.atMs + a.forMs + APART_MS;

function fits(byName, faults, drawn) {
  if (byName.get(drawn.kind).onceARun && faults.some(({ kind }) => kind === drawn.kind)) return false;
  const claims = claimsOf(byName, drawn);
  return !faults.some((fault) => meet(fault, drawn) && clash(claims, claimsOf(byName, fault)));
}

function poolOf(kinds, only) {
  if (!only) return kinds.map((kind) => ({ kind, targets: kind.targets(TOPOLOGY), lasts: kind.lasts, words: {} }));
  return only.map((text) => entryOf(text, { kinds, topology: TOPOLOGY, msMax: RUN.healedMs - RUN.strikeFromMs }));
}

// Faults that are there for so long that somebody must meet them, and do not need a house of their own kind.
function sparesOf(chance, pool) {
  const sure = pool.filter(({ lasts, kind: { hit, onceARun, needs = [] } }) => lasts?.[0] >= SPARE_MS_MIN && !hit && !onceARun && !needs.includes('disks'));
  return sure.length ? Array.from({ length: SPARES }, () => drawOf(chance, sure)) : [];
}

// `kinds`: those that this machine can do; `only`: what to draw from, in the words of only.mjs. Fewer faults than the least are
// drawn only where these leave no room for more.
export function planOf(seed, { kinds, only = null }) {
  const chance = chanceOf(Math.imul(seed, 0x9e3779b1));
  const pool = poolOf(kinds, only);
  if (pool.length === 0) throw new Error('no kind of fault to draw from');
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const count = FAULTS_MIN + Math.floor(chance() * (FAULTS_MAX - FAULTS_MIN + 1));
  const faults = [];
  for (let tries = 0; faults.length < count && tries < TRIES_MAX; tries++) {
    const drawn = drawOf(chance, pool);
    if (fits(byName, faults, drawn)) faults.push(drawn);
  }
  faults.sort((a, b) => a.atMs - b.atMs);
  const workload = { seed: Math.floor(chance() * 2 ** 31), ms: RUN.healedMs + RUN.moreMs };
  const spares = sparesOf(chance, pool);
  const needs = [...new Set([...faults, ...spares].flatMap(({ kind }) => byName.get(kind).needs ?? []))];
  return { seed, workload, faults, spares, needs };
}
