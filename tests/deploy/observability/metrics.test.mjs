// Figures of every process of a house in which something has happened: Prometheus takes them, and what rules and dashboards ask
// for is there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ALERTS } from '../../../deploy/observability/alerts.mjs';
import { DASHBOARDS } from '../../../deploy/observability/dashboards.mjs';
import { RECORDED } from '../../../deploy/observability/objectives.mjs';
import { eventually, openStage } from '../../journeys/support/stage.mjs';

const SERVICES = ['auth', 'content', 'groupbuy', 'coupons', 'notifications'];

let stage;
let sale;
let pages; // { service: text }

const read = async ({ opsPort }) => (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
const page = (service) => read(stage.house.process(service));
const value = (text, sample) => Number(text.split('\n').find((line) => line.startsWith(`${sample} `))?.slice(sample.length + 1) ?? NaN);

async function openSale(operator) {
  const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const { productId } = await operator.createProduct({
    title: '看得见的蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 5980, costPriceFen: 800, stock: 100 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock: 40, perUserLimit: 5, startsAt: at(-1), endsAt: at(60),
  });
}

before(async () => {
  stage = await openStage();
  const buyer = await stage.newUser();
  sale = await openSale(await stage.operator());
  const order = await buyer.linli.placeFlashOrder({ campaignId: sale.campaignId, quantity: 3 });
  await stage.pay(buyer, order);
  await eventually('the order is paid, and somebody has heard of it', async () => {
    const events = (await page('coupons')).match(/linli_events_total\{consumer="coupons-on-OrderPaid",outcome="handled"\} (\d+)/);
    return (await buyer.linli.getOrder({ orderId: order.orderId })).status !== 'PENDING_PAYMENT' && Number(events?.[1]) > 0;
  });
  pages = Object.fromEntries(await Promise.all([...SERVICES, 'gateway'].map(async (service) => [service, await page(service)])));
});

after(() => stage?.close());

test('promtool finds nothing wrong with the figures of any process', () => {
  for (const [service, text] of Object.entries(pages)) {
    const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.ifError(error);
    assert.equal(status, 0, `${service}: ${stdout}${stderr}`);
  }
});

test('every process says who it is, that it is ready, and what it takes', () => {
  for (const [service, text] of Object.entries(pages)) {
    assert.match(text, new RegExp(`^linli_build_info\\{service="${service}",version="\\d+\\.\\d+\\.\\d+"\\} 1$`, 'm'));
    assert.equal(value(text, 'linli_ready'), 1, service);
    assert.ok(value(text, 'process_resident_memory_bytes') > 1e6 && value(text, 'process_open_fds') > 5, service);
    assert.ok(Math.abs(Date.now() / 1000 - value(text, 'process_start_time_seconds')) < 3600, service);
  }
});

test('figures of a service are there: its calls, its pool, its queues, its events', () => {
  for (const service of SERVICES) {
    const text = pages[service];
    assert.equal(value(text, 'linli_measured'), 1, service);
    assert.ok(value(text, 'linli_db_connections') >= 1 && value(text, 'linli_db_exchange_seconds_count') > 0, service);
    assert.ok(value(text, 'linli_workers{lane="database"}') >= 1, service);
    assert.ok(value(text, 'linli_calls_in_flight') < 50 && value(text, 'linli_outbox_age_seconds') < 60, service);
    assert.ok(value(text, 'linli_postgres_connections') < value(text, 'linli_postgres_connections_max'), service);
  }
  const { groupbuy, coupons } = pages;
  assert.ok(value(groupbuy, 'linli_calls_total{method="linli.groupbuy.v1.GroupBuy.PlaceFlashOrder",outcome="OK"}') >= 1);
  assert.ok(value(groupbuy, 'linli_batch_items_total{method="linli.groupbuy.v1.GroupBuy.PlaceFlashOrder"}') >= 1);
  assert.ok(value(groupbuy, 'linli_stream_bytes_max{stream="EVT_GROUPBUY"}') > value(groupbuy, 'linli_stream_bytes{stream="EVT_GROUPBUY"}'));
  assert.ok(value(groupbuy, 'linli_wechat_calls_total{function="/v3/pay/transactions/jsapi",outcome="OK"}') >= 1);
  assert.ok(value(coupons, 'linli_event_delay_seconds_count{consumer="coupons-on-OrderPaid"}') >= 1);
});

// A figure that only grew would be no gauge: with nothing under way all of them come back to nothing.
test('a house at rest has nothing in flight', async () => {
  await eventually('nothing is in flight', async () => {
    const now = await Promise.all(SERVICES.map(page));
    return now.every((text) => value(text, 'linli_calls_in_flight') === 0) && value(await page('gateway'), 'linli_gateway_in_flight') === 0;
  });
});

test('a running sale shows what its buckets have, and its units add up', () => {
  const lines = pages.groupbuy.split('\n').filter((line) => line.startsWith(`linli_sale_unsold_units{campaign="${sale.campaignId}"`));
  assert.equal(lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0), 37);
  assert.equal(value(pages.groupbuy, 'linli_sales_unbalanced'), 0);
});

// Names as a family is declared: a histogram's samples have suffixes.
test('every figure that rules and dashboards ask for is there', () => {
  const families = new Set([...Object.values(pages).join('\n').matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    .flatMap(([, name, type]) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name])));
  const recorded = new Set(RECORDED.map(({ record }) => record));
  const expressions = [...RECORDED.map(({ expr }) => expr), ...ALERTS.map(({ expr }) => expr), ...DASHBOARDS.flatMap(({ panels }) => panels.flatMap(([, , queries]) => queries.map(([expr]) => expr)))];
  for (const expression of expressions) {
    for (const [name] of expression.replace(/"[^"]*"/g, '').matchAll(/\b(?:linli:[a-z0-9_:]+|(?:linli|process)_[a-z0-9_]+)/g)) {
      assert.ok(families.has(name) || recorded.has(name), `${name} is asked for by «${expression}», and nobody has it`);
    }
  }
});
