// Attempts that were not answered: until when they may still take effect, and which «no» is final for their key.

const COMMIT_MS = 2000; // of a commit on its way when the deadline passes: PostgreSQL bears no transaction that is idle for longer
const ABOUT_THE_ASKER = [401, 429]; // nothing is said by them of what is asked for

// Of the failures of a gateway only 503 says that nothing was done.
export const isSilent = ({ status }) => status === 0 || (status >= 500 && status !== 503);

// An operation's time, counted from when its attempt was read at the latest.
export const openAfter = (readAt, timeoutMs) => readAt + timeoutMs + COMMIT_MS;

// Until when something of these attempts may still come; 0: all were answered. readAt: of an attempt, when it was read at the latest.
export const openUntil = (attempts, timeoutMs, readAt = ({ t1 }) => t1) => Math.max(0, ...attempts.filter(isSilent).map((one) => openAfter(readAt(one), timeoutMs)));

// The gateway had read what was sent to it at `t0` when it answered something that was sent later: a gateway that is stopped
// gives requests their time when it goes on.
export function readBy(attempts, { gateway, t0 }) {
  const answered = attempts.filter((one) => one.gateway === gateway && one.t0 >= t0 && one.status > 0).map(({ t1 }) => t1);
  return Math.min(...answered);
}

// Of those who heard nothing and then no: what was heard last was asked for when the rest had its time, and slackMs(from, to) more, of the
// while in which they asked. A connection that broke was read before; where we hung up it may have lain there.
export function finallyRefused({ records, world }, slackMs) {
  const all = records.flatMap(({ attempts }) => attempts);
  const readAt = (one) => (one.gaveUp ? readBy(all, one) : one.t1);
  return records.filter(({ op, key, outcome, attempts }) => {
    const asked = attempts.filter(({ kind }) => kind === 'first' || kind === 'again');
    const last = asked[asked.length - 1];
    if (!key || outcome !== 'info' || last.outcome !== 'fail' || ABOUT_THE_ASKER.includes(last.status)) return false;
    return last.t0 > openUntil(asked, world.timeoutMs[op], readAt) + slackMs(asked[0].t0, last.t0);
  });
}
