// The house of deploy/compose, brought up from nothing by podman-compose in a network namespace of its own: all of it is well and hardened, somebody
// signs in, orders and pays through the gateway; what was stopped goes on with its data; `down -v` leaves nothing.
// Wanted with LINLI_COMPOSE=1, after `make images`; half a minute on quiet cores. Needs podman, podman-compose (deploy/local/install.sh compose), and root.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signInOperator } from '../../../deploy/local/operator.mjs';
import { eventually, openStage } from '../../journeys/support/stage.mjs';
import { ROOT, until } from '../../support/house.mjs';
import { assertHardened, engineSettings, inspect, logs, podman } from '../support/podman.mjs';

const wanted = process.env.LINLI_COMPOSE === '1';
const PROJECT = process.env.LINLI_COMPOSE_PROJECT; // set where the namespace is our own
const READY_MS_MAX = 180_000;
const ONCE = ['secrets', 'bus-rights', 'postgres-setup', 'streams', 'migrate', 'operator', 'seed'];
const LASTING = ['postgres', 'nats', 'redis', 'wechat', 'auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway'];
const GATEWAY = 'http://127.0.0.1:8080';
const WECHAT = 'http://127.0.0.1:8081';
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

if (!PROJECT) {
  test('the house of compose.yaml, in a network of its own', { skip: wanted ? false : 'the stack is wanted with LINLI_COMPOSE=1, after make images' }, () => {
    assert.equal(process.getuid(), 0, 'a network namespace needs root');
    const inside = ['--net', '--fork', '--kill-child', 'sh', '-ec', 'ip link set lo up; exec "$@"', 'sh', process.execPath, '--test', fileURLToPath(import.meta.url)];
    const { status, stdout, stderr } = spawnSync('unshare', inside, {
      encoding: 'utf8', maxBuffer: 64 << 20,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, LINLI_COMPOSE_PROJECT: `linli-test-${process.pid}`, LINLI_TEST_GATEWAY_URL: GATEWAY, LINLI_TEST_WECHAT_URL: WECHAT },
    });
    process.stdout.write(stdout);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /# pass [1-9]/);
  });
} else {
  after(down);
  inside();
}

function run(command, words, { fails = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8', cwd: ROOT, maxBuffer: 64 << 20, env: { ...process.env, ...engineSettings(), PROJECT }, timeout: READY_MS_MAX,
  });
  if (error?.code === 'ENOENT') throw new Error(`${command} is missing: deploy/local/install.sh compose installs it`);
  if (!fails) assert.equal(status, 0, `${command} ${words.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

function compose(words, options) { return run('podman-compose', ['-p', PROJECT, '-f', path.join(ROOT, 'deploy/compose/compose.yaml'), ...words], options); }
function ours(kind, format) { return podman([...kind, '--filter', `name=${PROJECT}`, '--format', format]).stdout.split('\n').filter(Boolean); }
function container(name) { return ours(['ps', '-a'], '{{.Names}}').find((one) => new RegExp(`[-_]${name}[-_]1$`).test(one)); }

function down() {
  compose(['down', '-v'], { fails: true });
  podman(['network', 'rm', '--force', `${PROJECT}_default`], { fails: true });
}

// Where no systemd asks for health, we do: by the engine, with the container's own check.
async function isWell(name) {
  try {
    await until(`${name} is well`, () => podman(['healthcheck', 'run', container(name)], { fails: true }).status === 0, { withinMs: READY_MS_MAX, everyMs: 500 });
  } catch (error) {
    throw new Error(`${error.message}\n${logs(container(name))}`);
  }
}

async function hasEnded(name) {
  try {
    await until(`${name} has done its work`, () => { const { State } = inspect(container(name)); return State.Status === 'exited' && State.ExitCode === 0; }, { withinMs: READY_MS_MAX, everyMs: 500 });
  } catch (error) {
    throw new Error(`${error.message}\n${logs(container(name))}`);
  }
}

function inside() {
  let stage;
  let li;
  let order;

  test('one command brings it up, the estate is loaded, and it says where to look', () => {
    const said = run('deploy/compose/up', []);
    assert.match(said, /云山花园: 4 circles, 3 products on the shelf/);
    assert.match(said, /http:\/\/127\.0\.0\.1:8080\/docs/);
  });

  test('what runs once has ended well, what lasts is well', async () => {
    for (const name of ONCE) await hasEnded(name);
    for (const name of LASTING) await isWell(name);
  });

  test('each runs hardened, within limits', () => {
    for (const name of LASTING) {
      assertHardened(container(name));
      const { HostConfig } = inspect(container(name));
      assert.ok(HostConfig.Memory > 0 && HostConfig.PidsLimit > 0, name);
    }
  });

  test('somebody signs in, orders, pays, and is told', async () => {
    stage = await openStage();
    const operator = await signInOperator({ gateway: GATEWAY, wechat: WECHAT }, stage.options());
    const product = (await operator.listProducts()).products.find(({ title }) => title === '云南蓝莓');
    const sale = await operator.createCampaign({
      kind: 'FLASH_SALE', title: '今晚八点', skuId: product.skus[0].skuId, priceFen: 990, stock: 5, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60),
    });
    li = await stage.newUser({ phone: true });
    order = await li.linli.placeFlashOrder({ campaignId: sale.campaignId, quantity: 1 });
    await stage.pay(li, order);
    await isReady();
    await eventually('the inbox says so', async () => (await li.linli.listMessages()).messages.some(({ kind, linkId }) => kind === 'ORDER_PAID' && linkId === order.orderId));
  });

  test('a health check fails when its store is gone, and is well again with it', async () => {
    podman(['stop', '--time', '20', container('postgres')]);
    await until('auth is not well', () => podman(['healthcheck', 'run', container('auth')], { fails: true }).status !== 0, { withinMs: 10_000 });
    podman(['start', container('postgres')]);
    for (const name of LASTING) await isWell(name);
  });

  test('what was stopped and started again has its data, and its secrets', async () => {
    compose(['stop']);
    compose(['start']);
    for (const name of LASTING) await isWell(name);
    await isReady();
    await signInOperator({ gateway: GATEWAY, wechat: WECHAT }, stage.options());
  });

  test('so has what was put away and made anew', async () => {
    compose(['down']);
    assert.deepEqual(ours(['ps', '-a'], '{{.Names}}'), []);
    run('deploy/compose/up', []);
    for (const name of LASTING) await isWell(name);
    await isReady();
  });

  test('down -v leaves nothing', () => {
    compose(['down', '-v']);
    assert.deepEqual(ours(['ps', '-a'], '{{.Names}}'), []);
    assert.deepEqual(ours(['volume', 'ls'], '{{.Name}}'), []);
  });

  const isReady = () => eventually('the order is there, and paid', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'READY');
}
