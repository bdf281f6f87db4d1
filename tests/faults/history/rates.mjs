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

export function refusedForNothing({ records }) {
  const attempts = records.flatMap(({ by, attempts: tried }) => tried.map((attempt) => ({ by, ...attempt })));
  const seen = attempts.filter(({ status, t1 }) => status === 429 && t1 !== null).map((attempt) => unexplained(attempts, attempt)).filter(Boolean);
  return { name: 'rates: nobody is refused for more than he asked', checked: attempts.length, violations: seen.length, seen: seen.slice(0, SEEN_MAX) };
}
