/* A leader's round for tests: a point with staff, two items, hundreds of paid orders, closed by its job. Orders are
 * written as placing and paying leave them. On a shop of its own (seats.h), with baskets.h's goods. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_PLACES_H
#define LINLI_TESTS_STORE_GROUPBUY_PLACES_H

#include "groupbuy/flow/receiving.h"
#include "groupbuy/rounds.h"
#include "store/groupbuy/baskets.h"

#define LEADER    "00000000000000000000000000000aaa"
#define STAFF     "00000000000000000000000000000bbb"
#define COMMUNITY "00000000000000000000000000000ccc"
#define POINT     "00000000000000000000000000000ddd"

struct opened {
    const char *round;
    const char *apples, *pears; /* items, at 9.00 and 7.00 a unit */
};

static inline void lead(void)
{
    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
             db_id(LEADER), db_id(COMMUNITY));
    test_sql(
        shop.db,
        "insert into pick_up_points (id, leader_id, community_id, name, address, latitude_e6, longitude_e6, hours,"
        " image_urls, status) values ($1, $2, $3, '东门', '1 栋 <底商> \"甲\"', 0, 0, '17:00–20:00', '{}', 'APPROVED')"
        " on conflict do nothing",
        db_id(POINT), db_id(LEADER), db_id(COMMUNITY));
    test_sql(shop.db,
             "insert into point_staff (point_id, user_id, added_by) values ($1, $2, $3) on conflict do nothing",
             db_id(POINT), db_id(STAFF), db_id(LEADER));
}

static inline const char *add_item(const char *round, int position, const char *sku, int64_t price)
{
    struct rows *rows = test_sql(
        shop.db,
        "insert into round_items (id, round_id, position, product_id, sku_id, product_title, sku_title, image_url,"
        " weight_g, list_price_fen, price_fen, stock, unsold, per_user_limit, weighed) select gen_random_uuid(), $1, "
        "$2,"
        " s.product_id, s.id, p.title, s.title, '', s.weight_g, s.list_price_fen, $4, 10000, 10000, 0, false"
        " from skus s join products p on p.id = s.product_id where s.id = $3 returning id",
        db_id(round), db_int(position), db_id(sku), db_int(price));

    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

/* Order n (1 …) of buyer n: 1 + n mod 3 apples, n mod 2 pears; at the point, but every tenth to the door when `door`.
 */
static inline void add_orders(const struct opened *opened, int count, bool door)
{
    test_sql(
        shop.db,
        "insert into orders (id, user_id, kind, round_id, bucket, quantity, amount_fen, delivery, moved_by, moved_why,"
        " pay_by) select md5($1 || n)::uuid, lpad(to_hex(n + 4096), 32, '0')::uuid, 'GROUP_BUY', $1::uuid, 0,"
        " 1 + n % 3 + n % 2, 900 * (1 + n % 3) + 700 * (n % 2), case when $3 and n % 10 = 0 then 'DOOR' else"
        " 'PICK_UP' end, 'test', 'placed', now() from generate_series(1, $2) n",
        db_text(opened->round), db_int(count), db_bool(door));
    test_sql(
        shop.db,
        "insert into order_lines (order_id, position, product_id, sku_id, product_title, sku_title, image_url,"
        " quantity, list_price_fen, price_fen, list_fen, campaign_discount_fen, coupon_discount_fen, delivery_fen,"
        " payable_fen, pool, pool_id, weight_g) select md5($1 || n)::uuid, i.position, i.product_id, i.sku_id,"
        " i.product_title, i.sku_title, '', q, i.list_price_fen, i.price_fen, i.list_price_fen * q,"
        " (i.list_price_fen - i.price_fen) * q, 0, 0, i.price_fen * q, 'ROUND', i.id, i.weight_g"
        " from generate_series(1, $2) n, round_items i, lateral (select (case i.position when 0 then 1 + n % 3 else"
        " n % 2 end)::int as q) g where i.round_id = $1::uuid and q > 0",
        db_text(opened->round), db_int(count));
    test_sql(
        shop.db,
        "insert into payments (order_id, user_id, amount_fen, app_id, payer_openid, description, expires_at, state,"
        " transaction_id, paid_at) select id, user_id, amount_fen, 'wxapp', 'openid', '', now(), 'PAID', 'wx-' || id,"
        " now() from orders where round_id = $1",
        db_id(opened->round));
    test_sql(
        shop.db,
        "insert into round_entries (order_id, round_id, number, user_id, point_id, counts) select o.id, o.round_id,"
        " n, o.user_id, case when o.delivery = 'PICK_UP' then $3::uuid end, true from generate_series(1, $2) n"
        " join orders o on o.id = md5($1 || n)::uuid",
        db_text(opened->round), db_int(count), db_id(POINT));
    for (int i = 0; i < 2; i++)
        test_sql(shop.db,
                 "update orders set status = $2, version = version + 1, paid_at = now(), moved_why = 'test'"
                 " where round_id = $1",
                 db_id(opened->round), db_text(i ? "WAITING_CUTOFF" : "PAID"));
    test_sql(shop.db,
             "update round_items i set unsold = stock - s.units, paid_units = s.units, paid_fen = s.fen from (select"
             " pool_id, sum(quantity) as units, sum(payable_fen) as fen from order_lines group by pool_id) s"
             " where i.id = s.pool_id and i.round_id = $1",
             db_id(opened->round));
}

static inline struct opened open_round(const char *rule, int orders, bool door)
{
    struct goods goods = put_on_shelf(20000, 0);
    struct opened opened = { .round = id_make(&shop.clerk.arena) };

    lead();
    test_sql(
        shop.db,
        "insert into rounds (id, leader_id, community_id, title, description, image_urls, status, starts_at, ends_at,"
        " ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
        " uncollected_rule, uncollected_refund_percent, keep_days) values ($1, $2, $3, '周三团', '', '{}', 'CLOSING',"
        " now() - interval '1 h', now(), now(), 0, 900, $5, 0, 0, 0, $4, 'KEEP', 0, 3)",
        db_id(opened.round), db_id(LEADER), db_id(COMMUNITY), db_text(rule), db_bool(door));
    test_sql(shop.db, "insert into round_points (round_id, point_id) values ($1, $2)", db_id(opened.round),
             db_id(POINT));
    opened.apples = add_item(opened.round, 0, goods.apples, 900);
    opened.pears = add_item(opened.round, 1, goods.pears, 700);
    add_orders(&opened, orders, door);
    return opened;
}

/* Past its cut-off. */
static inline struct opened closed_round(const char *rule, int orders, bool door)
{
    struct opened opened = open_round(rule, orders, door);

    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    return opened;
}

static inline const char *round_status(const struct opened *opened)
{
    return rows_text(test_sql(shop.db, "select status from rounds where id = $1", db_id(opened->round)), 0, 0);
}

struct came {
    const char *item;
    int64_t arrived, damaged;
};

static inline struct status arrive(const char *user, const struct opened *opened, const char *place,
                                   const struct came *came, size_t count, Gb__PlaceReceiving *out)
{
    Gb__RecordArrivalRequest in = GB__RECORD_ARRIVAL_REQUEST__INIT;

    in.round_id = opened->round;
    in.place_id = place;
    in.n_items = count;
    in.items = arena_array(&shop.clerk.arena, Gb__ArrivalItem *, count);
    for (size_t i = 0; i < count; i++) {
        in.items[i] = message_new(&shop.clerk.arena, &gb__arrival_item__descriptor);
        in.items[i]->item_id = came[i].item;
        in.items[i]->arrived = came[i].arrived;
        in.items[i]->damaged = came[i].damaged;
    }
    gb__place_receiving__init(out);
    return CALL_IN_TX(user, groupbuy_record_arrival, &in, out);
}

#define ARRIVE(user, opened, place, out, ...)                                                                          \
    arrive(user, opened, place, (const struct came[]){ __VA_ARGS__ },                                                  \
           sizeof((const struct came[]){ __VA_ARGS__ }) / sizeof(struct came), out)

static inline struct status confirm(const char *user, const struct opened *opened, const char *place, int deliveries,
                                    Gb__PlaceReceiving *out)
{
    Gb__ConfirmReceivingRequest in = GB__CONFIRM_RECEIVING_REQUEST__INIT;

    in.round_id = opened->round;
    in.place_id = place;
    in.deliveries = deliveries;
    gb__place_receiving__init(out);
    return CALL_IN_TX(user, groupbuy_confirm_receiving, &in, out);
}

static inline struct status settle(const struct opened *opened, const char *place)
{
    return run_job(JOB_SETTLE_PLACE, arena_printf(&shop.clerk.arena, "%s:%s", opened->round, place),
                   groupbuy_settle_place);
}

/* A number about the round's orders. */
#define OF_ROUND(opened, expression)                                                                                   \
    test_sql_int(shop.db,                                                                                              \
                 "select (" expression ")::bigint from orders o join round_entries e on e.order_id = o.id"             \
                 " where o.round_id = $1",                                                                             \
                 db_id((opened)->round))

#endif
