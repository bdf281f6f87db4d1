// What a run will be, from its seed alone: what is asked is drawn from one number, which faults strike whom, when and for how
// long, from another. Pure: the same seed and kinds give the same plan on every machine.

import { chanceOf } from '../../journeys/evening/chance.mjs';
import { OURS, STORES } from '../support/strike.mjs';

// Milliseconds of a run, from when the workload has begun: faults strike from the first, all are over by the second, and what
// follows is what callers meet in a house that was healed.
export const RUN = { strikeFromMs: 1500, healedMs: 14_000, workMs: 17_000 };

const FAULTS_MIN = 3;
const FAULTS_MAX = 8;
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

function weighted(chance, kinds) {
  let left = chance() * kinds.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return kinds.find(({ weight = 1 }) => (left -= weight) < 0) ?? kinds[kinds.length - 1];
}

function drawOf(chance, kinds) {
  const kind = weighted(chance, kinds);
  const forMs = kind.lasts ? between(chance, kind.lasts) : 0;
  const atMs = between(chance, [RUN.strikeFromMs, RUN.healedMs - forMs]);
  const target = pick(chance, kind.targets(TOPOLOGY));
  return { atMs, kind: kind.kind, target, forMs, words: kind.words?.(chance, target) ?? {} };
}

const EVERYTHING = '*';
const claimsOf = (byName, { kind, target }) => byName.get(kind).claims?.(target) ?? [];
const clash = (some, others) => some.includes(EVERYTHING) || others.includes(EVERYTHING) || some.some((claim) => others.includes(claim));
const meet = (a, b) => a.atMs < b.atMs + b.forMs + APART_MS && b.atMs < a.atMs + a.forMs + APART_MS;

function fits(byName, faults, drawn) {
  if (byName.get(drawn.kind).onceARun && faults.some(({ kind }) => kind === drawn.kind)) return false;
  const claims = claimsOf(byName, drawn);
  return !faults.some((fault) => meet(fault, drawn) && clash(claims, claimsOf(byName, fault)));
}

// `kinds`: those that this machine can do; `only`: names of the ones to draw from. Fewer faults than the least are drawn only
// where the kinds leave no room for more.
export function planOf(seed, { kinds, only = null }) {
  const chance = chanceOf(Math.imul(seed, 0x9e3779b1));
  const pool = only ? kinds.filter(({ kind }) => only.includes(kind)) : kinds;
  if (pool.length === 0) throw new Error(`no kind of fault to draw from${only ? `: ${only.join(', ')}` : ''}`);
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const count = FAULTS_MIN + Math.floor(chance() * (FAULTS_MAX - FAULTS_MIN + 1));
  const faults = [];
  for (let tries = 0; faults.length < count && tries < TRIES_MAX; tries++) {
    const drawn = drawOf(chance, pool);
    if (fits(byName, faults, drawn)) faults.push(drawn);
  }
  faults.sort((a, b) => a.atMs - b.atMs);
  const needs = [...new Set(faults.flatMap(({ kind }) => byName.get(kind).needs ?? []))];
  return { seed, workload: { seed: Math.floor(chance() * 2 ** 31), ms: RUN.workMs }, faults, needs };
}
