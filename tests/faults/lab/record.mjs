// A run as a line of a text that may be committed, and back again; what a verdict says at length is in the ledger beside a build.
//
//     2026-11-22T20:51:00.000Z 8dc7f45a 1000 ok 707 2624 1980; kill groupbuy-2 175 312; crash_point outbox.published_not_marked 33 1 struck
//     2026-11-22T20:52:00.000Z 8dc7f45a 1001 FAILED 812 - -; redis_emptied redis 12 3; why: rest: refunds are on their way: 2 of 2
//
// When it ended, commit, seed, whether it passed (or, when the bench was late, shows nothing), operations acknowledged, milliseconds to rest by the clock and of the house's own time; of
// each fault its kind, its target, the operations it hit and the milliseconds that healing it took, and whether a trap was sprung. Pure.

const numberOr = (what) => (what === undefined || what === null ? '-' : String(what));
const numberOf = (text) => (text === '-' ? undefined : Number(text));

const faultText = ({ kind, target, hit, healMs, struck }) => [kind, target, numberOr(hit), numberOr(healMs), ...(struck === undefined ? [] : [struck ? 'struck' : 'idle'])].join(' ');

function faultOf(text) {
  const [kind, target, hit, healMs, struck] = text.split(' ');
  return { kind, target, hit: numberOf(hit), ...(numberOf(healMs) !== undefined && { healMs: Number(healMs) }), ...(struck && { struck: struck === 'struck' }) };
}

const oneLine = (text) => text.replaceAll(/[\n;]+/g, ',').slice(0, 200);

const outcomeOf = ({ passed, late }) => (passed ? 'ok' : late ? 'late' : 'FAILED');

export function lineOf({ at, commit, seed, passed, late, why, acknowledged, msToRest, ownMsToRest, faults }) {
  const head = [at, commit, seed, outcomeOf({ passed, late }), acknowledged, numberOr(msToRest), numberOr(ownMsToRest)].join(' ');
  return [head, ...faults.map(faultText), ...(why ?? []).map((text) => `why: ${oneLine(text)}`)].join('; ');
}

export function runOf(line) {
  const [head, ...parts] = line.split('; ');
  const [at, commit, seed, outcome, acknowledged, msToRest, ownMsToRest = '-'] = head.split(' ');
  const isWhy = (text) => text.startsWith('why: ');
  return {
    at, commit, seed: Number(seed), passed: outcome === 'ok', late: outcome === 'late', why: parts.filter(isWhy).map((text) => text.slice(5)), acknowledged: Number(acknowledged),
    msToRest: numberOf(msToRest) ?? null, ownMsToRest: numberOf(ownMsToRest) ?? null, faults: parts.filter((text) => !isWhy(text)).map(faultOf),
  };
}
