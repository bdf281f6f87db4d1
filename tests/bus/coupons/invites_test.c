/* coupons: both have something of an invitation, when the invited one has bought, and lose it when he gives it back. */
#include <string.h>

#include "base/clock.h"
#include "coupons_house.h"

static struct desk desk;
static struct arena arena;
static const char *ann, *bob; /* ann invites bob */

static void make_rule(Cp__EarnTrigger trigger, int64_t points)
{
    Cp__CreatePointsRuleRequest in = CP__CREATE_POINTS_RULE_REQUEST__INIT;

    in.title = "邀请有礼";
    in.trigger = trigger;
    in.points = points;
    in.valid_days = 30;
    assert_ok(desk_ask(&desk, &arena, "Points.CreatePointsRule", id_make(&arena), "operator", id_make(&arena), &in.base,
                       &cp__points_rule__descriptor, NULL));
}

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "invites");
    arena_init(&arena, ARENA_BYTES_MAX);
    make_rule(CP__EARN_TRIGGER__ON_INVITED_BOUGHT, 100);
    make_rule(CP__EARN_TRIGGER__ON_BOUGHT_AS_INVITED, 30);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "invites");
    return 0;
}

static void invited(const char *user_id, const char *inviter_id)
{
    Au__UserInvited event = AU__USER_INVITED__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    event.user_id = user_id;
    event.inviter_id = inviter_id;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_user_invited(call, &event)));
}

static int begin(void **state)
{
    (void)state;
    ann = id_make(&arena);
    bob = id_make(&arena);
    atomic_store(&desk.marks_differ, true);
    test_sql(desk.db, "delete from jobs");
    invited(bob, ann);
    return 0;
}

static int64_t points_of(const char *user_id)
{
    Cp__GetPointsRequest in = CP__GET_POINTS_REQUEST__INIT;
    Cp__PointsBalance *answer;

    assert_ok(desk_ask(&desk, &arena, "Points.GetPoints", user_id, NULL, NULL, &in.base,
                       &cp__points_balance__descriptor, &answer));
    return answer->available - answer->debt;
}

static void order_paid(const char *user_id, const char *order_id, int64_t amount_fen)
{
    Gb__OrderPaid event = GB__ORDER_PAID__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    event.user_id = user_id;
    event.order_id = order_id;
    event.amount_fen = amount_fen;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_order_paid(call, &event)));
}

static void refunded(const char *user_id, const char *order_id, int64_t amount_fen, bool whole)
{
    Gb__RefundDone event = GB__REFUND_DONE__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    event.user_id = user_id;
    event.order_id = order_id;
    event.amount_fen = amount_fen;
    event.whole = whole;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_refund_done(call, &event)));
}

/* Runs the jobs there are; how many. */
static int run_jobs(void)
{
    struct rows *rows = test_sql(desk.db, "delete from jobs where kind = 'reward_invite' returning key");
    int count = rows_count(rows);
    const char *keys[8];

    for (int i = 0; i < count; i++)
        keys[i] = arena_strdup(&arena, rows_text(rows, i, 0));
    for (int i = 0; i < count; i++) {
        struct job job = { .kind = REWARD_INVITE, .key = keys[i] };
        struct desk_work work;
        struct call *call = desk_work_begin(&desk, &work, &arena);
        assert_ok(desk_work_end(&work, coupons_reward_invite(call, &job)));
    }
    return count;
}

static int64_t told(const char *type)
{
    return test_sql_int(desk.db,
                        "select count(*) from outbox o join invitations i on i.id = o.aggregate_id and i.user_id = $1"
                        " where o.type = 'linli.coupons.v1.' || $2",
                        db_id(bob), db_text(type));
}

static void both_are_rewarded_once_and_only_for_a_purchase(void **state)
{
    (void)state;
    assert_int_equal(points_of(ann), 0);
    order_paid(bob, id_make(&arena), 0); /* nothing was paid */
    assert_int_equal(run_jobs(), 0);
    order_paid(bob, id_make(&arena), 1000);
    order_paid(bob, id_make(&arena), 1000);
    assert_int_equal(run_jobs(), 2);
    assert_int_equal(points_of(ann), 100);
    assert_int_equal(points_of(bob), 30);
    order_paid(bob, id_make(&arena), 1000);
    assert_int_equal(run_jobs(), 0);
    assert_int_equal(points_of(ann), 100);
    assert_int_equal(told("RewardGranted"), 1);
    order_paid(ann, id_make(&arena), 1000); /* nobody invited her */
    assert_int_equal(run_jobs(), 0);
}

static void nobody_is_invited_twice_or_by_himself(void **state)
{
    (void)state;
    const char *carl = id_make(&arena), *dora = id_make(&arena);

    invited(bob, carl);
    invited(dora, dora);
    order_paid(bob, id_make(&arena), 1000);
    order_paid(dora, id_make(&arena), 1000);
    run_jobs();
    assert_int_equal(points_of(carl), 0);
    assert_int_equal(points_of(dora), 0);
    assert_int_equal(points_of(ann), 100);
}

static void two_accounts_of_one_person_have_nothing(void **state)
{
    (void)state;
    atomic_store(&desk.marks_differ, false);
    desk.mark = "digest of 138";
    order_paid(bob, id_make(&arena), 1000);
    assert_int_equal(run_jobs(), 1);
    assert_int_equal(points_of(ann), 0);
    assert_int_equal(told("RewardWithheld"), 1);
    order_paid(bob, id_make(&arena), 1000);
    assert_int_equal(run_jobs(), 0);
    desk.mark = NULL;
}

static void an_order_that_goes_back_takes_the_reward_with_it(void **state)
{
    (void)state;
    const char *order = id_make(&arena);

    order_paid(bob, order, 1000);
    run_jobs();
    refunded(bob, order, 400, false);
    assert_int_equal(points_of(ann), 100);
    refunded(bob, order, 600, true);
    assert_int_equal(points_of(ann), 0);
    assert_int_equal(points_of(bob), 0);
}

static void an_order_that_went_back_first_earns_nothing_and_the_next_one_does(void **state)
{
    (void)state;
    const char *order = id_make(&arena);

    order_paid(bob, order, 1000);
    refunded(bob, order, 1000, true);
    assert_int_equal(run_jobs(), 1);
    assert_int_equal(points_of(ann), 0);
    order_paid(bob, id_make(&arena), 1000);
    run_jobs();
    assert_int_equal(points_of(ann), 100);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_are_rewarded_once_and_only_for_a_purchase),
        TEST(nobody_is_invited_twice_or_by_himself),
        TEST(two_accounts_of_one_person_have_nothing),
        TEST(an_order_that_goes_back_takes_the_reward_with_it),
        TEST(an_order_that_went_back_first_earns_nothing_and_the_next_one_does),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
