// Every user of the bus against every subject: what architecture and deploy/services.conf give, and nothing else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { readContract, readServices } from '../support/contract_words.mjs';
import { openHouse, program } from '../support/house.mjs';
import { NatsUser } from '../support/nats.mjs';

const services = readServices();
const { methods, events } = readContract();
const names = services.map((service) => service.name);
const processes = [...names, 'gateway', 'init', 'linlictl'];
const streams = (name) => `${name}.streams`; // the same process, for what it has to do with streams
const users = [...processes, ...names.map(streams)];
const stream = (name) => `EVT_${name.toUpperCase()}`;
const STREAM_VERBS = ['INFO', 'CREATE', 'UPDATE', 'PURGE', 'DELETE', 'MSG.GET', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE', 'PEER.REMOVE', 'LEADER.STEPDOWN'];
const CONSUMER_VERBS = ['INFO', 'DURABLE.CREATE', 'DELETE', 'MSG.NEXT'];
const sessionsOwner = methods.find((method) => method.role === 'REVOCATIONS')?.owner;

let opened;
const connections = {};

before(async () => {
  opened = await openHouse({ own: true }); // what a user may delete, it does delete
  for (const user of users) connections[user] = await NatsUser.connect(opened.house.port('nats'), user, opened.house.secret(`nats.${user.replace('.streams', '')}`));
});

after(async () => {
  for (const connection of Object.values(connections)) await connection.close();
  await opened?.close();
});

function callersOf({ internal, role, toolOnly, owner }) {
  if (!internal || role) return ['gateway'];
  if (toolOnly) return ['linlictl'];
  return services.filter((service) => service.calls.includes(owner)).map((service) => service.name);
}

// Subjects with who may publish them.
function* publishable() {
  for (const method of methods) yield [`rpc.${method.full}`, callersOf(method)];
  for (const event of events) yield [`evt.${event.full}`, [streams(event.owner)]];
  yield ['evt.linli.nobody.v1.Nothing', []];
  yield ['live.user.0', names];
  yield ['live.obj.team.0', names];
  yield ['sys.sessions', [sessionsOwner]];
  yield ['sys.other', []];
  yield ['$SRV.PING', ['linlictl']];
  yield ['$JS.API.INFO', ['init']];
  yield ['$JS.API.ACCOUNT.PURGE.LINLI', []];
  yield ['$JS.API.STREAM.NAMES', ['linlictl']];
  yield ['$JS.API.STREAM.LIST', []];
  yield ['$SYS.REQ.SERVER.PING', []];
  yield ['anything', []];
  for (const name of processes) yield [`_INBOX_${name}.x.1`, []];
  for (const owner of names) {
    const listeners = services.filter((service) => service.listens.includes(owner)).map((service) => streams(service.name));
    for (const verb of STREAM_VERBS) {
      const may = { INFO: [streams(owner), 'init', 'linlictl', ...listeners], 'MSG.GET': [streams(owner)], CREATE: ['init'], UPDATE: ['init'] }[verb] ?? [];
      yield [`$JS.API.STREAM.${verb}.${stream(owner)}`, may];
    }
    yield [`$JS.API.CONSUMER.LIST.${stream(owner)}`, ['linlictl']];
    yield [`$JS.API.CONSUMER.CREATE.${stream(owner)}`, []];
    for (const event of events.filter((one) => one.owner === owner)) {
      for (const listener of names) {
        const consumer = `${stream(owner)}.${listener}-on-${event.name}`;
        const may = listeners.includes(streams(listener)) ? [streams(listener)] : [];
        for (const verb of CONSUMER_VERBS) yield [`$JS.API.CONSUMER.${verb}.${consumer}`, may];
        yield [`$JS.ACK.${consumer}.1.2.3.4.5`, may];
      }
    }
  }
}

// [subject, queue, who may hear it]
function* hearable() {
  for (const method of methods) {
    yield [`rpc.${method.full}`, method.owner, [method.owner]];
    yield [`rpc.${method.full}`, '', []];
    yield [`rpc.${method.full}`, 'another', []];
  }
  for (const event of events) yield [`evt.${event.full}`, '', []];
  for (const subject of ['>', '*', 'rpc.>', 'evt.>', '$JS.>', '$JS.API.>', '$SYS.>', '_INBOX.>', 'anything']) yield [subject, '', []];
  yield ['live.>', '', ['gateway']];
  yield ['live.user.0', '', ['gateway']];
  yield ['sys.sessions', '', ['gateway']];
  yield ['$SRV.PING', '', names];
  for (const name of names) yield [`$SRV.PING.${name}`, '', [name]];
  for (const name of processes) yield [`_INBOX_${name}.>`, '', users.filter((user) => user === name || user === streams(name))];
}

test('the contract was understood', () => {
  assert.ok(methods.length >= 10 && events.length >= 5, `${methods.length} methods, ${events.length} events`);
  assert.ok(sessionsOwner, 'one method has the role REVOCATIONS');
  assert.ok(methods.some((method) => method.toolOnly), 'one method is for the tool only');
});

test('publish: each user to each subject', async () => {
  const wrong = [];
  let cells = 0;
  for (const [subject, may] of publishable()) {
    for (const user of users) {
      const allowed = await connections[user].mayPublish(subject);
      cells++;
      if (allowed !== may.includes(user)) wrong.push(`${user} ${allowed ? 'may' : 'may not'} publish ${subject}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(cells > 1000, `${cells} cells`);
});

test('subscribe: each user to each subject and queue group', async () => {
  const wrong = [];
  for (const [subject, queue, may] of hearable()) {
    for (const user of users) {
      const allowed = await connections[user].mayHear(subject, queue);
      if (allowed !== may.includes(user)) wrong.push(`${user} ${allowed ? 'may' : 'may not'} hear ${subject} ${queue}`);
    }
  }
  assert.deepEqual(wrong, []);
});

// nats-server remembers each message that could be answered, looks through thousands of them with each event, and events are not.
test('who hears events may answer nobody', () => {
  const { house } = opened;
  const config = execFileSync(program('linlictl'), ['nats-config'], { encoding: 'utf8', env: { ...process.env, LINLI_SECRETS_DIR: house.status().secrets } });
  const blocks = config.split('{ user: ').slice(1);
  const hearing = blocks.filter((block) => block.includes('$JS.ACK.'));
  assert.ok(hearing.length >= 4, `${hearing.length} users hear events`);
  assert.deepEqual(hearing.filter((block) => block.includes('allow_responses')), []);
  assert.equal(blocks.filter((block) => block.includes('allow_responses')).length, names.length);
});

test('nobody comes in without a name, with a wrong password, or as the system', async () => {
  const port = opened.house.port('nats');
  await assert.rejects(NatsUser.connect(port), /Authorization Violation/);
  await assert.rejects(NatsUser.connect(port, 'gateway', 'guess'), /Authorization Violation/);
  await assert.rejects(NatsUser.connect(port, 'system', opened.house.secret('nats.gateway')), /Authorization Violation/);
});
