/* Goods come to the places of a leader's round: counted in parts, a shortage shared out among hundreds of orders and
 * refunded to the fen, the rest ready; also when the job is stopped in the middle. */
#include "store/groupbuy/places.h"

#define ORDERS 600

static int up(void **state)
{
    return seats_up(state, "gb_receiving");
}

/* What buyer n of add_orders() wants. */
static int64_t apples_of(int n)
{
    return 1 + n % 3;
}

static int64_t all_apples(int count)
{
    int64_t sum = 0;

    for (int n = 1; n <= count; n++)
        sum += apples_of(n);
    return sum;
}

/* Lap by lap, unit by unit: nothing like how the service does it. */
static void deal(bool even, int64_t units, int count, int64_t *served)
{
    memset(served, 0, sizeof *served * (size_t)(count + 1));
    for (bool moved = true; units > 0 && moved;) {
        moved = false;
        for (int n = 1; n <= count && units > 0; n++)
            while (served[n] < apples_of(n) && units > 0) {
                served[n]++;
                units--;
                moved = true;
                if (even)
                    break;
            }
    }
}

static int64_t served_to(const struct opened *opened, int n)
{
    return test_sql_int(shop.db,
                        "select k.served from round_picks k join round_parcels p on p.order_id = k.order_id"
                        " where p.round_id = $1 and p.number = $2 and k.item_id = $3",
                        db_id(opened->round), db_int(n), db_id(opened->apples));
}

static void receive_short(const char *rule, int64_t lacking)
{
    struct opened opened = closed_round(rule, ORDERS, false);
    int64_t came = all_apples(ORDERS) - lacking, served[ORDERS + 1];
    Gb__PlaceReceiving seen;

    deal(strcmp(rule, "EVEN") == 0, came, ORDERS, served);
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, came + 5, 5 }, { opened.pears, ORDERS / 2, 0 }));
    assert_int_equal(seen.items[0]->wanted - seen.items[0]->served, lacking);
    assert_int_equal(seen.items[1]->served, ORDERS / 2);
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    for (int n = 1; n <= ORDERS; n++)
        assert_int_equal(served_to(&opened, n), served[n]);
    assert_ok(settle(&opened, POINT));
    assert_string_equal(round_status(&opened), "READY");
    assert_int_equal(OF_ROUND(&opened, "sum((select sum(f.amount_fen) from refunds f where f.order_id = o.id))"),
                     lacking * 900);
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"),
                     OF_ROUND(&opened,
                              "count(*) filter (where exists (select from order_lines l where l.order_id = o.id"
                              " and l.quantity > l.refunded_units))"));
}

static void a_shortage_goes_to_who_came_last(void **state)
{
    (void)state;
    receive_short("FIRST_COME", 137);
}

static void a_shortage_is_shared_evenly(void **state)
{
    (void)state;
    receive_short("EVEN", 433);
}

/* Orders 1 and 2 are one person's, 3 and 4 others'; he has no more for having ordered twice. */
static void evenly_is_by_person_and_not_by_order(void **state)
{
    struct opened opened = open_round("EVEN", 4, false); /* 2, 3, 1 and 2 apples */
    Gb__PlaceReceiving seen;

    (void)state;
    test_sql(shop.db,
             "update round_entries set user_id = (select user_id from round_entries where round_id = $1 and number = 1)"
             " where round_id = $1 and number = 2",
             db_id(opened.round));
    test_sql(shop.db,
             "update orders o set user_id = e.user_id, version = version + 1, moved_why = 'test' from round_entries e"
             " where e.order_id = o.id and e.round_id = $1",
             db_id(opened.round));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 5, 0 }, { opened.pears, 1000, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    for (int n = 1; n <= 4; n++)
        assert_int_equal(served_to(&opened, n), ((const int64_t[]){ 2, 0, 1, 2 })[n - 1]);
}

static void nothing_came_and_all_is_refunded(void **state)
{
    struct opened opened = closed_round("EVEN", 3, false);
    Gb__PlaceReceiving seen;

    (void)state;
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, 0, 0 }, { opened.pears, 0, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'WAITING_CUTOFF')"), 3); /* WeChat is asked */
    assert_int_equal(OF_ROUND(&opened, "sum((select sum(f.amount_fen) from refunds f where f.order_id = o.id))"),
                     OF_ROUND(&opened, "sum(o.amount_fen)"));
    for (int n = 0; n < 3; n++) {
        struct rows *rows =
            test_sql(shop.db, "select id, amount_fen from orders where round_id = $1 order by id offset $2",
                     db_id(opened.round), db_int(n));
        struct seat seat = { .order = arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0)) };

        snprintf(wechat.orders[n].id, sizeof wechat.orders[n].id, "%s", seat.order);
        wechat.orders[n].amount = rows_int(rows, 0, 1);
        wechat.orders_count = (size_t)n + 1;
        drive_refunds(&seat);
        assert_order(&seat, "REFUNDED");
        assert_int_equal(events("LineShort", seat.order), 1);
        assert_int_equal(events("OrderReady", seat.order), 0);
    }
    assert_ok(run_job(JOB_FIND_ENDED_ROUNDS, "", groupbuy_find_ended_rounds));
    assert_string_equal(round_status(&opened), "DONE");
}

/* The job is stopped in its second batch: what was done stays done, and who comes again ends it, each order once. */
static void a_stopped_job_goes_on(void **state)
{
    struct opened opened = closed_round("FIRST_COME", 120, false);
    int64_t came = all_apples(120) - 100;
    Gb__PlaceReceiving seen;

    (void)state;
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, came, 0 }, { opened.pears, 60, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    test_sql(shop.db,
             "create function stop_here() returns trigger language plpgsql as $$ begin if (select count(*) from"
             " round_parcels where settled_at is not null and round_id = new.round_id) >= 70 then raise exception"
             " 'stopped'; end if; return new; end $$");
    test_sql(shop.db,
             "create trigger stop_here before update on round_parcels for each row execute function stop_here()");
    assert_fails(settle(&opened, POINT), INTERNAL);
    assert_int_equal(OF_ROUND(&opened, "(select count(*) from round_parcels p where p.round_id = $1 and settled_at is"
                                       " not null) + 0 * count(*)"),
                     50);
    assert_string_equal(round_status(&opened), "RECEIVING");
    test_sql(shop.db, "drop trigger stop_here on round_parcels");
    assert_ok(settle(&opened, POINT));
    assert_ok(settle(&opened, POINT)); /* again: nothing */
    assert_string_equal(round_status(&opened), "READY");
    assert_int_equal(OF_ROUND(&opened, "sum((select sum(f.amount_fen) from refunds f where f.order_id = o.id))"),
                     100 * 900);
    assert_int_equal(OF_ROUND(&opened, "max((select count(*) from refunds f where f.order_id = o.id))"), 1);
    assert_int_equal(OF_ROUND(&opened, "max((select count(*) from outbox x where x.aggregate_id = o.id and x.type ="
                                       " 'linli.groupbuy.v1.OrderReady'))"),
                     1);
}

static void parts_add_up_and_only_what_was_seen_is_confirmed(void **state)
{
    struct opened opened = closed_round("FIRST_COME", 10, true);
    int64_t apples = all_apples(9); /* the tenth is brought to the door */
    Gb__PlaceReceiving seen;

    (void)state;
    assert_fails(ARRIVE(user_n(&shop.clerk, 1), &opened, POINT, &seen, { opened.apples, 1, 0 }), NOT_HERE);
    assert_fails(ARRIVE(STAFF, &opened, opened.round, &seen, { opened.apples, 1, 0 }), NOT_HERE);
    assert_fails(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1, 2 }), FIELDS_INVALID);
    assert_fails(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, -1, 0 }), FIELDS_INVALID);
    assert_fails(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1, 0 }, { opened.apples, 1, 0 }),
                 FIELDS_INVALID);
    assert_fails(ARRIVE(STAFF, &opened, POINT, &seen, { opened.round, 1, 0 }), NOT_HERE);
    assert_fails(confirm(LEADER, &opened, POINT, 1, &seen), NOT_TO_BE_RECEIVED);
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, apples + 2, 0 }));
    assert_string_equal(round_status(&opened), "RECEIVING");
    assert_fails(confirm(LEADER, &opened, POINT, 1, &seen), ITEM_NOT_COUNTED);
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, -3, 0 }, { opened.pears, 5, 0 }));
    assert_int_equal(seen.items[0]->arrived, apples - 1);
    assert_int_equal(seen.deliveries, 2);
    assert_fails(confirm(LEADER, &opened, POINT, 1, &seen), PROPOSAL_CHANGED);
    assert_fails(confirm(STAFF, &opened, POINT, 2, &seen), NOT_HERE);
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 3, &seen));
    assert_fails(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1, 0 }), NOT_TO_BE_RECEIVED);
    assert_ok(settle(&opened, POINT));
    assert_string_equal(round_status(&opened), "RECEIVING"); /* the door is still to come */
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"), 9);
    assert_ok(ARRIVE(LEADER, &opened, opened.round, &seen, { opened.apples, apples_of(10), 0 }));
    assert_ok(confirm(LEADER, &opened, opened.round, 1, &seen));
    assert_ok(settle(&opened, opened.round));
    assert_string_equal(round_status(&opened), "READY");
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"), 10);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from refunds f join orders o on o.id = f.order_id where"
                                  " o.round_id = $1",
                                  db_id(opened.round)),
                     0);
}

static const char *order_numbered(const struct opened *opened, int number)
{
    return arena_strdup(&shop.clerk.arena,
                        rows_id(test_sql(shop.db,
                                         "select order_id from round_entries where round_id = $1 and number = $2",
                                         db_id(opened->round), db_int(number)),
                                0, 0));
}

/* A buyer who was refunded between the confirmation and the job is not refunded again, and nobody gets what he had. */
static void what_went_back_meanwhile_is_not_short(void **state)
{
    struct opened opened = closed_round("FIRST_COME", 2, false); /* 2 and 3 apples */
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order order = GB__ORDER__INIT;
    Gb__PlaceReceiving seen;

    (void)state;
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, 3, 0 }, { opened.pears, 1, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    in.order_id = order_numbered(&opened, 2);
    in.reason = "不要了";
    in.lines = asks;
    in.n_lines = 1;
    ask.units = 2;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &order));
    assert_ok(settle(&opened, POINT));
    assert_int_equal(
        OF_ROUND(&opened, "sum((select sum(l.refunded_units) from order_lines l where l.order_id = o.id))"), 2);
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"), 2);
}

/* Money of a price step is on its way before anything is ready. */
static void a_price_step_goes_first(void **state)
{
    struct opened opened = open_round("EVEN", 5, false);
    Gb__PlaceReceiving seen;

    (void)state;
    test_sql(shop.db, "insert into round_steps (item_id, from_units, price_fen) values ($1, 3, 800)",
             db_id(opened.apples));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, 100, 0 }, { opened.pears, 100, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_fails(settle(&opened, POINT), NOT_AVAILABLE);
    assert_ok(run_job(JOB_REFUND_PRICE_STEP, opened.round, groupbuy_refund_price_step));
    assert_ok(settle(&opened, POINT));
    assert_string_equal(round_status(&opened), "READY");
    assert_int_equal(OF_ROUND(&opened, "sum((select sum(f.amount_fen) from refunds f where f.order_id = o.id))"),
                     all_apples(5) * 100);
}

/* What was reached at the cut-off stays reached, whoever gives something back afterwards. */
static void later_refunds_raise_nobodys_price(void **state)
{
    struct opened opened = open_round("EVEN", 2, false); /* 2 and 3 apples */
    Gb__RefundOrderRequest refund = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__GetRoundRequest get = GB__GET_ROUND_REQUEST__INIT;
    Gb__Order order = GB__ORDER__INIT;
    Gb__Round round = GB__ROUND__INIT;

    (void)state;
    test_sql(shop.db, "insert into round_steps (item_id, from_units, price_fen) values ($1, 5, 800)",
             db_id(opened.apples));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_ok(run_job(JOB_REFUND_PRICE_STEP, opened.round, groupbuy_refund_price_step));
    refund.order_id = order_numbered(&opened, 2);
    refund.reason = "不要了";
    refund.lines = asks;
    refund.n_lines = 1;
    ask.units = 3;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &refund, &order));
    assert_ok(run_job(JOB_REFUND_PRICE_STEP, opened.round, groupbuy_refund_price_step));
    get.round_id = opened.round;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_round, &get, &round));
    assert_string_equal(round.items[0]->item_id, opened.apples);
    assert_int_equal(round.items[0]->reached_price_fen, 800);
    assert_int_equal(test_sql_int(shop.db, "select amount_fen from refunds where order_id = $1",
                                  db_id(order_numbered(&opened, 1))),
                     2 * 100);
    assert_int_equal(test_sql_int(shop.db,
                                  "select payable_fen - refunded_fen from order_lines where order_id = $1 and"
                                  " position = 0",
                                  db_id(order_numbered(&opened, 1))),
                     2 * 800);
}

/* A step is reached with its last unit, and not with the one before. */
static void a_step_that_is_missed_by_one_is_missed(void **state)
{
    struct opened opened = open_round("EVEN", 2, false); /* 2 and 3 apples */

    (void)state;
    test_sql(shop.db, "insert into round_steps (item_id, from_units, price_fen) values ($1, 6, 800)",
             db_id(opened.apples));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_int_equal(test_sql_int(shop.db, "select frozen_price_fen from round_items where id = $1", db_id(opened.apples)),
                     900);
}

/* Units and money that went back before have no difference any more. */
static void a_price_step_is_for_what_is_left(void **state)
{
    struct opened opened = open_round("EVEN", 2, false); /* 2 and 3 apples at 900 */
    Gb__RefundOrderRequest refund = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order order = GB__ORDER__INIT;

    (void)state;
    test_sql(shop.db, "insert into round_steps (item_id, from_units, price_fen) values ($1, 5, 800)",
             db_id(opened.apples));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    refund.reason = "不要了";
    refund.lines = asks;
    refund.n_lines = 1;
    refund.order_id = order_numbered(&opened, 1);
    ask.goods_fen = 1790;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &refund, &order));
    refund.order_id = order_numbered(&opened, 2);
    ask.goods_fen = 0;
    ask.units = 1;
    gb__order__init(&order);
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &refund, &order));
    assert_ok(run_job(JOB_REFUND_PRICE_STEP, opened.round, groupbuy_refund_price_step));
    assert_int_equal(test_sql_int(shop.db, "select amount_fen from refunds where order_id = $1 and key = 'price_step'",
                                  db_id(order_numbered(&opened, 1))),
                     10);
    assert_int_equal(test_sql_int(shop.db, "select amount_fen from refunds where order_id = $1 and key = 'price_step'",
                                  db_id(order_numbered(&opened, 2))),
                     2 * 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_shortage_goes_to_who_came_last),
        TEST(a_shortage_is_shared_evenly),
        TEST(evenly_is_by_person_and_not_by_order),
        TEST(nothing_came_and_all_is_refunded),
        TEST(a_stopped_job_goes_on),
        TEST(parts_add_up_and_only_what_was_seen_is_confirmed),
        TEST(what_went_back_meanwhile_is_not_short),
        TEST(a_price_step_goes_first),
        TEST(later_refunds_raise_nobodys_price),
        TEST(a_step_that_is_missed_by_one_is_missed),
        TEST(a_price_step_is_for_what_is_left),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
