// Ways into the mini-program: codes that are scanned, links that are opened.

import { boolean, integer, object, oneOf, optional, text, anyObject } from '../check.mjs';
import { secretText } from '../random.mjs';
import { WxError, takeQuota, wxRoute } from './api.mjs';
import { jpeg, png } from './picture.mjs';

const LINK_LIFE_DAYS_MAX = 30;
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;

function checkPage(world, page) {
  if (page === undefined) return;
  const released = world.store.table('pages');
  if (/^\/|[?#]/.test(page) || (released.size > 0 && !released.has(page))) throw new WxError(41030, 'invalid page');
}

function unlimitedCode(world, body) {
  const length = [...body.scene].length;
  if (length < 1 || length > 32) throw new WxError(40169, 'invalid length for scene, or the data is not json string');
  if (!SCENE.test(body.scene)) throw new WxError(40129, 'invalid scene');
  if (body.check_path !== false) checkPage(world, body.page);
  const comment = `scene=${body.scene} page=${body.page ?? ''} env=${body.env_version ?? 'release'}`;
  const picture = body.is_hyaline ? png(body.width ?? 430, comment) : jpeg(comment);
  return { status: 200, headers: { 'content-type': body.is_hyaline ? 'image/png' : 'image/jpeg' }, body: picture };
}

// When a link ends, unix seconds; WeChat gives it between one minute and thirty days.
function linkEnd(world, { expire_type: type = 0, expire_time: time, expire_interval: days }) {
  const now = world.clock.seconds();
  const end = type === 1 ? now + (days ?? 0) * 86400 : time ?? now + LINK_LIFE_DAYS_MAX * 86400;
  if (end < now + 60 || end > now + LINK_LIFE_DAYS_MAX * 86400) throw new WxError(85401, 'time limit must be between 1min and 30 days');
  return end;
}

function makeLink(world, app, { path = '', query = '', env_version = 'release' }, times) {
  takeQuota(world, 'urllink', app.appId);
  if (path.startsWith('/') || path.includes('?')) throw new WxError(40165, 'invalid weapp pagepath');
  const key = secretText(11);
  world.store.table('links').put(key, {
    appid: app.appId, path, query, env_version, create_time: world.clock.seconds(), expire_time: linkEnd(world, times),
  });
  return key;
}

export function codeRoutes(world) {
  const color = object({ r: integer({ min: 0, max: 255 }), g: integer({ min: 0, max: 255 }), b: integer({ min: 0, max: 255 }) });
  const environment = oneOf('release', 'trial', 'develop');
  const codeBody = object({
    scene: text({ min: 0, max: 1024 }), page: optional(text({ min: 0, max: 128 })), check_path: optional(boolean()),
    env_version: optional(environment), width: optional(integer({ min: 280, max: 1280 })),
    auto_color: optional(boolean()), line_color: optional(color), is_hyaline: optional(boolean()),
  });
  const times = {
    expire_type: optional(oneOf(0, 1)), expire_time: optional(integer({ min: 0 })), expire_interval: optional(integer({ min: 1 })),
  };
  const target = {
    path: optional(text({ min: 0, max: 1024 })), query: optional(text({ min: 0, max: 1024 })), env_version: optional(environment),
  };
  const linkBody = object({ ...target, ...times, cloud_base: optional(anyObject()) });
  const schemeBody = object({ jump_wxa: optional(object(target)), is_expire: optional(boolean()), ...times });
  const queryBody = object({ url_link: text({ max: 256 }), query_type: optional(oneOf(0, 1)) });

  return [
    wxRoute(world, { path: '/wxa/getwxacodeunlimit', body: codeBody, limit: 'wxacode', mismatch: 40097 }, ({ body }) =>
      unlimitedCode(world, body)),
    wxRoute(world, { path: '/wxa/generate_urllink', body: linkBody }, ({ app, body }) => ({
      url_link: `https://wxaurl.cn/${makeLink(world, app, body, body)}`,
    })),
    wxRoute(world, { path: '/wxa/generatescheme', body: schemeBody }, ({ app, body }) => ({
      openlink: `weixin://dl/business/?t=${makeLink(world, app, body.jump_wxa ?? {}, body)}`,
    })),
    wxRoute(world, { path: '/wxa/query_urllink', body: queryBody }, ({ body }) => {
      const link = world.store.table('links').get(body.url_link.split('/').pop());
      if (!link) throw new WxError(85403, 'url link not found');
      return { url_link_info: link };
    }),
  ];
}
