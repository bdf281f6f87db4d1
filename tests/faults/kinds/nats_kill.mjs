// kill -9 of NATS: requests under way get no answer, events wait.

export default {
  kind: 'nats_kill',
  targets: () => ['nats'],
  async strike(lab, { target }) {
    const struck = await lab.signal(target, 'SIGKILL');
    return () => lab.back(struck);
  },
};
