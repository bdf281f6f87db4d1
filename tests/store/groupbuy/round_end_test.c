/* The end of a round that is put off, or its last order paid, while the job that ends it runs, on a real PostgreSQL. */
#include <pthread.h>

#include "store/groupbuy/places.h"

static struct goods goods;

static int up(void **state)
{
    int failed = seats_up(state, "gb_round_end");

    goods = put_on_shelf(20000, 0);
    lead();
    return failed;
}

/* It runs, and its end came a second ago. */
static const char *round_at_its_end(void)
{
    const char *round = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into rounds (id, leader_id, community_id, title, description, image_urls, status, starts_at,"
             " ends_at, ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
             " uncollected_rule, uncollected_refund_percent, keep_days, published_at) values ($1, $2, $3, '周三团', '',"
             " '{}', 'OPEN', now() - interval '1 h', now() - interval '1 s', now() + interval '1 day', 300, 900, false,"
             " 0, 0, 0, 'FIRST_COME', 'KEEP', 0, 3, now())",
             db_id(round), db_id(LEADER), db_id(COMMUNITY));
    test_sql(shop.db, "insert into round_points (round_id, point_id) values ($1, $2)", db_id(round), db_id(POINT));
    add_item(round, 0, goods.apples, 900);
    return round;
}

/* As its schedule has left it, in the hands of a runner. */
static struct job running_job(const char *round)
{
    struct round row;
    struct rows *rows;
    struct call *call = clerk_call(&shop.clerk, "");

    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round, &row));
    assert_ok(clerk_end(&shop.clerk, round_schedule(call, &row)));
    rows = test_sql(shop.db,
                    "update jobs set leased_until = clock_timestamp() + interval '1 min', attempts = 1"
                    " where kind = $1 and key like $2 || '%' returning key",
                    db_text(JOB_END_ROUND), db_text(round));
    assert_int_equal(rows_count(rows), 1);
    return (struct job){ .kind = JOB_END_ROUND, .key = arena_strdup(&shop.clerk.arena, rows_text(rows, 0, 0)) };
}

/* The leader puts it off by a day; not committed yet. */
static void put_off(struct clerk *clerk, const char *round)
{
    Gb__ExtendRoundRequest in = GB__EXTEND_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;
    struct call *call = clerk_call(clerk, LEADER);

    in.round_id = round;
    in.ends_at = timestamp_new(&clerk->arena, clock_unix_us() + 86400 * US_PER_S);
    assert_ok(call_begin(call));
    assert_ok(groupbuy_extend_round(call, &in, &out));
}

struct runner {
    struct clerk clerk;
    struct job job;
    struct status (*handle)(struct call *call, const struct job *job);
    struct status done;
};

static void *run(void *data)
{
    struct runner *runner = data;

    runner->done = clerk_end(&runner->clerk, runner->handle(clerk_call(&runner->clerk, ""), &runner->job));
    return NULL;
}

static bool somebody_waits(void)
{
    return test_sql_int(shop.db,
                        "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                        " where not l.granted and a.datname = current_database() and a.query like '%rounds r%'") > 0;
}

static const char *status_of(const char *round)
{
    return rows_text(test_sql(shop.db, "select status from rounds where id = $1", db_id(round)), 0, 0);
}

/* The job that waits for the round's end as it is now. */
static const char *next_job(const char *round)
{
    struct rows *rows = test_sql(shop.db,
                                 "select j.key from jobs j join rounds r on r.id = $1 and j.run_at = r.ends_at"
                                 " where j.kind = $2 and j.key like $3 || '%' and j.leased_until is null",
                                 db_id(round), db_text(JOB_END_ROUND), db_text(round));

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&shop.clerk.arena, rows_text(rows, 0, 0));
}

static void an_end_that_is_put_off_while_its_job_runs_comes_at_its_new_time(void **state)
{
    const char *round = round_at_its_end(), *next;
    struct runner runner = { .job = running_job(round), .handle = groupbuy_end_round };
    pthread_t thread;

    (void)state;
    clerk_up(&shop, &runner.clerk);
    put_off(&shop.clerk, round);
    assert_int_equal(pthread_create(&thread, NULL, run, &runner), 0);
    for (int i = 0; i < 1000 && !somebody_waits(); i++) /* for the round, which the leader holds */
        clock_sleep_ms(5);
    assert_ok(clerk_end(&shop.clerk, OK));
    pthread_join(thread, NULL);
    clerk_down(&runner.clerk);
    assert_ok(runner.done);
    assert_string_equal(status_of(round), "OPEN");

    next = next_job(round);
    assert_fails(run_job(JOB_END_ROUND, next, groupbuy_end_round), NOT_AVAILABLE); /* before its time it comes again */
    test_sql(shop.db, "delete from jobs where kind = $1 and key = $2", db_text(JOB_END_ROUND),
             db_text(runner.job.key)); /* as its runner does */
    assert_int_equal(jobs(JOB_END_ROUND, next), 1);
}

static void an_end_that_wins_is_not_put_off(void **state)
{
    const char *round = round_at_its_end();
    struct job job = running_job(round);
    Gb__ExtendRoundRequest in = GB__EXTEND_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    (void)state;
    assert_ok(run_job(JOB_END_ROUND, job.key, groupbuy_end_round));
    assert_string_equal(status_of(round), "CLOSING");
    assert_int_equal(jobs(JOB_SETTLE_ROUND, round), 1);
    in.round_id = round;
    in.ends_at = timestamp_new(&shop.clerk.arena, clock_unix_us() + 86400 * US_PER_S);
    assert_fails(CALL_IN_TX(LEADER, groupbuy_extend_round, &in, &out), ROUND_FROZEN);
    assert_ok(run_job(JOB_END_ROUND, job.key, groupbuy_end_round)); /* again: nothing */
    assert_string_equal(status_of(round), "CLOSING");
}

/* Two apples, in a round that closes at 18.00. */
static struct seat last_order(const char *round)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct seat seat = { .user = user_n(&shop.clerk, 1) };
    struct call *call = clerk_call(&shop.clerk, seat.user);

    test_sql(shop.db, "update rounds set ends_at = now() + interval '1 h', minimum_fen = 1800 where id = $1",
             db_id(round));
    item.item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item.quantity = 2;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    call->operation_id = seat.order = id_make(&shop.clerk.arena);
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    test_sql(shop.db, "update rounds set ends_at = now() - interval '1 s' where id = $1", db_id(round));
    return seat;
}

static void hold(struct clerk *clerk, const char *round)
{
    struct call *call = clerk_call(clerk, "");
    struct round held;

    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round, &held));
}

static void what_is_paid_while_the_cut_off_waits_for_the_round_counts_for_its_minimum(void **state)
{
    const char *round = round_at_its_end();
    struct seat last = last_order(round);
    struct runner runner = { .job = { .kind = JOB_SETTLE_ROUND, .key = round }, .handle = groupbuy_settle_round };
    struct clerk other;
    pthread_t thread;

    (void)state;
    assert_ok(run_job(JOB_END_ROUND, running_job(round).key, groupbuy_end_round));
    clerk_up(&shop, &runner.clerk);
    clerk_up(&shop, &other);
    hold(&other, round);
    assert_int_equal(pthread_create(&thread, NULL, run, &runner), 0);
    for (int i = 0; i < 1000 && !somebody_waits(); i++)
        clock_sleep_ms(5);
    pay(&last);
    assert_ok(clerk_end(&other, OK));
    pthread_join(thread, NULL);
    clerk_down(&other);
    clerk_down(&runner.clerk);
    assert_ok(runner.done);
    assert_string_equal(status_of(round), "CLOSED");
}

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from round_moves");

    (void)state;
    assert_int_equal(rows_count(rows), round_moves_count);
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(round_may_move(round_status_of(rows_text(rows, row, 0)), round_status_of(rows_text(rows, row, 1))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_end_that_is_put_off_while_its_job_runs_comes_at_its_new_time),
        cmocka_unit_test(an_end_that_wins_is_not_put_off),
        cmocka_unit_test(what_is_paid_while_the_cut_off_waits_for_the_round_counts_for_its_minimum),
        cmocka_unit_test(the_moves_are_those_of_the_domain),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
