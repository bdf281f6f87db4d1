// What a test has begun is ended when it is over, the last first: what was begun in a house ends before the house does. (Hooks of node:test
// run in the order in which they were added.)

// Gives what takes one more end. All are played, whichever fails; the first failure is thrown.
export function endsOf(t) {
  const ends = [];
  t.after(async () => {
    const failures = [];
    for (const end of ends.reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length) throw failures[0];
  });
  return (end) => { ends.push(end); };
}
