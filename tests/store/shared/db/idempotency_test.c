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
    assert_fails(idempotency_finish(tx, mine.operation_id, "y", 1), IN_PROGRESS);
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

/* ---- STEPS: whose session has ended ---- */

static int empty(void **state)
{
    (void)state;
    test_sql(db, "delete from idempotency");
    return 0;
}

static struct db *another(void)
{
    return test_db_again("idempotency", NULL);
}

/* Comes back when it is over; its connection does not know of it yet. */
static void end_session_of(struct db *which)
{
    int64_t pid = test_sql_int(which, "select pg_backend_pid()");
    assert_true(rows_bool(test_sql(db, "select pg_terminate_backend($1, 5000)", db_int(pid)), 0, 0));
}

static struct idempotency_claim begun_by(struct db *which, const char *name)
{
    struct status status;
    struct idempotency_claim claim = open_as(which, name, LEASE_MS, &status);
    assert_ok(status);
    return claim;
}

static void assert_kept_from(struct db *which, const char *name)
{
    struct status status;
    open_as(which, name, LEASE_MS, &status);
    assert_fails(status, IN_PROGRESS);
}

static bool take(struct db *which, struct idempotency_lapsed *ret_lapsed)
{
    bool found;
    struct tx *tx = begin_on(which);
    assert_ok(idempotency_take_lapsed(tx, LEASE_MS, ret_lapsed, &found));
    assert_ok(tx_commit(tx));
    return found;
}

enum ending { FINISH, FORGET, RELEASE };

static struct status end_by(struct db *which, const char *operation_id, enum ending ending)
{
    struct tx *tx = begin_on(which);
    struct status status = ending == FINISH   ? idempotency_finish(tx, operation_id, "x", 1)
                           : ending == FORGET ? idempotency_forget(tx, operation_id)
                                              : idempotency_release(tx, operation_id);
    if (ok(status))
        assert_ok(tx_commit(tx));
    else
        tx_rollback(tx);
    return status;
}

static void a_repeat_takes_over_at_once_where_a_session_has_ended(void **state)
{
    (void)state;
    struct db *other = another();
    struct idempotency_claim mine = begun_by(other, "k");
    assert_kept_from(rival, "k"); /* he is at it */
    end_session_of(other);

    struct idempotency_claim theirs = begun_by(rival, "k");
    assert_int_equal(theirs.found, IDEMPOTENCY_OPEN);
    assert_string_equal(theirs.operation_id, mine.operation_id);
    assert_kept_from(db, "k");
    assert_ok(end_by(rival, mine.operation_id, FINISH));
    assert_int_equal(begun_by(db, "k").found, IDEMPOTENCY_REPLAY);
    db_destroy(other);
}

/* He lost only his session, and works on as if nothing had happened. */
static void who_was_taken_over_changes_nothing_any_more(void **state)
{
    (void)state;
    struct db *other = another();
    struct idempotency_claim mine = begun_by(other, "k");
    end_session_of(other);
    begun_by(rival, "k");

    assert_fails(idempotency_regain(other, &arena, mine.operation_id, &mine.held_since_us), IN_PROGRESS);
    assert_fails(end_by(other, mine.operation_id, FINISH), IN_PROGRESS);
    assert_fails(end_by(other, mine.operation_id, FORGET), IN_PROGRESS);
    assert_ok(end_by(other, mine.operation_id, RELEASE));
    assert_kept_from(db, "k");
    assert_ok(end_by(rival, mine.operation_id, FINISH));
    assert_fails(end_by(other, mine.operation_id, FORGET), IN_PROGRESS);
    db_destroy(other);
}

static void who_was_not_taken_over_goes_on_in_his_next_session(void **state)
{
    (void)state;
    struct db *other = another();
    struct idempotency_claim mine = begun_by(other, "k");
    end_session_of(other);

    assert_fails(end_by(other, mine.operation_id, FINISH), IN_PROGRESS); /* not before he has it again */
    assert_ok(idempotency_regain(other, &arena, mine.operation_id, &mine.held_since_us));
    assert_kept_from(rival, "k");
    end_session_of(other);
    assert_ok(idempotency_regain(other, &arena, mine.operation_id, &mine.held_since_us));
    assert_ok(end_by(other, mine.operation_id, FINISH));
    db_destroy(other);
}

/* As chores do that have let go of two, and taken one. */
static void who_goes_on_has_his_lease_again(void **state)
{
    (void)state;
    struct db *other = another();
    struct idempotency_claim mine = begun_by(other, "k");
    end_session_of(other);
    lapse("k");
    assert_ok(idempotency_regain(other, &arena, mine.operation_id, &mine.held_since_us));
    assert_kept_from(rival, "k");
    db_destroy(other);
}

static void a_worker_finds_what_an_ended_session_had(void **state)
{
    (void)state;
    struct idempotency_lapsed lapsed;
    struct db *other = another();
    struct idempotency_claim mine = begun_by(other, "k");
    assert_false(take(rival, &lapsed));
    end_session_of(other);
    assert_true(take(rival, &lapsed));
    assert_string_equal(lapsed.operation_id, mine.operation_id);
    assert_false(take(db, &lapsed));
    assert_ok(end_by(rival, mine.operation_id, FINISH));
    db_destroy(other);
}

/* Else what kills its worker would kill one after another. */
static void an_operation_that_kills_its_workers_is_left_its_leases(void **state)
{
    (void)state;
    struct idempotency_lapsed lapsed;
    struct db *other = another();
    begun_by(other, "k");
    for (int i = 0; i < IDEMPOTENCY_HASTE_MAX; i++) {
        end_session_of(other);
        assert_true(take(other, &lapsed));
    }
    end_session_of(other);
    assert_false(take(rival, &lapsed));
    lapse("k");
    assert_true(take(other, &lapsed));
    assert_ok(end_by(other, lapsed.operation_id, RELEASE)); /* it failed in passing: he lives */
    assert_true(take(other, &lapsed));
    end_session_of(other);
    assert_true(take(rival, &lapsed));
    db_destroy(other);
}

/* It moves leased_until alone; the worker in the row is an earlier one. */
static void a_release_that_knows_no_sessions_is_left_its_lease(void **state)
{
    (void)state;
    struct idempotency_lapsed lapsed;
    struct db *other = another();
    begun_by(other, "k");
    end_session_of(other);
    test_sql(db, "update idempotency set leased_until = clock_timestamp() + interval '50 s'");
    assert_kept_from(rival, "k");
    assert_false(take(rival, &lapsed));
    test_sql(db, "update idempotency set worker = null, worker_at = null, worker_until = null"); /* opened by it, too */
    assert_kept_from(rival, "k");
    db_destroy(other);
}

static void a_later_session_with_the_same_number_is_another(void **state)
{
    (void)state;
    begun_by(db, "k");
    assert_kept_from(rival, "k");
    test_sql(db, "update idempotency set worker_at = (select backend_start - interval '1 s' from pg_stat_activity"
                 " where pid = worker)");
    assert_int_equal(begun_by(rival, "k").found, IDEMPOTENCY_OPEN);
}

/* All sessions began after now then, as its own view of them says here. */
static void a_clock_set_back_ends_no_session(void **state)
{
    (void)state;
    struct db *later = another();
    test_sql(later, "create temp view pg_stat_activity as select pid, backend_start + interval '1 h' as backend_start"
                    " from pg_catalog.pg_stat_activity");
    begun_by(db, "k");
    assert_kept_from(later, "k");
    db_destroy(later);
}

/* What one transaction begins and ends nobody can take: it costs no more for this. */
static void a_claim_of_one_transaction_notes_no_worker(void **state)
{
    (void)state;
    struct idempotency_key key = key_of("k");
    struct idempotency_claim mine;
    struct rows *rows;
    struct tx *tx = begin_on(db);
    assert_ok(idempotency_claim(tx, &key, &mine));
    assert_ok(db_query(tx, &rows, "select num_nulls(worker, worker_at, worker_until) from idempotency"));
    assert_int_equal(rows_int(rows, 0, 0), 3);
    tx_rollback(tx);
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
        cmocka_unit_test_setup(a_repeat_takes_over_at_once_where_a_session_has_ended, empty),
        cmocka_unit_test_setup(who_was_taken_over_changes_nothing_any_more, empty),
        cmocka_unit_test_setup(who_was_not_taken_over_goes_on_in_his_next_session, empty),
        cmocka_unit_test_setup(who_goes_on_has_his_lease_again, empty),
        cmocka_unit_test_setup(a_worker_finds_what_an_ended_session_had, empty),
        cmocka_unit_test_setup(an_operation_that_kills_its_workers_is_left_its_leases, empty),
        cmocka_unit_test_setup(a_release_that_knows_no_sessions_is_left_its_lease, empty),
        cmocka_unit_test_setup(a_later_session_with_the_same_number_is_another, empty),
        cmocka_unit_test_setup(a_clock_set_back_ends_no_session, empty),
        cmocka_unit_test_setup(a_claim_of_one_transaction_notes_no_worker, empty),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
