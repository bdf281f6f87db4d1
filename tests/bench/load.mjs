// The load generator, as the bench uses it: one request of a template, for one person after the other.

import fs from 'node:fs';
import path from 'node:path';
import { benchProgram, runJson } from './programs.mjs';

const UNEXPECTED_SHARE_MAX = 0.001;

let templates = 0;

// How its words are called in our options.
const WORDS = { connections: '--connections', seconds: '--seconds', warmUp: '--warm-up', rate: '--rate', requests: '--requests', patienceMs: '--patience-ms', sliceMs: '--slice-ms' };

export class Load {
  constructor(build, folder) {
    this.program = benchProgram(build, 'load');
    this.folder = folder;
  }

  // request: { people, template, status }; what it gives is described in load/result.h.
  async run(port, request, how) {
    const file = path.join(this.folder, `template-${++templates}`);
    fs.writeFileSync(file, request.template);
    const words = Object.entries(how).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [WORDS[name], value]);
    try {
      return await runJson(this.program, [port, '--people', request.people, '--template', file, ...words]);
    } finally {
      fs.rmSync(file, { force: true });
    }
  }

  // Asked so often that whoever remembers tokens knows all of them.
  async prime(port, request, people) {
    await this.run(port, request, { connections: 64, seconds: 60, warmUp: 0, requests: people * 4 });
  }
}

// A figure of other answers than the expected ones is none. brokenToo: nor is one that lacks answers; an open loop shows how many.
export function check(name, result, status, { brokenToo = true } = {}) {
  const wrong = result.answers - (result.byStatus[status] ?? 0) + (brokenToo ? result.broken : 0);
  if (result.answers === 0 || wrong > result.answers * UNEXPECTED_SHARE_MAX) throw new Error(`${name}: not the answers that were expected: ${JSON.stringify({ ...result, slices: undefined, outcomes: undefined })}`);
  return result;
}
