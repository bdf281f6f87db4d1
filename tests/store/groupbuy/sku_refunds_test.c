/* Whole-SKU refunds on a real PostgreSQL: what is looked at is what is paid back, each line once, never more than is
 * left, whatever is interrupted. */
#include "groupbuy/flow/approving.h"
#include "groupbuy/sku_refunds.h"
#include "store/groupbuy/baskets.h"

#define SECOND  "00000000000000000000000000000002"
#define BUYERS  45
#define FILLERS 12000

static int up(void **state)
{
    return seats_up(state, "gb_sku_refunds");
}

/* ---- doing ---- */

static struct status plan(const char *sku, int64_t per_unit, int32_t basis_points, Gb__SkuRefund *out)
{
    Gb__PlanSkuRefundRequest in = GB__PLAN_SKU_REFUND_REQUEST__INIT;

    in.sku_id = sku;
    in.per_unit_fen = per_unit;
    in.basis_points = basis_points;
    in.reason = "部分坏果";
    gb__sku_refund__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_plan_sku_refund, &in, out);
}

static struct status start(const char *id, Gb__SkuRefund *out)
{
    Gb__StartSkuRefundRequest in = GB__START_SKU_REFUND_REQUEST__INIT;

    in.sku_refund_id = id;
    gb__sku_refund__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_start_sku_refund, &in, out);
}

static struct status cancel(const char *id, Gb__SkuRefund *out)
{
    Gb__CancelSkuRefundRequest in = GB__CANCEL_SKU_REFUND_REQUEST__INIT;

    in.sku_refund_id = id;
    gb__sku_refund__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_cancel_sku_refund, &in, out);
}

static Gb__SkuRefund shown(const char *id)
{
    Gb__GetSkuRefundRequest in = GB__GET_SKU_REFUND_REQUEST__INIT;
    Gb__SkuRefund out = GB__SKU_REFUND__INIT;

    in.sku_refund_id = id;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_get_sku_refund, &in, &out));
    return out;
}

static void gather(const char *id)
{
    assert_ok(run_job(JOB_GATHER_SKU_REFUND, id, groupbuy_gather_sku_refund));
}

static struct status run(const char *id)
{
    return run_job(JOB_RUN_SKU_REFUND, id, groupbuy_run_sku_refund);
}

static void refund_by_hand(const struct seat *seat, int64_t goods)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk line = GB__REFUND_ASK__INIT, *lines[] = { &line };
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = seat->order;
    in.lines = lines;
    in.n_lines = 1;
    line.goods_fen = goods;
    in.reason = "变质";
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
}

static int64_t back_of(const struct seat *seat)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(seat->order));
}

/* A transaction of somebody else, who has this order in hand. */
static struct tx *holding(struct db *other, const char *order)
{
    struct tx *tx;
    int64_t now_us;

    assert_ok(tx_begin(other, TX_READ_WRITE, &shop.clerk.arena, &tx, &now_us));
    assert_ok(db_exec(tx, "select from orders where id = $1 for update", db_id(order)));
    return tx;
}

/* Orders of three apples (10.00) and a pear (7.77), by BUYERS people. */
static struct seat *bought(struct goods *goods, int first)
{
    struct seat *seats = arena_array(&shop.clerk.arena, struct seat, BUYERS);

    *goods = put_on_shelf(BUYERS * 4, 0);
    shop.house.second_pair_fen = 100000000;
    for (int i = 0; i < BUYERS; i++)
        seats[i] = paid_order(goods, user_n(&shop.clerk, first + i), 0);
    return seats;
}

/* ---- what must hold ---- */

static void what_was_looked_at_is_paid_back_once_whatever_is_interrupted(void **state)
{
    struct goods goods;
    struct seat *seats = bought(&goods, 1), late;
    struct db *other = test_db_again("gb_sku_refunds", NULL);
    struct tx *tx;
    Gb__SkuRefund plan_out, done;
    const char *id;

    (void)state;
    /* Many lines of others to walk over. */
    test_sql(
        shop.db,
        "insert into order_lines (order_id, position, product_id, sku_id, product_title, sku_title, image_url,"
        " quantity, list_price_fen, price_fen, list_fen, campaign_discount_fen, coupon_discount_fen, delivery_fen,"
        " payable_fen) select gen_random_uuid(), 0, product_id, sku_id, product_title, sku_title, image_url, quantity,"
        " list_price_fen, price_fen, list_fen, campaign_discount_fen, coupon_discount_fen, delivery_fen, payable_fen"
        " from order_lines l, generate_series(1, $2) where l.order_id = $1 and l.position = 0",
        db_id(seats[0].order), db_int(FILLERS));
    assert_ok(plan(goods.apples, 0, 3000, &plan_out));
    id = plan_out.sku_refund_id;
    assert_fails(start(id, &done), SKU_REFUND_NOT_READY);
    gather(id);
    done = shown(id);
    assert_int_equal(done.state, GB__SKU_REFUND_STATE__SKU_REFUND_READY);
    assert_int_equal(done.lines, BUYERS);
    assert_int_equal(done.planned_fen, BUYERS * 900);
    late = paid_order(&goods, user_n(&shop.clerk, 200), 0); /* too late for the list */
    refund_by_hand(&seats[3], 2500);                        /* 5.00 are left of that line */
    refund_by_hand(&seats[4], 3000);                        /* nothing is */
    assert_ok(start(id, &done));
    assert_fails(start(id, &done), SKU_REFUND_NOT_READY);
    assert_fails(cancel(id, &done), SKU_REFUND_NOT_READY);
    /* Somebody holds an order of the second batch: the first one stays done. */
    tx = holding(other, seats[30].order);
    assert_false(ok(run(id)));
    tx_rollback(tx);
    done = shown(id);
    assert_int_equal(done.state, GB__SKU_REFUND_STATE__SKU_REFUND_RUNNING);
    assert_int_equal(done.lines_done + done.lines_skipped, 20);
    assert_ok(run(id));
    assert_ok(run(id));
    done = shown(id);
    assert_int_equal(done.state, GB__SKU_REFUND_STATE__SKU_REFUND_DONE);
    assert_int_equal(done.lines_done, BUYERS - 1);
    assert_int_equal(done.lines_skipped, 1);
    assert_int_equal(done.refunded_fen, (BUYERS - 2) * 900 + 500);
    for (int i = 0; i < BUYERS; i++)
        assert_int_equal(back_of(&seats[i]), i == 3 || i == 4 ? 3000 : 900);
    assert_int_equal(back_of(&late), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from outbox where type = 'linli.groupbuy.v1.SkuRefunded'"),
                     BUYERS - 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from audit where object_id = $1", db_text(id)), 2);
    db_destroy(other);
    test_sql(shop.db, "delete from order_lines where order_id not in (select id from orders)");
}

/* All that is left, with its units; the fen of earlier parts are taken away. */
static void all_of_it_takes_the_rest_to_the_fen(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 300), 0);
    Gb__SkuRefund plan_out, done;

    (void)state;
    shop.house.second_pair_fen = 100000000;
    refund_by_hand(&seat, 1);
    assert_ok(plan(goods.apples, 0, 10000, &plan_out));
    gather(plan_out.sku_refund_id);
    assert_ok(start(plan_out.sku_refund_id, &done));
    assert_int_equal(done.planned_fen, 2999);
    assert_ok(run(plan_out.sku_refund_id));
    assert_int_equal(test_sql_int(shop.db,
                                  "select sum(rl.goods_fen)::bigint from refund_lines rl join refunds r on r.id ="
                                  " rl.refund_id where r.order_id = $1 and rl.position = 0",
                                  db_id(seat.order)),
                     3000);
    assert_int_equal(test_sql_int(shop.db,
                                  "select refunded_units from order_lines where order_id = $1 and position = 0",
                                  db_id(seat.order)),
                     3);
}

static void above_a_sum_somebody_else_says_yes(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 301), 0);
    struct approval asked;
    Gb__SkuRefund plan_out, done;
    struct call *call;

    (void)state;
    shop.house.second_pair_fen = 299;
    assert_fails(plan(goods.apples, 100, 100, &plan_out), FIELDS_INVALID);
    assert_fails(plan(user_n(&shop.clerk, 99999), 100, 0, &plan_out), NOT_HERE);
    assert_ok(plan(goods.apples, 100, 0, &plan_out));
    gather(plan_out.sku_refund_id);
    assert_fails(start(plan_out.sku_refund_id, &done), APPROVAL_NEEDED);
    call = clerk_call(&shop.clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(approval_ask(call, APPROVAL_SKU_REFUND, plan_out.sku_refund_id, 0, 300, "坏果", &asked));
    assert_ok(clerk_end(&shop.clerk, approval_decide(call->tx, asked.id, true, SECOND, "同意")));
    assert_ok(start(plan_out.sku_refund_id, &done));
    assert_ok(run(plan_out.sku_refund_id));
    assert_int_equal(back_of(&seat), 300);
    /* A list that nobody wants any more moves nothing. */
    assert_ok(plan(goods.apples, 100, 0, &plan_out));
    assert_ok(cancel(plan_out.sku_refund_id, &done));
    gather(plan_out.sku_refund_id);
    assert_fails(start(plan_out.sku_refund_id, &done), SKU_REFUND_NOT_READY);
    assert_int_equal(back_of(&seat), 300);
}

static void only_what_was_paid_in_the_window(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat early = paid_order(&goods, user_n(&shop.clerk, 302), 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 303), 0);
    Gb__PlanSkuRefundRequest in = GB__PLAN_SKU_REFUND_REQUEST__INIT;
    Gb__SkuRefund out = GB__SKU_REFUND__INIT;

    (void)state;
    test_sql(shop.db, "update orders set paid_at = paid_at - interval '2 h', version = version + 1 where id = $1",
             db_id(early.order));
    in.sku_id = goods.apples;
    in.per_unit_fen = 1;
    in.reason = "补偿";
    in.paid_from = timestamp_new(&shop.clerk.arena, clock_unix_us() - INT64_C(3600000000));
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_plan_sku_refund, &in, &out));
    gather(out.sku_refund_id);
    assert_int_equal(shown(out.sku_refund_id).lines, 1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from sku_refund_lines where sku_refund_id = $1 and order_id = $2",
                                  db_id(out.sku_refund_id), db_id(seat.order)),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_looked_at_is_paid_back_once_whatever_is_interrupted),
        TEST(all_of_it_takes_the_rest_to_the_fen),
        TEST(above_a_sum_somebody_else_says_yes),
        TEST(only_what_was_paid_in_the_window),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
