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

  // A clock may be set back meanwhile: nobody waits for longer than he would from the beginning.
  const leftOf = ({ sinceMs, forMs }) => Math.min(forMs, sinceMs + forMs - clock.now());

  function note(call) {
    open.forEach((one, key) => {
      if (leftOf(one) <= 0) open.delete(key);
    });
    open.set(call.key, { sinceMs: clock.now(), forMs: call.operation.deadlineMs + SLACK_MS });
  }

  return {
    // Milliseconds after which to ask once more under the same key, as this problem of the call is not final; 0: it is. What is
    // asked then is answered for good, unless it goes unanswered itself. Who wants nothing repeated is told at once.
    waitBeforeFinal(call, problem, { attemptsMax }) {
      if (!call.key) return 0;
      if (isUnanswered(problem)) note(call);
      if (!isRefusal(problem) || !open.has(call.key) || attemptsMax <= 1) return 0;
      const left = leftOf(open.get(call.key));
      open.delete(call.key);
      return Math.max(0, left);
    },
    answered: (call) => open.delete(call.key),
  };
}
