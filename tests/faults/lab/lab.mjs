// The house of a run, and the hands that break it: two replicas of each service, every connection through the proxy where there
// is one, WeChat's stand-in, an operator.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { operatorClient, readStatus } from '../../../deploy/local/operator.mjs';
import { WeChat } from '../../journeys/support/wechat.mjs';
import { PrivateHouse, program, ROOT, until } from '../../support/house.mjs';
import { OURS } from '../support/strike.mjs';
import { houseUrl } from '../wrecks.mjs';
import { runFolder, takeAwayRuns } from './folders.mjs';
import { endHousehold, householdOf } from './household.mjs';
import { endAll } from './processes.mjs';
import { isAlive, processOf, signal, withChildren } from './signals.mjs';
import { psql } from './psql.mjs';

const run = promisify(execFile);
// Of what the bench has to do itself, on a machine that may be full; what the house is promised to do in time, rules say.
const LIVING_MS_MAX = 60_000;
const BACK_MS_MAX = 90_000;
const AGAIN_MS = 100;

// Shorter lives than by default: what waits for its time has it soon. UNPAID_S is as short as it can be.
export const UNPAID_S = 15;
const SETTINGS = {
  ...Object.fromEntries(OURS.map((name) => [`LINLI_${name.toUpperCase()}_DRAIN_MS`, '12000'])), // longer than any request may take
  LINLI_GROUPBUY_UNPAID_S: String(UNPAID_S), LINLI_GROUPBUY_FLASH_UNPAID_S: String(UNPAID_S), LINLI_GROUPBUY_LATE_GRACE_S: '2', LINLI_GROUPBUY_REFUND_GAP_S: '0',
};
const WECHAT_SETTINGS = { refundGapMs: 0, payNoticeDelayMs: 20, payNoticeDuplicates: 0, payNoticeReorderMs: 0, payNoticeLostShare: 0, payNoticeProbeShare: 0 };

// Connects again where the proxy was started anew, as after a power cut, also when it went with a question unanswered: what it was
// told before is forgotten then.
async function lastingProxy(lab) {
  const { connectProxy } = await import('./proxy.mjs');
  let proxy = await connectProxy(lab.house.status());
  const again = (word, words) => lab.insist('the proxy answers', async () => {
    if (proxy.closed) proxy = await connectProxy(lab.house.status());
    return proxy[word](...words);
  });
  const ask = (word) => async (...words) => {
    try {
      return await proxy[word](...words);
    } catch (error) {
      if (!proxy.closed) throw error;
      return again(word, words);
    }
  };
  return new Proxy({}, { get: (_, word) => (word === 'then' ? undefined : ask(word)) });
}

export class Lab {
  constructor(house, plan) {
    this.house = house;
    this.plan = plan;
    this.folder = house.folder;
    this.crashPoints = path.join(this.folder, 'crash');
  }

  // ---- processes

  // Rows of the status: groupbuy-2 is one, groupbuy-* all of a service.
  processes(target) {
    const service = target.endsWith('-*') ? target.slice(0, -2) : null;
    return this.house.status().processes.filter((one) => (service ? one.service === service : one.name === target));
  }

  // Those of them that live; waited for, as another fault may just have ended them.
  living(target) {
    return until(`${target} lives`, () => {
      const found = this.processes(target).filter(({ pid, started }) => pid > 0 && isAlive({ pid, started }));
      return found.length > 0 && found;
    }, { withinMs: LIVING_MS_MAX });
  }

  async signal(target, name) {
    const struck = await this.living(target);
    return struck.filter((one) => signal(one, name));
  }

  // Others in their place, and ready.
  async back(struck) {
    await Promise.all(struck.map((old) => until(`${old.name} is back`, () => {
      const { pid, started, ready } = this.house.process(old.name);
      return ready && pid > 0 && (pid !== old.pid || started !== old.started) && isAlive({ pid, started });
    }, { withinMs: BACK_MS_MAX })));
  }

  // Whatever anybody has stopped goes on.
  goOn() {
    for (const { name, pid, started } of this.house.status().processes) {
      for (const one of name === 'postgres' && pid ? withChildren(pid) : [{ pid, started }]) signal(one, 'SIGCONT');
    }
  }

  // ---- stores

  // As PostgreSQL's superuser, in the house's database; `what` are psql's words.
  admin(what, options) {
    return psql(houseUrl('admin', this.house.statusFile), what, options);
  }

  ask(sql, options) {
    return this.admin(['-c', sql], options);
  }

  audit(what, options) {
    return psql(houseUrl('auditor', this.house.statusFile), what, options);
  }

  // Tries again while what it needs is away: faults overlap.
  async insist(what, act, withinMs = LIVING_MS_MAX) {
    let last;
    try {
      return await until(what, async () => {
        try {
          return [await act()];
        } catch (error) {
          last = error;
          return null;
        }
      }, { withinMs, everyMs: AGAIN_MS }).then(([result]) => result);
    } catch (error) {
      throw new Error(`${error.message}: ${last?.message}`);
    }
  }

  // ---- time

  // The house's clock, and WeChat's with it unless it is to stay behind.
  async forward(ms, { wechat = true } = {}) {
    const env = { ...process.env, LINLI_STATE_DIR: this.status.run, LINLI_ROOT: ROOT };
    await this.insist('the clock goes forward', () => run(program('linlictl'), ['clock', 'forward', `${ms} ms`], { cwd: ROOT, env }));
    if (wechat) await this.wechat.call('POST', '/clock', { advanceMs: ms });
  }

  // ---- WeChat

  // Orders faults of the stand-in; gives what ends them.
  async wrongWeChat(faults) {
    const ids = [];
    for (const fault of faults) ids.push((await this.wechat.call('POST', '/faults', fault)).id);
    return async () => {
      for (const id of ids) await this.wechat.call('DELETE', `/faults/${id}`);
    };
  }

  // ---- opening, healing, closing

  async open(ports) {
    if (this.plan.needs.includes('disks')) this.disks = new (await import('./disks.mjs')).Disks(this.house);
    fs.mkdirSync(this.crashPoints, { mode: 0o777 });
    const through = fs.existsSync(program('../tests/linli-fault-proxy')) ? ['--through', program('../tests/linli-fault-proxy')] : [];
    const settings = { ...SETTINGS, LINLI_PORTS: ports, LINLI_CRASH_POINTS_DIR: this.crashPoints };
    await this.house.start({ words: ['--any-ports', ...through, ...OURS.flatMap((name) => ['--replicas', `${name}=2`])], settings });
    this.status = readStatus(this.house.statusFile);
    this.wechat = new WeChat(`http://127.0.0.1:${this.status.ports.wechat}`);
    await this.wechat.settings(WECHAT_SETTINGS);
    if (this.status.ports.proxy) this.proxy = await lastingProxy(this);
    this.operator = await operatorClient(this.status);
    return this;
  }

  // Everything that any fault may have left, whichever of them failed half-way.
  async heal() {
    await this.proxy?.heal('*');
    this.goOn();
    await this.insist('WeChat is itself again', async () => {
      await this.wechat.call('DELETE', '/faults');
      await this.wechat.settings(WECHAT_SETTINGS);
    });
    for (const name of fs.readdirSync(this.crashPoints)) if (!name.endsWith('.hit')) fs.rmSync(path.join(this.crashPoints, name), { force: true });
  }

  // The supervisor first: it would start the others again. Then all that are of this house, also when the supervisor had ended
  // before. Nobody is asked to end: what they might still do is of no use to anybody. PostgreSQL alone would leave something with the
  // kernel, and goes at once when it is told to.
  async end() {
    const { child, exit } = this.house;
    if (!child) return;
    const household = householdOf(this.folder);
    if (!exit) await endAll([processOf(child.pid)]);
    await this.#endPostgres();
    await endHousehold(this.folder, household);
  }

  // Whoever does not go is ended with the others.
  async #endPostgres() {
    const server = fs.existsSync(this.house.statusFile) && this.house.process('postgres');
    if (!server || !isAlive(server)) return;
    const everybody = withChildren(server.pid);
    signal(server, 'SIGQUIT');
    everybody.forEach((one) => signal(one, 'SIGCONT'));
    await until('PostgreSQL has gone', () => !everybody.some(isAlive)).catch(() => {});
  }

  async close() {
    await this.proxy?.close();
    await this.end();
    this.disks?.close();
    this.house.forget();
  }
}

// What runs that were killed have left, in `folders` if not where runs lie, is taken away before. `ports`: FIRST-LAST, where no other house
// takes any. The build is LINLI_BUILD's.
export async function openLab(plan, { ports, folders }) {
  await takeAwayRuns(folders);
  const lab = new Lab(new PrivateHouse(runFolder()), plan);
  try {
    return await lab.open(ports);
  } catch (error) {
    await lab.close();
    throw error;
  }
}
