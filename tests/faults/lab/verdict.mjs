// What is said of a run when all has been looked at. Pure.

import { OURS } from '../support/strike.mjs';
import { nameOf } from './plan.mjs';

// What makes a run count.
export const ACKNOWLEDGED_MIN = 500;
export const HIT_MIN = 3;

// How late the bench may come to its own work, milliseconds.
export const LATE_MS_MAX = 1000;

const OF_OUR_HAND = ['9', '15'];

// `output`: the supervisor's. Who ends by a signal that nobody sends, or by itself, has crashed, whatever the books say.
export function crashes(output) {
  const ends = [...output.matchAll(/^([a-z]+)(?:-\d+)? ended \((signal|exit status) (\d+)\)/gm)].filter(([, service]) => OURS.includes(service));
  const crashed = ends.filter(([, , how, number]) => (how === 'signal' ? !OF_OUR_HAND.includes(number) : number !== '0'));
  return { name: 'ends: nobody ends who is not ended', checked: Math.max(ends.length, 1), violations: crashed.length, seen: crashed.map(([line]) => line) };
}

function notExercised(faults, acknowledged) {
  const hits = faults.filter(({ hit }) => hit > 0).length;
  const idle = [];
  if (acknowledged < ACKNOWLEDGED_MIN) idle.push(`not exercised: ${acknowledged} operations were acknowledged`);
  if (hits < Math.min(HIT_MIN, faults.length)) idle.push(`not exercised: ${hits} faults hit anything`);
  return idle;
}

const isBroken = ({ violations }) => violations > 0;
const isOfRest = ({ name }) => name.startsWith('rest: ');

// What the house did wrong, in sentences.
function brokenOf({ rested, checks }) {
  const broken = checks.filter(isBroken).map(({ name, checked, violations }) => `${name}: ${violations} of ${checked}`);
  return rested || broken.length > 0 ? broken : ['rest: not within its time'];
}

// Why it failed, in sentences; none: it passed. What the house did wrong comes first, what the bench could not do after it.
export function whyNot({ faults, acknowledged, rested, checks }) {
  const failed = faults.filter(({ error }) => error).map((fault) => `bench: ${nameOf(fault)}: ${fault.error}`);
  return [...brokenOf({ rested, checks }), ...failed, ...notExercised(faults, acknowledged)];
}

// What was waited for longest; '' when nothing was.
const lastOf = (waitedFor) => Object.entries(waitedFor).sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';

// A bench that stood still has asked, healed and timed when it could: what it saw is told, and is no fault of the house where that owes
// something to time. In a house that has not come to rest for that, rules that hold at rest tell of the same once more. Whatever else is
// broken, no lateness explains.
function whyLate(lateMs, { checks, ...seen }) {
  const underWay = checks.some((one) => isOfRest(one) && isBroken(one));
  const isExcused = (one) => isOfRest(one) || one.owes === 'time' || (underWay && one.owes === 'rest');
  const inexcusable = checks.filter((one) => isBroken(one) && !isExcused(one));
  const late = `bench late: it stood still for ${lateMs} ms itself, ${LATE_MS_MAX} ms at most`;
  const excused = whyNot({ ...seen, rested: seen.rested || inexcusable.length > 0, checks: checks.filter(isExcused) });
  return { why: [...brokenOf({ rested: true, checks: inexcusable }), late, ...excused.map((one) => `bench late, and saw: ${one}`)], broken: inexcusable };
}

// `settled`: as of rest(), msToRest by the clock, ownMsToRest of the house's own time. `lateMs`: how late the bench came to its work, at most.
// `late`: it did not pass, for no other reason than that; it has shown nothing, neither for the house nor against it.
export function verdictOf({ seed, faults, acknowledged, settled, checks, lateMs = 0 }) {
  const seen = { faults, acknowledged, rested: settled.rested, checks };
  const isLate = lateMs > LATE_MS_MAX;
  const { why, broken } = isLate ? whyLate(lateMs, seen) : { why: whyNot(seen), broken: checks.filter(isBroken) };
  return {
    seed, passed: why.length === 0, late: isLate && broken.length === 0, why, acknowledged, faults,
    msToRest: settled.ms, ownMsToRest: settled.ownMs, lateMs, lastWaitedFor: lastOf(settled.waitedFor ?? {}),
    checks: broken,
    looked: checks.filter(({ checked }) => checked > 0).map(({ name }) => name), empty: checks.filter(({ checked, violations }) => !checked && !violations).map(({ name }) => name),
  };
}

// It did not come to its end.
export const brokenOff = ({ seed, why, acknowledged = 0, faults = [] }) => ({
  seed, passed: false, late: false, why: [`bench: ${why}`], acknowledged, faults, msToRest: null, ownMsToRest: null, checks: [], looked: [], empty: [],
});
