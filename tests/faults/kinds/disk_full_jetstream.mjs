// JetStream's disk is full: nothing is published, and nats-server 2.9 may never come out of it by itself. Orders go on: their events
// wait in the outbox.

export default {
  kind: 'disk_full_jetstream',
  weight: 2,
  needs: ['disks'],
  targets: () => ['nats'],
  words: () => ({}),
  async strike({ disks }) {
    disks.of('nats').fill();
    return async () => disks.of('nats').empty();
  },
};
