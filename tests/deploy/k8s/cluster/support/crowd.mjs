// A crowd that orders as fast as it is answered: the load generator of tests/bench against the gateway's Service, with tokens of people who
// were never here. It keeps its connections and asks nothing twice.

import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import fs from 'node:fs';
import path from 'node:path';
import { readStatus } from '../../../../../deploy/local/operator.mjs';
import { benchProgram, runJson } from '../../../../bench/programs.mjs';
import { orderOf } from '../../../../bench/shop.mjs';
import { newFolder } from '../../../../support/house.mjs';

const PEOPLE = 5000;
const CONNECTIONS = 96;
const BUILD = process.env.LINLI_BUILD ?? 'build';

export class Crowd {
  static async gather(town) {
    const status = readStatus();
    const crowd = new Crowd();
    const url = new URL(town.stage.url);
    crowd.folder = newFolder();
    crowd.port = url.port;
    crowd.address = (await lookup(url.hostname, 4)).address;
    crowd.people = path.join(crowd.folder, 'people');
    const secret = (name) => path.join(status.secrets, name);
    const appId = fs.readFileSync(path.join(status.run, 'wechat/app_id'), 'utf8').trim();
    const words = [String(PEOPLE), secret('auth.data'), secret('auth.database-url'), appId];
    fs.writeFileSync(crowd.people, execFileSync(benchProgram(BUILD, 'tokens'), words, { maxBuffer: 64 << 20 }));
    return crowd;
  }

  // What it heard, as tests/bench/load/result.h has it.
  order(campaignId, { seconds, warmUp = 0, connections = CONNECTIONS }) {
    const template = path.join(this.folder, `order-${campaignId}`);
    fs.writeFileSync(template, orderOf(campaignId));
    return runJson(benchProgram(BUILD, 'load'), [
      this.port, '--address', this.address, '--people', this.people, '--template', template,
      '--connections', connections, '--seconds', seconds, '--warm-up', warmUp,
    ]);
  }

  leave() {
    fs.rmSync(this.folder, { recursive: true });
  }
}
