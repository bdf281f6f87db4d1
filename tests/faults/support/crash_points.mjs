// The crash points of shared/base/crash_point.h: which there are, and a folder in which they are armed.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';

// [{ name, meaning }] in the order of the header.
export function crashPoints() {
  const header = fs.readFileSync(path.join(ROOT, 'shared/base/crash_point.h'), 'utf8');
  return [...header.matchAll(/^ +POINT\((\w+), (\w+), "([^"]+)"\)/gm)].map(([, area, state, meaning]) => ({ name: `${area}.${state}`, meaning }));
}

// LINLI_CRASH_POINTS_DIR of a house.
export class CrashPoints {
  constructor(folder) {
    this.folder = folder;
    fs.mkdirSync(folder, { recursive: true });
  }

  #file(name) {
    return path.join(this.folder, name);
  }

  // Whoever comes by next is killed there.
  arm(name) {
    fs.rmSync(this.#file(`${name}.hit`), { force: true });
    fs.writeFileSync(this.#file(name), '');
  }

  disarm(name) {
    fs.rmSync(this.#file(name), { force: true });
  }

  // { pid, at: when }; null while nobody was killed there.
  hit(name) {
    const file = this.#file(`${name}.hit`);
    try {
      return { pid: Number(fs.readFileSync(file, 'utf8')), at: fs.statSync(file).mtimeMs };
    } catch (error) {
      if (error.code === 'ENOENT') return null;
      throw error;
    }
  }
}
