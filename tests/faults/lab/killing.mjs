// kill -9 of one store as a whole: a kind of fault of its own, for what each has to come back from.

export const killing = (kind, store) => ({
  kind,
  targets: () => [store],
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGKILL');
    return () => lab.back(struck);
  },
});
