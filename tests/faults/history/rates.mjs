// Nobody is refused for more than he asked. Rates are counted in two gateways and shared through Redis, which may be slow, gone,
// emptied or stale: who then gets through is let through, but who has hardly asked is never told that he asked too much.

// As the gateway words it: more than 20 money requests in 4 s from this user.
const REFUSED = /^more than (\d+) (\w+) requests in (\d+) s from this (user|address)/;

// Signing in is counted over a minute, in which the house was made ready, too.
const NOT_JUDGED = new Set(['login', 'message']);

// A budget is full again after twice its time, however deep it was in debt; requests are on their way for some seconds.
const backMs = (seconds) => 2 * seconds * 1000 + 5000;

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

// Who was promised so much has asked for the rest of it himself, of late: counts are of real requests, however many places count
// them, and what was asked and over before a budget was full again is forgiven. So is, by then, what was asked before the run began.
function missing(attempts, began, { by, t0, t1, budget }) {
  if (!budget || NOT_JUDGED.has(budget.rate) || t0 < began + budget.seconds * 1000) return null;
  const since = t0 - backMs(budget.seconds);
  const isRecent = (one) => one.t0 <= t1 && (one.t1 ?? Infinity) > since;
  const asked = attempts.filter((one) => one.by === by && isRecent(one) && (!one.budget || one.budget.rate === budget.rate)).length;
  return budget.left < budget.quota - asked - SLACK ? `${by} asked ${asked} times and had ${budget.left} of ${budget.quota} ${budget.rate} requests left` : null;
}

// An old copy of Redis is promoted: what was counted then is told a second time, and costs everybody some of his budget.
const staleFrom = (marks) => Math.min(...marks.filter(({ kind }) => kind === 'redis_stale').map(({ at }) => at));

export function budgetsFollow({ records, marks = [] }) {
  const attempts = countedOf(records);
  const began = Math.min(...attempts.map(({ t0 }) => t0));
  const told = attempts.filter(({ budget, t1 }) => budget && t1 !== null && t1 < staleFrom(marks));
  const seen = told.map((attempt) => missing(attempts, began, attempt)).filter(Boolean);
  return { name: 'rates: what one may still ask is what he has not asked', checked: told.length, violations: seen.length, seen: seen.slice(0, SEEN_MAX) };
}
