// Attempts that nobody answered. Such a one may have been taken all the same, and take effect until the operation's time is over:
// until then a refusal of a later attempt is not final for their key. Its time is counted from when it broke off, as it may have been
// read as late as then.

import { passesByItself } from './retry.mjs';

const SLACK_MS = 2000; // of a commit on its way: PostgreSQL bears no transaction that is idle for longer

// No answer, or one that does not know: only these two of 5xx say that nothing was done.
const isUnanswered = ({ status, code }) => status === 0 || (status >= 500 && code !== 'OVERLOADED' && code !== 'NOT_AVAILABLE');

// It was judged what is asked for; 401 and 429 judge who asks, and when.
const isRefusal = (problem) => problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 429 && !passesByItself(problem);

// Of all calls of a client, as a key may come again in another call.
export function createUnanswered(clock) {
  const open = new Map(); // key → { sinceMs, forMs }

  // Where only the time of day is at hand (retry.mjs) it may be set back meanwhile: nobody waits for longer than he would from the beginning.
  const leftOf = ({ sinceMs, forMs }) => Math.min(forMs, sinceMs + forMs - clock.now());

  function note(call) {
    open.forEach((one, key) => {
      if (leftOf(one) <= 0) open.delete(key);
    });
    open.set(call.key, { sinceMs: clock.now(), forMs: call.operation.deadlineMs + SLACK_MS });
  }

  return {
    // Milliseconds after which to ask once more under the same key, as this problem of the call is not final; 0: it is. What is
    // asked then is answered for good, unless something has gone unanswered since. Each call waits for itself: two may have one key.
    // Who wants nothing repeated is told at once.
    waitBeforeFinal(call, problem, { attemptsMax }) {
      if (!call.key) return 0;
      if (isUnanswered(problem)) note(call);
      const one = open.get(call.key);
      if (!isRefusal(problem) || !one || attemptsMax <= 1 || call.waitedFor === one) return 0;
      call.waitedFor = one;
      return Math.max(0, Math.ceil(leftOf(one)));
    },
    answered: (call) => open.delete(call.key),
  };
}
