#include "coupons/store/coupon_store.h"

#include "base/crypto.h"
#include "coupons/store/template_store.h"

struct status coupons_insert(struct tx *tx, struct arena *arena, const struct grant *grants, size_t count, int64_t now_us)
{
    const char **ids = arena_array(arena, const char *, count), **templates = arena_array(arena, const char *, count),
               **users = arena_array(arena, const char *, count), **keys = arena_array(arena, const char *, count),
               **hashes = arena_array(arena, const char *, count);
    int64_t *channels = arena_array(arena, int64_t, count), *expires = arena_array(arena, int64_t, count);

    for (size_t i = 0; i < count; i++) {
        ids[i] = grants[i].coupon_id;
        templates[i] = grants[i].template_id;
        users[i] = grants[i].user_id;
        keys[i] = grants[i].grant_key;
        channels[i] = grants[i].channel;
        expires[i] = grants[i].expires_us;
        if (grants[i].request_sha256) {
            char *hex = arena_alloc(arena, 2 * SHA256_BYTES + 1);
            hex_encode(grants[i].request_sha256, SHA256_BYTES, hex);
            hashes[i] = hex;
        }
    }
    return db_exec(tx,
                   "insert into coupons (id, template_id, user_id, state, channel, grant_key, request_sha256, issued_at, expires_at)"
                   " select id, t, u, 1, c, k, decode(h, 'hex'), $8, to_timestamp(0) + e * interval '1 microsecond'"
                   " from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::bigint[])"
                   " n (id, t, u, c, k, h, e)",
                   db_texts(ids, count), db_texts(templates, count), db_texts(users, count), db_ints(channels, count),
                   db_texts(keys, count), db_texts(hashes, count), db_ints(expires, count), db_time(now_us));
}

struct status coupons_granted(struct tx *tx, struct arena *arena, const struct grant *keys, size_t count, struct granted **ret_granted)
{
    const char **users = arena_array(arena, const char *, count), **texts = arena_array(arena, const char *, count);
    int64_t *channels = arena_array(arena, int64_t, count);
    struct granted *granted = arena_array(arena, struct granted, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++) {
        users[i] = keys[i].user_id;
        channels[i] = keys[i].channel;
        texts[i] = keys[i].grant_key;
    }
    TRY(db_query(tx, &rows,
                 "select n.place, c.id, encode(c.request_sha256, 'hex')"
                 " from unnest($1::uuid[], $2::bigint[], $3::text[]) with ordinality n (u, c, k, place)"
                 " join coupons c on c.user_id = n.u and c.channel = n.c and c.grant_key = n.k",
                 db_texts(users, count), db_ints(channels, count), db_texts(texts, count)));
    for (int row = 0; row < rows_count(rows); row++)
        granted[rows_int(rows, row, 0) - 1] = (struct granted){ rows_id(rows, row, 1), rows_text(rows, row, 2) };
    *ret_granted = granted;
    return OK;
}

#define COUPON_COLUMNS TEMPLATE_COLUMNS ", c.id, c.user_id, c.state, c.order_id, c.channel, c.issued_at, c.expires_at"
#define COUPON_SELECT  "select" COUPON_COLUMNS " from coupons c join templates t on t.id = c.template_id"

static void coupon_read(struct arena *arena, const struct rows *rows, int row, struct coupon *coupon)
{
    struct template *template = arena_new(arena, struct template);
    int at = TEMPLATE_COLUMNS_COUNT;

    template_read(arena, rows, row, template);
    *coupon = (struct coupon){
        .id = rows_id(rows, row, at),
        .user_id = rows_id(rows, row, at + 1),
        .template = template,
        .state = (enum coupon_state)rows_int(rows, row, at + 2),
        .order_id = rows_id(rows, row, at + 3),
        .channel = (enum channel)rows_int(rows, row, at + 4),
        .issued_us = rows_time_us(rows, row, at + 5),
        .expires_us = rows_time_us(rows, row, at + 6),
    };
}

static void coupons_read(struct arena *arena, const struct rows *rows, struct coupon **ret_coupons, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct coupon *coupons = arena_array(arena, struct coupon, count);

    for (size_t i = 0; i < count; i++)
        coupon_read(arena, rows, (int)i, &coupons[i]);
    *ret_coupons = coupons;
    *ret_count = count;
}

struct status coupon_get(struct tx *tx, struct arena *arena, const char *coupon_id, const char *user_id, struct coupon *ret_coupon)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, COUPON_SELECT " where c.id = $1 and c.user_id = $2", db_id(coupon_id), db_id(user_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "coupon %s", coupon_id);
    coupon_read(arena, rows, 0, ret_coupon);
    return OK;
}

struct status coupon_lock(struct tx *tx, struct arena *arena, const char *coupon_id, const char *user_id, struct coupon *ret_coupon)
{
    TRY(db_exec(tx, "select from coupons where id = $1 for no key update", db_id(coupon_id)));
    return coupon_get(tx, arena, coupon_id, user_id, ret_coupon);
}

struct status coupon_list(struct tx *tx, struct arena *arena, const char *user_id, enum coupon_state state, int64_t now_us,
                          const char *before_id, int limit, struct coupon **ret_coupons, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 COUPON_SELECT " where c.user_id = $1 and c.id < " DB_BEFORE("$4") " and ($2 = 0 or $2 ="
                               " case when c.state = 1 and c.expires_at <= $3 then 4 else c.state end)"
                               " order by c.id desc limit $5",
                 db_id(user_id), db_int(state), db_time(now_us), db_id(before_id), db_int(limit)));
    coupons_read(arena, rows, ret_coupons, ret_count);
    return OK;
}

struct status coupon_move(struct tx *tx, const char *coupon_id, enum coupon_state state, const char *order_id)
{
    return db_exec(tx, "update coupons set state = $2, order_id = $3 where id = $1", db_id(coupon_id), db_int(state),
                   db_id(order_id));
}

struct status coupon_extend(struct tx *tx, const char *coupon_id, int64_t expires_us)
{
    return db_exec(tx, "update coupons set expires_at = $2, told = 0 where id = $1", db_id(coupon_id), db_time(expires_us));
}

struct status coupons_tell(struct tx *tx, struct arena *arena, enum coupon_end end, int64_t until_us, int limit,
                           struct coupon **ret_coupons, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update coupons c set told = $1 from templates t where t.id = c.template_id and c.id in"
                 " (select id from coupons where state = 1 and told < $1 and told < 2 and expires_at <= $2"
                 "  order by expires_at limit $3 for update skip locked) returning" COUPON_COLUMNS,
                 db_int(end), db_time(until_us), db_int(limit)));
    coupons_read(arena, rows, ret_coupons, ret_count);
    return OK;
}

struct status lock_get(struct tx *tx, const char *coupon_id, const char *order_id, struct lock *ret_lock)
{
    struct rows *rows;

    *ret_lock = (struct lock){ .state = LOCK_NONE };
    TRY(db_query(tx, &rows,
                 "select l.state, l.discount_fen, e.place from locks l left join unnest(l.eligible) e (place) on true"
                 " where l.coupon_id = $1 and l.order_id = $2 order by e.place",
                 db_id(coupon_id), db_id(order_id)));
    for (int row = 0; row < rows_count(rows); row++) {
        ret_lock->state = (enum lock_state)rows_int(rows, row, 0);
        ret_lock->offer.discount = rows_int(rows, row, 1);
        if (!rows_null(rows, row, 2))
            ret_lock->offer.eligible[ret_lock->offer.eligible_count++] = rows_int(rows, row, 2);
    }
    return OK;
}

struct status lock_save(struct tx *tx, const char *coupon_id, const char *order_id, const struct lock *lock, int64_t now_us)
{
    return db_exec(tx,
                   "insert into locks (coupon_id, order_id, state, discount_fen, eligible, locked_at, ended_at)"
                   " values ($1, $2, $3::smallint, $4, $5, $6::timestamptz, case when $3::smallint <> 1 then $6::timestamptz end)"
                   " on conflict (coupon_id, order_id) do update set state = excluded.state, ended_at = excluded.ended_at",
                   db_id(coupon_id), db_id(order_id), db_int(lock->state), db_int(lock->offer.discount),
                   db_ints(lock->offer.eligible, lock->offer.eligible_count), db_time(now_us));
}
