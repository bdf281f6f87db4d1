// Where the stand-in is one of several hosts: it listens for all of them, and its notices go by http to those it was told are near.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addNearHosts, notifyUrl } from '../lib/pay/rules.mjs';
import { newSandbox } from './support.mjs';

test('http is taken for this machine and for hosts that are near, for no others', () => {
  const refused = (url) => assert.throws(() => notifyUrl(url, 'notify_url'), /must be https/);
  refused('http://gateway:8080/pay');
  addNearHosts(['gateway']);
  notifyUrl('http://gateway:8080/pay', 'notify_url');
  notifyUrl('http://127.0.0.1:8080/pay', 'notify_url');
  refused('http://gateway.example.com/pay');
});

test('it listens where it is told', async (t) => {
  const { url, port } = await newSandbox(t, { host: '127.0.0.2' });
  assert.equal((await fetch(`${url}/_ctl/health`)).status, 200);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/_ctl/health`));
});
