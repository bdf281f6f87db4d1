/* A desk of coupons where one person at a time has points.
 *
 *     #define NAME "earning" // of this program's desk
 *     #include "points_desk.h"
 */
#ifndef TESTS_BUS_COUPONS_POINTS_DESK_H
#define TESTS_BUS_COUPONS_POINTS_DESK_H

#include "coupons_house.h"

static struct desk desk;
static struct arena arena;
static const char *ann;

static inline int setup(void **state)
{
    (void)state;
    desk_open(&desk, NAME);
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, NAME);
    return 0;
}

/* Each test has its person and its rules. */
static inline int begin(void **state)
{
    (void)state;
    ann = id_make(&arena);
    test_sql(desk.db, "update points_rules set active = false");
    return 0;
}

static inline Cp__CreatePointsRuleRequest rule_of(Cp__EarnTrigger trigger, int64_t points)
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

static inline Cp__PointsRule *make_rule(const Cp__CreatePointsRuleRequest *in)
{
    Cp__PointsRule *rule;

    assert_ok(desk_ask(&desk, &arena, "Points.CreatePointsRule", id_make(&arena), "operator", id_make(&arena),
                       &in->base, &cp__points_rule__descriptor, &rule));
    return rule;
}

static inline Cp__PointsBalance *balance(void)
{
    Cp__GetPointsRequest in = CP__GET_POINTS_REQUEST__INIT;
    Cp__PointsBalance *answer;

    assert_ok(desk_ask(&desk, &arena, "Points.GetPoints", ann, NULL, NULL, &in.base, &cp__points_balance__descriptor,
                       &answer));
    return answer;
}

static inline void assert_has(int64_t available, int64_t pending, int64_t debt)
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

/* `event` is heard as one about `about`. */
#define HEARD(handler, about)                                                                \
    do {                                                                                     \
        const struct event_info info = { .id = id_make(&arena), .aggregate_id = (about) };   \
        struct desk_work work;                                                               \
        struct call *call = desk_work_begin(&desk, &work, &arena);                           \
        call->event = &info;                                                                 \
        assert_ok(call_begin(call));                                                         \
        assert_ok(desk_work_end(&work, handler(call, &event)));                              \
    } while (0)

static inline void order_paid(const char *order_id, int64_t amount_fen)
{
    Gb__OrderPaid event = GB__ORDER_PAID__INIT;

    event.order_id = order_id;
    event.user_id = ann;
    event.amount_fen = amount_fen;
    HEARD(coupons_on_order_paid, id_make(&arena));
}

static inline void refund_done(const char *order_id, int64_t amount_fen, bool whole)
{
    Gb__RefundDone event = GB__REFUND_DONE__INIT;

    event.order_id = order_id;
    event.user_id = ann;
    event.amount_fen = amount_fen;
    event.whole = whole;
    HEARD(coupons_on_refund_done, id_make(&arena));
}

static inline struct status run_job(struct status (*handle)(struct call *call, const struct job *job))
{
    struct job job = { .key = "" };
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    return desk_work_end(&work, handle(call, &job));
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

#endif
