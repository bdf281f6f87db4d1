#include "bus/house.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "linli/api/raw.pb-c.h"

#define NAME  "rpc_batch"
#define CROWD 60
#define UNITS 20

static struct house house;
static struct arena arena;

static int up(void **state)
{
    (void)state;
    house_up(&house, NAME, (struct house_options){ .replicas = 2, .queue = 256 });
    test_sql(house.db, "insert into units (number) select generate_series(1, $1::int)", db_int(UNITS));
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    house_down(&house, NAME);
    return 0;
}

struct buyer {
    char user[16], key[16];
    const char *text;
    struct status status;
    int number;
};

static void *buy(void *data)
{
    struct buyer *buyer = data;
    Pr__TakeUnitRequest in = PR__TAKE_UNIT_REQUEST__INIT;
    Pr__Unit *unit;
    struct arena own;

    arena_init(&own, ARENA_BYTES_MAX);
    in.text = buyer->text ? buyer->text : "x";
    buyer->status =
        house_ask(&house, &own, &(struct asking){ .method = "Probe.TakeUnit", .user = buyer->user, .key = buyer->key },
                  &in.base, &pr__unit__descriptor, &unit);
    buyer->number = ok(buyer->status) ? unit->number : 0;
    arena_finish(&own);
    return NULL;
}

static void buy_all(struct buyer *buyers, int count)
{
    pthread_t threads[CROWD];

    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, buy, &buyers[i]);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void crowd(struct buyer buyers[CROWD])
{
    memset(buyers, 0, CROWD * sizeof *buyers);
    for (int i = 0; i < CROWD; i++) {
        snprintf(buyers[i].user, sizeof buyers[i].user, "user-%d", i);
        snprintf(buyers[i].key, sizeof buyers[i].key, "key-%d", i);
    }
}

static int sold_to(const struct buyer buyers[CROWD])
{
    int sold = 0;

    for (int i = 0; i < CROWD; i++) {
        if (ok(buyers[i].status))
            sold++;
        else
            assert_string_equal(buyers[i].status.reason, "SOLD_OUT");
    }
    return sold;
}

static void each_item_has_its_own_outcome(void **state)
{
    struct buyer buyers[CROWD], again[CROWD];

    (void)state;
    crowd(buyers);
    buy_all(buyers, CROWD);
    assert_int_equal(sold_to(buyers), UNITS);
    assert_true(atomic_load(&probe.batches) < CROWD);
    memcpy(again, buyers, sizeof again);
    buy_all(again, CROWD); /* the same keys: the same answers */
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(again[i].number, buyers[i].number);
}

static void a_caller_is_in_a_batch_once(void **state)
{
    struct buyer buyers[CROWD];

    (void)state;
    crowd(buyers);
    for (int i = 0; i < CROWD; i++)
        snprintf(buyers[i].user, sizeof buyers[i].user, "user-%d", i % 5);
    buy_all(buyers, CROWD);
    assert_int_equal(sold_to(buyers), UNITS);
    assert_int_equal(atomic_load(&probe.same_caller_twice), 0);
}

static void a_conflict_runs_all_of_it_again(void **state)
{
    struct buyer buyers[CROWD];

    (void)state;
    crowd(buyers);
    atomic_store(&probe.conflicts_left, 1);
    buy_all(buyers, CROWD);
    assert_int_equal(sold_to(buyers), UNITS);
}

/* The database ends the connection in the middle of the first COMMIT. */
static void cut_first_commit(void)
{
    test_sql(house.db, "create sequence commits");
    test_sql(house.db, "create function cut() returns trigger language plpgsql as $$ begin"
                       " if nextval('commits') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;"
                       " return null; end $$");
    test_sql(house.db, "create constraint trigger cut after update on units deferrable initially deferred"
                       " for each row execute function cut()");
}

/* Whoever was told that it may have been done asks again. */
static void insist(struct buyer buyers[CROWD])
{
    for (int i = 0; i < CROWD; i++)
        if (failed_with(buyers[i].status, TIMED_OUT))
            buy(&buyers[i]);
}

/* Nobody is answered before it is known what came of it: whoever had a unit by then has that one. */
static void a_commit_in_doubt_is_looked_up(void **state)
{
    struct buyer buyers[CROWD], again[CROWD];

    (void)state;
    cut_first_commit();
    crowd(buyers);
    buy_all(buyers, CROWD);
    insist(buyers);
    assert_int_equal(sold_to(buyers), UNITS);
    assert_int_equal(test_sql_int(house.db, "select count(distinct owner) from units"), UNITS);
    assert_true(test_sql_int(house.db, "select last_value from commits") > UNITS);
    memcpy(again, buyers, sizeof again);
    buy_all(again, CROWD);
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(again[i].number, buyers[i].number);
}

static void one_that_fails_fails_nobody_else(void **state)
{
    struct buyer buyers[CROWD];
    int spoiled = 0;

    (void)state;
    crowd(buyers);
    buyers[0].text = "poison";
    buyers[CROWD - 1].text = "poison";
    buy_all(buyers, 10);
    for (int i = 0; i < 10; i++) {
        if (!ok(buyers[i].status)) {
            assert_string_equal(buyers[i].status.reason, "INTERNAL");
            spoiled++;
        }
    }
    assert_int_equal(spoiled, 1);
    assert_false(ok(buyers[0].status));
    assert_int_equal(test_sql_int(house.db, "select count(*) from units where owner is not null"), 9);
}

static Api__PackItem *pack_item(const char *user, const char *key, const char *text)
{
    Api__PackItem *item = message_new(&arena, &api__pack_item__descriptor);
    Pr__TakeUnitRequest in = PR__TAKE_UNIT_REQUEST__INIT;

    in.text = text;
    item->request.data = message_pack(&arena, &in.base, &item->request.len);
    item->caller = message_new(&arena, &api__caller__descriptor);
    item->caller->user_id = user;
    item->idempotency_key = key;
    return item;
}

static Api__PackAnswer *ask_pack(Api__PackItem **items, size_t count)
{
    struct rpc_request request = { .subject = "rpc.linli.probe.v1.Probe.TakeUnit", .packed = true };
    Api__Pack pack = API__PACK__INIT;
    struct rpc_reply reply;
    Api__PackAnswer *answer;

    pack.n_items = count;
    pack.items = items;
    request.data = message_pack(&arena, &pack.base, &request.bytes);
    request.deadline_ms = rpc_now_ms(house.client) + 3000;
    assert_ok(rpc_call(house.client, &arena, &request, &reply));
    answer = message_unpack(&arena, &api__pack_answer__descriptor, reply.data, reply.bytes);
    assert_non_null(answer);
    assert_int_equal(answer->n_items, count);
    return answer;
}

/* A no may come from somebody who took none of the locks of the commit in doubt. */
static void while_a_commit_is_in_doubt_nobody_hears_a_no(void **state)
{
    Api__PackItem *items[] = { pack_item("a", "1", "x"), pack_item("b", "2", "x") };
    Api__PackAnswer *answer;

    (void)state;
    test_sql(house.db, "delete from units where number > 1");
    cut_first_commit();
    answer = ask_pack(items, 2);
    assert_int_equal(answer->items[0]->result_case, API__PACK_ANSWER_ITEM__RESULT_ANSWER);
    assert_string_equal(answer->items[1]->failure->reason, "TIMED_OUT");
    answer = ask_pack(items, 2);
    assert_string_equal(answer->items[1]->failure->reason, "SOLD_OUT");
}

static void a_pack_is_answered_by_index(void **state)
{
    Api__PackItem *items[] = { pack_item("a", "1", "x"),
                               pack_item("b", "", "x"),
                               pack_item("a", "2", "x"),
                               pack_item("", "3", "x"),
                               pack_item("c", "4", "much longer than it may be"),
                               pack_item("a", "1", "x") };
    Api__PackAnswer *answer = ask_pack(items, sizeof items / sizeof items[0]);
    Pr__Unit *first, *same;

    (void)state;
    assert_int_equal(answer->items[0]->result_case, API__PACK_ANSWER_ITEM__RESULT_ANSWER);
    assert_string_equal(answer->items[1]->failure->reason, "IDEMPOTENCY_KEY_REQUIRED");
    assert_int_equal(answer->items[2]->result_case, API__PACK_ANSWER_ITEM__RESULT_ANSWER);
    assert_string_equal(answer->items[3]->failure->reason, "TOKEN_MISSING");
    assert_string_equal(answer->items[4]->failure->reason, "FIELDS_INVALID");
    assert_string_equal(answer->items[4]->failure->violations[0]->field, "text");
    first = message_unpack(&arena, &pr__unit__descriptor, answer->items[0]->answer.data, answer->items[0]->answer.len);
    same = message_unpack(&arena, &pr__unit__descriptor, answer->items[5]->answer.data, answer->items[5]->answer.len);
    assert_int_equal(first->number, same->number);
    assert_int_equal(atomic_load(&probe.same_caller_twice), 0);
}

/* The quickest of many, as the machine may be busy. */
static void a_lone_one_does_not_wait(void **state)
{
    struct buyer buyer = { .user = "a", .key = "1" };
    int64_t quickest_us = INT64_MAX;

    (void)state;
    for (int i = 0; i < 30; i++) {
        int64_t started_us = clock_mono_us(), took_us;

        buy(&buyer);
        assert_ok(buyer.status);
        took_us = clock_mono_us() - started_us;
        quickest_us = took_us < quickest_us ? took_us : quickest_us;
    }
    assert_true(quickest_us < 20000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_item_has_its_own_outcome),
        TEST(a_caller_is_in_a_batch_once),
        TEST(a_conflict_runs_all_of_it_again),
        TEST(a_commit_in_doubt_is_looked_up),
        TEST(while_a_commit_is_in_doubt_nobody_hears_a_no),
        TEST(one_that_fails_fails_nobody_else),
        TEST(a_pack_is_answered_by_index),
        TEST(a_lone_one_does_not_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
