#!/usr/bin/env node
// Prints every Secret that the manifests name, made anew, for `kubectl create -f -`: that refuses those that are there already,
// since a password made twice locks everybody out.
//
//     node deploy/k8s/secrets.mjs > …                          single: everything inside, WeChat is the stand-in
//     node deploy/k8s/secrets.mjs --outside DIR --postgres HOST:PORT
//                                                              production: DIR holds what others gave you, a file each (OUTSIDE)
//     node deploy/k8s/secrets.mjs --folder DIR                 no manifest: files in DIR/<Secret>, for deploy/compose; what is there stays
//
// Each process gets a Secret with its own files and no others.

import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startSandbox } from '../../tests/wechat-sandbox/lib/sandbox.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const NAMESPACE = 'linli';
const SECRET_BYTES = 32;

// What WeChat, WeChat Pay and the object store gave you.
const WECHAT = ['app_id', 'app_secret'];
const PAY = ['mch_id', 'merchant_serial', 'apiclient_key.pem', 'apiclient_cert.pem', 'apiv3_key', 'wxp_pub_id', 'wxp_pub.pem'];
const PUSH = ['push_token', 'push_aes_key'];
const STORE = ['objects.access-key', 'objects.secret-key'];
// How postgres-setup comes in: postgresql://superuser:password@host:port/postgres.
const ADMIN = ['postgres.admin-url'];
export const OUTSIDE = [...WECHAT, ...PAY, ...PUSH, ...STORE, ...ADMIN];

const random = () => randomBytes(SECRET_BYTES).toString('base64url');

function readServices() {
  return fs.readFileSync(path.join(ROOT, 'deploy/services.conf'), 'utf8').split('\n')
    .map((line) => line.replace(/#.*/, '').trim()).filter(Boolean).map((line) => line.split(/\s+/)[0]);
}

const filesBelow = (folder, within = '') => fs.readdirSync(path.join(folder, within), { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? filesBelow(folder, path.join(within, entry.name)) : [path.join(within, entry.name)]));

const readAll = (folder) => Object.fromEntries(filesBelow(folder).map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));

// What the stand-in keeps once it has run: its keys, and a journal that knows the templates.
async function standIn() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-stand-in-'));
  try {
    await (await startSandbox({ state: folder })).close();
    return readAll(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function outsideOf(kept) {
  const place = { merchant_serial: 'merchant/serial', 'apiclient_key.pem': 'merchant/apiclient_key.pem', 'apiclient_cert.pem': 'merchant/apiclient_cert.pem', apiv3_key: 'merchant/apiv3_key' };
  return Object.fromEntries([...WECHAT, ...PAY, ...PUSH].map((name) => [name, kept[place[name] ?? name]]));
}

function readOutside(folder) {
  const missing = OUTSIDE.filter((name) => !fs.existsSync(path.join(folder, name)));
  if (missing.length) throw new Error(`${folder} lacks ${missing.join(', ')}`);
  return Object.fromEntries(OUTSIDE.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

const REDIS_USERS = (password) => [
  'user default off',
  'user probe on nopass resetkeys resetchannels -@all +ping',
  `user gateway on >${password.gateway} resetchannels ~gateway:* +@all -@dangerous -@admin -@pubsub -@blocking -@stream`,
  `user replica on >${password.replica} resetkeys resetchannels -@all +psync +replconf +ping`,
].join('\n');

// { name of the Secret: { file: text } }; the stand-in's files lie in folders.
export async function makeSecrets({ outside: folder, postgres = 'postgres:5432' } = {}) {
  const services = readServices();
  const made = Object.fromEntries([
    ...[...services, 'gateway', 'init', 'linlictl', 'system', 'cluster'].map((user) => `nats.${user}`),
    ...['superuser', 'auditor', 'backup', ...services.flatMap((name) => [name, `${name}_owner`])].map((role) => `postgres.${role}`),
    'auth.data', 'auth.digest', 'groupbuy.data', 'objects.link',
  ].map((name) => [name, random()]));
  const redis = { gateway: random(), replica: random() };
  const kept = folder ? null : await standIn();
  const outside = kept ? outsideOf(kept) : readOutside(folder);
  const take = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));
  const withPrefix = (prefix) => take(made, Object.keys(made).filter((name) => name.startsWith(prefix)));
  const url = (role, secret, base = 'linli') => `postgresql://${role}:${made[secret]}@${postgres}/${base}`;
  const objects = kept ? {} : take(outside, STORE);
  const templates = kept && Object.fromEntries(Object.entries(kept).filter(([file]) => file.startsWith('templates/')).map(([file, id]) => [file.replace('/', '.').replace('templates', 'template'), id]));
  const own = {
    auth: { ...take(outside, WECHAT), ...take(made, ['auth.data', 'auth.digest']) },
    content: { ...take(outside, WECHAT), ...take(made, ['objects.link']), ...objects },
    groupbuy: { ...take(outside, [...WECHAT, ...PAY]), ...take(made, ['groupbuy.data']), ...objects },
    notifications: { ...take(outside, [...WECHAT, ...PUSH]), ...templates },
  };
  const secrets = {};

  for (const name of services) {
    secrets[`linli-${name}`] = { ...take(made, [`nats.${name}`]), [`${name}.database-url`]: url(`linli_${name}`, `postgres.${name}`), ...own[name] };
    secrets[`linli-${name}-owner`] = { [`${name}.owner-url`]: url(`linli_${name}_owner`, `postgres.${name}_owner`) };
  }
  secrets['linli-gateway'] = { ...take(made, ['nats.gateway', 'objects.link']), 'redis.gateway': redis.gateway, ...objects };
  secrets['linli-streams'] = take(made, ['nats.init']);
  secrets['linli-operator'] = take(made, ['nats.linlictl']);
  secrets.nats = withPrefix('nats.');
  secrets.redis = { 'redis.acl': REDIS_USERS(redis) };
  const { 'postgres.superuser': superuser, ...roles } = withPrefix('postgres.');
  secrets['postgres-setup'] = { ...roles, ...(kept ? { 'postgres.admin-url': url('postgres', 'postgres.superuser', 'postgres') } : take(outside, ADMIN)) };
  if (kept) {
    secrets.postgres = { 'postgres.superuser': superuser };
    secrets.wechat = Object.fromEntries(Object.entries(kept).filter(([file]) => !file.startsWith('templates/')));
  } else {
    secrets['redis-replica'] = { ...secrets.redis, 'replica.conf': `masteruser replica\nmasterauth ${redis.replica}` };
  }
  return secrets;
}

export const asManifest = (secrets) => ({
  apiVersion: 'v1',
  kind: 'List',
  items: Object.entries(secrets).map(([name, files]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE, labels: { 'app.kubernetes.io/part-of': 'linli' } },
    type: 'Opaque',
    data: Object.fromEntries(Object.entries(files).map(([file, text]) => [file.replaceAll('/', '.'), Buffer.from(`${text.trimEnd()}\n`).toString('base64')])),
  })),
});

// Under another name first: half of a file is never taken for a whole one.
function writeOnce(file, text) {
  if (fs.existsSync(file)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(`${file}.new`, `${text.trimEnd()}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

export function writeSecrets(folder, secrets) {
  for (const [name, files] of Object.entries(secrets)) for (const [file, text] of Object.entries(files)) writeOnce(path.join(folder, name, file), text);
}

// All of them in one file first: whoever is interrupted goes on with the same. One process migrates all schemas there.
async function keepSecrets(folder) {
  const all = path.join(folder, 'all', 'secrets.json');
  if (!fs.existsSync(all)) writeOnce(all, JSON.stringify(await makeSecrets()));
  const secrets = JSON.parse(fs.readFileSync(all, 'utf8'));
  const isOwner = ([name]) => name.endsWith('-owner');
  const migrate = Object.assign({}, ...Object.entries(secrets).filter(isOwner).map(([, files]) => files));
  writeSecrets(folder, { ...Object.fromEntries(Object.entries(secrets).filter((one) => !isOwner(one))), migrate });
}

function parse(words) {
  const options = {};
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '');
    if (!['outside', 'postgres', 'folder'].includes(name) || !words[i + 1]) throw new Error(`${words[i]} is not understood: [--outside DIR --postgres HOST:PORT | --folder DIR]`);
    options[name] = words[i + 1];
  }
  if (options.outside && !options.postgres) throw new Error('--outside needs --postgres HOST:PORT');
  if (options.folder && Object.keys(options).length > 1) throw new Error('--folder stands alone');
  return options;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = parse(process.argv.slice(2));
  if (options.folder) await keepSecrets(options.folder);
  else process.stdout.write(`${JSON.stringify(asManifest(await makeSecrets(options)))}\n`);
}
