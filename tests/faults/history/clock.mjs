// By how much the database's clock is before this machine's, milliseconds: what answers say of it (serverTime). A rehearsal may
// move it, forward only, so what was once seen is the least from then on, and what is seen later the most until then. A key that
// comes again is answered as before, with the time it was then: first answers alone tell the time. How far the bench itself has
// moved it, when nobody was asking any more, is in its marks.

const samplesOf = (records) => records.flatMap(({ attempts }) => attempts).filter(({ kind, answer }) => kind === 'first' && answer?.serverTime).map(({ answer, t0, t1 }) => ({ t0, t1, at: new Date(answer.serverTime).getTime() }));

const movedBy = (marks, t) => marks.filter(({ kind, at }) => kind === 'forward' && at <= t).reduce((sum, { ms }) => sum + ms, 0);

// { least(t), most(t) } at a moment of this machine's clock.
export function clockOf({ records, marks = [] }) {
  const samples = samplesOf(records);
  const all = samples.map(({ at, t0 }) => at - t0);
  return {
    least: (t) => Math.max(0, ...samples.filter(({ t1 }) => t1 <= t).map(({ at, t1 }) => at - t1)),
    most: (t) => {
      const later = samples.filter(({ t0 }) => t0 >= t).map(({ at, t0 }) => at - t0);
      return Math.max(0, later.length ? Math.min(...later) : Math.max(0, ...all)) + movedBy(marks, t);
    },
  };
}
