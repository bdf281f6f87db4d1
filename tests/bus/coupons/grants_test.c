/* coupons: grants that are planned: one a person and run, whatever happens to the run; and what newcomers alone may
 * use. */
#include <string.h>

#include "base/clock.h"
#include "coupons/domain/calendar.h"
#include "coupons_house.h"
#include "rpc/timestamp.h"

#define A_PART 1600 /* people that one job comes to */

static struct desk desk;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    desk_open(&desk, "grants");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    desk_close(&desk, "grants");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    test_sql(desk.db, "delete from jobs");
    test_sql(desk.db, "delete from neighbours");
    test_sql(desk.db, "delete from people");
    return 0;
}

/* ---- people and plans ---- */

static void registered(const char *user_id)
{
    Au__UserRegistered event = AU__USER_REGISTERED__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    event.user_id = user_id;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_user_registered(call, &event)));
}

static void joined(const char *user_id, const char *community_id)
{
    const struct event_info info = { .id = id_make(&arena), .aggregate_id = id_make(&arena) };
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    call->event = &info;
    event.user_id = user_id;
    event.community_id = community_id;
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_circle_joined(call, &event)));
}

static const char *granting(int64_t budget_count, int per_user)
{
    return desk_template(&desk, &arena, CP__CHANNEL__BY_GRANT, budget_count, per_user);
}

static struct status try_plan(const char *template_id, const char *community_id, int month_day, const char *role,
                              Cp__GrantPlan **ret_plan)
{
    Cp__CreateGrantPlanRequest in = CP__CREATE_GRANT_PLAN_REQUEST__INIT;

    in.title = "每月福利";
    in.template_id = template_id;
    in.community_id = community_id;
    in.month_day = month_day;
    return desk_ask(&desk, &arena, "Grants.CreateGrantPlan", id_make(&arena), role, id_make(&arena), &in.base,
                    &cp__grant_plan__descriptor, ret_plan);
}

static const char *plan(const char *template_id, const char *community_id, int month_day)
{
    Cp__GrantPlan *made;

    assert_ok(try_plan(template_id, community_id, month_day, "operator", &made));
    return made->plan_id;
}

static const Cp__GrantRun *latest_run(const char *plan_id)
{
    Cp__ListGrantPlansRequest in = CP__LIST_GRANT_PLANS_REQUEST__INIT;
    Cp__ListGrantPlansResponse *answer;

    in.page_size = 100;
    assert_ok(desk_ask(&desk, &arena, "Grants.ListGrantPlans", id_make(&arena), "operator", NULL, &in.base,
                       &cp__list_grant_plans_response__descriptor, &answer));
    for (size_t i = 0; i < answer->n_plans; i++)
        if (strcmp(answer->plans[i]->plan_id, plan_id) == 0)
            return answer->plans[i]->latest_run;
    return NULL;
}

/* ---- jobs ---- */

static struct status run(const char *key)
{
    struct job job = { .kind = RUN_PLAN, .key = key };
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    return desk_work_end(&work, coupons_run_plan(call, &job));
}

/* The only job there is; it is taken away, as the runner does when it is done. */
static const char *next_job(void)
{
    struct rows *rows = test_sql(desk.db, "delete from jobs where kind = 'run_plan' returning key");

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&arena, rows_text(rows, 0, 0));
}

static int64_t jobs(void)
{
    return test_sql_int(desk.db, "select count(*) from jobs where kind = 'run_plan'");
}

static int64_t issued(const char *template_id)
{
    return test_sql_int(desk.db, "select count(*) from coupons where template_id = $1", db_id(template_id));
}

/* ---- tests ---- */

static void only_operators_plan_and_only_what_is_granted(void **state)
{
    (void)state;
    const char *claimed = desk_template(&desk, &arena, CP__CHANNEL__CLAIM, 10, 1);

    assert_fails(try_plan(granting(10, 1), "", 0, NULL, NULL), FORBIDDEN);
    assert_fails(try_plan(claimed, "", 0, "operator", NULL), FIELDS_INVALID);
    assert_fails(try_plan(id_make(&arena), "", 0, "operator", NULL), NOT_HERE);
    assert_fails(try_plan(granting(10, 1), "", 29, "operator", NULL), FIELDS_INVALID);
}

static void everybody_has_one_and_the_neighbours_have_theirs(void **state)
{
    (void)state;
    const char *here = id_make(&arena), *all = granting(0, 1), *some = granting(0, 1), *key;

    for (int i = 0; i < 3; i++)
        registered(id_make(&arena));
    for (int i = 0; i < 2; i++)
        joined(id_make(&arena), here);
    joined(id_make(&arena), id_make(&arena));
    test_sql(desk.db, "delete from jobs");
    const char *for_all = plan(all, "", 0);
    key = next_job();
    for (int i = 0; i < 2; i++)
        assert_ok(run(key));
    assert_int_equal(issued(all), 6);
    assert_int_equal(latest_run(for_all)->granted, 6);
    assert_non_null(latest_run(for_all)->done_at);
    assert_int_equal(jobs(), 0); /* it runs once */
    plan(some, here, 0);
    assert_ok(run(next_job()));
    assert_int_equal(issued(some), 2);
}

static void a_run_goes_on_where_it_was_and_nobody_has_two(void **state)
{
    (void)state;
    const char *template_id = granting(0, 1), *plan_id, *first, *second;

    test_sql(desk.db, "insert into people (user_id) select gen_random_uuid() from generate_series(1, $1)",
             db_int(A_PART + 100));
    plan_id = plan(template_id, "", 0);
    first = next_job();
    assert_ok(run(first));
    assert_int_equal(issued(template_id), A_PART);
    assert_null(latest_run(plan_id)->done_at);
    second = next_job();
    assert_string_not_equal(first, second);
    /* As if the run had died before it noted how far it had come. */
    test_sql(desk.db, "update grant_runs set after_user_id = null, granted = 0 where plan_id = $1", db_id(plan_id));
    assert_ok(run(second));
    assert_int_equal(issued(template_id), A_PART);
    assert_ok(run(next_job()));
    assert_int_equal(issued(template_id), A_PART + 100);
    assert_int_equal(latest_run(plan_id)->granted, A_PART + 100);
    assert_int_equal(test_sql_int(desk.db,
                                  "select count(*) from (select user_id from coupons where template_id = $1"
                                  " group by user_id having count(*) > 1) twice",
                                  db_id(template_id)),
                     0);
}

static void a_budget_that_ends_refuses_the_rest(void **state)
{
    (void)state;
    const char *template_id = granting(2, 1), *plan_id;

    for (int i = 0; i < 5; i++)
        registered(id_make(&arena));
    plan_id = plan(template_id, "", 0);
    assert_ok(run(next_job()));
    assert_int_equal(latest_run(plan_id)->granted, 2);
    assert_int_equal(latest_run(plan_id)->refused, 3);
}

static void each_month_has_its_run_and_a_month_that_is_over_has_none(void **state)
{
    (void)state;
    const char *template_id = granting(0, 5), *plan_id = NULL;
    int64_t now_us = clock_unix_us();
    int now = month_latest(now_us, 1, 0);

    registered(id_make(&arena));
    plan_id = plan(template_id, "", 1);
    assert_string_equal(next_job(), arena_printf(&arena, "%s:%d:1", plan_id, now + 1)); /* the first of next month */
    assert_int_equal(issued(template_id), 0);
    test_sql(desk.db, "update grant_plans set starts_at = starts_at - interval '1 year'"); /* an old plan */
    assert_ok(run(arena_printf(&arena, "%s:%d:1", plan_id, now)));
    assert_int_equal(issued(template_id), 1);
    assert_string_equal(latest_run(plan_id)->month, month_text(&arena, now));
    assert_string_equal(next_job(), arena_printf(&arena, "%s:%d:1", plan_id, now + 1));
    assert_ok(run(arena_printf(&arena, "%s:%d:1", plan_id, now - 3))); /* after an outage of three months */
    assert_int_equal(issued(template_id), 1);
    assert_string_equal(next_job(), arena_printf(&arena, "%s:%d:1", plan_id, now - 2));
}

static struct status set_active(const char *plan_id, bool active)
{
    Cp__SetGrantPlanActiveRequest in = CP__SET_GRANT_PLAN_ACTIVE_REQUEST__INIT;

    in.plan_id = plan_id;
    in.active = active;
    return desk_ask(&desk, &arena, "Grants.SetGrantPlanActive", id_make(&arena), "operator", NULL, &in.base,
                    &cp__grant_plan__descriptor, NULL);
}

static void a_plan_that_is_stopped_gives_nothing_more(void **state)
{
    (void)state;
    const char *template_id = granting(0, 5), *plan_id;

    registered(id_make(&arena));
    plan_id = plan(template_id, "", 1);
    assert_ok(set_active(plan_id, false));
    assert_ok(run(arena_printf(&arena, "%s:%d:1", plan_id, month_latest(clock_unix_us(), 1, 0))));
    assert_int_equal(issued(template_id), 0);
    test_sql(desk.db, "delete from jobs");
    assert_ok(set_active(plan_id, true));
    assert_int_equal(jobs(), 1);
    assert_fails(set_active(id_make(&arena), true), NOT_HERE);
}

/* ---- newcomers ---- */

static void paid(const char *user_id)
{
    Gb__OrderPaid event = GB__ORDER_PAID__INIT;
    struct desk_work work;
    struct call *call = desk_work_begin(&desk, &work, &arena);

    event.user_id = user_id;
    event.order_id = id_make(&arena);
    event.paid_at_us = clock_unix_us();
    assert_ok(call_begin(call));
    assert_ok(desk_work_end(&work, coupons_on_order_paid(call, &event)));
}

static void a_newcomers_coupon_is_for_the_first_order(void **state)
{
    (void)state;
    Cp__CreateTemplateRequest make = CP__CREATE_TEMPLATE_REQUEST__INIT;
    Cp__QuoteCouponRequest in = CP__QUOTE_COUPON_REQUEST__INIT;
    Cp__CouponLine line = CP__COUPON_LINE__INIT, *lines[] = { &line };
    const char *ann = id_make(&arena);
    Cp__Template *template;
    Cp__Coupon *coupon;

    make.title = "新人券";
    make.kind = CP__TEMPLATE_KIND__AMOUNT_OFF;
    make.amount_fen = 500;
    make.threshold_fen = 3000;
    make.channel = CP__CHANNEL__CLAIM;
    make.budget_fen = 100000;
    make.per_user = 1;
    make.newcomers_only = true;
    make.claim_ends_at = timestamp_new(&arena, clock_unix_us() + 3600 * US_PER_S);
    make.valid_days = 7;
    assert_ok(desk_ask(&desk, &arena, "CreateTemplate", id_make(&arena), "operator", "k", &make.base,
                       &cp__template__descriptor, &template));
    assert_ok(desk_claim(&desk, &arena, template->template_id, ann, "k", &coupon));
    in.coupon_id = coupon->coupon_id;
    in.user_id = ann;
    in.lines = lines;
    in.n_lines = 1;
    line.product_id = line.sku_id = id_make(&arena);
    line.quantity = 1;
    line.amount_fen = 3000;
    assert_ok(desk_ask_inside(&desk, &arena, "QuoteCoupon", &in.base, &cp__coupon_offer__descriptor, NULL));
    registered(ann); /* says nothing about orders */
    assert_ok(desk_ask_inside(&desk, &arena, "QuoteCoupon", &in.base, &cp__coupon_offer__descriptor, NULL));
    paid(ann);
    assert_fails(desk_ask_inside(&desk, &arena, "QuoteCoupon", &in.base, &cp__coupon_offer__descriptor, NULL),
                 COUPON_NOT_USABLE);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_operators_plan_and_only_what_is_granted),
        TEST(everybody_has_one_and_the_neighbours_have_theirs),
        TEST(a_run_goes_on_where_it_was_and_nobody_has_two),
        TEST(a_budget_that_ends_refuses_the_rest),
        TEST(each_month_has_its_run_and_a_month_that_is_over_has_none),
        TEST(a_plan_that_is_stopped_gives_nothing_more),
        TEST(a_newcomers_coupon_is_for_the_first_order),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
