// What callers have no say in: what something costs, how much of it one may have, and what time it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareC, filesLike, findings, read } from './house.mjs';

// Whoever is no leader, operator or finance names an amount only here, and why that is no trust.
const ASKED_FOR = {
  'CheckCampaign campaign.priceFen': 'a draft that is judged and not kept; who publishes it needs a role',
  'CheckCampaign campaign.starterDiscountFen': 'likewise',
  'CheckCampaign campaign.stock': 'likewise',
  'CheckCampaign campaign.perUserLimit': 'likewise',
  'SuggestCoupons lines[].amountFen': 'advice: the order computes its own',
  'RequestAfterSale lines[].goodsFen': 'a wish, never above what is left of the line',
  'RequestPayout grossFen': 'never above what is vested',
};
const AMOUNT = /fen$|price|amount|discount|limit$|percent|basisPoints|stock$/i;

const document = JSON.parse(read('deploy/openapi.json'));
const resolved = (schema) => (schema?.$ref ? document.components.schemas[schema.$ref.split('/').pop()] : schema);

// [path, schema] of each field of a body, down to the last.
function* fieldsOf(schema, above = '', seen = []) {
  const whole = resolved(schema);
  if (!whole || seen.includes(whole)) return;
  for (const part of whole.allOf ?? []) yield* fieldsOf(part, above, [...seen, whole]);
  for (const [name, field] of Object.entries(whole.properties ?? {})) {
    yield above + name;
    yield* fieldsOf(field, `${above}${name}.`, [...seen, whole]);
    if (resolved(field)?.items) yield* fieldsOf(resolved(field).items, `${above}${name}[].`, [...seen, whole]);
  }
}

// Who may call what: { PlaceOrder: 'user' }.
const access = Object.fromEntries([...read('proto/routes.txt').matchAll(/^\S+ +\S+ +(\w+) .*?linli\.\S*\.(\w+)/gm)].map(([, who, name]) => [name, who]));

function* asked() {
  for (const path of Object.values(document.paths)) {
    for (const { operationId, parameters = [], requestBody } of Object.values(path)) {
      const name = operationId[0].toUpperCase() + operationId.slice(1);
      const body = requestBody && Object.values(requestBody.content)[0].schema;
      const fields = [...parameters.map((one) => one.name).filter(Boolean), ...(body ? fieldsOf(body) : [])];
      for (const field of fields) yield [name, field];
    }
  }
}

test('amounts and limits are taken from nobody who has no role', () => {
  const all = [...asked()].filter(([, field]) => AMOUNT.test(field.split('.').pop()));
  const people = all.filter(([name]) => access[name] !== 'role').map((one) => one.join(' '));
  assert.ok(all.length - people.length >= 20, 'roles set prices: the rule sees them');
  assert.ok(Object.keys(access).length >= 250, `${Object.keys(access).length} operations`);
  assert.deepEqual(people.filter((one) => !ASKED_FOR[one]), []);
  assert.deepEqual(Object.keys(ASKED_FOR).filter((one) => !people.includes(one)), [], 'no longer asked for');
});

// The clock of a machine measures how long something takes. What it is asked for besides, and why.
const BY_THE_MACHINE = {
  'services/groupbuy/flow/channel.c': 'WeChat dates its signatures by the time of the world',
  'services/content/jobs/sweep_media.c': 'files have the time of the machine they lie on',
  'services/content/rpc/picturing.c': 'how long to wait for a process',
};

test('no service decides by the clock of its machine', () => {
  const MACHINE = /\b(clock_(unix|house)_\w+|time|gettimeofday|clock_gettime|gmtime|localtime) ?\(/;
  const files = filesLike(/^services\/(auth|content|coupons|groupbuy|notifications)\/.*\.c$/);
  const found = files.filter((file) => !BY_THE_MACHINE[file])
    .flatMap((file) => [...findings(file, bareC(file), MACHINE, 'call->now_us is the database\'s time; this is the machine\'s')]);
  assert.ok(files.length >= 500, `${files.length} files`);
  assert.deepEqual(found, []);
  for (const file of Object.keys(BY_THE_MACHINE)) assert.match(bareC(file), MACHINE, `${file} no longer asks`);
});
