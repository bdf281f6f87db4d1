// The stand-in as a whole: its parts, who knows whom, start and stop.
//
// Every part gets the `world` and takes from it what it needs; the world owns them all. Nothing here is shared with the
// product: keys are made here, cryptography is Node's.

import fs from 'node:fs';
import path from 'node:path';
import { Clock } from './clock.mjs';
import { Faults } from './faults.mjs';
import { json, listen } from './http.mjs';
import { loadKeys } from './keys.mjs';
import { Limits } from './limits.mjs';
import { Outgoing } from './outgoing.mjs';
import { seededRandom } from './random.mjs';
import { changeSettings, defaultSettings } from './settings.mjs';
import { Store } from './store.mjs';
import { controlRoutes } from './control.mjs';
import { robotRoutes } from './robot.mjs';
import { Nonces } from './pay/api.mjs';
import { Bills, billRoutes } from './pay/bills.mjs';
import { certificateRoutes } from './pay/certificates.mjs';
import { Complaints, complaintRoutes } from './pay/complaints.mjs';
import { Merchants } from './pay/merchants.mjs';
import { Notifier } from './pay/notifier.mjs';
import { Refunds, refundRoutes } from './pay/refunds.mjs';
import { Sharing, sharingRoutes } from './pay/sharing.mjs';
import { Transactions, transactionRoutes } from './pay/transactions.mjs';
import { Transfers, transferRoutes } from './pay/transfers.mjs';
import { wxFailure } from './wx/api.mjs';
import { Apps } from './wx/apps.mjs';
import { Chat, chatRoutes } from './wx/chat.mjs';
import { codeRoutes } from './wx/codes.mjs';
import { loginRoutes } from './wx/login.mjs';
import { Messages, messageRoutes } from './wx/messages.mjs';
import { Push } from './wx/push.mjs';
import { securityRoutes } from './wx/security.mjs';
import { Shipping, shippingRoutes } from './wx/shipping.mjs';
import { Tokens, tokenRoutes } from './wx/tokens.mjs';
import { Users } from './wx/users.mjs';

function makeWorld({ state, seed = 1, settings = {}, clock, merchants = [] }) {
  const world = { keys: loadKeys(state), store: new Store(state), settings: defaultSettings(), clock: new Clock() };
  changeSettings(world.settings, settings);
  const kept = world.store.table('clock').get('ahead');
  if (clock !== undefined) world.clock.set(clock);
  else if (kept) world.clock.advance(kept.ms);
  world.outgoing = new Outgoing();
  world.random = seededRandom(seed);
  world.faults = new Faults(seededRandom(`${seed} faults`));
  world.limits = new Limits(world.clock, world.settings.limits);

  world.apps = new Apps(world.store, world.keys.app);
  world.users = new Users(world);
  world.tokens = new Tokens(world);
  world.push = new Push(world);
  world.messages = new Messages(world);
  world.chat = new Chat(world);

  world.nonces = new Nonces(world.clock);
  world.merchants = new Merchants(world, state, addMerchantsParts);
  for (const mchId of merchants) if (!world.merchants.find(mchId)) world.merchants.add(mchId);
  world.shipping = new Shipping(world);
  return world;
}

// What WeChat Pay keeps for each merchant by itself.
function addMerchantsParts(account) {
  account.notifier = new Notifier(account);
  account.transactions = new Transactions(account);
  account.refunds = new Refunds(account);
  account.sharing = new Sharing(account);
  account.transfers = new Transfers(account);
  account.bills = new Bills(account);
  account.complaints = new Complaints(account);
}

const PARTS = [
  tokenRoutes, loginRoutes, messageRoutes, chatRoutes, securityRoutes, codeRoutes, robotRoutes, shippingRoutes,
  transactionRoutes, refundRoutes, sharingRoutes, transferRoutes, certificateRoutes, billRoutes, complaintRoutes, controlRoutes,
];

function notFound(world, request, wrongMethod) {
  if (request.path.startsWith('/wx/')) return wrongMethod ? wxFailure(world, 43002, 'require POST method') : wxFailure(world, 40066, 'invalid url');
  if (request.path.startsWith('/pay/')) return json({ code: 'RESOURCE_NOT_EXISTS', message: '请求的资源不存在' }, wrongMethod ? 405 : 404);
  return json({ message: `nothing answers ${request.method} ${request.path}` }, wrongMethod ? 405 : 404);
}

// The ids of the templates, a file each, for the product's settings to point at.
function writeTemplateIds(world, state) {
  const directory = path.join(state, 'templates');
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const { name, templateId } of world.messages.templates()) {
    if (/^\w+$/.test(name)) fs.writeFileSync(path.join(directory, name), templateId, { mode: 0o600 });
  }
}

// Starts a stand-in. options: { state (folder), host, port, seed, settings, clock (unix ms), merchants (further ones) }. Returns { port, url, close() }.
export async function startSandbox({ host = '127.0.0.1', port = 0, ...options }) {
  const world = makeWorld(options);
  const server = await listen({
    host,
    port,
    routes: PARTS.flatMap((part) => part(world)),
    notFound: (request, wrongMethod) => notFound(world, request, wrongMethod),
    faults: world.faults,
    clock: world.clock,
  });
  world.requests = () => server.requests;
  writeTemplateIds(world, options.state);
  for (const { notifier, refunds, sharing, transfers } of world.merchants.all()) {
    for (const part of [notifier, refunds, sharing, transfers]) part.resume();
  }
  world.shipping.resume();
  return {
    port: server.port,
    url: `http://${host}:${server.port}`,
    async close() {
      world.clock.close();
      await server.close();
      await world.outgoing.close();
      world.store.close();
    },
  };
}
