// The cluster's database is lost, and restored to a moment from a backup that deploy/backup/backup.sh keeps outside: as its README says, with
// scale, claims and Jobs where it speaks of starting, stopping and folders.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { newFolder, ROOT, sleep, until } from '../../../support/house.mjs';
import { walArrived } from '../../support/backup.mjs';
import { note, seconds } from './support/figures.mjs';
import { apply, get, kubectl, rolledOut, scale, serverVersion } from './support/kubectl.mjs';
import { manifestsFor } from './support/manifests.mjs';
import { gone, podsOf, PROCESSES, readyPods } from './support/pods.mjs';
import { Town } from './support/town.mjs';

const PART = 'Restore';
const OWNER = 'postgres'; // root may not run PostgreSQL
const TOOLS = ['backup.sh', 'connect.sh', 'after_restore.sql'];

let town;
let traffic;
let folder;
let receiver;

const idOf = (what) => Number(execFileSync('id', [what, OWNER], { encoding: 'utf8' }));
const who = () => ({
  uid: idOf('-u'), gid: idOf('-g'), cwd: folder,
  env: { ...process.env, HOME: folder, LINLI_BACKUP_DIR: path.join(folder, 'backup'), LINLI_BACKUP_URL_FILE: path.join(folder, 'url') },
});

function give(name, text) {
  fs.writeFileSync(path.join(folder, name), text, { mode: 0o700 });
  fs.chownSync(path.join(folder, name), idOf('-u'), idOf('-g'));
}

function backup(...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(folder, 'backup.sh'), words, { ...who(), stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`backup.sh ${words.join(' ')}: ${said}`))));
  });
}

const isReceived = () => town.stage.house.query('select active from pg_replication_slots', 'postgres.admin-url')[0]?.active === 't';
const known = () => town.stage.query('select id from groupbuy.orders').map(({ id }) => id);
const setAside = async (name) => (await podsOf(name)).map(({ metadata }) => metadata.name);

before(async () => {
  town = await Town.open();
  traffic = await town.traffic();
  folder = newFolder();
  fs.chownSync(folder, idOf('-u'), idOf('-g'));
  for (const tool of TOOLS) give(tool, fs.readFileSync(path.join(ROOT, 'deploy/backup', tool)));
  const { data } = await get('secret', 'postgres-setup');
  const password = Buffer.from(data['postgres.backup'], 'base64').toString().trim();
  give('url', `${town.stage.house.secret('postgres.admin-url').replace(/\/\/.*@/, `//linli_backup:${password}@`)}\n`);
});
after(async () => {
  receiver?.kill();
  traffic?.close();
  await town?.close();
  if (folder) fs.rmSync(folder, { recursive: true });
});

test('a base is taken while people go on', async () => {
  receiver = spawn(path.join(folder, 'backup.sh'), ['receive'], { ...who(), stdio: ['ignore', 'ignore', 'inherit'] });
  await until('WAL is received', isReceived, { withinMs: 30_000 });
  const began = Date.now();
  const answers = await traffic.during(() => backup('take'));
  note(PART, 'a base backup is taken and verified under load in', seconds(Date.now() - began), 's');
  assert.deepEqual(answers.failed, []);
});

const moments = {};

test('a moment, and what comes after it', async () => {
  const earlier = await traffic.during(() => sleep(1000));
  await sleep(200);
  moments.before = known();
  moments.at = town.stage.query("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as now")[0].now;
  await sleep(200);
  const later = await traffic.during(() => sleep(1000));
  const earlierOnes = new Set(moments.before);
  moments.after = known().filter((id) => !earlierOnes.has(id));
  assert.ok(earlier.orders > 0 && moments.after.length >= later.orders && later.orders > 0, `${earlier.orders}, ${later.orders}`);
});

// A pod that has PostgreSQL's claim, while PostgreSQL has not.
async function onClaim(image, use) {
  const name = 'restore';
  await apply([{
    apiVersion: 'v1', kind: 'Pod', metadata: { name },
    spec: {
      restartPolicy: 'Never', automountServiceAccountToken: false, terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{
        name, image, command: ['sleep', '3600'], volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql' }],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-postgres-0' } }],
    },
  }]);
  try {
    await kubectl(['wait', '--for=condition=Ready', `pod/${name}`, '--timeout=120s']);
    await use(name);
  } finally {
    await kubectl(['delete', 'pod', name, '--wait=true']);
  }
}

test('the database is lost, and is put back as of the moment', async () => {
  const began = Date.now();
  const [{ spec: { containers: [{ image }] } }] = await podsOf('postgres');
  const pods = (await Promise.all([...PROCESSES, 'nats'].map(setAside))).flat();
  for (const name of PROCESSES) await scale(`deploy/linli-${name}`, 0);
  await gone(pods.filter((name) => name !== 'nats-0'));
  await walArrived(town.stage.house);
  receiver.kill();
  await scale('statefulset/postgres', 0);
  await scale('statefulset/nats', 0);
  await gone(['postgres-0', 'nats-0']);

  await backup('restore', path.join(folder, 'data'), moments.at);
  await onClaim(image, async (pod) => {
    await kubectl(['exec', pod, '--', 'sh', '-ec', 'rm -rf /var/lib/postgresql/data && mkdir -m 0700 /var/lib/postgresql/data']);
    const archive = execFileSync('tar', ['-C', path.join(folder, 'data'), '-c', '.'], { maxBuffer: 4 << 30 });
    await kubectl(['exec', '--stdin', pod, '--', 'tar', '-C', '/var/lib/postgresql/data', '-x'], { input: archive });
  });
  await kubectl(['delete', 'persistentvolumeclaim', 'data-nats-0']);
  await kubectl(['delete', 'pod', 'redis-0']);
  for (const store of ['postgres', 'nats']) await scale(`statefulset/${store}`, 1);
  for (const store of ['postgres', 'nats', 'redis']) await readyPods(store);
  await kubectl(['delete', 'job', 'streams']);
  const { objects } = manifestsFor((await serverVersion()).minor, { tag: process.env.TAG });
  await apply(objects.filter(({ kind, metadata: { name } }) => kind === 'Job' && name === 'streams'));
  await kubectl(['wait', '--for=condition=complete', 'job/streams', '--timeout=120s']);
  for (const name of PROCESSES) await scale(`deploy/linli-${name}`, 1);
  for (const name of PROCESSES) await rolledOut(`deploy/linli-${name}`);
  note(PART, 'from the disaster to everything ready', seconds(Date.now() - began), 's');
});

test('all from before the moment is there, nothing from after it, and it sells', async () => {
  const now = new Set(known());
  assert.deepEqual(moments.before.filter((id) => !now.has(id)), []);
  assert.deepEqual(moments.after.filter((id) => now.has(id)), []);
  note(PART, 'orders from before the moment that are there, of', `${moments.before.length}, ${moments.before.length}`);
  note(PART, 'orders from after it that are gone, of', `${moments.after.length}, ${moments.after.length}`);
  const buyer = await town.stage.newUser({ phone: true });
  const order = await buyer.linli.placeFlashOrder({ campaignId: traffic.campaignId, quantity: 1 });
  await town.stage.pay(buyer, order);
  await until('it is paid', async () => (await buyer.linli.getOrder({ orderId: order.orderId })).status === 'READY', { withinMs: 20_000, everyMs: 250 });

  await town.settled();
  const checks = await town.books();
  note(PART, 'rules of the books afterwards, rows that break one', `${checks.length}, ${checks.reduce((sum, { violations }) => sum + violations, 0)}`);
  assert.deepEqual(checks.filter(({ violations }) => violations !== 0), []);
});
