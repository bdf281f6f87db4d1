/* Reviews whose text could not be checked when they were written: each text is looked at, also one that was said while a
 * job looked at the one before. The job as the runner calls it, on a schema of its own. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "content/jobs/jobs.h"
#include "content/rpc/reviews/reviewing.h"
#include "content/service.h"
#include "content/store/word_store.h"
#include "support/check.h"
#include "support/pg.h"

#define NAME     "content_reviewing"
#define LEASE_MS 60000

static struct db *db;
static struct db_options options;
static struct bus *bus;
static struct rpc_client *client;
static struct runtime *runtime;
static struct content house;
static struct arena arena;
static struct call call;
static Api__Caller caller;

static struct call *fresh_call(void)
{
    call_init(&call, runtime, &arena, clock_unix_ms() + 60000);
    api__caller__init(&caller);
    caller.user_id = "";
    call.caller = &caller;
    return &call;
}

static struct call *within(void)
{
    assert_ok(call_begin(fresh_call()));
    return &call;
}

static int up(void **state)
{
    struct server_options all = { .name = "content", .service = &house };
    char *user;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db(NAME);
    options = test_db_options(NAME);
    user = strdup(rows_text(test_sql(db, "select current_user"), 0, 0));
    assert_ok(migrate(db, "content", user, content_migrations, content_migrations_count, NULL));
    free(user);
    assert_ok(bus_connect(&(struct bus_options){ .url = "nats://127.0.0.1:1", .name = "content" }, &bus));
    assert_ok(rpc_client_create(bus, &client));
    rpc_now_learn(client, clock_unix_ms());
    house.words = word_cache_create();
    all.bus = bus;
    all.client = client;
    all.db = options;
    runtime = runtime_create(&all);
    return 0;
}

static int down(void **state)
{
    (void)state;
    call_finish(&call);
    runtime_destroy(runtime);
    rpc_client_destroy(client);
    bus_destroy(bus);
    word_cache_destroy(house.words);
    test_db_drop(db, NAME);
    arena_finish(&arena);
    return 0;
}

/* Held, with a job to look at it. */
static struct review written(const char *body)
{
    struct review review = { .id = id_make(&arena),
                             .order_id = id_make(&arena),
                             .product_id = id_make(&arena),
                             .author = { .user_id = id_make(&arena) },
                             .rating = 5,
                             .body = body,
                             .state = REVIEW_STATE_HELD };
    bool inserted;

    within();
    review.created_us = call.now_us;
    assert_ok(reviewable_save(call.tx, &(struct reviewable){ .order_id = review.order_id,
                                                             .user_id = review.author.user_id,
                                                             .product_id = review.product_id,
                                                             .product_title = "蓝莓",
                                                             .sku_title = "",
                                                             .completed_us = call.now_us }));
    assert_ok(review_insert(call.tx, &review, &inserted));
    assert_true(inserted);
    assert_ok(review_check_later(&call, &review));
    assert_ok(call_commit(&call));
    return review;
}

static void said_otherwise(struct review *review, const char *body)
{
    within();
    review->body = body;
    review->edited_us = call.now_us;
    assert_ok(review_save(call.tx, review));
    assert_ok(review_check_later(&call, review));
    assert_ok(call_commit(&call));
}

/* The one that has been due longest, as the runner takes it. */
static bool take(struct job *ret_job)
{
    const char *const kinds[] = { HELD_REVIEW };
    bool found;

    test_sql(db, "update jobs set run_at = run_at - interval '1 h'");
    assert_ok(job_take(db, &arena, kinds, 1, LEASE_MS, ret_job, &found));
    return found;
}

static enum review_state state_of(const struct review *review)
{
    return (enum review_state)test_sql_int(db, "select state from reviews where id = $1", db_id(review->id));
}

static void a_text_that_is_said_while_another_is_looked_at_is_looked_at_too(void **state)
{
    struct review review = written("很新鲜");
    struct job first, second;

    (void)state;
    within();
    assert_ok(word_save(call.tx, &(struct word_row){ .folded = "假货", .word = "假货", .action = WORD_BLOCK }));
    assert_ok(call_commit(&call));

    assert_true(take(&first)); /* it has read what was said, and asks */
    said_otherwise(&review, "假货");
    assert_ok(job_done(db, &arena, &first));

    assert_true(take(&second));
    assert_ok(content_check_held_review(fresh_call(), &first)); /* whose text is not there any more */
    assert_int_equal(state_of(&review), REVIEW_STATE_HELD);
    assert_ok(content_check_held_review(fresh_call(), &second));
    assert_int_equal(state_of(&review), REVIEW_STATE_HIDDEN);
    assert_ok(job_done(db, &arena, &second));
    assert_false(take(&first));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_is_said_while_another_is_looked_at_is_looked_at_too),
    };

    return cmocka_run_group_tests(tests, up, down);
}
