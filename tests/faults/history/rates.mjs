// Nobody is refused for more than he asked. Rates are counted in two gateways and shared through Redis, which may be slow, gone,
// emptied or stale: who then gets through is let through, but who has hardly asked is never told that he asked too much.

// As the gateway words it: more than 20 money requests in 4 s from this user.
const REFUSED = /^more than (\d+) (\w+) requests in (\d+) s from this (user|address)/;

// Signing in is counted over a minute, in which the house was made ready, too.
const NOT_JUDGED = new Set(['login', 'message']);

const ON_THE_WAY_MS = 5000; // requests, and what gateways tell each other of them

// A budget is full again after twice its time, however deep it was in debt.
const fullAgainMs = (seconds) => 2 * seconds * 1000;
const backMs = (seconds) => fullAgainMs(seconds) + ON_THE_WAY_MS;

// Half of what somebody may: what he asked before the history begins is not in it.
const ENOUGH = 0.5;

const SEEN_MAX = 5;

function unexplained(attempts, { by, t1, detail }) {
  const [, quota, rate, seconds, whose] = REFUSED.exec(detail ?? '') ?? [];
  if (!quota || NOT_JUDGED.has(rate)) return null;
  const asked = attempts.filter((one) => (whose === 'address' || one.by === by) && one.t0 <= t1 && one.t0 > t1 - backMs(Number(seconds))).length;
  return asked < ENOUGH * Number(quota) ? `${by} asked ${asked} times and heard: ${detail}` : null;
}

// What is asked of WeChat is counted by nobody here.
const countedOf = (records) => records.flatMap(({ by, attempts }) => attempts.map((attempt) => ({ by, ...attempt }))).filter(({ gateway }) => gateway !== null);

export function refusedForNothing({ records }) {
  const attempts = countedOf(records);
  const seen = attempts.filter(({ status, t1 }) => status === 429 && t1 !== null).map((attempt) => unexplained(attempts, attempt)).filter(Boolean);
  return { name: 'rates: nobody is refused for more than he asked', checked: attempts.length, violations: seen.length, seen: seen.slice(0, SEEN_MAX) };
}

// ---- what is left

const SLACK = 2; // requests of one's own that nobody here knows of

// Who asked for it himself from `since` to `until`: of that rate, or nobody knows of which.
const askedBy = (attempts, { by, budget }, since, until) =>
  attempts.filter((one) => one.by === by && one.t0 <= until && (one.t1 ?? Infinity) > since && (!one.budget || one.budget.rate === budget.rate)).length;

const keptMs = (seconds) => (seconds + 1) * 1000; // Redis keeps a count for so long from its first request on

// An old copy of Redis is promoted: what its counts say is told a second time, and charged to who asked then, as long as the copy is no
// older than a count may be. Until his budget is full again he has less by as much.
function chargedTwice(attempts, stale, one) {
  const { t0, t1, budget: { seconds } } = one;
  const charging = stale.filter(({ copiedAt, at }) => t1 >= at && t0 < copiedAt + keptMs(seconds) + backMs(seconds));
  return charging.reduce((sum, { copiedAt }) => sum + askedBy(attempts, one, copiedAt - keptMs(seconds) - ON_THE_WAY_MS, copiedAt), 0);
}

// Who was promised so much has asked for the rest of it himself, of late: counts are of real requests, however many places count
// them, and what was asked and over before a budget was full again is forgiven. So is, by then, what was asked before the run began.
function missing(attempts, { began, stale }, one) {
  const { by, t0, t1, budget } = one;
  if (NOT_JUDGED.has(budget.rate) || t0 < began + fullAgainMs(budget.seconds)) return null;
  const asked = askedBy(attempts, one, t0 - backMs(budget.seconds), t1);
  const charged = asked + chargedTwice(attempts, stale, one);
  if (budget.left >= budget.quota - charged - SLACK) return null;
  return `${by} asked ${asked} times, may be charged ${charged}, and had ${budget.left} of ${budget.quota} ${budget.rate} requests left`;
}

// marks: { kind: redis_stale, copiedAt, at }, `at`: when the copy took its place.
export function budgetsFollow({ records, marks = [] }) {
  const attempts = countedOf(records);
  const began = Math.min(...attempts.map(({ t0 }) => t0));
  const stale = marks.filter(({ kind }) => kind === 'redis_stale');
  const told = attempts.filter(({ budget, t1 }) => budget && t1 !== null);
  const seen = told.map((attempt) => missing(attempts, { began, stale }, attempt)).filter(Boolean);
  return { name: 'rates: what one may still ask is what he has not asked', checked: told.length, violations: seen.length, seen: seen.slice(0, SEEN_MAX) };
}
