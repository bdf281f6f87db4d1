// deploy/compose/compose.yaml, read: it gives each process settings that it knows and the files that they name, runs images that are built, hardened;
// and each of these checks finds what it is for. That it comes up is tried by stack.test.mjs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { OPENID } from '../../../deploy/local/operator.mjs';
import { makeSecrets } from '../../../deploy/k8s/secrets.mjs';
import { ROOT } from '../../support/house.mjs';
import { readSettings, RULES, World } from '../k8s/support/lint.mjs';
import { parseManifests, render } from '../k8s/support/render.mjs';
import { VERSION } from '../support/podman.mjs';

const SECRETS = '/run/secrets/linli';
const MAKER = 'secrets';
const ONCE = ['secrets', 'bus-rights', 'postgres-setup', 'streams', 'migrate', 'operator', 'seed'];
const PUBLISHED = { gateway: 8080, wechat: 8081 };
const RESOLVER = 'RES_OPTIONS'; // of the C library, not of our processes
const NAMES = /linli-([a-z]+):/;
const read = () => parseManifests(fs.readFileSync(path.join(ROOT, 'deploy/compose/compose.yaml'), 'utf8'))[0];
let tables;
let secrets;

before(async () => {
  tables = readSettings();
  const made = await makeSecrets();
  secrets = { ...made, migrate: Object.assign({}, ...Object.entries(made).filter(([name]) => name.endsWith('-owner')).map(([, files]) => files)) };
});

const services = (file) => Object.entries(file.services);
const each = (file, find) => services(file).flatMap(([name, one]) => find(one, name).filter(Boolean).map((what) => `${name}: ${what}`));
const volumesOf = ({ volumes = [] }) => volumes.map((text) => { const [source, target, mode] = text.split(':'); return { source, target, mode }; });
const named = (one) => volumesOf(one).filter(({ source }) => !source.startsWith('.'));

// Which secret a volume holds: the one that the maker writes there.
const secretOf = (file, volume) => volumesOf(file.services[MAKER]).find(({ source }) => source === volume)?.target.replace('/secrets/', '');

// As the lint of deploy/k8s knows it: a pod with one container.
function asWorkload(file, [name, one]) {
  const mounts = named(one).filter(({ source }) => name !== MAKER && secretOf(file, source) && source !== 'wechat');
  const container = { name, image: one.image, args: /linlictl ([\w-]+)/.exec(one.command?.join(' '))?.slice(1), env: Object.entries(one.environment ?? {}).filter(([key]) => key !== RESOLVER).map(([key, value]) => ({ name: key, value: String(value) })),
    volumeMounts: mounts.map(({ source, target }) => ({ name: source, mountPath: target })) };
  return { kind: 'Deployment', metadata: { name }, spec: { template: { metadata: { labels: {} }, spec: { containers: [container],
    volumes: mounts.map(({ source }) => ({ name: source, secret: { secretName: secretOf(file, source) } })) } } } };
}

function world(file) {
  const keys = Object.entries(secrets).map(([name, data]) => ({ kind: 'Secret', metadata: { name }, data }));
  const migrate = Object.assign({}, ...Object.entries(tables).filter(([name]) => name.endsWith(' --migrate')).map(([, table]) => table));
  return new World(services(file).map((one) => asWorkload(file, one)), keys, { ...tables, 'linlictl migrate': migrate, 'linlictl operator': tables['linlictl, on the bus'] });
}

const built = () => fs.readFileSync(path.join(ROOT, 'deploy/images/build'), 'utf8').match(/^all=\((.*)\)$/m)[1].split(' ');

const CHECKS = {
  settings: (file) => RULES.settings(world(file)),
  files: (file) => RULES.files(world(file)),

  images: (file) => each(file, ({ image }) => [
    !built().includes(NAMES.exec(image)?.[1]) && `${image} is not built`, !image.endsWith(`:${VERSION}`) && `${image} is of another release`]),

  hardened: (file) => each(file, (one) => [
    one.read_only !== true && 'writes its root', one.user !== '10001:10001' && 'runs as another user', String(one.cap_drop) !== 'ALL' && 'has capabilities',
    (one.cap_add || one.privileged || one.network_mode || one.pid || one.devices) && 'has more than it needs', !one.security_opt?.includes('no-new-privileges') && 'may gain privileges',
    !(one.pids_limit > 0) && 'may start processes without end', !one.mem_limit && 'may take all memory', !one.tmpfs?.every((text) => /size=\d+m/.test(text)) && 'may fill memory with files',
  ]),

  // Only the two doors, and only on this machine.
  ports: (file) => each(file, ({ ports = [] }, name) => [
    ports.some((text) => !text.startsWith('127.0.0.1:')) && 'is reached from elsewhere', (ports.length > 0) !== (name in PUBLISHED) && 'is reached, or not, against what was meant',
    ports.length > 0 && !String(ports).endsWith(`:${PUBLISHED[name]}`) && 'another port is reached']),

  // What lasts can be asked whether it is well, and is started again; what runs once is done when it has ended well.
  life: (file) => each(file, ({ healthcheck, restart }, name) => (ONCE.includes(name)
    ? [restart !== 'on-failure' && 'is not tried again', healthcheck && 'has ended before it can be asked']
    : [restart !== 'unless-stopped' && 'stays away', !healthcheck?.test && 'is not asked'])),

  order: (file) => each(file, ({ depends_on: needs = {} }, name) => [
    name !== MAKER && !needs[MAKER] && named(file.services[name]).length > 0 && !ONCE.some((other) => needs[other]) && 'may come before its secrets',
    ...Object.entries(needs).map(([other, { condition }]) => (!file.services[other] ? `there is no ${other}`
      : condition !== (ONCE.includes(other) ? 'service_completed_successfully' : 'service_healthy') && `waits for ${other} in a way that does not end`)),
  ]),

  volumes: (file) => [
    ...each(file, (one) => named(one).map(({ source }) => !(source in file.volumes) && `there is no volume ${source}`)),
    ...each(file, (one) => volumesOf(one).filter(({ source }) => source.startsWith('.')).flatMap(({ source, mode }) => [
      mode !== 'ro' && `${source} of the checkout may be written`, !fs.existsSync(path.join(ROOT, 'deploy/compose', source)) && `${source} is not there`])),
    ...Object.keys(file.volumes).filter((volume) => !services(file).some(([, one]) => named(one).some(({ source }) => source === volume))).map((volume) => `nobody mounts ${volume}`),
    ...each(file, (one, name) => named(one).map(({ source, mode }) => name !== MAKER && source.startsWith('secrets-') && mode !== 'ro' && `${source} may be written`)),
  ],

  // A process has the secrets that are its own, and no other's.
  own: (file) => Object.keys(file.volumes).filter((volume) => volume.startsWith('secrets-')).flatMap((volume) => {
    const readers = services(file).filter(([name, one]) => name !== MAKER && named(one).some(({ source }) => source === volume)).map(([name]) => name);
    return volume === 'secrets-all' ? readers : readers.length === 1 ? [] : [`${volume} is read by ${readers}`];
  }),
};

// Differences from the same process in the cluster `single`: none but how names are asked for, and where a reader's browser finds pictures.
const DIFFERENT = [RESOLVER, 'content LINLI_PUBLIC_URL'];
function settingsInCluster(name) {
  const workload = render('single').find(({ metadata, spec }) => spec?.template && [`linli-${name}`, name].includes(metadata.name));
  return Object.fromEntries((workload.spec.template.spec.containers[0].env ?? []).map(({ name: key, value }) => [key, value]));
}
const PROCESSES = ['auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway', 'postgres-setup', 'streams'];

CHECKS.cluster = (file) => PROCESSES.flatMap((name) => {
  const [here, there] = [file.services[name].environment, settingsInCluster(name)];
  return [...new Set([...Object.keys(here), ...Object.keys(there)])].filter((key) => here[key] !== there[key] && ![key, `${name} ${key}`].some((one) => DIFFERENT.includes(one))).map((key) => `${name}: ${key} is ${here[key]}, in the cluster ${there[key]}`);
});

for (const [check, find] of Object.entries(CHECKS)) test(`compose.yaml: ${check}`, () => assert.deepEqual(find(read()), []));

const MISTAKES = [
  ['settings', 'no setting', (all) => { all.auth.environment.LINLI_AUTH_WORKER = '4'; }],
  ['settings', 'no number of workers', (all) => { all.auth.environment.LINLI_AUTH_WORKERS = '65'; }],
  ['settings', 'a secret in the file', (all) => { all.auth.environment.LINLI_WECHAT_APP_SECRET = 'x'; }],
  ['settings', 'not set', (all) => { delete all.migrate.environment.LINLI_COUPONS_OWNER_URL_FILE; }],
  ['settings', 'of a store', (all) => { all.redis.environment = { LINLI_REDIS_PORT: '1' }; }],
  ['files', 'no such file', (all) => { all.auth.environment.LINLI_AUTH_DATA_SECRETS_FILE = `${SECRETS}/auth.dat`; }],
  ['files', "another's", (all) => { all.auth.environment.LINLI_AUTH_DATABASE_URL_FILE = `${SECRETS}/auth.owner-url`; }],
  ['files', 'another volume', (all) => { all.auth.volumes = ['secrets-content:/run/secrets/linli:ro']; }],
  ['images', 'nobody builds it', (all) => { all.auth.image = 'localhost/linli-autha:0.1.0'; }],
  ['images', 'of another release', (all) => { all.auth.image = 'localhost/linli-auth:0.0.9'; }],
  ['hardened', 'root', (all) => { all.nats.user = '0:0'; }],
  ['hardened', 'writes', (all) => { all.seed.read_only = false; }],
  ['hardened', 'capabilities', (all) => { all.redis.cap_drop = ['NET_RAW']; }],
  ['hardened', 'new privileges', (all) => { all.postgres.security_opt = []; }],
  ['hardened', 'memory', (all) => { delete all.wechat.mem_limit; }],
  ['ports', 'from elsewhere', (all) => { all.gateway.ports = ['8080:8080']; }],
  ['ports', 'a store', (all) => { all.postgres.ports = ['127.0.0.1:5432:5432']; }],
  ['life', 'nobody asks', (all) => { delete all.nats.healthcheck; }],
  ['life', 'gives up', (all) => { all.migrate.restart = 'no'; }],
  ['order', 'waits for ever', (all) => { all.auth.depends_on = { migrate: { condition: 'service_healthy' } }; }],
  ['order', 'before its secrets', (all) => { all.redis.depends_on = {}; }],
  ['volumes', 'not there', (all) => { all.redis.volumes.push('more:/var/lib/more'); }],
  ['volumes', 'not in the checkout', (all) => { all.redis.volumes.push('../k8s/redis.conf:/etc/redis/more.conf:ro'); }],
  ['volumes', 'secrets may be written', (all) => { all.redis.volumes[0] = 'secrets-redis:/run/secrets/linli'; }],
  ['own', "another's secrets", (all) => { all.auth.volumes.push('secrets-nats:/run/secrets/nats:ro'); }],
  ['own', "everybody's secrets", (all) => { all.auth.volumes.push('secrets-all:/run/secrets/all:ro'); }],
  ['cluster', 'another time', (all) => { all.groupbuy.environment.LINLI_GROUPBUY_UNPAID_S = '21'; }],
  ['cluster', 'one is missing', (all) => { delete all.notifications.environment.LINLI_WECHAT_TEMPLATE_NOTICE_FILE; }],
];

for (const [check, what, spoil] of MISTAKES) {
  test(`${check} finds: ${what}`, () => {
    const file = read();
    assert.deepEqual(CHECKS[check](file), []);
    spoil(file.services);
    assert.notDeepEqual(CHECKS[check](file), []);
  });
}

test('each check has found something', () => assert.deepEqual(Object.keys(CHECKS).filter((check) => !MISTAKES.some(([tried]) => tried === check)), []));

test('its operator is the one whom the estate is loaded by', () => {
  assert.ok(String(read().services.operator.command).includes(OPENID));
});
