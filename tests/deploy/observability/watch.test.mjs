// `make watch`: Prometheus finds every process of a running house, takes all rules, and leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../support/gateway.mjs';
import { newFolder, openHouse, ROOT, until } from '../../support/house.mjs';

let house;
let close;
let folder;
before(async () => {
  ({ house, close } = await openHouse());
  folder = newFolder();
});
after(async () => {
  await close?.();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

const watch = (env) => spawn(process.execPath, [path.join(ROOT, 'deploy/observability/watch.mjs')], { env: { ...process.env, TMPDIR: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
const ended = (child) => new Promise((resolve) => { child.on('exit', (code, signal) => resolve(code ?? signal)); });

test('Prometheus sees every process, no rule fails, and nothing is left', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const child = watch({ LINLI_STATUS_FILE: house.statusFile, LINLI_WATCH_ADDRESS: address });
  const end = ended(child);
  const ask = async (what) => (await (await fetch(`http://${address}/api/v1/${what}`)).json()).data;
  try {
    const names = await until('every process is seen', async () => {
      const { activeTargets = [] } = await ask('targets').catch(() => ({}));
      return activeTargets.length >= 6 && activeTargets.every(({ health }) => health === 'up') && activeTargets.map(({ labels }) => labels.service);
    }, { withinMs: 40_000, everyMs: 500 });
    assert.deepEqual(names.sort(), ['auth', 'content', 'coupons', 'gateway', 'groupbuy', 'notifications']);
    const rules = await until('every rule was evaluated', async () => {
      const all = (await ask('rules')).groups.flatMap((group) => group.rules);
      return all.every(({ health }) => health !== 'unknown') && all;
    }, { withinMs: 20_000, everyMs: 500 });
    assert.deepEqual(rules.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => `${name}: ${lastError}`), []);
  } finally {
    child.kill('SIGTERM');
    assert.equal(await end, 0);
  }
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('without a house it says so and ends', async () => {
  const status = path.join(folder, 'status.json');
  fs.writeFileSync(status, JSON.stringify({ ...house.status(), supervisor: 2 ** 22 + 1 }));
  const child = watch({ LINLI_STATUS_FILE: status });
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  assert.equal(await ended(child), 1);
  assert.match(said, /make run/);
});
