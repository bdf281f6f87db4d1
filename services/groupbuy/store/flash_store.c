#include "groupbuy/store/flash_store.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"

#define NEW(tx, type, count) arena_array(tx_arena(tx), type, (count))

static const char **users_of(struct tx *tx, const struct flash_row *rows, size_t count)
{
    const char **users = NEW(tx, const char *, count);

    for (size_t i = 0; i < count; i++)
        users[i] = rows[i].user_id;
    return users;
}

/* ---- which keys are known ---- */

/* Lateral, so that it is one look into the index for each, whatever the planner thinks of a table that was empty yet.
 */
static struct status ask_known(struct tx *tx, const struct flash_row *rows, size_t count, struct rows **ret_found)
{
    const char **keys = NEW(tx, const char *, count);

    for (size_t i = 0; i < count; i++)
        keys[i] = rows[i].key;
    return db_ask(tx, ret_found,
                  "select g.i, o.id, o.request_sha256, clock_timestamp()"
                  " from unnest($1::uuid[], $2::text[]) with ordinality as g (user_id, key, i)"
                  " left join lateral (select id, request_sha256 from orders"
                  "  where user_id = g.user_id and idempotency_key = g.key limit 1) as o on true",
                  db_ids(users_of(tx, rows, count), count), db_texts(keys, count));
}

static void read_known(const struct rows *found, struct flash_row *rows, int64_t *ret_now_us)
{
    for (int row = 0; row < rows_count(found); row++) {
        struct flash_row *item = &rows[rows_int(found, row, 0) - 1];
        size_t bytes;
        const uint8_t *sha256 = rows_bytes(found, row, 2, &bytes);

        item->known_order_id = rows_id(found, row, 1);
        item->same_body = bytes == SHA256_BYTES && memcmp(sha256, item->sha256, SHA256_BYTES) == 0;
        *ret_now_us = rows_time_us(found, row, 3);
    }
}

/* ---- opening ---- */

/* While it sells, to everybody or ($3) to people who were looked at, and what several accounts may have together is held
 * ($4) or not limited: only then is anything locked. */
#define SELLS                                                                                                          \
    "exists (select from campaigns c where c.id = $1 and c.kind = 'FLASH_SALE' and not c.sold_out"                     \
    " and clock_timestamp() >= c.starts_at and clock_timestamp() < least(c.ends_at, c.stopped_at)"                     \
    " and ($3 or (c.circle_id is null and c.community_id is null and c.buyers = 'ANY' and c.min_level = 0))"          \
    " and ($4 or not exists (select from products p where p.id = c.product_id"                                         \
    "  and greatest(p.per_household_limit, p.per_phone_limit) > 0)))"

/* Missing rows are inserted, the others locked and left as they are: by the key, whatever the planner thinks. What they
 * hold is read in the next statement's snapshot. */
static struct status ask_buyers(struct tx *tx, const char *campaign_id, const struct flash_ready *ready,
                                const char *const *users, size_t count, struct rows **ret_held)
{
    TRY(db_ask(tx, NULL,
               "insert into campaign_buyers (campaign_id, user_id, held)"
               " select $1, u, 0 from unnest($2::uuid[]) as u where " SELLS " order by u"
               " on conflict (campaign_id, user_id) do update set held = excluded.held where false",
               db_id(campaign_id), db_ids(users, count), db_bool(ready->sifted), db_bool(ready->product_id != NULL)));
    return db_ask(tx, ret_held,
                  "select g.i, (select held from campaign_buyers where campaign_id = $1 and user_id = g.user_id)"
                  " from unnest($2::uuid[]) with ordinality as g (user_id, i)",
                  db_id(campaign_id), db_ids(users, count));
}

/* FLASH_ALL_BUCKETS: in order; else one of them, by the lane. */
static struct status ask_buckets(struct tx *tx, const char *campaign_id, int64_t lane,
                                 const struct flash_ready *ready, struct rows **ret_buckets)
{
    return db_ask(tx, ret_buckets,
                  "select bucket, unsold from sale_stock where campaign_id = $1 and ($2::bigint < 0"
                  "  or bucket = $2 % (select buckets from campaigns where id = $1)) and " SELLS
                  " order by bucket for update",
                  db_id(campaign_id), db_int(lane), db_bool(ready->sifted), db_bool(ready->product_id != NULL));
}

static const char **links_of(struct tx *tx, const struct flash_row *rows, size_t count, bool *ret_any)
{
    const char **links = NEW(tx, const char *, 2 * count);

    *ret_any = false;
    for (size_t i = 0; i < count; i++) {
        links[2 * i] = rows[i].link_key;
        links[2 * i + 1] = rows[i].first_link_key;
        *ret_any |= *rows[i].link_key || *rows[i].first_link_key;
    }
    return links;
}

/* Whose links they are; *ret_sharers is NULL when nobody came by one. */
static struct status ask_sharers(struct tx *tx, const struct flash_row *rows, size_t count, struct rows **ret_sharers)
{
    bool any;
    const char **links = links_of(tx, rows, count, &any);

    *ret_sharers = NULL;
    if (!any)
        return OK;
    return db_ask(tx, ret_sharers,
                  "select g.i, (select sharer_id from links l where l.link_key = g.link_key)"
                  " from unnest($1::text[]) with ordinality as g (link_key, i) where g.link_key <> ''",
                  db_texts(links, 2 * count));
}

static void read_sharers(const struct rows *sharers, struct flash_row *rows)
{
    for (int row = 0; sharers && row < rows_count(sharers); row++) {
        int64_t place = rows_int(sharers, row, 0) - 1;
        struct flash_row *item = &rows[place / 2];

        *(place % 2 ? &item->first_sharer_id : &item->sharer_id) = rows_id(sharers, row, 1);
    }
}

static void read_held(const struct rows *held, struct flash_row *rows)
{
    for (int row = 0; row < rows_count(held); row++)
        rows[rows_int(held, row, 0) - 1].held = rows_int(held, row, 1);
}

static struct status read_buckets(const struct rows *rows, const char *campaign_id, struct bucket *ret_buckets,
                                  size_t *ret_count)
{
    if (rows_count(rows) > BUCKETS_MAX)
        return fail(INTERNAL, "campaign %s has %d buckets", campaign_id, rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        ret_buckets[row] = (struct bucket){ (int)rows_int(rows, row, 0), rows_int(rows, row, 1) };
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

/* What households and phones hold, behind their locks and before the bucket, which others wait for. */
static struct status ask_limits(struct tx *tx, const struct flash_ready *ready, const char *const *users, size_t count,
                                struct limit_answers *ret_answers)
{
    return ready->product_id ? limits_ask_all(tx, users, ready->phones, count, ready->product_id, ret_answers) : OK;
}

static void read_limits(struct tx *tx, const struct limit_answers *answers, struct flash_row *rows, size_t count,
                        struct flash_found *found)
{
    int64_t *phones = NEW(tx, int64_t, count);

    found->homes_count = 0;
    if (!answers->homes)
        return;
    limits_read_all(tx_arena(tx), answers, &found->homes, &found->homes_count, phones);
    for (size_t i = 0; i < count; i++)
        rows[i].phone_held = phones[i];
}

struct status flash_open(struct tx *tx, const char *campaign_id, int64_t lane, const struct flash_ready *ready,
                         struct flash_row *rows, size_t count, struct flash_found *ret_found)
{
    struct rows *campaign, *held, *buckets, *known, *sharers;
    const char **users = users_of(tx, rows, count);
    struct limit_answers limits = { .homes = NULL };

    TRY(campaign_ask(tx, campaign_id, &campaign));
    if (ready->product_id)
        TRY(limits_lock_all(tx, users, count, ready->product_id));
    TRY(ask_buyers(tx, campaign_id, ready, users, count, &held));
    TRY(ask_limits(tx, ready, users, count, &limits));
    TRY(ask_buckets(tx, campaign_id, lane, ready, &buckets));
    TRY(ask_known(tx, rows, count, &known));
    TRY(ask_sharers(tx, rows, count, &sharers));
    TRY(db_collect(tx));
    TRY(campaign_take(campaign, campaign_id, &ret_found->campaign));
    read_held(held, rows);
    read_known(known, rows, &ret_found->now_us);
    read_sharers(sharers, rows);
    read_limits(tx, &limits, rows, count, ret_found);
    return read_buckets(buckets, campaign_id, ret_found->buckets, &ret_found->buckets_count);
}

/* ---- writing ---- */

static const char *time_text(struct tx *tx, int64_t unix_us)
{
    return unix_us ? time_format_rfc3339(unix_us, arena_alloc(tx_arena(tx), TIME_RFC3339_BYTES)) : NULL;
}

/* One array a column. What all orders of the batch have in common is taken from the first. */
struct columns {
    const char **ids, **users, **keys;
    struct db_blob *shas;
    const char **links, **sharers, **touched, **first_links, **first_sharers, **first_touched, **channels, **circles,
        **posts, **broadcasts, **first_broadcasts;
    int64_t *quantities, *lists, *discounts, *payables;
};

static struct columns columns_new(struct tx *tx, size_t count)
{
    return (struct columns){
        .ids = NEW(tx, const char *, count),
        .users = NEW(tx, const char *, count),
        .keys = NEW(tx, const char *, count),
        .shas = NEW(tx, struct db_blob, count),
        .links = NEW(tx, const char *, count),
        .sharers = NEW(tx, const char *, count),
        .touched = NEW(tx, const char *, count),
        .first_links = NEW(tx, const char *, count),
        .first_sharers = NEW(tx, const char *, count),
        .first_touched = NEW(tx, const char *, count),
        .channels = NEW(tx, const char *, count),
        .circles = NEW(tx, const char *, count),
        .posts = NEW(tx, const char *, count),
        .broadcasts = NEW(tx, const char *, count),
        .first_broadcasts = NEW(tx, const char *, count),
        .quantities = NEW(tx, int64_t, count),
        .lists = NEW(tx, int64_t, count),
        .discounts = NEW(tx, int64_t, count),
        .payables = NEW(tx, int64_t, count),
    };
}

static struct columns columns_of(struct tx *tx, struct flash_row *const *rows, size_t count)
{
    struct columns c = columns_new(tx, count);

    for (size_t i = 0; i < count; i++) {
        const struct order *order = &rows[i]->order;
        const struct order_line *line = &rows[i]->line;

        c.ids[i] = order->id;
        c.users[i] = order->user_id;
        c.keys[i] = rows[i]->key;
        c.shas[i] = (struct db_blob){ rows[i]->sha256, SHA256_BYTES };
        c.links[i] = order->source.link_key;
        c.sharers[i] = order->sharer_id;
        c.touched[i] = time_text(tx, order->source.touched_us);
        c.first_links[i] = order->source.first_link_key;
        c.first_sharers[i] = order->first_sharer_id;
        c.first_touched[i] = time_text(tx, order->source.first_touched_us);
        c.channels[i] = order->source.channel;
        c.circles[i] = order->source.circle_id;
        c.posts[i] = order->source.post_id;
        c.broadcasts[i] = order->source.broadcast_id;
        c.first_broadcasts[i] = order->source.first_broadcast_id;
        c.quantities[i] = order->quantity;
        c.lists[i] = line->list;
        c.discounts[i] = line->campaign_discount;
        c.payables[i] = line->payable;
    }
    return c;
}

static void bucket_columns(const struct bucket *buckets, size_t count, int64_t *ret_numbers, int64_t *ret_unsold)
{
    for (size_t i = 0; i < count; i++) {
        ret_numbers[i] = buckets[i].number;
        ret_unsold[i] = buckets[i].unsold;
    }
}

static bool any_said(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (texts[i] && *texts[i])
            return true;
    return false;
}

/* Most buyers do not say where they come from. A column that nobody says anything in is NULL as a whole, which unnest()
 * gives to each, so that nothing of it is read nor kept. */
static struct db_param said(const char *const *texts, size_t count)
{
    return any_said(texts, count) ? db_texts(texts, count) : db_null();
}

static struct db_param ids_said(const char *const *ids, size_t count)
{
    return any_said(ids, count) ? db_ids(ids, count) : db_null();
}

struct status flash_write(struct tx *tx, const char *campaign_id, struct flash_row *const *rows, size_t count,
                          const struct bucket *buckets, size_t buckets_count)
{
    const struct columns c = columns_of(tx, rows, count);
    const struct order *order = &rows[0]->order;
    const struct order_line *line = &rows[0]->line;
    int64_t numbers[BUCKETS_MAX], unsold[BUCKETS_MAX];

    bucket_columns(buckets, buckets_count, numbers, unsold);
    return db_ask(
        tx, NULL,
        "with given as materialized ("
        " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::int[], $6::bigint[], $7::bigint[],"
        "  $8::bigint[], $9::text[], $10::uuid[], $11::timestamptz[], $12::text[], $13::uuid[], $14::timestamptz[],"
        "  $15::text[], $16::uuid[], $17::uuid[], $30::uuid[], $31::uuid[])"
        "  as g (id, user_id, key, sha256, quantity, list_fen, discount_fen, payable_fen, link_key, sharer_id,"
        "  touched_at, first_link_key, first_sharer_id, first_touched_at, channel, circle_id, post_id, broadcast_id,"
        "  first_broadcast_id)),"
        " lined as (insert into order_lines (order_id, position, product_id, sku_id, product_title, sku_title,"
        "  image_url, quantity, list_price_fen, price_fen, list_fen, campaign_discount_fen, coupon_discount_fen,"
        "  delivery_fen, payable_fen, no_return, claim_hours, claim_percent, claim_borne_by)"
        " select g.id, 0, $18, $19, $20, $21, $22, quantity, $23, $24, list_fen, discount_fen, 0, 0, payable_fen,"
        "  p.no_return, p.claim_hours, p.claim_percent, p.claim_borne_by"
        "  from given g left join products p on p.id = $18),"
        " bought as (insert into campaign_buyers as b (campaign_id, user_id, held) select $25, user_id, quantity from "
        "given"
        "  on conflict (campaign_id, user_id) do update set held = b.held + excluded.held),"
        " taken as (update sale_stock s set unsold = t.unsold from unnest($28::bigint[], $29::bigint[])"
        "  as t (bucket, unsold) where s.campaign_id = $25 and s.bucket = t.bucket)"
        " insert into orders (id, user_id, kind, campaign_id, bucket, quantity, amount_fen, moved_by, moved_why,"
        "  idempotency_key, request_sha256, pay_by, link_key, sharer_id, touched_at, first_link_key, first_sharer_id,"
        "  first_touched_at, channel, circle_id, post_id, broadcast_id, first_broadcast_id, merchant_id)"
        " select id, user_id, 'FLASH_SALE', $25, $26, quantity, payable_fen, replace(user_id::text, '-', ''),"
        "  'placed', key, sha256, $27, coalesce(link_key, ''), sharer_id, touched_at, coalesce(first_link_key, ''),"
        "  first_sharer_id, first_touched_at, coalesce(channel, ''), circle_id, post_id, broadcast_id,"
        "  first_broadcast_id,"
        "  (select order_merchant(array[c.sku_id], c.community_id) from campaigns c where c.id = $25) from given",
        db_ids(c.ids, count), db_ids(c.users, count), db_texts(c.keys, count), db_blobs(c.shas, count),
        db_ints(c.quantities, count), db_ints(c.lists, count), db_ints(c.discounts, count), db_ints(c.payables, count),
        said(c.links, count), ids_said(c.sharers, count), said(c.touched, count), said(c.first_links, count),
        ids_said(c.first_sharers, count), said(c.first_touched, count), said(c.channels, count),
        ids_said(c.circles, count), ids_said(c.posts, count), db_id(line->product_id), db_id(line->sku_id),
        db_text(line->product_title), db_text(line->sku_title), db_text(line->image_url), db_int(line->list_price),
        db_int(line->price), db_id(campaign_id), db_int(order->bucket), db_time(order->pay_by_us),
        db_ints(numbers, buckets_count), db_ints(unsold, buckets_count), ids_said(c.broadcasts, count),
        ids_said(c.first_broadcasts, count));
}
