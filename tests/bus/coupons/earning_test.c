/* coupons: how points are earned, by what people do and by hand; and taken back when it is undone. */
#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "coupons/domain/calendar.h"
#include "coupons_house.h"

static struct desk desk;
static struct arena arena;
static const char *ann;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "earning");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "earning");
    return 0;
}

/* Each test has its person and its rules. */
static int begin(void **state)
{
    (void)state;
    ann = id_make(&arena);
    test_sql(desk.db, "update points_rules set active = false");
    return 0;
}

static Cp__CreatePointsRuleRequest rule_of(Cp__EarnTrigger trigger, int64_t points)
{
    Cp__CreatePointsRuleRequest in = CP__CREATE_POINTS_RULE_REQUEST__INIT;

    in.title = "规则";
    in.trigger = trigger;
    if (trigger == CP__EARN_TRIGGER__ON_ORDER_PAID)
        in.per_yuan = points;
    else
        in.points = points;
    in.valid_days = 30;
    return in;
}

static Cp__PointsRule *make_rule(const Cp__CreatePointsRuleRequest *in)
{
    Cp__PointsRule *rule;

    assert_ok(desk_ask(&desk, &arena, "Points.CreatePointsRule", id_make(&arena), "operator", id_make(&arena),
                       &in->base, &cp__points_rule__descriptor, &rule));
    return rule;
}

static Cp__PointsBalance *balance(void)
{
    Cp__GetPointsRequest in = CP__GET_POINTS_REQUEST__INIT;
    Cp__PointsBalance *answer;

    assert_ok(desk_ask(&desk, &arena, "Points.GetPoints", ann, NULL, NULL, &in.base, &cp__points_balance__descriptor,
                       &answer));
    return answer;
}

static void assert_has(int64_t available, int64_t pending, int64_t debt)
{
    const Cp__PointsBalance *now = balance();

    assert_int_equal(now->available, available);
    assert_int_equal(now->pending, pending);
    assert_int_equal(now->debt, debt);
    assert_int_equal(test_sql_int(desk.db, "select coalesce(sum(points), 0)::bigint from points_entries"), 0);
    assert_int_equal(
        test_sql_int(desk.db, "select count(*) from points_accounts a where available + pending <>"
                              " (select coalesce(sum(points_left), 0) from points_lots l where l.user_id = a.user_id)"),
        0);
}

/* ---- events ---- */

static void order_paid(const char *order_id, int64_t amount_fen)
{
    Gb__OrderPaid event = GB__ORDER_PAID__INIT;
    struct desk_work work;

    event.order_id = order_id;
    event.user_id = ann;
    event.amount_fen = amount_fen;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_order_paid(call, &event)));
}

static void refund_done(const char *order_id, int64_t amount_fen, bool whole)
{
    Gb__RefundDone event = GB__REFUND_DONE__INIT;
    struct desk_work work;

    event.order_id = order_id;
    event.user_id = ann;
    event.amount_fen = amount_fen;
    event.whole = whole;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_refund_done(call, &event)));
}

static void post_published(const char *post_id)
{
    Ct__PostPublished event = CT__POST_PUBLISHED__INIT;
    struct desk_work work;

    event.post_id = post_id;
    event.author_id = ann;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_post_published(call, &event)));
}

static void review_published(const char *review_id)
{
    Ct__ReviewPublished event = CT__REVIEW_PUBLISHED__INIT;
    struct desk_work work;

    event.review_id = review_id;
    event.author_id = ann;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_review_published(call, &event)));
}

static void post_removed(const char *post_id)
{
    Ct__PostRemoved event = CT__POST_REMOVED__INIT;
    struct desk_work work;

    event.post_id = post_id;
    event.author_id = ann;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_post_removed(call, &event)));
}

static void comment_added(const char *comment_id)
{
    Ct__CommentAdded event = CT__COMMENT_ADDED__INIT;
    struct desk_work work;

    event.comment_id = comment_id;
    event.author_id = ann;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_comment_added(call, &event)));
}

static void circle_joined(const char *membership_id, bool first_time)
{
    const struct event_info info = { .id = id_make(&arena), .aggregate_id = membership_id };
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;
    struct desk_work work;

    event.user_id = ann;
    event.community_id = id_make(&arena);
    event.first_time = first_time;
    struct call *call = desk_work_begin(&desk, &work, &arena);
    call->event = &info;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_circle_joined(call, &event)));
}

static struct status run_job(struct status (*handle)(struct call *call, const struct job *job))
{
    struct job job = { .key = "" };
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    return desk_work_end(&work, handle(call, &job));
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

/* ---- sign-ins ---- */

static struct status sign_in_as(struct arena *memory, const char *user_id, Cp__DaySignedIn **ret_day)
{
    Cp__SignInTodayRequest in = CP__SIGN_IN_TODAY_REQUEST__INIT;

    return desk_ask(&desk, memory, "Points.SignInToday", user_id, NULL, NULL, &in.base, &cp__day_signed_in__descriptor,
                    ret_day);
}

static Cp__DaySignedIn *sign_in(void)
{
    Cp__DaySignedIn *day;

    assert_ok(sign_in_as(&arena, ann, &day));
    return day;
}

static void a_night_passes(void)
{
    test_sql(desk.db, "update sign_ins set day = day - 1 where user_id = $1", db_id(ann));
}

static void days_in_a_row_earn_more(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_SIGN_IN, 2);
    Cp__ListSignInsRequest list = CP__LIST_SIGN_INS_REQUEST__INIT;
    Cp__ListSignInsResponse *days;

    in.streak_days = 3;
    in.streak_points = 10;
    make_rule(&in);
    for (int day = 1; day <= 4; day++) {
        Cp__DaySignedIn *today = sign_in();
        assert_int_equal(today->streak, day);
        assert_int_equal(today->points, day == 3 ? 12 : 2);
        assert_string_equal(today->day, day_text(&arena, day_of(clock_unix_us())));
        assert_int_equal(sign_in()->points, today->points); /* again: nothing new */
        a_night_passes();
    }
    assert_has(18, 0, 0);
    a_night_passes(); /* one is missed */
    assert_int_equal(sign_in()->streak, 1);
    assert_ok(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                       &cp__list_sign_ins_response__descriptor, &days));
    assert_true(days->n_days >= 1);
    assert_string_equal(days->days[days->n_days - 1]->day, days->today);
    list.month = "2020-02";
    assert_ok(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                       &cp__list_sign_ins_response__descriptor, &days));
    assert_int_equal(days->n_days, 0);
    list.month = "2020-13";
    assert_fails(desk_ask(&desk, &arena, "Points.ListSignIns", ann, NULL, NULL, &list.base,
                          &cp__list_sign_ins_response__descriptor, NULL),
                 FIELDS_INVALID);
}

#define TAPS 8

static void *tap(void *data)
{
    struct arena memory;

    arena_init(&memory, ARENA_BYTES_MAX);
    assert_ok(sign_in_as(&memory, data, NULL));
    arena_finish(&memory);
    return NULL;
}

static void many_taps_are_one_sign_in(void **state)
{
    (void)state;
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_SIGN_IN, 2);
    pthread_t threads[TAPS];

    make_rule(&in);
    for (int i = 0; i < TAPS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, tap, (void *)ann), 0);
    for (int i = 0; i < TAPS; i++)
        pthread_join(threads[i], NULL);
    assert_has(2, 0, 0);
    assert_int_equal(
        test_sql_int(desk.db,
                     "select count(*) from outbox where type = 'linli.coupons.v1.SignedIn' and aggregate_id = $1",
                     db_id(ann)),
        1);
}

/* ---- by hand ---- */

static Cp__Adjustment *propose(const char *operator_id, int64_t points)
{
    Cp__ProposeAdjustmentRequest in = CP__PROPOSE_ADJUSTMENT_REQUEST__INIT;
    Cp__Adjustment *adjustment;

    in.user_id = ann;
    in.points = points;
    in.why = "活动补发";
    assert_ok(desk_ask(&desk, &arena, "Points.ProposeAdjustment", operator_id, "operator", id_make(&arena), &in.base,
                       &cp__adjustment__descriptor, &adjustment));
    return adjustment;
}

static struct status decide(const char *operator_id, const char *adjustment_id, bool approve)
{
    Cp__DecideAdjustmentRequest in = CP__DECIDE_ADJUSTMENT_REQUEST__INIT;

    in.adjustment_id = adjustment_id;
    in.approve = approve;
    return desk_ask(&desk, &arena, "Points.DecideAdjustment", operator_id, "operator", NULL, &in.base,
                    &cp__adjustment__descriptor, NULL);
}

static void points_by_hand_need_two_operators(void **state)
{
    (void)state;
    const char *olga = id_make(&arena), *oscar = id_make(&arena);
    const char *given = propose(olga, 50)->adjustment_id, *taken = propose(olga, -80)->adjustment_id,
               *rejected = propose(olga, 1000)->adjustment_id;
    Cp__ProposeAdjustmentRequest own = CP__PROPOSE_ADJUSTMENT_REQUEST__INIT;

    assert_fails(decide(olga, given, true), SECOND_EYES_NEEDED);
    assert_fails(decide(ann, given, true), SECOND_EYES_NEEDED);
    assert_has(0, 0, 0);
    for (int i = 0; i < 2; i++)
        assert_ok(decide(oscar, given, true));
    assert_has(50, 0, 0);
    assert_fails(decide(oscar, given, false), ALREADY_DECIDED);
    assert_ok(decide(oscar, taken, true));
    assert_has(0, 0, 30);
    assert_ok(decide(oscar, rejected, false));
    assert_has(0, 0, 30);
    assert_fails(decide(oscar, id_make(&arena), true), NOT_HERE);
    own.user_id = ann;
    own.points = 5;
    own.why = "给自己";
    assert_fails(desk_ask(&desk, &arena, "Points.ProposeAdjustment", ann, "operator", "k", &own.base,
                          &cp__adjustment__descriptor, NULL),
                 FORBIDDEN);
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

#define TEST(f) cmocka_unit_test_setup(f, begin)

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
        TEST(days_in_a_row_earn_more),
        TEST(many_taps_are_one_sign_in),
        TEST(points_by_hand_need_two_operators),
        TEST(who_loses_points_is_told_once_and_then_loses_them),
        TEST(pending_points_vest_by_themselves),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
