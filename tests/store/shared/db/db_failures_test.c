/* shared/db: what failures are called, and what becomes of a connection that is lost. */
#include "db/db.h"

#include <signal.h>

#include "base/clock.h"
#include "db_stand.h"

/* ---- what failures are called ---- */

static void violations_name_their_constraint(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum code code;
        const char *reason, *constraint;
    } cases[] = {
        { "insert into items values (1, 'x', 1)", UNIQUE_VIOLATION, "items_pkey" },
        { "insert into items values (9, 'two', 1)", UNIQUE_VIOLATION, "items_name_key" },
        { "update items set amount = amount - 100 where id = 1", CHECK_VIOLATION, "items_amount_check" },
        { "insert into items values (9, 'x', 1, 77)", CHECK_VIOLATION, "items_parent_fkey" },
        { "insert into items values (null, 'x', 1)", INTERNAL, NULL },
        { "select nonsense", INTERNAL, NULL },
        { "select 1 / 0", INTERNAL, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct status status = db_run(db, &arena, NULL, cases[i].sql);
        assert_fails(status, cases[i].code, cases[i].reason);
        if (cases[i].constraint)
            assert_string_equal(status.text, cases[i].constraint);
    }
    assert_ok(db_ping(db));
}

static void raised_states_map_to_statuses(void **state)
{
    (void)state;
    static const struct {
        const char *sqlstate;
        enum code code;
        const char *reason;
    } cases[] = {
        { "40001", CONFLICT },         { "40P01", CONFLICT },      { "55P03", CONFLICT },
        { "23P01", UNIQUE_VIOLATION }, { "57014", TIMED_OUT },     { "53300", NOT_AVAILABLE },
        { "57P01", NOT_AVAILABLE },    { "57P03", NOT_AVAILABLE }, { "53100", NOT_AVAILABLE },
        { "08006", NOT_AVAILABLE },    { "42501", INTERNAL },      { "22003", INTERNAL },
        { "XX000", INTERNAL },         { "25P03", NOT_AVAILABLE },
    };
    test_sql(db, "create or replace function raise_it(state text) returns void language plpgsql as"
                 " $$ begin raise exception using errcode = state, message = 'made'; end $$");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_fails(db_run(db, &arena, NULL, "select raise_it($1)", db_text(cases[i].sqlstate)), cases[i].code,
                     cases[i].reason);
}

static void a_row_locked_elsewhere_is_a_conflict_after_lock_timeout(void **state)
{
    (void)state;
    struct tx *tx = begin_on(rival);
    assert_ok(db_exec(tx, "update items set amount = 5 where id = 1"));
    int64_t before_ms = clock_mono_ms();
    assert_fails(db_run(db, &arena, NULL, "update items set amount = 6 where id = 1"), CONFLICT);
    int64_t took_ms = clock_mono_ms() - before_ms;
    assert_true(took_ms >= 450 && took_ms < 1500);
    tx_rollback(tx);
}

static void a_slow_statement_times_out_at_the_server(void **state)
{
    (void)state;
    struct db *hasty = test_db_again("db", &(struct db_options){ .statement_timeout_ms = 100 });
    int64_t before_ms = clock_mono_ms();
    assert_fails(db_run(hasty, &arena, NULL, "select pg_sleep(5)"), TIMED_OUT);
    assert_true(clock_mono_ms() - before_ms < 1000);
    uint64_t session = db_session(hasty);
    assert_ok(db_ping(hasty));
    assert_int_equal(db_session(hasty), session);
    db_destroy(hasty);
}

static void a_server_that_stands_still_is_given_up(void **state)
{
    (void)state;
    struct db *hasty = test_db_again("db", &(struct db_options){ .statement_timeout_ms = 100 });
    int64_t pid = pid_of(hasty);
    struct tx *tx = begin_on(hasty);
    if (kill((pid_t)pid, SIGSTOP) != 0) {
        tx_rollback(tx);
        db_destroy(hasty);
        skip();
    }
    int64_t before_ms = clock_mono_ms();
    assert_fails(db_exec(tx, "select 1"), TIMED_OUT);
    int64_t took_ms = clock_mono_ms() - before_ms;
    kill((pid_t)pid, SIGCONT);
    assert_true(took_ms >= 1000 && took_ms < 3000);
    assert_fails(db_exec(tx, "select 1"), NOT_AVAILABLE);
    tx_rollback(tx);
    assert_ok(db_ping(hasty));
    assert_int_equal(db_session(hasty), 2);
    db_destroy(hasty);
}

/* ---- lost connections ---- */

static void terminate(int64_t pid)
{
    test_sql(rival, "select pg_terminate_backend($1, 2000)", db_int(pid));
}

static void a_connection_lost_while_idle_is_not_noticed_by_the_next_statement(void **state)
{
    (void)state;
    uint64_t session = db_session(db);
    terminate(pid_of(db));
    assert_int_equal(test_sql_int(db, "select count(*) from items"), 2);
    assert_int_equal(db_session(db), session + 1);
}

static void a_transaction_whose_connection_is_lost_fails_and_has_no_effect(void **state)
{
    (void)state;
    int64_t pid = pid_of(db);
    struct tx *tx = begin_on(db);
    assert_ok(db_exec(tx, "update items set amount = 77 where id = 1"));
    terminate(pid);
    assert_fails(db_exec(tx, "update items set amount = 78 where id = 1"), NOT_AVAILABLE);
    assert_fails(db_exec(tx, "update items set amount = 79 where id = 1"), NOT_AVAILABLE);
    assert_fails(tx_commit(tx), NOT_AVAILABLE);
    assert_int_equal(test_sql_int(db, "select amount from items where id = 1"), 10);
}

static void a_line_that_breaks_under_what_was_asked_is_told(void **state)
{
    (void)state;
    struct rows *rows;
    int64_t now_us;
    struct tx *tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, NULL, "insert into items values (3, 'three', 3)"));
    assert_ok(db_ask(tx, &rows, "select pg_terminate_backend(pg_backend_pid())"));
    assert_fails(db_collect(tx), NOT_AVAILABLE);
    tx_rollback(tx);
    assert_int_equal(test_sql_int(db, "select count(*) from items"), 2);
}

static void a_connection_lost_during_commit_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    test_sql(db, "create or replace function slow() returns trigger language plpgsql as"
                 " $$ begin perform pg_sleep(0.5); return null; end $$");
    test_sql(db, "create constraint trigger slow after update on items deferrable initially deferred for each row "
                 "execute function slow()");
    int64_t pid = pid_of(db);
    struct tx *tx = begin_on(db);
    assert_ok(db_exec(tx, "update items set amount = 77 where id = 1"));
    /* The commit runs the trigger; its backend ends in the middle of it. */
    test_sql(rival, "create extension if not exists dblink");
    test_sql(rival, "select 1");
    test_sql(rival, "select dblink_connect('killer', 'dbname=' || current_database() || ' host=' || "
                    "split_part(current_setting('unix_socket_directories'), ',', 1) || ' user=' || current_user)");
    test_sql(rival,
             "select dblink_send_query('killer', format('select pg_sleep(0.2), pg_terminate_backend(%s)', $1::int))",
             db_int(pid));
    assert_fails(tx_commit(tx), OUTCOME_UNKNOWN);
    test_sql(rival, "select dblink_disconnect('killer')");
    assert_int_equal(test_sql_int(db, "select amount from items where id = 1"), 10);
    test_sql(db, "drop trigger slow on items");
}

static void an_autocommit_statement_cut_off_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    struct db *own = test_db_again("db", NULL);
    assert_fails(db_run(own, &arena, NULL, "select pg_terminate_backend(pg_backend_pid()), pg_sleep(1)"),
                 OUTCOME_UNKNOWN);
    assert_ok(db_ping(own));
    db_destroy(own);
}

static void a_transaction_that_fails_as_it_begins_is_nobodys(void **state)
{
    (void)state;
    struct tx *tx;
    int64_t now_us;

    test_sql(rival, "create function now() returns timestamptz language plpgsql as"
                    " $$ begin raise lock_not_available; end $$");
    assert_ok(db_run(db, &arena, NULL, "select set_config('search_path', current_schema() || ', pg_catalog', false)"));
    assert_fails(tx_begin(db, TX_READ_ONLY, &arena, &tx, &now_us), CONFLICT);
    test_sql(rival, "do $$ begin execute format('drop function %I.now()', current_schema()); end $$");
    assert_ok(tx_begin(db, TX_READ_ONLY, &arena, &tx, &now_us));
    tx_rollback(tx);
    assert_ok(db_ping(db));
}

static void a_transaction_left_idle_is_ended_by_the_server(void **state)
{
    (void)state;
    struct tx *tx = begin_on(db);
    clock_sleep_ms(2300);
    assert_fails(db_exec(tx, "select 1"), NOT_AVAILABLE);
    tx_rollback(tx);
    assert_ok(db_ping(db));
}

static void no_server_is_said_at_once_and_soon_tried_again(void **state)
{
    (void)state;
    struct db *nowhere =
        db_create(&(struct db_options){ .url = "postgresql://127.0.0.1:1/none", .schema = "none", .name = "test" });
    assert_fails(db_ping(nowhere), NOT_AVAILABLE);
    int64_t before_ms = clock_mono_ms();
    assert_fails(db_ping(nowhere), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - before_ms < 20);
    assert_int_equal(db_session(nowhere), 0);
    db_destroy(nowhere);
}

static void a_silent_server_is_given_up_after_connect_timeout(void **state)
{
    (void)state;
    struct db *nowhere = db_create(&(struct db_options){
        .url = "postgresql://192.0.2.1:5432/none", .schema = "none", .name = "test", .connect_timeout_ms = 200 });
    int64_t before_ms = clock_mono_ms();
    assert_fails(db_ping(nowhere), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - before_ms < 1000);
    db_destroy(nowhere);
}

/* As settings_reread() puts them there. */
static void an_address_that_changes_is_followed_once_it_is_good(void **state)
{
    const char *good = arena_strdup(&arena, test_db_options("db").url),
               *nowhere = "postgresql://nobody@127.0.0.1:1/none";
    const char *same = arena_strdup(&arena, good), *address = good;
    struct db_options options = test_db_options("db");
    struct tx *tx;
    int64_t first;

    (void)state;
    options.url_now = &address;
    struct db *one = db_create(&options);
    first = pid_of(one);
    assert_int_equal(pid_of(one), first);
    address = nowhere;
    assert_int_not_equal(pid_of(one), first); /* tried, and then the one before */
    first = pid_of(one);
    assert_int_equal(pid_of(one), first); /* once, not with each statement */
    tx = begin_on(one);
    address = same;
    assert_ok(db_exec(tx, "select 1"));
    assert_ok(tx_commit(tx)); /* a transaction stays where it is */
    assert_int_not_equal(pid_of(one), first);
    db_destroy(one);

    address = nowhere;
    options.url = nowhere;
    one = db_create(&options);
    assert_fails(db_ping(one), NOT_AVAILABLE);
    address = good;
    clock_sleep_ms(100);
    assert_ok(db_ping(one)); /* and the bad one is forgotten */
    db_destroy(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(violations_name_their_constraint),
        cmocka_unit_test(raised_states_map_to_statuses),
        cmocka_unit_test(a_row_locked_elsewhere_is_a_conflict_after_lock_timeout),
        cmocka_unit_test(a_slow_statement_times_out_at_the_server),
        cmocka_unit_test(a_server_that_stands_still_is_given_up),
        cmocka_unit_test(a_connection_lost_while_idle_is_not_noticed_by_the_next_statement),
        cmocka_unit_test(a_transaction_whose_connection_is_lost_fails_and_has_no_effect),
        cmocka_unit_test(a_line_that_breaks_under_what_was_asked_is_told),
        cmocka_unit_test(a_connection_lost_during_commit_leaves_the_outcome_unknown),
        cmocka_unit_test(an_autocommit_statement_cut_off_leaves_the_outcome_unknown),
        cmocka_unit_test(a_transaction_that_fails_as_it_begins_is_nobodys),
        cmocka_unit_test(a_transaction_left_idle_is_ended_by_the_server),
        cmocka_unit_test(no_server_is_said_at_once_and_soon_tried_again),
        cmocka_unit_test(a_silent_server_is_given_up_after_connect_timeout),
        cmocka_unit_test(an_address_that_changes_is_followed_once_it_is_good),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
