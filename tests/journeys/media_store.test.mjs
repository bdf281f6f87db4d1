// Pictures in a store that speaks S3, and what is left behind when somebody dies or the store is away.

import assert from 'node:assert/strict';
import net from 'node:net';
import test, { after, before } from 'node:test';
import { S3 } from '../support/s3.mjs';
import { jpegSize, photo, png } from './support/pictures.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const HOURS_MS = 3600_000;

let s3;
let stage;
let li;

before(async () => {
  s3 = await S3.start();
  // What a gateway of yesterday left behind, and what one of this moment is about to hand on.
  s3.put('incoming/old', 'x', { modified: new Date(Date.now() - 2 * HOURS_MS) });
  s3.put('incoming/young', 'x');
  stage = await openStage({ own: true, words: ['--any-ports'], settings: s3.settings });
  li = await stage.newUser({ phone: true });
});
after(async () => {
  await stage?.close();
  await s3.stop();
});

const send = (data = photo) => li.linli.uploadMedia({ file: new Blob([data]) }, { retry: { attemptsMax: 1 } });
const keys = (folder) => [...s3.objects.keys()].filter((key) => key.startsWith(`${folder}/`));

test('a picture lies there in three sizes, and nothing of what was sent', async () => {
  const { picture } = await send();
  assert.deepEqual(keys('incoming').filter((key) => !/old|young/.test(key)), []);
  const made = keys('media').filter((key) => key.includes(picture.mediaId));
  assert.deepEqual(made.map((key) => key.replace(/^.*-/, '')).sort(), ['large.jpg', 'medium.jpg', 'small.jpg']);
  for (const key of made) assert.deepEqual(jpegSize(s3.objects.get(key).data), [64, 32]);
  assert.equal(s3.objects.get(made[0]).type, 'image/jpeg');
  const response = await fetch(picture.largeUrl);
  assert.deepEqual(jpegSize(Buffer.from(await response.arrayBuffer())), [64, 32]);
  assert.deepEqual(s3.faults, [], 'every request was signed right');
});

test('what nobody took is swept, what is on its way is not', async () => {
  await eventually('the old file is gone', () => !s3.objects.has('incoming/old'), { withinMs: 20_000 });
  assert.ok(s3.objects.has('incoming/young'));
});

test('a store that is away, full or refuses us costs one upload', async () => {
  for (const status of [503, 507, 403]) {
    s3.away = status;
    assert.equal((await refused(send(), 'NOT_AVAILABLE')).status, 503);
  }
  s3.away = 0;
  assert.equal((await send()).picture.state, 'CHECKING');
});

test('many at once wait their turn, or are asked to come again', async () => {
  const rows = () => Number(stage.query(`select count(*) from content.media where owner_id = '${li.userId}'`)[0].count);
  const before = rows();
  const impatient = { retry: { attemptsMax: 1 } };
  const one = (options) => li.linli.uploadMedia({ file: new Blob([png(2000, 2000)]) }, options);
  const outcomes = await Promise.all(Array.from({ length: 9 }, () => one(impatient).then(() => 'made', (problem) => problem.code)));
  assert.ok(outcomes.includes('made') && outcomes.includes('OVERLOADED'), JSON.stringify(outcomes));
  assert.equal(rows(), before + outcomes.filter((one) => one === 'made').length, 'who is asked to come again has sent nothing yet');
  assert.deepEqual(keys('incoming'), ['incoming/young'], 'nor does it lie around');
  const patient = await Promise.all(Array.from({ length: 9 }, () => one()));
  assert.equal(new Set(patient.map(({ picture }) => picture.mediaId)).size, 9);
});

test('of what is refused nothing stays', async () => {
  const before = s3.objects.size;
  await refused(send(Buffer.from('no picture')), 'MEDIA_TYPE_REFUSED');
  await refused(send(Buffer.concat([photo.subarray(0, 30), Buffer.alloc(500)])), 'MEDIA_UNREADABLE');
  assert.equal(s3.objects.size, before);
});

test('a gateway that dies in the middle of an upload leaves nothing behind', async () => {
  const before = s3.objects.size;
  const { port, hostname } = new URL(stage.url);
  const socket = net.connect(port, hostname);
  socket.on('error', () => {});
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`;
  socket.write(`POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${li.linli.tokens.accessToken}\r\n`
    + `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n${head}`);
  socket.write(Buffer.alloc(1_000_000, 0x55));
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  process.kill(stage.house.process('gateway').pid, 'SIGKILL');
  await new Promise((resolve) => { socket.on('close', resolve); });
  await eventually('the gateway is back', async () => (await send()).picture.state === 'CHECKING', { withinMs: 15_000, everyMs: 500 });
  assert.equal(s3.objects.size, before + 3, 'the picture of afterwards, and nothing else');
});
