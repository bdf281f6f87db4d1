/* Rounds that run, with apples alone, and orders in them that wait to be paid. On a shop of its own (seats.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_RUNNING_H
#define LINLI_TESTS_STORE_GROUPBUY_RUNNING_H

#include "store/groupbuy/places.h"

static struct goods goods;

static inline void rounds_up(void)
{
    goods = put_on_shelf(20000, 0);
    lead();
}

/* A round that runs for so many minutes, with apples alone at `price`. */
static inline const char *running_round(int minutes, fen price)
{
    const char *round = id_make(&shop.clerk.arena);

    test_sql(
        shop.db,
        "insert into rounds (id, leader_id, community_id, title, description, image_urls, status, starts_at, ends_at,"
        " ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
        " uncollected_rule, uncollected_refund_percent, keep_days, published_at) values ($1, $2, $3, '周三团', '', "
        "'{}',"
        " 'OPEN', now() - interval '1 h', now() + $4 * interval '1 min', now() + interval '1 day', 300, 900, false, 0, "
        "0,"
        " 0, 'FIRST_COME', 'KEEP', 0, 3, now())",
        db_id(round), db_id(LEADER), db_id(COMMUNITY), db_int(minutes));
    test_sql(shop.db, "insert into round_points (round_id, point_id) values ($1, $2)", db_id(round), db_id(POINT));
    add_item(round, 0, goods.apples, price);
    return round;
}

/* Ordered, and WeChat's sheet is open. */
static inline struct seat order_in(const char *round, int user, int units, Gb__LatePayment late)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct seat seat = { .user = user_n(&shop.clerk, user) };
    struct call *call = clerk_call(&shop.clerk, seat.user);
    Gb__Payment payment;

    item.item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    in.late_payment = late;
    call->operation_id = seat.order = id_make(&shop.clerk.arena);
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    assert_ok(ask_to_pay(&seat, &payment));
    wechat_order(seat.order);
    return seat;
}

#endif
