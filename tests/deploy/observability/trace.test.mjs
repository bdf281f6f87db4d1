// One word finds everything: the trace id that a caller sent, or was given, stands in the line of each process that had to do
// with his request, up to who heard of it by an event.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, openStage } from '../../journeys/support/stage.mjs';

let stage;
before(async () => { stage = await openStage(); });
after(() => stage?.close());

const linesOf = (service, trace) => {
  const log = path.join(path.dirname(stage.house.statusFile), 'log', `${service}.log`);
  return fs.readFileSync(log, 'utf8').split('\n').filter((line) => line.includes(trace)).map((line) => JSON.parse(line));
};

test('lines of gateway, service and consumer carry the trace id of the request', async () => {
  const user = await stage.newUser();
  const operator = await stage.operator();
  const { communityId } = await operator.createCommunity({ name: `听涛${process.pid}`, address: '青年路 1 号', households: 300 });
  const { circleId } = await operator.createCircle({ communityId, name: '听涛', welcome: '欢迎', notice: '' });
  await user.linli.joinCommunity({ communityId });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const { status, headers } = await stage.raw('POST', `/v1/circles/${circleId}:join`, { user, body: {}, headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  assert.equal(status, 200);
  assert.equal(headers['x-request-id'], trace);
  await eventually('all have written', () => ['gateway', 'content', 'coupons'].every((service) => linesOf(service, trace).length));
  assert.equal(linesOf('gateway', trace).find(({ message }) => message === 'request').method, 'linli.content.v1.Content.JoinCircle');
  assert.equal(linesOf('content', trace).find(({ message }) => message === 'call').method, 'linli.content.v1.Content.JoinCircle');
  assert.equal(linesOf('coupons', trace).find(({ message }) => message === 'event').consumer, 'coupons-on-CircleJoined');
});
