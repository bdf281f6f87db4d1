/* A team runs out while everything around it fails, on a real PostgreSQL: whatever stops, and wherever, it begins again
 * and every member has his money back once. */
#include "store/groupbuy/seats.h"

#define MEMBERS 4

static int up(void **state)
{
    return seats_up(state, "gb_expiry");
}

static void paid_team(struct seat *members)
{
    members[0] = start_team(shop_team_buy(&shop, 20, MEMBERS + 1, 990), 1);
    for (int i = 1; i < MEMBERS; i++)
        members[i] = join_team(members[0].team, 1 + i);
    for (int i = 0; i < MEMBERS; i++)
        pay(&members[i]);
    test_sql(shop.db, "update teams set deadline = now() - interval '1 s' where id = $1", db_id(members[0].team));
}

static struct status expire_once(const struct seat *seat)
{
    return run_job(JOB_EXPIRE_TEAM, seat->team, groupbuy_expire_team);
}

static struct status drive(const struct seat *seat)
{
    return run_job(JOB_DRIVE_REFUND, refund_of(seat), groupbuy_drive_refund);
}

static int64_t refunds(const struct seat *members)
{
    return test_sql_int(shop.db,
                        "select count(*) from refunds r join orders o on o.id = r.order_id where o.team_id = $1",
                        db_id(members[0].team));
}

/* WeChat has paid out what it took; the job hears of it. */
static void comes_back_once(const struct seat *seat)
{
    wechat_refund(refund_of(seat))->state = REFUND_SUCCESS;
    for (int i = 0; i < 2; i++)
        assert_ok(drive(seat));
    assert_order(seat, "REFUNDED");
    assert_int_equal(events("RefundStarted", seat->order), 1);
    assert_int_equal(events("RefundDone", seat->order), 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, seat), 0);
    assert_int_equal(balance(ACCOUNT_REFUNDS, seat), 0);
    assert_int_equal(test_sql_int(shop.db, "select refunded_fen from orders where id = $1", db_id(seat->order)), 990);
}

/* The first transaction dies at each member in turn: then nothing has happened, and the next run does all of it. */
static void the_run_that_dies_has_done_nothing(void **state)
{
    (void)state;
    test_sql(shop.db, "create table dies (left_over integer)");
    test_sql(shop.db, "insert into dies values (0)");
    test_sql(shop.db, "create function die() returns trigger language plpgsql as $$ begin"
                      " update dies set left_over = left_over - 1;"
                      " if (select left_over from dies) = 0 then raise exception 'dies here'; end if;"
                      " return new; end $$");
    test_sql(shop.db, "create trigger die before insert on refunds for each row execute function die()");
    for (int at = 1; at <= MEMBERS; at++) {
        struct seat members[MEMBERS];

        paid_team(members);
        test_sql(shop.db, "update dies set left_over = $1", db_int(at));
        assert_false(ok(expire_once(&members[0])));
        assert_team(&members[0], "OPEN", 0, MEMBERS); /* not a member's order is off, nor is the team */
        assert_int_equal(refunds(members), 0);
        assert_int_equal(events("TeamFailed", members[0].team), 0);
        test_sql(shop.db, "update dies set left_over = 0");
        assert_ok(expire_once(&members[0]));
        assert_ok(expire_once(&members[0]));
        assert_int_equal(refunds(members), MEMBERS);
        assert_int_equal(events("TeamFailed", members[0].team), 1);
    }
    test_sql(shop.db, "drop trigger die on refunds");
}

/* From then on each member's refund has steps of its own: stopped before WeChat is asked, after it took it, after that
 * is on record, after it paid out. */
static void each_refund_begins_again_where_it_stopped(void **state)
{
    struct seat members[MEMBERS];

    (void)state;
    paid_team(members);
    assert_ok(expire_once(&members[0]));
    assert_int_equal(refunds(members), MEMBERS);
    for (int i = 0; i < MEMBERS; i++) {
        const char *refund = refund_of(&members[i]);

        wechat.away = true;
        assert_fails(drive(&members[i]), PAYMENT_UNAVAILABLE);
        assert_int_equal(wechat_refund(refund)->asked, 0);
        wechat.away = false;
        wechat.answer_lost = true;
        assert_fails(drive(&members[i]), PAYMENT_UNAVAILABLE);
        wechat.answer_lost = false;
        assert_order(&members[i], "CANCELLED");
        assert_fails(drive(&members[i]), PAYMENT_UNAVAILABLE); /* asked again under the same number: PROCESSING */
        assert_int_equal(wechat_refund(refund)->asked, 2);
        assert_fails(drive(&members[i]), PAYMENT_UNAVAILABLE); /* looked, not asked */
        assert_int_equal(wechat_refund(refund)->asked, 2);
        comes_back_once(&members[i]);
    }
    assert_int_equal(wechat.refunds_count, MEMBERS); /* a number each, and no other */
    assert_int_equal(refunds(members), MEMBERS);
}

/* One whose refund WeChat does not take holds up nobody. */
static void one_refund_that_fails_holds_up_nobody(void **state)
{
    struct seat members[MEMBERS];

    (void)state;
    paid_team(members);
    assert_ok(expire_once(&members[0]));
    wechat.refund_fails = members[0].order;
    for (int i = 0; i < 3; i++)
        assert_fails(drive(&members[0]), PAYMENT_UNAVAILABLE);
    for (int i = 1; i < MEMBERS; i++) {
        assert_fails(drive(&members[i]), PAYMENT_UNAVAILABLE);
        comes_back_once(&members[i]);
    }
    assert_order(&members[0], "CANCELLED");
    assert_int_equal(jobs(JOB_DRIVE_REFUND, refund_of(&members[0])), 1); /* it goes on asking */
    wechat.refund_fails = NULL;
    assert_fails(drive(&members[0]), PAYMENT_UNAVAILABLE);
    comes_back_once(&members[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_run_that_dies_has_done_nothing),
        TEST(each_refund_begins_again_where_it_stopped),
        TEST(one_refund_that_fails_holds_up_nobody),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
