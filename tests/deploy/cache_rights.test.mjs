// Every user of Redis: its own keys, no others, and no command that reaches beyond keys.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { readServices } from '../support/contract_words.mjs';
import { openHouse } from '../support/house.mjs';

const names = [...readServices().map((service) => service.name), 'gateway'];
let opened;

before(async () => { opened = await openHouse(); });
after(() => opened?.close());

// The first line of the answer to each command.
async function ask(commands) {
  const socket = net.connect(opened.house.port('redis'), '127.0.0.1');
  const answers = [];
  for (const words of commands) {
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    const [bytes] = await once(socket, 'data');
    answers.push(bytes.toString().split('\r\n')[0]);
  }
  socket.destroy();
  return answers;
}

test('nobody comes in without a name', async () => {
  const [ping, get, wrong] = await ask([['PING'], ['GET', 'gateway:x'], ['AUTH', 'gateway', 'guess']]);
  assert.match(ping, /^-NOAUTH/);
  assert.match(get, /^-NOAUTH/);
  assert.match(wrong, /^-WRONGPASS/);
});

for (const name of names) {
  test(`${name} has its own keys and nobody else's`, async () => {
    const foreign = names.filter((other) => other !== name);
    const answers = await ask([
      ['AUTH', name, opened.house.secret(`redis.${name}`)],
      ['SET', `${name}:test`, '1', 'PX', '1000'],
      ['GET', `${name}:test`],
      ...foreign.flatMap((other) => [['GET', `${other}:x`], ['SET', `${other}:x`, '1'], ['DEL', `${other}:x`]]),
      ['EVAL', 'return redis.call("GET", KEYS[1])', '1', `${foreign[0]}:x`],
    ]);
    assert.deepEqual(answers.slice(0, 3), ['+OK', '+OK', '$1']);
    for (const answer of answers.slice(3)) assert.match(answer, /^-NOPERM/);
  });

  test(`${name} has no dangerous command`, async () => {
    const commands = [['FLUSHALL'], ['FLUSHDB'], ['CONFIG', 'GET', '*'], ['KEYS', '*'], ['DEBUG', 'SLEEP', '0'], ['SHUTDOWN'], ['ACL', 'LIST'], ['MONITOR'],
      ['SAVE'], ['REPLICAOF', 'NO', 'ONE'], ['CLIENT', 'KILL', 'TYPE', 'normal'], ['MODULE', 'LIST'], ['SUBSCRIBE', 'x'], ['SWAPDB', '0', '1']];
    const [auth, ...answers] = await ask([['AUTH', name, opened.house.secret(`redis.${name}`)], ...commands]);
    assert.equal(auth, '+OK');
    answers.forEach((answer, i) => assert.match(answer, /^-NOPERM|^-ERR DEBUG command not allowed/, commands[i].join(' ')));
  });
}
