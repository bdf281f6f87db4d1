// kill -9 of PostgreSQL as a whole: it comes back by its log.

export default {
  kind: 'postgres_kill',
  targets: () => ['postgres'],
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGKILL');
    return () => lab.back(struck);
  },
};
