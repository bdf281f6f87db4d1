// kill -9 of Redis: it keeps nothing, and comes back empty.

export default {
  kind: 'redis_kill',
  targets: () => ['redis'],
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGKILL');
    return () => lab.back(struck);
  },
};
