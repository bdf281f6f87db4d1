// What a plan is drawn from when not from everything: KIND[@TARGET][:WORD=VALUE]…, as in
//
//     kill    stop@groupbuy*:forMs=4000..6000    latency@gateway.redis:way=down:ms=80:jitterMs=0
//
// A target is one that the kind has, or a pattern of several, one of which is drawn. What a word gives takes the place of what
// the kind would draw: a number, A..B (drawn between), true, false or a text; forMs is how long it lasts. Pure.

import { chanceOf } from '../../journeys/evening/chance.mjs';
import { matching } from './routes.mjs';

const ENTRY = /^([a-z_]+)(?:@([^:]+))?((?::[A-Za-z]+=[^:=]+)*)$/;
const LOOKS = 100; // at what a kind draws: some words come up now and then

// [least, most] is drawn between; anything else stands.
function valueOf(text) {
  const range = /^(\d+)\.\.(\d+)$/.exec(text)?.slice(1).map(Number);
  if (text.includes('..') && !(range?.[0] <= range?.[1])) throw new Error(`${text} is no range of whole numbers: 100..200`);
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  return range ?? { true: true, false: false }[text] ?? text;
}

const wordsOf = (text) => Object.fromEntries(text.split(':').filter(Boolean).map((one) => one.split('=')).map(([name, value]) => [name, valueOf(value)]));

function targetsOf(kind, pattern, topology) {
  const all = kind.targets(topology);
  if (pattern === undefined || all.includes(pattern)) return pattern === undefined ? all : [pattern];
  const found = matching(pattern, all);
  if (found.length === 0) throw new Error(`${kind.kind} has no target ${pattern}: ${all.join(' ')}`);
  return found;
}

// Each word that it draws, with the types of what it gives.
function typesOf(kind, targets) {
  const chance = chanceOf(1);
  const types = new Map();
  for (let i = 0; i < LOOKS; i++) {
    for (const [name, value] of Object.entries(kind.words?.(chance, targets[i % targets.length]) ?? {})) types.set(name, new Set(types.get(name)).add(typeof value));
  }
  return types;
}

function checkWords(kind, words, targets) {
  const types = typesOf(kind, targets);
  for (const [name, value] of Object.entries(words)) {
    if (!types.has(name)) throw new Error(`${kind.kind} has no word ${name}: ${['forMs', ...types.keys()].join(' ')}`);
    if (!types.get(name).has(Array.isArray(value) ? 'number' : typeof value)) throw new Error(`${kind.kind}: ${name} is no ${typeof value}, but a ${[...types.get(name)].join(' or a ')}`);
  }
}

function lastsOf(kind, forMs, msMax) {
  if (forMs === undefined) return kind.lasts;
  const [least, most] = Array.isArray(forMs) ? forMs : [forMs, forMs];
  if (!kind.lasts) throw new Error(`${kind.kind} lasts no time of its own`);
  if (!(least > 0 && most <= msMax)) throw new Error(`${kind.kind} cannot last ${least} to ${most} ms: from 1 to ${msMax}`);
  return [least, most];
}

// { kind, targets, lasts, words }. `msMax`: how long a fault may last at most.
export function entryOf(text, { kinds, topology, msMax }) {
  const [, name, pattern, rest] = ENTRY.exec(text) ?? [];
  if (!name) throw new Error(`«${text}» is not understood: KIND[@TARGET][:WORD=VALUE]…`);
  const kind = kinds.find((one) => one.kind === name);
  if (!kind) throw new Error(`no kind of fault that can be done here is called ${name}`);
  const targets = targetsOf(kind, pattern, topology);
  const { forMs, ...words } = wordsOf(rest);
  checkWords(kind, words, targets);
  return { kind, targets, lasts: lastsOf(kind, forMs, msMax), words };
}
