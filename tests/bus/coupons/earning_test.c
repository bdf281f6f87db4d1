/* coupons: how points are earned by what people do, taken back when it is undone, and what time does to them. */
#define NAME "earning"
#include "points_desk.h"

/* ---- events ---- */

static void post_published(const char *post_id)
{
    Ct__PostPublished event = CT__POST_PUBLISHED__INIT;

    event.post_id = post_id;
    event.author_id = ann;
    HEARD(coupons_on_post_published, id_make(&arena));
}

static void review_published(const char *review_id)
{
    Ct__ReviewPublished event = CT__REVIEW_PUBLISHED__INIT;

    event.review_id = review_id;
    event.author_id = ann;
    HEARD(coupons_on_review_published, id_make(&arena));
}

static void post_removed(const char *post_id)
{
    Ct__PostRemoved event = CT__POST_REMOVED__INIT;

    event.post_id = post_id;
    event.author_id = ann;
    HEARD(coupons_on_post_removed, id_make(&arena));
}

static void comment_added(const char *comment_id)
{
    Ct__CommentAdded event = CT__COMMENT_ADDED__INIT;

    event.comment_id = comment_id;
    event.author_id = ann;
    HEARD(coupons_on_comment_added, id_make(&arena));
}

static void circle_joined(const char *membership_id, bool first_time)
{
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;

    event.user_id = ann;
    event.community_id = id_make(&arena);
    event.first_time = first_time;
    HEARD(coupons_on_circle_joined, membership_id);
}

/* ---- rules ---- */

static void a_rule_is_checked_as_a_whole(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);
    const char *operator_id = id_make(&arena);

    in.points = 5;
    in.streak_days = 7;
    in.ends_at =
        &(Google__Protobuf__Timestamp){ .base = PROTOBUF_C_MESSAGE_INIT(&google__protobuf__timestamp__descriptor),
                                        .seconds = 1000 };
    struct status refused = desk_ask(&desk, &arena, "Points.CreatePointsRule", operator_id, "operator", "k", &in.base,
                                     &cp__points_rule__descriptor, NULL);
    assert_fails(refused, FIELDS_INVALID);
    assert_int_equal(refused.violations->count, 4);
    assert_fails(desk_ask(&desk, &arena, "Points.CreatePointsRule", operator_id, NULL, "k", &in.base,
                          &cp__points_rule__descriptor, NULL),
                 FORBIDDEN);
    desk.scope_id = id_make(&arena);
    in = rule_of(CP__EARN_TRIGGER__ON_SIGN_IN, 1);
    assert_fails(desk_ask(&desk, &arena, "Points.CreatePointsRule", operator_id, "operator", "k", &in.base,
                          &cp__points_rule__descriptor, NULL),
                 FORBIDDEN);
    desk.scope_id = NULL;
}

static void a_rule_that_is_stopped_gives_nothing(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_COMMENT_ADDED, 3);
    Cp__SetPointsRuleActiveRequest stop = CP__SET_POINTS_RULE_ACTIVE_REQUEST__INIT;

    stop.rule_id = make_rule(&in)->rule_id;
    comment_added(id_make(&arena));
    assert_has(3, 0, 0);
    assert_ok(desk_ask(&desk, &arena, "Points.SetPointsRuleActive", id_make(&arena), "operator", NULL, &stop.base,
                       &cp__points_rule__descriptor, NULL));
    comment_added(id_make(&arena));
    assert_has(3, 0, 0);
}

static void caps_hold_a_day_and_altogether(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_COMMENT_ADDED, 3);
    const char *first = ann;

    in.day_cap = 7;
    in.budget = 10;
    make_rule(&in);
    for (int i = 0; i < 4; i++)
        comment_added(id_make(&arena));
    assert_has(7, 0, 0);
    ann = id_make(&arena);
    comment_added(id_make(&arena));
    comment_added(id_make(&arena));
    assert_has(3, 0, 0); /* the budget's last */
    ann = first;
    assert_int_equal(test_sql_int(desk.db, "select issued from points_rules where active"), 10);
}

/* ---- orders ---- */

static void an_order_earns_once_by_its_yuan(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 2);
    const char *order = id_make(&arena);

    make_rule(&in);
    for (int i = 0; i < 2; i++)
        order_paid(order, 1299);
    assert_has(24, 0, 0);
    order_paid(id_make(&arena), 99);
    assert_has(24, 0, 0);
}

static void what_is_refunded_takes_its_points_with_it(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);
    const char *order = id_make(&arena);

    make_rule(&in);
    order_paid(order, 10050);
    assert_has(100, 0, 0);
    refund_done(order, 2000, false);
    assert_has(80, 0, 0); /* 80.50 are left */
    refund_done(order, 60, false);
    assert_has(79, 0, 0);
    refund_done(order, 7990, true);
    assert_has(0, 0, 0);
}

static void a_refund_heard_of_first_counts(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);
    const char *order = id_make(&arena), *whole = id_make(&arena);

    make_rule(&in);
    refund_done(order, 4000, false);
    order_paid(order, 10000);
    assert_has(60, 0, 0);
    refund_done(order, 1000, false);
    assert_has(50, 0, 0);
    refund_done(whole, 3000, true);
    order_paid(whole, 3000);
    assert_has(50, 0, 0);
}

static void pending_points_are_taken_back_before_others(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest by_order = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1),
                                by_post = rule_of(CP__EARN_TRIGGER__ON_POST_PUBLISHED, 5);
    const char *order = id_make(&arena);

    by_order.vest_days = 7;
    make_rule(&by_order);
    make_rule(&by_post);
    order_paid(order, 10000);
    post_published(id_make(&arena));
    assert_has(5, 100, 0);
    refund_done(order, 3000, false);
    assert_has(5, 70, 0);
    refund_done(order, 7000, true);
    assert_has(5, 0, 0);
}

static void points_that_were_spent_are_owed(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);
    Cp__LockPointsRequest lock = CP__LOCK_POINTS_REQUEST__INIT;
    Cp__ConsumePointsRequest consume = CP__CONSUME_POINTS_REQUEST__INIT;
    const char *order = id_make(&arena);

    make_rule(&in);
    order_paid(order, 10000);
    lock.user_id = consume.user_id = ann;
    lock.order_id = consume.order_id = id_make(&arena);
    lock.points = 90;
    lock.amount_fen = 1000;
    assert_ok(desk_ask_inside(&desk, &arena, "LockPoints", &lock.base, &cp__points_offer__descriptor, NULL));
    assert_ok(desk_ask_inside(&desk, &arena, "ConsumePoints", &consume.base, &cp__points_lock__descriptor, NULL));
    refund_done(order, 10000, true);
    assert_has(0, 0, 90);
    order_paid(id_make(&arena), 12000);
    assert_has(30, 0, 0);
}

/* ---- talk ---- */

static void a_post_that_is_removed_takes_its_points_with_it(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_POST_PUBLISHED, 5);
    const char *post = id_make(&arena);

    make_rule(&in);
    post_published(post);
    post_published(post);
    assert_has(5, 0, 0);
    post_removed(post);
    post_removed(post);
    assert_has(0, 0, 0);
    post_published(post); /* it was earned once, and is gone */
    assert_has(0, 0, 0);
}

static void a_review_earns_once(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_REVIEW_PUBLISHED, 20);
    const char *review = id_make(&arena);

    make_rule(&in);
    review_published(review);
    review_published(review);
    assert_has(20, 0, 0);
    post_published(id_make(&arena)); /* is something else */
    assert_has(20, 0, 0);
}

static void a_circle_is_joined_once(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_CIRCLE_JOINED, 8);
    const char *membership = id_make(&arena);

    make_rule(&in);
    circle_joined(membership, true);
    circle_joined(membership, true);
    circle_joined(id_make(&arena), false);
    assert_has(8, 0, 0);
}

/* ---- what time does ---- */

static void days_pass(int days)
{
    test_sql(desk.db,
             "update points_lots set expires_at = expires_at - $2 * interval '1 day', vests_at = vests_at - $2 * "
             "interval '1 day'"
             " where user_id = $1",
             db_id(ann), db_int(days));
}

static int64_t told(const char *type)
{
    return test_sql_int(desk.db,
                        "select count(*) from outbox where type = 'linli.coupons.v1.' || $1 and aggregate_id = $2",
                        db_text(type), db_id(ann));
}

static void who_loses_points_is_told_once_and_then_loses_them(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_COMMENT_ADDED, 3);

    make_rule(&in);
    comment_added(id_make(&arena));
    comment_added(id_make(&arena));
    assert_ok(run_job(coupons_remind_points));
    assert_int_equal(told("PointsExpiring"), 0);
    days_pass(24);
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(coupons_remind_points));
    assert_int_equal(told("PointsExpiring"), 1);
    days_pass(7);
    assert_ok(run_job(coupons_sweep_points));
    assert_has(0, 0, 0);
    assert_int_equal(test_sql_int(desk.db, "select available from points_accounts where user_id = $1", db_id(ann)), 0);
}

static void pending_points_vest_by_themselves(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);

    in.vest_days = 7;
    make_rule(&in);
    order_paid(id_make(&arena), 5000);
    assert_has(0, 50, 0);
    assert_ok(run_job(coupons_sweep_points));
    assert_has(0, 50, 0);
    days_pass(7);
    assert_ok(run_job(coupons_sweep_points));
    assert_has(50, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_is_checked_as_a_whole),
        TEST(a_rule_that_is_stopped_gives_nothing),
        TEST(caps_hold_a_day_and_altogether),
        TEST(an_order_earns_once_by_its_yuan),
        TEST(what_is_refunded_takes_its_points_with_it),
        TEST(a_refund_heard_of_first_counts),
        TEST(pending_points_are_taken_back_before_others),
        TEST(points_that_were_spent_are_owed),
        TEST(a_post_that_is_removed_takes_its_points_with_it),
        TEST(a_review_earns_once),
        TEST(a_circle_is_joined_once),
        TEST(who_loses_points_is_told_once_and_then_loses_them),
        TEST(pending_points_vest_by_themselves),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
