/* shared/db/idempotency.c */
#include "db/idempotency.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db, *rival;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    db = test_db("idempotency");
    rival = test_db_again("idempotency", NULL);
    arena_init(&arena, ARENA_BYTES_MAX);
    test_sql(db, "create table effects (id bigint generated always as identity, key text)");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    db_destroy(rival);
    test_db_drop(db, "idempotency");
    return 0;
}

static const uint8_t sum_a[32] = { 1 }, sum_b[32] = { 2 };

static struct idempotency_key key_of(const char *key)
{
    return (struct idempotency_key){ .caller_id = "u1", .method = "m", .key = key, .request_sha256 = sum_a };
}

static struct tx *begin_on(struct db *which)
{
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(which, TX_READ_WRITE, &arena, &tx, &now_us));
    return tx;
}

static void a_repeat_gives_the_kept_answer(void **state)
{
    (void)state;
    struct idempotency_key key = key_of("repeat");
    struct idempotency_claim claim;
    struct tx *tx = begin_on(db);
    assert_ok(idempotency_claim(tx, &key, &claim));
    assert_int_equal(claim.found, IDEMPOTENCY_NEW);
    const char *operation_id = claim.operation_id;
    assert_ok(idempotency_finish(tx, operation_id, "an\0swer", 7));
    assert_ok(tx_commit(tx));

    tx = begin_on(rival);
    assert_ok(idempotency_claim(tx, &key, &claim));
    assert_int_equal(claim.found, IDEMPOTENCY_REPLAY);
    assert_string_equal(claim.operation_id, operation_id);
    assert_int_equal(claim.answer_bytes, 7);
    assert_memory_equal(claim.answer, "an\0swer", 7);
    tx_rollback(tx);
}

static void another_body_another_caller_and_another_method(void **state)
{
    (void)state;
    struct idempotency_key key = key_of("repeat");
    struct idempotency_claim claim;
    struct tx *tx = begin_on(db);
    key.request_sha256 = sum_b;
    assert_fails(idempotency_claim(tx, &key, &claim), IDEMPOTENCY_KEY_REUSED);
    key.caller_id = "u2";
    assert_ok(idempotency_claim(tx, &key, &claim));
    assert_int_equal(claim.found, IDEMPOTENCY_NEW);
    key = key_of("repeat");
    key.method = "m2";
    assert_ok(idempotency_claim(tx, &key, &claim));
    assert_int_equal(claim.found, IDEMPOTENCY_NEW);
    tx_rollback(tx);
}

static void a_rolled_back_claim_leaves_nothing(void **state)
{
    (void)state;
    struct idempotency_key key = key_of("refused");
    struct idempotency_claim claim;
    for (int i = 0; i < 2; i++) {
        struct tx *tx = begin_on(db);
        assert_ok(idempotency_claim(tx, &key, &claim));
        assert_int_equal(claim.found, IDEMPOTENCY_NEW);
        tx_rollback(tx);
    }
}

static void a_rival_is_told_to_wait_after_lock_timeout(void **state)
{
    (void)state;
    struct idempotency_key key = key_of("held");
    struct idempotency_claim claim;
    struct tx *tx = begin_on(db), *other = begin_on(rival);
    assert_ok(idempotency_claim(tx, &key, &claim));
    int64_t before_ms = clock_mono_ms();
    assert_fails(idempotency_claim(other, &key, &claim), IN_PROGRESS);
    assert_in_range(clock_mono_ms() - before_ms, 450, 1500);
    tx_rollback(other);
    tx_rollback(tx);
}

/* ---- races ---- */

static atomic_int effects, replays, waits;

static void *claim_and_act(void *unused)
{
    (void)unused;
    struct db *own = test_db_again("idempotency", NULL);
    struct idempotency_key key = key_of("race");
    struct idempotency_claim claim;
    struct arena memory;
    struct tx *tx;
    int64_t now_us;

    arena_init(&memory, ARENA_BYTES_MAX);
    assert_ok(tx_begin(own, TX_READ_WRITE, &memory, &tx, &now_us));
    struct status status = idempotency_claim(tx, &key, &claim);
    if (ok(status) && claim.found == IDEMPOTENCY_NEW) {
        assert_ok(db_exec(tx, "insert into effects (key) values ('race')"));
        clock_sleep_ms(50); /* rivals are waiting for the row now */
        assert_ok(idempotency_finish(tx, claim.operation_id, "done", 4));
        assert_ok(tx_commit(tx));
        effects++;
    } else {
        replays += ok(status) && claim.found == IDEMPOTENCY_REPLAY && memcmp(claim.answer, "done", 4) == 0;
        waits += failed_with(status, IN_PROGRESS);
        tx_rollback(tx);
    }
    arena_finish(&memory);
    db_destroy(own);
    return NULL;
}

static void of_eight_rivals_one_acts_and_the_others_replay(void **state)
{
    (void)state;
    pthread_t threads[8];
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, claim_and_act, NULL), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(effects, 1);
    assert_int_equal(replays + waits, 7);
    assert_true(replays > 0);
    assert_int_equal(test_sql_int(db, "select count(*) from effects where key = 'race'"), 1);
}

/* ---- STEPS ---- */

static struct idempotency_claim open_as(struct db *which, const char *name, int64_t lease_ms, struct status *ret_status)
{
    struct idempotency_key key = key_of(name);
    struct idempotency_claim claim = { 0 };
    struct tx *tx = begin_on(which);
    *ret_status = idempotency_open(tx, &key, "request", 7, "caller", 6, lease_ms, &claim);
    if (ok(*ret_status))
        assert_ok(tx_commit(tx));
    else
        tx_rollback(tx);
    return claim;
}

#define LEASE_MS 60000

/* As if the lease's time had passed: a busy machine must not decide what a test sees. */
static void lapse(const char *key)
{
    test_sql(db, "update idempotency set leased_until = now() where key = $1", db_text(key));
}

static void an_open_operation_is_leased_then_taken_over(void **state)
{
    (void)state;
    struct status status;
    struct idempotency_claim mine = open_as(db, "steps", LEASE_MS, &status);
    assert_ok(status);
    assert_int_equal(mine.found, IDEMPOTENCY_NEW);

    open_as(rival, "steps", LEASE_MS, &status);
    assert_fails(status, IN_PROGRESS);

    lapse("steps");
    struct idempotency_claim theirs = open_as(rival, "steps", LEASE_MS, &status);
    assert_ok(status);
    assert_int_equal(theirs.found, IDEMPOTENCY_OPEN);
    assert_string_equal(theirs.operation_id, mine.operation_id);
    open_as(db, "steps", LEASE_MS, &status);
    assert_fails(status, IN_PROGRESS);

    struct tx *tx = begin_on(rival);
    assert_ok(idempotency_finish(tx, theirs.operation_id, "x", 1));
    assert_ok(tx_commit(tx));
    tx = begin_on(db);
    assert_fails(idempotency_finish(tx, mine.operation_id, "y", 1), CONFLICT);
    tx_rollback(tx);

    struct idempotency_claim replay = open_as(db, "steps", LEASE_MS, &status);
    assert_ok(status);
    assert_int_equal(replay.found, IDEMPOTENCY_REPLAY);
    assert_memory_equal(replay.answer, "x", 1);
}

static void a_lapsed_operation_is_found_with_its_request_and_caller(void **state)
{
    (void)state;
    struct status status;
    struct idempotency_lapsed lapsed;
    bool found;
    struct idempotency_claim mine = open_as(db, "lapsed", LEASE_MS, &status);
    assert_ok(status);

    struct tx *tx = begin_on(rival);
    assert_ok(idempotency_take_lapsed(tx, LEASE_MS, &lapsed, &found));
    assert_false(found);
    assert_ok(tx_commit(tx));

    lapse("lapsed");
    tx = begin_on(rival);
    assert_ok(idempotency_take_lapsed(tx, LEASE_MS, &lapsed, &found));
    assert_ok(tx_commit(tx));
    assert_true(found);
    assert_string_equal(lapsed.operation_id, mine.operation_id);
    assert_string_equal(lapsed.key.key, "lapsed");
    assert_string_equal(lapsed.key.method, "m");
    assert_memory_equal(lapsed.key.request_sha256, sum_a, 32);
    assert_memory_equal(lapsed.request, "request", 7);
    assert_memory_equal(lapsed.caller, "caller", 6);

    tx = begin_on(db);
    assert_ok(idempotency_take_lapsed(tx, LEASE_MS, &lapsed, &found));
    assert_false(found);
    tx_rollback(tx);
}

static void a_refused_operation_is_forgotten(void **state)
{
    (void)state;
    struct status status;
    struct idempotency_claim mine = open_as(db, "forgotten", LEASE_MS, &status);
    struct tx *tx = begin_on(db);
    assert_ok(idempotency_forget(tx, mine.operation_id));
    assert_ok(tx_commit(tx));
    mine = open_as(db, "forgotten", LEASE_MS, &status);
    assert_ok(status);
    assert_int_equal(mine.found, IDEMPOTENCY_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repeat_gives_the_kept_answer),
        cmocka_unit_test(another_body_another_caller_and_another_method),
        cmocka_unit_test(a_rolled_back_claim_leaves_nothing),
        cmocka_unit_test(a_rival_is_told_to_wait_after_lock_timeout),
        cmocka_unit_test(of_eight_rivals_one_acts_and_the_others_replay),
        cmocka_unit_test(an_open_operation_is_leased_then_taken_over),
        cmocka_unit_test(a_lapsed_operation_is_found_with_its_request_and_caller),
        cmocka_unit_test(a_refused_operation_is_forgotten),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
