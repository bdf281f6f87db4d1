// A house whose stores have disks of their own, for tests that fill these or cut their power.

import { newFolder, PrivateHouse } from '../../support/house.mjs';
import { Disks } from '../lab/disks.mjs';

export async function openHouseOnDisks({ words = ['--any-ports', '--seed'] } = {}) {
  const house = new PrivateHouse(newFolder());
  const disks = new Disks(house);
  const close = async () => {
    await house.stop();
    disks.close();
    house.forget();
  };
  try {
    await house.start({ words });
    disks.assertInUse();
  } catch (error) {
    await close();
    throw error;
  }
  return { house, disks, close };
}

// What is there is on the disk; what comes is not synced any more.
export function withoutSyncing(house) {
  for (const sql of ['checkpoint', 'alter system set fsync = off', 'select pg_reload_conf()']) house.query(sql, 'postgres.admin-url');
}
