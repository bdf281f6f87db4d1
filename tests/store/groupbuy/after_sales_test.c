/* After-sales on a real PostgreSQL: the table of moves, who may what, money that goes back once and never beyond what
 * is left, time that passes for the buyer, orders that wait. */
#include "groupbuy/after_sales.h"
#include "groupbuy/domain/after_sale.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/baskets.h"

#define SHOWN(status) GB__AFTER_SALE_STATUS__AFTER_SALE_##status
#define KIND(kind)    GB__AFTER_SALE_KIND__AFTER_SALE_##kind

static int up(void **state)
{
    int done = seats_up(state, "gb_after_sales");

    shop.house.after_sale_times = (struct after_sale_times){ 86400, 86400, 7 * 86400, 10 * 86400 };
    return done;
}

/* ---- doing ---- */

static struct status ask_lines(const char *user, const char *order, Gb__AfterSaleKind kind, Gb__AfterSaleLine **lines,
                               size_t count, Gb__AfterSale *out)
{
    Gb__RequestAfterSaleRequest in = GB__REQUEST_AFTER_SALE_REQUEST__INIT;
    const char *photos[] = { "https://img.example.com/1.jpg", "https://img.example.com/2.jpg" };

    in.order_id = order;
    in.kind = kind;
    in.cause = GB__AFTER_SALE_CAUSE__CAME_DAMAGED;
    in.lines = lines;
    in.n_lines = count;
    in.description = "坏了";
    in.photos = photos;
    in.n_photos = 2;
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_request_after_sale, &in, out);
}

static struct status ask(const struct seat *seat, Gb__AfterSaleKind kind, int position, int32_t units, int64_t goods,
                         Gb__AfterSale *out)
{
    Gb__AfterSaleLine line = GB__AFTER_SALE_LINE__INIT, *lines[] = { &line };

    line.position = position;
    line.units = units;
    line.goods_fen = goods;
    return ask_lines(seat->user, seat->order, kind, lines, 1, out);
}

static struct status decide(const char *user, const char *id, bool approve, const char *reason, Gb__AfterSale *out)
{
    Gb__DecideAfterSaleRequest in = GB__DECIDE_AFTER_SALE_REQUEST__INIT;

    in.after_sale_id = id;
    in.approve = approve;
    in.reason = reason;
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_decide_after_sale, &in, out);
}

static struct status withdraw(const char *user, const char *id, Gb__AfterSale *out)
{
    Gb__WithdrawAfterSaleRequest in = GB__WITHDRAW_AFTER_SALE_REQUEST__INIT;

    in.after_sale_id = id;
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_withdraw_after_sale, &in, out);
}

static struct status escalate(const char *user, const char *id, Gb__AfterSale *out)
{
    Gb__EscalateAfterSaleRequest in = GB__ESCALATE_AFTER_SALE_REQUEST__INIT;

    in.after_sale_id = id;
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_escalate_after_sale, &in, out);
}

static struct status send_back(const char *user, const char *id, Gb__AfterSale *out)
{
    Gb__SendBackRequest in = GB__SEND_BACK_REQUEST__INIT;

    in.after_sale_id = id;
    in.carrier = "SF";
    in.tracking_number = "SF9";
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_send_back, &in, out);
}

static struct status settle(const char *user, const char *id, Gb__AfterSale *out)
{
    Gb__SettleAfterSaleRequest in = GB__SETTLE_AFTER_SALE_REQUEST__INIT;

    in.after_sale_id = id;
    in.note = "已收到";
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_settle_after_sale, &in, out);
}

static struct status look(const char *user, const char *id, Gb__AfterSale *out)
{
    Gb__GetAfterSaleRequest in = GB__GET_AFTER_SALE_REQUEST__INIT;

    in.after_sale_id = id;
    gb__after_sale__init(out);
    return CALL_IN_TX(user, groupbuy_get_after_sale, &in, out);
}

static void make_late(const char *id)
{
    test_sql(shop.db, "update after_sales set deadline = now() - interval '1 s', version = version + 1 where id = $1",
             db_id(id));
    assert_ok(run_job("find_late_after_sales", "", groupbuy_find_late_after_sales));
}

/* ---- looking ---- */

static void assert_sale(const char *id, const char *status)
{
    assert_string_equal(rows_text(test_sql(shop.db, "select status from after_sales where id = $1", db_id(id)), 0, 0),
                        status);
}

static int64_t open_of(const struct seat *seat)
{
    return test_sql_int(shop.db, "select after_sales_open from orders where id = $1", db_id(seat->order));
}

/* Three apples at 10.00 and a pear at 7.77, received. */
static struct seat received(int user)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, user), 0);
    Gb__Order order;

    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_ok(receive_as(seat.user, &seat, &order));
    return seat;
}

/* The order is of a round that `leader` leads. */
static void put_into_round(const struct seat *seat, const char *leader)
{
    const char *round = user_n(&shop.clerk, 500 + (int)test_sql_int(shop.db, "select count(*) from rounds"));

    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
             db_id(leader), db_id(user_n(&shop.clerk, 400)));
    test_sql(shop.db,
             "insert into rounds (id, leader_id, community_id, title, description, image_urls, starts_at, ends_at,"
             " ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
             " uncollected_rule, uncollected_refund_percent, keep_days) values ($1, $2, $3, '团', '', '{}', now(),"
             " now() + interval '1 h', now() + interval '2 h', 0, 900, true, 0, 0, 0, 'FIRST_COME', 'KEEP', 0, 3)",
             db_id(round), db_id(leader), db_id(user_n(&shop.clerk, 400)));
    test_sql(shop.db, "update orders set kind = 'GROUP_BUY', round_id = $2, version = version + 1 where id = $1",
             db_id(seat->order), db_id(round));
}

/* ---- the table ---- */

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from after_sale_moves");

    (void)state;
    assert_int_equal(rows_count(rows), after_sale_moves_count);
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(after_sale_may_move(after_sale_status_of(rows_text(rows, row, 0)),
                                        after_sale_status_of(rows_text(rows, row, 1))));
}

/* The database itself refuses a move that is none, and a change without its version. */
static void a_move_that_is_none_is_refused_below(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale;

    (void)state;
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    for (int i = 0; i < 2; i++) {
        struct call *call = clerk_call(&shop.clerk, "");

        assert_ok(call_begin(call));
        assert_false(ok(db_exec(call->tx,
                                i ? "update after_sales set merchant_fault = true where id = $1"
                                  : "update after_sales set status = 'REFUNDING', version = version + 1 where id = $1",
                                db_id(sale.after_sale_id))));
        clerk_end(&shop.clerk, fail(INTERNAL, "undone"));
    }
    assert_sale(sale.after_sale_id, "ESCALATED");
}

/* ---- money ---- */

static void what_is_approved_goes_back_once_and_closes_it(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    assert_ok(ask(&seat, KIND(REFUND), 0, 2, 0, &sale));
    assert_int_equal(sale.status, SHOWN(ESCALATED));
    assert_int_equal(sale.amount_fen, 2000);
    assert_int_equal(sale.n_photos, 2);
    assert_non_null(sale.deadline_at);
    assert_int_equal(open_of(&seat), 1);
    assert_fails(decide(seat.user, sale.after_sale_id, true, "", &seen), NOT_HERE);
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_int_equal(seen.status, SHOWN(REFUNDING));
    assert_fails(decide(OPERATOR, sale.after_sale_id, true, "", &seen), AFTER_SALE_ELSEWHERE);
    assert_fails(withdraw(seat.user, sale.after_sale_id, &seen), AFTER_SALE_ELSEWHERE);
    assert_int_equal(open_of(&seat), 1);
    drive_refunds(&seat);
    assert_ok(look(seat.user, sale.after_sale_id, &seen));
    assert_int_equal(seen.status, SHOWN(DONE));
    assert_int_equal(seen.refunded_fen, 2000);
    assert_int_equal(seen.n_lines, 1);
    assert_int_equal(seen.n_steps, 5);
    assert_int_equal(seen.steps[0]->actor, GB__AFTER_SALE_ACTOR__BY_THE_BUYER);
    assert_int_equal(seen.steps[2]->actor, GB__AFTER_SALE_ACTOR__BY_THE_HOUSE);
    assert_int_equal(seen.steps[4]->actor, GB__AFTER_SALE_ACTOR__BY_ITSELF);
    assert_int_equal(open_of(&seat), 0);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("AfterSaleMoved", sale.after_sale_id), 4);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where key = $1", db_text(sale.after_sale_id)),
                     1);
}

/* Open ones hold what they ask for: together they never ask for more than the line has. */
static void more_than_is_left_cannot_be_asked_for(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale first, second, seen;

    (void)state;
    assert_fails(ask(&seat, KIND(REFUND), 0, 4, 0, &first), AFTER_SALE_NOTHING_LEFT);
    assert_fails(ask(&seat, KIND(REFUND), 7, 1, 0, &first), AFTER_SALE_NOTHING_LEFT);
    assert_fails(ask(&seat, KIND(PART_REFUND), 1, 0, 778, &first), AFTER_SALE_NOTHING_LEFT);
    assert_fails(ask(&seat, KIND(PART_REFUND), 1, 1, 100, &first), FIELDS_INVALID);
    assert_ok(ask(&seat, KIND(REFUND), 0, 2, 0, &first));
    assert_fails(ask(&seat, KIND(RETURN), 0, 2, 0, &second), AFTER_SALE_NOTHING_LEFT);
    assert_ok(ask(&seat, KIND(PART_REFUND), 0, 0, 1000, &second));
    assert_int_equal(second.amount_fen, 1000);
    assert_fails(ask(&seat, KIND(PART_REFUND), 0, 0, 1, &seen), AFTER_SALE_NOTHING_LEFT);
    assert_int_equal(open_of(&seat), 2);
    assert_ok(withdraw(seat.user, first.after_sale_id, &seen));
    assert_ok(ask(&seat, KIND(EXCHANGE), 0, 2, 0, &first));
    assert_int_equal(first.amount_fen, 0);
}

/* An operator refunds the order meanwhile: the approval finds nothing left, and changes nothing. */
static void what_went_back_meanwhile_does_not_go_back_again(void **state)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;
    Gb__Order order = GB__ORDER__INIT;

    (void)state;
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    in.order_id = seat.order;
    in.reason = "全退";
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &order));
    assert_fails(decide(OPERATOR, sale.after_sale_id, true, "", &seen), AFTER_SALE_NOTHING_LEFT);
    assert_sale(sale.after_sale_id, "ESCALATED");
    assert_ok(decide(OPERATOR, sale.after_sale_id, false, "已全额退款", &seen));
    assert_int_equal(open_of(&seat), 0);
}

/* ---- returns ---- */

static void goods_come_back_before_the_money(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    assert_ok(ask(&seat, KIND(RETURN), 0, 1, 0, &sale));
    assert_fails(send_back(seat.user, sale.after_sale_id, &seen), AFTER_SALE_ELSEWHERE);
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_int_equal(seen.status, SHOWN(AWAITING_RETURN));
    assert_fails(settle(OPERATOR, sale.after_sale_id, &seen), AFTER_SALE_ELSEWHERE);
    assert_fails(send_back(user_n(&shop.clerk, 2), sale.after_sale_id, &seen), NOT_HERE);
    assert_ok(send_back(seat.user, sale.after_sale_id, &seen));
    assert_string_equal(seen.tracking_number, "SF9");
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat.order)), 0);
    assert_ok(settle(OPERATOR, sale.after_sale_id, &seen));
    drive_refunds(&seat);
    assert_sale(sale.after_sale_id, "DONE");
}

/* What came back is not as it should be: operators look again, and an approval does not ask for it twice. */
static void what_was_sent_back_is_not_sent_back_again(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    assert_ok(ask(&seat, KIND(RETURN), 0, 1, 0, &sale));
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_ok(send_back(seat.user, sale.after_sale_id, &seen));
    assert_fails(decide(OPERATOR, sale.after_sale_id, true, "", &seen), AFTER_SALE_ELSEWHERE);
    assert_ok(decide(OPERATOR, sale.after_sale_id, false, "空包裹", &seen));
    assert_int_equal(seen.status, SHOWN(ESCALATED));
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_int_equal(seen.status, SHOWN(REFUNDING));
}

static void an_exchange_and_another_parcel_cost_nothing(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    assert_ok(ask(&seat, KIND(SEND_AGAIN), 1, 1, 0, &sale));
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_int_equal(seen.status, SHOWN(APPROVED));
    assert_ok(settle(OPERATOR, sale.after_sale_id, &seen));
    assert_int_equal(seen.status, SHOWN(DONE));
    assert_ok(ask(&seat, KIND(EXCHANGE), 1, 1, 0, &sale));
    assert_ok(decide(OPERATOR, sale.after_sale_id, true, "", &seen));
    assert_ok(send_back(seat.user, sale.after_sale_id, &seen));
    assert_ok(settle(OPERATOR, sale.after_sale_id, &seen));
    assert_int_equal(seen.status, SHOWN(DONE));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat.order)), 0);
    assert_int_equal(open_of(&seat), 0);
}

/* ---- leaders ---- */

static void a_leader_decides_first_and_is_not_the_last(void **state)
{
    const char *leader = user_n(&shop.clerk, 301), *stranger = user_n(&shop.clerk, 302);
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    put_into_round(&seat, leader);
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    assert_int_equal(sale.status, SHOWN(WITH_LEADER));
    assert_fails(look(stranger, sale.after_sale_id, &seen), NOT_HERE);
    assert_ok(look(leader, sale.after_sale_id, &seen));
    assert_fails(decide(stranger, sale.after_sale_id, true, "", &seen), NOT_HERE);
    assert_fails(decide(leader, sale.after_sale_id, false, "", &seen), FIELDS_INVALID);
    assert_ok(decide(leader, sale.after_sale_id, false, "看不出坏", &seen));
    assert_int_equal(seen.status, SHOWN(DECLINED));
    assert_int_equal(open_of(&seat), 0);
    assert_fails(escalate(leader, sale.after_sale_id, &seen), NOT_HERE);
    assert_ok(escalate(seat.user, sale.after_sale_id, &seen));
    assert_int_equal(open_of(&seat), 1);
    assert_fails(decide(leader, sale.after_sale_id, false, "还是不行", &seen), AFTER_SALE_ELSEWHERE);
    assert_ok(decide(OPERATOR, sale.after_sale_id, false, "不予受理", &seen));
    assert_fails(escalate(seat.user, sale.after_sale_id, &seen), AFTER_SALE_ELSEWHERE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from audit where object_id = $1 and role = 'leader'",
                                  db_text(sale.after_sale_id)),
                     1);
}

static void a_leader_who_is_a_party_or_disabled_does_not_decide(void **state)
{
    const char *leader = user_n(&shop.clerk, 303);
    struct seat seat = received(1), own = received(303);
    Gb__AfterSaleLine line = GB__AFTER_SALE_LINE__INIT, *lines[] = { &line };
    Gb__AfterSale sale, seen;

    (void)state;
    put_into_round(&seat, leader);
    put_into_round(&own, leader);
    line.units = 1;
    assert_fails(ask_lines(user_n(&shop.clerk, 2), seat.order, KIND(REFUND), lines, 1, &sale), NOT_HERE);
    assert_ok(ask_lines(leader, seat.order, KIND(REFUND), lines, 1, &sale));
    assert_true(sale.asked_by_leader);
    assert_int_equal(sale.status, SHOWN(ESCALATED));
    assert_fails(decide(leader, sale.after_sale_id, true, "", &seen), NOT_HERE);
    assert_ok(ask(&own, KIND(REFUND), 0, 1, 0, &sale));
    assert_int_equal(sale.status, SHOWN(ESCALATED));
    assert_fails(decide(leader, sale.after_sale_id, true, "", &seen), NOT_HERE);
    assert_ok(ask(&seat, KIND(REFUND), 1, 1, 0, &sale));
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(leader));
    assert_fails(decide(leader, sale.after_sale_id, true, "", &seen), LEADER_DISABLED);
}

static void an_operator_does_not_decide_about_his_own(void **state)
{
    struct seat seat = received(1 - 0x1000); /* the operator himself */
    Gb__AfterSale sale, seen;

    (void)state;
    assert_string_equal(seat.user, OPERATOR);
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    assert_int_equal(sale.status, SHOWN(ESCALATED));
    assert_fails(decide(OPERATOR, sale.after_sale_id, true, "", &seen), NOT_HERE);
    assert_sale(sale.after_sale_id, "ESCALATED");
}

/* ---- time ---- */

static void silence_is_for_the_buyer(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, back, seen;

    (void)state;
    put_into_round(&seat, user_n(&shop.clerk, 304));
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    assert_ok(run_job(JOB_AFTER_SALE_LATE, sale.after_sale_id, groupbuy_after_sale_late)); /* not yet */
    assert_sale(sale.after_sale_id, "WITH_LEADER");
    make_late(sale.after_sale_id);
    assert_int_equal(jobs(JOB_AFTER_SALE_LATE, sale.after_sale_id), 1);
    assert_ok(run_job(JOB_AFTER_SALE_LATE, sale.after_sale_id, groupbuy_after_sale_late));
    assert_sale(sale.after_sale_id, "ESCALATED");
    make_late(sale.after_sale_id);
    assert_int_equal(jobs(JOB_AFTER_SALE_LATE, sale.after_sale_id), 0); /* an alarm, no decision */
    assert_sale(sale.after_sale_id, "ESCALATED");
    assert_ok(ask(&seat, KIND(RETURN), 0, 1, 0, &back));
    assert_ok(decide(OPERATOR, back.after_sale_id, true, "", &seen));
    assert_ok(send_back(seat.user, back.after_sale_id, &seen));
    make_late(back.after_sale_id);
    assert_ok(run_job(JOB_AFTER_SALE_LATE, back.after_sale_id, groupbuy_after_sale_late));
    assert_sale(back.after_sale_id, "REFUNDING");
    assert_ok(run_job(JOB_AFTER_SALE_LATE, back.after_sale_id, groupbuy_after_sale_late)); /* again: nothing */
    drive_refunds(&seat);
    assert_sale(back.after_sale_id, "DONE");
}

/* The order waits while one is open, and goes on when none is. */
static void an_open_one_stops_the_orders_clock(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
    test_sql(shop.db, "update orders set complete_by = now() - interval '1 s', version = version + 1 where id = $1",
             db_id(seat.order));
    assert_ok(run_job("find_due_orders", "", groupbuy_find_due_orders));
    assert_int_equal(jobs(JOB_COMPLETE_ORDER, seat.order), 0);
    assert_ok(run_job(JOB_COMPLETE_ORDER, seat.order, groupbuy_complete_order));
    assert_order(&seat, "FULFILLED");
    assert_fails(ask(&seat, KIND(REFUND), 1, 1, 0, &seen), AFTER_SALE_NOT_POSSIBLE); /* too late for more */
    assert_ok(withdraw(seat.user, sale.after_sale_id, &seen));
    assert_ok(run_job("find_due_orders", "", groupbuy_find_due_orders));
    assert_ok(run_job(JOB_COMPLETE_ORDER, seat.order, groupbuy_complete_order));
    assert_order(&seat, "COMPLETED");
}

static void nobody_asks_without_end(void **state)
{
    struct seat seat = received(1);
    Gb__AfterSale sale, seen;

    (void)state;
    for (int i = 0; i < AFTER_SALES_A_ORDER_MAX; i++) {
        assert_ok(ask(&seat, KIND(REFUND), 0, 1, 0, &sale));
        assert_ok(withdraw(seat.user, sale.after_sale_id, &seen));
    }
    assert_fails(ask(&seat, KIND(REFUND), 0, 1, 0, &sale), TOO_MANY_AFTER_SALES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_moves_are_those_of_the_domain),
        TEST(a_move_that_is_none_is_refused_below),
        TEST(what_is_approved_goes_back_once_and_closes_it),
        TEST(more_than_is_left_cannot_be_asked_for),
        TEST(what_went_back_meanwhile_does_not_go_back_again),
        TEST(goods_come_back_before_the_money),
        TEST(what_was_sent_back_is_not_sent_back_again),
        TEST(an_exchange_and_another_parcel_cost_nothing),
        TEST(a_leader_decides_first_and_is_not_the_last),
        TEST(a_leader_who_is_a_party_or_disabled_does_not_decide),
        TEST(an_operator_does_not_decide_about_his_own),
        TEST(silence_is_for_the_buyer),
        TEST(an_open_one_stops_the_orders_clock),
        TEST(nobody_asks_without_end),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
