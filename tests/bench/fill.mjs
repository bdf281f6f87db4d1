// Rows by the million, made inside PostgreSQL, as life would leave them: few people write and buy most of it, what is old is over,
// ids are UUIDv7 of their moment. Triggers and references are off while they come: they are our rows, and whole.

const PART = 250_000;
const DAYS = 730; // the oldest is so old
const PEOPLE_MAX = 200_000;

// Helpers of a session. `share`: 0 for the oldest row, 1 for the newest. `skewed`: 0 … n-1, small numbers by far the most.
const HELPERS = `
  set session_replication_role = replica; set statement_timeout = 0; set search_path = public;
  create or replace function pg_temp.moment(share float8) returns timestamptz language sql stable as
    $$ select now() - make_interval(secs => (1 - share) * ${DAYS} * 86400) $$;
  create or replace function pg_temp.id7(at timestamptz, seed text) returns uuid language sql immutable as
    $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid $$;
  create or replace function pg_temp.skewed(n int) returns int language sql volatile as $$ select floor(n * random() ^ 3)::int $$;
  create or replace function pg_temp.somebody(number int) returns uuid language sql immutable as
    $$ select ('0193a0b0' || lpad(to_hex(number), 8, '0') || '8000' || substr(md5(number::text), 1, 12))::uuid $$;`;

async function inParts(database, count, sqlOf) {
  for (let first = 1; first <= count; first += PART) {
    await database.run(`${HELPERS}\nselect setseed(${(first % 1000) / 1000});\n${sqlOf(first, Math.min(first + PART - 1, count))}`);
  }
}

const peopleOf = (count) => Math.max(10, Math.min(PEOPLE_MAX, Math.ceil(count / 20)));

// `count` posts in the shop's circles, half of them liked by somebody, written by a twentieth as many people. Again: to that many
// more of their own. Gives { newest }, the id of one.
export async function fillPosts({ database, house, circles, communityId }, count, { label = 'posts' } = {}) {
  const authors = peopleOf(count);
  const list = circles.map((id) => `'${id}'`).join(',');
  await database.run(`${HELPERS}
    insert into content.people (user_id, nickname, avatar_url, phone_verified, version)
      select pg_temp.somebody(g), '邻居' || g, '', true, 1 from generate_series(0, ${authors - 1}) g on conflict do nothing;`);
  await inParts(database, count, (first, last) => `
    insert into content.posts (id, circle_id, community_id, author_id, title, body, state, like_count, comment_count, created_at, published_at,
        removed_by, visibility, text_passed)
      select pg_temp.id7(at, '${label}' || g), (array[${list}]::uuid[])[1 + pg_temp.skewed(${circles.length})], '${communityId}', pg_temp.somebody(pg_temp.skewed(${authors})),
        '周末有人一起去摘枇杷吗 ' || g, repeat('听说山上的枇杷熟了。', 1 + pg_temp.skewed(40)), case when g % 33 = 0 then 3 else 2 end, (g % 2 = 0)::int, 0, at, at,
        case when g % 33 = 0 then 'author' end, 1, true
      from (select g, pg_temp.moment(g / ${count + 1}::float8) as at from generate_series(${first}, ${last}) g) rows;
    insert into content.likes (id, post_id, user_id, active, liked_at)
      select gen_random_uuid(), pg_temp.id7(at, '${label}' || g), pg_temp.somebody(pg_temp.skewed(${authors})), true, at
      from (select g, pg_temp.moment(g / ${count + 1}::float8) as at from generate_series(${first}, ${last}) g where g % 2 = 0) rows;`);
  await database.run('vacuum (analyze) content.posts; vacuum (analyze) content.people; vacuum (analyze) content.likes;');
  const [{ id }] = house.query('select id from content.posts where state = 2 order by published_at desc limit 1');
  return { newest: id.replaceAll('-', '') };
}

// Orders with their lines and logs: nine of ten completed, the others called off or paid back. Nobody waits for any of them.
export async function fillOrders({ database, sale }, count, { label = 'orders' } = {}) {
  const buyers = peopleOf(count);
  const rows = (first, last) => `(select g, case when g % 20 = 0 then 'REFUNDED' when g % 20 = 1 then 'CANCELLED' else 'COMPLETED' end as status, pg_temp.moment(g / ${count + 1}::float8) as at
      from generate_series(${first}, ${last}) g) rows`;
  await inParts(database, count, (first, last) => `
    insert into groupbuy.orders (id, user_id, kind, bucket, quantity, amount_fen, status, version, moved_by, moved_why, idempotency_key, request_sha256, created_at,
        pay_by, paid_at, cancelled_at, cancel_reason)
      select pg_temp.id7(at, '${label}' || g), pg_temp.somebody(pg_temp.skewed(${buyers})), 'PLAIN', 0, 1, 990, status, 3, 'system', 'as usual', md5('${label}' || g), sha256(convert_to(g::text, 'UTF8')),
        at, at + interval '15 min', case when status <> 'CANCELLED' then at end, case when status = 'CANCELLED' then at end, case when status = 'CANCELLED' then 'unpaid' else '' end
      from ${rows(first, last)};
    insert into groupbuy.order_lines (order_id, position, product_id, sku_id, product_title, sku_title, image_url, quantity, list_price_fen, price_fen, list_fen,
        campaign_discount_fen, coupon_discount_fen, delivery_fen, payable_fen, pool, pool_id)
      select pg_temp.id7(at, '${label}' || g), 0, '${sale.productId}', '${sale.skuId}', '云南蓝莓', '125 g × 4', '', 1, 990, 990, 990, 0, 0, 0, 990, 'SKU', '${sale.skuId}'
      from ${rows(first, last)};
    insert into groupbuy.order_log (order_id, version, from_status, to_status, actor, reason, at)
      select pg_temp.id7(at, '${label}' || g), v, case when v = 2 then 'PENDING_PAYMENT' end, case v when 1 then 'PENDING_PAYMENT' else status end, 'system', 'as usual', at
      from ${rows(first, last)}, generate_series(1, 2) v;`);
  await database.run('vacuum (analyze) groupbuy.orders; vacuum (analyze) groupbuy.order_lines; vacuum (analyze) groupbuy.order_log;');
}

// Coupons of the shop's template, one a person, most of them used up or run out.
export async function fillCoupons({ database, template }, count, { label = 'coupons' } = {}) {
  const rows = (first, last) => `(select g, pg_temp.moment(g / ${count + 1}::float8) as at, md5('${label}' || g)::uuid as holder from generate_series(${first}, ${last}) g) rows`;
  await inParts(database, count, (first, last) => `
    insert into coupons.coupons (id, template_id, user_id, state, order_id, channel, grant_key, issued_at, expires_at, told)
      select pg_temp.id7(at, '${label}' || g), '${template.templateId}', holder, case when g % 3 = 0 then 3 else 1 end, case when g % 3 = 0 then gen_random_uuid() end, 1,
        '${label}' || g, at, case when g % 10 = 9 then now() + interval '20 d' else at end, case when g % 10 = 9 then 0 else 2 end
      from ${rows(first, last)};
    insert into coupons.holders (template_id, user_id, issued) select '${template.templateId}', holder, 1 from ${rows(first, last)} on conflict do nothing;`);
  await database.run('vacuum (analyze) coupons.coupons; vacuum (analyze) coupons.holders;');
}

// So many people who want to be reminded of a campaign.
export async function fillReminders({ database }, campaignId, count) {
  await inParts(database, count, (first, last) => `
    insert into groupbuy.campaign_reminders (campaign_id, user_id) select '${campaignId}', pg_temp.somebody(g) from generate_series(${first}, ${last}) g;`);
  await database.run('vacuum (analyze) groupbuy.campaign_reminders;');
}

// The same tables as a shop would have them that somebody wrote in an afternoon, filled alike.
export async function fillPeer(database, name, count) {
  const authors = peopleOf(count);
  await database.run(`${HELPERS} set search_path = peer, public;
    insert into people (id, nickname) select pg_temp.somebody(g), '邻居' || g from generate_series(0, ${authors - 1}) g;
    insert into posts (id, community_id, author_id, title, body, like_count, created_at)
      select pg_temp.id7(at, 'posts' || g), '0193a0b0c0d07000800000000000000a', pg_temp.somebody(pg_temp.skewed(${authors})), '周末有人一起去摘枇杷吗 ' || g,
        repeat('听说山上的枇杷熟了。', 1 + pg_temp.skewed(40)), (g % 2 = 0)::int, at
      from (select g, pg_temp.moment(g / ${count + 1}::float8) as at from generate_series(1, ${count}) g) rows;
    analyze people; analyze posts;`, name);
}
