/* From the house to the buyer on a real PostgreSQL: carriers, receipt, completion, and the books of the days. */
#include "groupbuy/store/ledger_store.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_handed_out");
}

/* ---- to the buyer ---- */

static void make_due(const struct seat *seat)
{
    test_sql(shop.db,
             "update orders set confirm_by = now() - interval '1 s', complete_by = case when complete_by is null"
             " then null else now() - interval '1 s' end, version = version + 1 where id = $1",
             db_id(seat->order));
    assert_ok(run_job("find_due_orders", "", groupbuy_find_due_orders));
}

static void shipped_received_completed(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 100);
    Gb__Order order;

    (void)state;
    assert_fails(ship_as(ann, &seat, &order), FORBIDDEN);
    assert_fails(receive_as(ann, &seat, &order), ORDER_NOT_SHIPPED);
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    drive_refunds(&seat);
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_string_equal(order.delivery->tracking_number, "SF1");
    assert_non_null(order.delivery->confirm_by);
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    assert_fails(cancel_order(&seat, ann), ORDER_NOT_CANCELLABLE);
    assert_fails(receive_as(user_n(&shop.clerk, 2), &seat, &order), NOT_HERE);
    assert_ok(receive_as(ann, &seat, &order));
    assert_int_equal(order.status, GB__ORDER_STATUS__FULFILLED);
    assert_int_equal(order.lines[0]->fulfilled, 2); /* one was refunded */
    make_due(&seat);
    assert_ok(run_job(JOB_COMPLETE_ORDER, seat.order, groupbuy_complete_order));
    assert_order(&seat, "COMPLETED");
    assert_int_equal(events("OrderCompleted", seat.order), 1);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &seat), 0);
    assert_true(balance(ACCOUNT_REVENUE "JY1", &seat) < 0);
    assert_true(balance(ACCOUNT_DELIVERY, &seat) < 0);
    /* Something goes back after all, by the merchant's fault with its freight: out of the income. */
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, true, &order));
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_REVENUE "JY1", &seat), 0);
    assert_int_equal(balance(ACCOUNT_DELIVERY, &seat), 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 0);
}

static void freight_stays_paid_once_it_was_delivered(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(order.refunds[0]->amount_fen, 3777);
    drive_refunds(&seat);
    assert_order(&seat, "SHIPPED"); /* not all of it is back */
}

static void nobody_confirms_while_an_after_sale_is_open(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order shipped;

    (void)state;
    assert_ok(ship_as(OPERATOR, &seat, &shipped));
    for (int open = 1; open >= 0; open--) {
        struct call *call = clerk_call(&shop.clerk, "");
        struct order order;

        assert_ok(call_begin(call));
        assert_ok(order_lock(call->tx, seat.order, NULL, &order));
        assert_ok(order_note_after_sale(call->tx, &order, open ? 1 : -1));
        assert_ok(clerk_end(&shop.clerk, OK));
        make_due(&seat);
        assert_int_equal(jobs(JOB_CONFIRM_RECEIPT, seat.order), !open);
        assert_ok(run_job(JOB_CONFIRM_RECEIPT, seat.order, groupbuy_confirm_receipt_by_itself));
        assert_order(&seat, open ? "SHIPPED" : "FULFILLED");
    }
}

/* ---- the books of the days ---- */

static bool close_day(void)
{
    struct call *call = clerk_call(&shop.clerk, "");
    bool closed = false;

    assert_ok(call_begin(call));
    assert_ok(ledger_close_day(call->tx, 0, &closed));
    assert_ok(clerk_end(&shop.clerk, OK));
    return closed;
}

static int64_t broken_days(void)
{
    return test_sql_int(shop.db,
                        "select count(*) from ledger_days where sha256 <> ledger_day_sha256(day, previous_sha256)");
}

static void a_changed_row_breaks_its_day(void **state)
{
    (void)state;
    test_sql(shop.db, "update ledger_postings set day = day - 2");
    assert_true(close_day());
    assert_true(close_day()); /* yesterday: nothing was posted, and it is closed, too */
    assert_false(close_day());
    assert_int_equal(broken_days(), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from ledger_days d join ledger_days b on b.day = d.day - 1"
                                           " where d.previous_sha256 = b.sha256"),
                     1);
    test_sql(shop.db, "update ledger_postings set day = day + 1 where id = (select id from ledger_postings limit 1)");
    assert_true(broken_days() > 0);
    test_sql(shop.db, "update ledger_postings set day = (select min(day) from ledger_days)");
    assert_int_equal(broken_days(), 0);
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen + 1 where amount_fen > 0 and posting_id ="
                      " (select id from ledger_postings limit 1)");
    assert_true(broken_days() > 0);
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen - 1 where amount_fen > 0 and posting_id ="
                      " (select id from ledger_postings limit 1)");
    assert_int_equal(broken_days(), 0);
}

/* A posting that nothing else is wrong with. */
static struct status post_into(struct arena *arena, int days_after_the_last)
{
    return db_run(shop.db, arena, NULL,
                  "with p as (insert into ledger_postings (id, kind, key, day) select gen_random_uuid(), 'LATE',"
                  " gen_random_uuid()::text, max(day) + $1::int from ledger_days returning id)"
                  " insert into ledger_entries (posting_id, account, amount_fen) select p.id, e.account, e.fen"
                  " from p, (values ('one', 5), ('other', -5)) as e (account, fen)",
                  db_int(days_after_the_last));
}

static void nothing_is_posted_into_a_closed_day(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_fails(post_into(&arena, 0), CHECK_VIOLATION);
    assert_fails(post_into(&arena, -1), CHECK_VIOLATION);
    assert_ok(post_into(&arena, 1));
    assert_fails(
        db_run(shop.db, &arena, NULL, "insert into ledger_postings (id, kind) values (gen_random_uuid(), 'KEYLESS')"),
        CHECK_VIOLATION);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shipped_received_completed),
        TEST(freight_stays_paid_once_it_was_delivered),
        TEST(nobody_confirms_while_an_after_sale_is_open),
        TEST(a_changed_row_breaks_its_day),
        TEST(nothing_is_posted_into_a_closed_day),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
