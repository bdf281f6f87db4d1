// PostgreSQL's disk is full. First its tables cannot grow, and whoever needs that hears 503. When the log cannot grow either the server
// ends, and cannot start again before there is room.

import { spawn } from 'node:child_process';

const LOG_FILES_MAX = 80; // more than it may have kept ready
const USE_UP_THE_LOG = `do $$ begin for i in 1..${LOG_FILES_MAX} loop perform pg_logical_emit_message(false, 'full', ''); perform pg_switch_wal(); end loop; end $$`;

// Fails, of course. Not waited for by the whole process: people go on asking meanwhile.
function useUpTheLog(house) {
  return new Promise((resolve, reject) => {
    const psql = spawn('psql', ['-XqAt', '-c', USE_UP_THE_LOG, house.secret('postgres.admin-url')], { stdio: 'ignore' });
    psql.on('error', reject);
    psql.on('exit', (code) => (code === 0 ? reject(new Error(`${LOG_FILES_MAX} log files fitted on a full disk`)) : resolve()));
  });
}

export default {
  kind: 'disk_full_postgres',
  weight: 2,
  needs: ['disks'],
  targets: () => ['postgres'],
  words: (chance) => ({ log: chance() < 0.5 }),
  async strike({ disks, house }, { words: { log } }) {
    disks.of('postgres').fill();
    if (log) await useUpTheLog(house);
    return async () => disks.of('postgres').empty();
  },
};
