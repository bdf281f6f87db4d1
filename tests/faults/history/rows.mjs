// What is there when all is over: rows of the database, in the words of the rules. Ids as callers know them (32 digits), times in
// milliseconds since 1970, numbers as numbers, null for what is not there.

const hex = (column) => `replace(${column}::text, '-', '')`;
const ms = (column) => `round(extract(epoch from ${column}) * 1000)`;
const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;
const uuids = (ids) => `array[${ids.map(quoted).join(',')}]::uuid[]`;

const NUMBER = /^-?\d+(\.\d+)?$/;
const NUMBERS = /(Fen|At|_count|^quantity|^points|^available|^held|^stock|^attempts|^version|^units|^unsold)$/;

const valueOf = (name, text) => {
  if (text === '') return null;
  return NUMBERS.test(name) && NUMBER.test(text) ? Number(text) : text;
};

// `columns` (name → SQL) of `from`, as objects.
async function ask(query, columns, from) {
  const names = Object.keys(columns);
  const rows = await query(`select ${Object.values(columns).join(', ')} ${from}`);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, valueOf(name, row[i])])));
}

// An order's key is its own (flash orders) or that of the operation whose id it has.
function ordersOf(query, people) {
  return ask(query, {
    key: 'coalesce(o.idempotency_key, i.key)', orderId: hex('o.id'), by: hex('o.user_id'), kind: 'o.kind', amountFen: 'o.amount_fen', quantity: 'o.quantity',
    campaignId: hex('o.campaign_id'), teamId: hex('o.team_id'), roundId: hex('o.round_id'), couponId: hex('o.coupon_id'), points: 'o.points_used', status: 'o.status',
    refundedFen: 'o.refunded_fen', createdAt: ms('o.created_at'), paidAt: ms('o.paid_at'), cancelledAt: ms('o.cancelled_at'), version: 'o.version',
    payment: 'p.state', resumed: 'coalesce(i.attempts, 0) > 0',
    skus: `(select string_agg(${hex('l.sku_id')} || ' ' || l.quantity, ',' order by l.position) from groupbuy.order_lines l where l.order_id = o.id)`,
    backFen: "(select coalesce(sum(r.amount_fen), 0) from groupbuy.refunds r where r.order_id = o.id and r.state = 'SUCCESS')",
    pointsBack: '(select coalesce(sum(r.points), 0) from groupbuy.refunds r where r.order_id = o.id)',
    unpaidOffBy: "(select l.actor from groupbuy.order_log l where l.order_id = o.id and l.from_status = 'PENDING_PAYMENT' and l.to_status = 'CANCELLED')",
  }, `from groupbuy.orders o left join groupbuy.idempotency i on i.operation_id = o.id left join groupbuy.payments p on p.order_id = o.id where o.user_id = any(${people})`);
}

// Keys that are kept, and when each was first seen by its service: what shows that an operation was begun.
function keptOf(query, prefix) {
  const parts = ['auth', 'content', 'coupons', 'groupbuy', 'notifications'].map((service) => `select '${service}' as service, key, state, attempts, created_at from ${service}.idempotency where key like ${quoted(`${prefix}%`)}`);
  return ask(query, { service: 'k.service', key: 'k.key', state: 'k.state', attempts: 'k.attempts', createdAt: ms('k.created_at') }, `from (${parts.join(' union all ')}) k`);
}

function couponsOf(query, people, templates) {
  return ask(query, {
    key: 'coalesce(i.key, c.grant_key)', couponId: hex('c.id'), templateId: hex('c.template_id'), by: hex('c.user_id'), state: 'c.state', issuedAt: ms('c.issued_at'),
  }, `from coupons.coupons c left join coupons.idempotency i on c.grant_key = 'exchange:' || ${hex('i.operation_id')} where c.user_id = any(${people}) and c.template_id = any(${templates})`);
}

function campaignsOf(query, skus) {
  return ask(query, {
    title: 'c.title', campaignId: hex('c.id'), skuId: hex('c.sku_id'), stock: 'c.stock', limit_count: 'c.per_user_limit', startsAt: ms('c.starts_at'), endsAt: ms('c.ends_at'),
  }, `from groupbuy.campaigns c where c.sku_id = any(${skus})`);
}

function skusOf(query, skus) {
  return ask(query, {
    skuId: hex('s.id'), stock: 's.stock',
    held: "(select coalesce(sum(l.quantity - l.returned), 0) from groupbuy.order_lines l where l.pool = 'SKU' and l.pool_id = s.id)",
    cut_count: '(select coalesce(sum(c.stock - c.returned), 0) from groupbuy.campaigns c where c.sku_id = s.id)',
  }, `from groupbuy.skus s where s.id = any(${skus})`);
}

// `query`: SQL → rows as lists of texts, asked as somebody who may read everything.
export async function rowsOf({ world }, query) {
  const people = uuids(world.people);
  const skus = uuids(Object.keys(world.skus));
  const ofOurs = (table) => `from ${table} t join groupbuy.orders o on o.id = t.order_id where o.user_id = any(${people})`;
  const rows = {
    orders: ordersOf(query, people),
    kept: keptOf(query, world.prefix),
    coupons: couponsOf(query, people, uuids(Object.keys(world.templates))),
    accounts: ask(query, { by: hex('user_id'), available: 'available' }, `from coupons.points_accounts where user_id = any(${people})`),
    campaigns: campaignsOf(query, skus),
    skus: skusOf(query, skus),
    refunds: ask(query, { refundId: hex('t.id'), orderId: hex('t.order_id'), amountFen: 't.amount_fen', state: 't.state' }, ofOurs('groupbuy.refunds')),
    afterSales: ask(query, { afterSaleId: hex('t.id'), orderId: hex('t.order_id'), by: hex('t.user_id') }, ofOurs('groupbuy.after_sales')),
    posts: ask(query, { postId: hex('id'), by: hex('author_id'), text: 'body' }, `from content.posts where author_id = any(${people})`),
    comments: ask(query, { commentId: hex('id'), postId: hex('post_id'), by: hex('author_id'), text: 'body' }, `from content.comments where author_id = any(${people})`),
    likes: ask(query, { postId: hex('post_id'), by: hex('user_id'), active: 'active' }, `from content.likes where user_id = any(${people})`),
    names: ask(query, { by: hex('id'), nickname: 'nickname' }, `from auth.users where id = any(${people})`),
    addresses: ask(query, { addressId: hex('id'), by: hex('user_id') }, `from groupbuy.addresses where user_id = any(${people})`),
  };
  return Object.fromEntries(await Promise.all(Object.entries(rows).map(async ([name, asked]) => [name, await asked])));
}
