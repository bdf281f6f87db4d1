// The way that people come in by: an ingress, told what production's says (support/ingress.mjs). It ends TLS, refuses what is too large, holds
// slow phones away from the gateway, and does not notice when the gateway is replaced.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import tls from 'node:tls';
import { sleep } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { PLAIN_URL_OF_INGRESS, URL_OF_INGRESS } from './support/ingress.mjs';
import { kubectl, rolledOut } from './support/kubectl.mjs';
import { askOps, gone, readyPods } from './support/pods.mjs';
import { townWithTraffic } from './support/town.mjs';

const PART = 'By the ingress';
const PHONES = 300;
const SLOW_MS = 12_000; // longer than the gateway would wait for a body
const BODY_BYTES = 1000;
const CONNECTIONS_MAX = 150; // of the ingress to the gateway, for 83 requests a second
const WITHIN_MS_MAX = 1000;

const ours = townWithTraffic();

test('who asks without TLS is sent to it', async () => {
  const { status, headers } = await fetch(`${PLAIN_URL_OF_INGRESS}/v1/me`, { redirect: 'manual' });
  assert.deepEqual([status, headers.get('location')], [308, `${URL_OF_INGRESS}/v1/me`]);
  assert.equal((await fetch(`${URL_OF_INGRESS}/v1/me`)).status, 401);
});

test('what is larger than a picture may be is refused there', async () => {
  const answer = await fetch(`${URL_OF_INGRESS}/v1/media`, { method: 'POST', body: Buffer.alloc(12 << 20) });
  assert.equal(answer.status, 413);
});

// A phone that sends its body a byte at a time, once it has been let in; ends with the line of status that it has heard, or why not.
function slowPhone() {
  const { hostname } = new URL(URL_OF_INGRESS);
  return new Promise((resolve) => {
    let drip;
    let ended = false;
    const socket = tls.connect({ host: hostname, port: 443, servername: hostname }, () => {
      socket.write(`POST /v1/posts HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${BODY_BYTES}\r\n\r\n{`);
      drip = setInterval(() => socket.write(' '), 500);
    });
    setTimeout(() => {
      ended = true;
      socket.destroy();
    }, SLOW_MS);
    socket.on('data', (bytes) => resolve(bytes.toString().split('\r\n')[0]));
    socket.on('error', (error) => resolve(error.message));
    socket.on('close', () => {
      clearInterval(drip);
      resolve(ended ? '' : 'it was cut off');
    });
  });
}

async function figureOf(pod, name) {
  const { body } = await askOps(pod, '/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)[1]);
}

test('slow phones hold no thread of the gateway', async () => {
  const [pod] = await readyPods('gateway');
  const before = await figureOf(pod, 'linli_gateway_connections_total');
  const answers = await ours.traffic.during(async () => {
    const heard = await Promise.all(Array.from({ length: PHONES }, slowPhone));
    assert.deepEqual([...new Set(heard)], [''], 'each is still being listened to');
  });
  const more = await figureOf(pod, 'linli_gateway_connections_total') - before;
  note(PART, `phones that send for ${seconds(SLOW_MS)} s, connections to the gateway meanwhile, of all`, `${PHONES}, ${more}`);
  note(PART, `others (${answers.perSecond} a second, 99 % within ${answers.within(0.99)} ms), failed of them`, `${answers.count}, ${answers.failed.length}`);
  assert.ok(more <= CONNECTIONS_MAX, `${more} connections`);
  assert.equal(await figureOf(pod, 'linli_gateway_body_timed_out_total'), 0);
  assert.deepEqual(answers.failed, []);
  assert.ok(answers.within(0.99) <= WITHIN_MS_MAX, `${answers.within(0.99)} ms`);
});

test('the gateway is replaced behind it, and no request fails', async () => {
  const before = (await readyPods('gateway')).map(({ metadata }) => metadata.name);
  let ms;
  const answers = await ours.traffic.during(async () => {
    const began = Date.now();
    await kubectl(['rollout', 'restart', 'deploy/linli-gateway']);
    await rolledOut('deploy/linli-gateway');
    await gone(before);
    ms = Date.now() - began;
    await sleep(1000);
  });
  note(PART, `gateway replaced in ${seconds(ms)} s, ${answers.perSecond} requests a second, 99 % within ${answers.within(0.99)} ms; requests, failed of them`,
    `${answers.count}, ${answers.failed.length}`);
  assert.deepEqual(answers.failed, []);
});
