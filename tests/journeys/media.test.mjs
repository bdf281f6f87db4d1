// Pictures: sent, made anew, looked at by WeChat, seen by those who may.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { jpegSize, photo, photoWithPlace, png, webp } from './support/pictures.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage;
let li;
let wang;

before(async () => {
  stage = await openStage();
  [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
});
after(() => stage.close());

const send = (person, data, type = 'image/jpeg') => person.linli.uploadMedia({ file: new Blob([data], { type }) });
const fetched = async (url) => {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, data: Buffer.from(await response.arrayBuffer()) };
};
// WeChat is asked again after 15 s.
const LATE = { withinMs: 45_000, everyMs: 500 };
const stateOf = async (person, mediaId) => (await person.linli.getMedia({ mediaId })).picture.state;

test('a photo comes out upright, in three sizes, without the place it was taken at', async () => {
  const sent = photoWithPlace();
  assert.ok(sent.includes('GPS'));
  const { picture } = await send(li, sent);
  assert.equal(picture.state, 'CHECKING');
  assert.deepEqual([picture.width, picture.height], [32, 64]);
  for (const url of [picture.largeUrl, picture.mediumUrl, picture.smallUrl]) {
    const { status, headers, data } = await fetched(url);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'image/jpeg');
    assert.match(headers.get('cache-control'), /^private, max-age=\d+, immutable$/);
    assert.deepEqual(jpegSize(data), [32, 64]);
    assert.ok(!data.includes('Exif') && !data.includes('GPS'), 'nothing of the camera');
  }
  await eventually('WeChat has looked', async () => await stateOf(li, picture.mediaId) === 'PASSED');
});

test('what a file is, its bytes say', async () => {
  assert.equal((await send(li, png(30, 10), 'text/plain')).picture.width, 30);
  assert.equal((await send(li, webp, 'application/x-msdownload')).picture.height, 20);
  assert.equal((await send(li, png(3000, 20))).picture.width, 1600, 'scaled down');
  const others = {
    text: Buffer.from('not a picture'), gif: Buffer.from('GIF89a......'), video: Buffer.from('\0\0\0\x18ftypmp42....', 'latin1'),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  };
  for (const [name, data] of Object.entries(others)) {
    assert.equal((await refused(send(li, data), 'MEDIA_TYPE_REFUSED')).status, 415, name);
  }
});

test('what only begins like a picture is refused, and hurts nobody', async () => {
  await refused(send(li, Buffer.concat([photo.subarray(0, 20), Buffer.alloc(3000, 0x5a)])), 'MEDIA_UNREADABLE');
  await refused(send(li, png(50, 50).subarray(0, 60)), 'MEDIA_UNREADABLE');
  await refused(send(li, png(20001, 1)), 'MEDIA_UNREADABLE');
  const bomb = png(1, 1);
  bomb.writeUInt32BE(19999, 16);
  bomb.writeUInt32BE(19999, 20);
  await refused(send(li, bomb), 'MEDIA_UNREADABLE');
  assert.equal((await send(li, photo)).picture.state, 'CHECKING');
});

test('who sends has a name and a phone, and sends one file of 10 MiB at most', async () => {
  await refused(send({ linli: stage.client() }, photo), 'TOKEN_MISSING');
  await refused(send(await stage.newUser(), photo), 'PHONE_NOT_VERIFIED');
  assert.equal((await refused(send(li, Buffer.alloc(10 * 1024 * 1024 + 1, 0xff)), 'BODY_TOO_LARGE')).status, 413);

  const raw = (body, type) => stage.raw('POST', '/v1/media', { user: li, body, headers: { 'content-type': type } });
  const part = (text) => `--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n${text}\r\n`;
  assert.equal((await raw('{}', 'application/json')).body.code, 'NOT_JSON');
  for (const [body, type] of [
    [`${part('x')}--b--\r\n`, 'multipart/form-data'],
    [`${part('x')}--b--\r\n`, 'multipart/form-data; boundary="b'],
    [part('x'), 'multipart/form-data; boundary=b'],
    [`${part('x')}${part('y')}--b--\r\n`, 'multipart/form-data; boundary=b'],
    [`${part('')}--b--\r\n`, 'multipart/form-data; boundary=b'],
    [`before${part('x')}--b--\r\n`, 'multipart/form-data; boundary=b'],
    [`${part('x')}--b--\r\nafter`, 'multipart/form-data; boundary=b'],
    [`--b\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b--\r\n`, 'multipart/form-data; boundary=b'],
    [`--b\r\nX: ${'x'.repeat(2000)}\r\n\r\nx\r\n--b--\r\n`, 'multipart/form-data; boundary=b'],
  ]) {
    const answer = await raw(body, type);
    assert.equal(answer.body.code, 'BAD_REQUEST', `${type}: ${JSON.stringify(body.slice(0, 80))}`);
  }
  const claimed = await stage.raw('POST', '/v1/media?file.key=media/00/x-large.jpg', { user: li, body: `${part('x')}--b--\r\n`, headers: { 'content-type': 'multipart/form-data; boundary=b' } });
  assert.equal(claimed.status, 400, 'where a file lies is said by nobody but the gateway');
});

test('a picture is seen by its owner alone; a link shows one picture, for a while', async () => {
  const { picture } = await send(li, photo);
  await refused(wang.linli.getMedia({ mediaId: picture.mediaId }), 'NOT_HERE');
  await refused(stage.client().getMedia({ mediaId: picture.mediaId }), 'TOKEN_MISSING');
  const url = new URL(picture.largeUrl);
  const bent = (change) => {
    const other = new URL(url);
    change(other);
    return other;
  };
  for (const other of [
    bent((one) => one.searchParams.set('e', Number(one.searchParams.get('e')) + 3600)),
    bent((one) => one.searchParams.delete('s')),
    bent((one) => one.searchParams.set('s', 'A'.repeat(43))),
    bent((one) => { one.pathname = one.pathname.replace('-large', '-small'); }),
    bent((one) => { one.pathname = '/files/incoming/x'; }),
    bent((one) => { one.pathname = '/files/../objects'; }),
    bent((one) => { one.search = ''; }),
  ]) assert.equal((await fetched(other)).status, 404, String(other));
  assert.equal((await fetch(url, { method: 'POST' })).status, 405);
  assert.equal((await fetched(url)).status, 200);
});

async function personDecides(mediaId) {
  const operator = await stage.operator();
  await refused(li.linli.listHeldMedia(), 'FORBIDDEN');
  await refused(li.linli.decideMedia({ mediaId, decision: 'PASSED', why: '我的' }), 'FORBIDDEN');
  const waiting = [];
  for await (const one of operator.pages('listHeldMedia', { pageSize: 1 })) waiting.push(one.picture);
  const [picture] = waiting.filter((one) => one.mediaId === mediaId);
  assert.equal((await fetched(picture.largeUrl)).status, 200, 'who judges it sees it');
  await refused(operator.decideMedia({ mediaId, decision: 'MEDIA_HELD', why: '再看看' }), 'FIELDS_INVALID');
  assert.equal((await operator.decideMedia({ mediaId, decision: 'PASSED', why: '是一幅画' })).picture.state, 'PASSED');
  await refused(operator.decideMedia({ mediaId, decision: 'MEDIA_REFUSED', why: '不' }), 'ALREADY_DECIDED');
  const { entries: [line] } = await operator.listTalkAudit({ objectId: mediaId });
  assert.deepEqual([line.action, line.before, line.after, line.reason], ['decide_media', 'held', 'passed', '是一幅画']);
}

test('what WeChat finds wrong is seen by nobody; what it doubts waits for a person', async () => {
  const risky = await send(li, png(444, 4));
  const doubtful = await send(li, png(445, 4));
  await eventually('it is refused', async () => await stateOf(li, risky.picture.mediaId) === 'MEDIA_REFUSED');
  assert.equal((await li.linli.getMedia({ mediaId: risky.picture.mediaId })).picture.largeUrl, '');
  await eventually('it is held', async () => await stateOf(li, doubtful.picture.mediaId) === 'MEDIA_HELD');
  await personDecides(doubtful.picture.mediaId);
});

test('a post is shown when all its pictures have passed, and goes with one that is refused', async () => {
  const operator = await stage.operator();
  const { communityId } = await operator.createCommunity({ name: `图片里${process.pid}`, households: 10 });
  const { circleId } = await operator.createCircle({ communityId, name: '看图说话' });
  await Promise.all([li, wang].map((one) => one.linli.joinCircle({ circleId })));
  const write = (person, mediaIds) => person.linli.createPost({ circleId, text: '看看', mediaIds });
  const [first, second, theirs] = await Promise.all([send(li, photo), send(li, webp), send(wang, photo)]);
  const ids = [first, second].map(({ picture }) => picture.mediaId);

  const post = await write(li, ids);
  assert.deepEqual(post.pictures.map(({ mediaId }) => mediaId), ids, 'in the order they were given');
  const shown = await eventually('it is shown', async () => {
    const seen = await wang.linli.getPost({ postId: post.postId });
    return seen.state === 'PUBLISHED' && seen;
  });
  assert.equal((await fetched(shown.pictures[1].smallUrl)).status, 200);
  const { posts } = await stage.client().listPosts({ circleId });
  assert.deepEqual(posts[0].pictures.map(({ mediaId }) => mediaId), ids);
  assert.equal((await stage.client().listFeed({ communityId })).posts[0].pictures.length, 2);

  await refused(write(li, [ids[0]]), 'MEDIA_UNUSABLE');
  await refused(write(li, [theirs.picture.mediaId]), 'MEDIA_UNUSABLE');
  await refused(write(li, ['0'.repeat(32)]), 'MEDIA_UNUSABLE');
  await refused(write(li, [ids[0], ids[0]]), 'FIELDS_INVALID');

  // Asked late, so that the post is there before the verdict.
  const [bad, fine] = await stage.wechat.during(
    { match: '* /wx/wxa/media_check_async', kind: 'error', body: { errcode: -1, errmsg: 'system error' } },
    async () => {
      const risky = await send(wang, png(444, 2));
      return [await write(wang, [theirs.picture.mediaId, risky.picture.mediaId]), await send(li, photo)];
    });
  assert.equal(bad.state, 'HELD');
  assert.equal(fine.picture.state, 'CHECKING');
  await eventually('it is gone', () => refused(wang.linli.getPost({ postId: bad.postId }), 'NOT_HERE').then(() => true), LATE);
  await refused(li.linli.getPost({ postId: bad.postId }), 'NOT_HERE');
  await eventually('what WeChat could not be asked about is asked again', async () => await stateOf(li, fine.picture.mediaId) === 'PASSED', LATE);
});
