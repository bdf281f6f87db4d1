/* shared/db: connection, statements, transactions, cells, and what failures are called. */
#include "db/db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db, *rival;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    db = test_db("db");
    rival = test_db_again("db", NULL);
    arena_init(&arena, ARENA_BYTES_MAX);
    test_sql(db, "create table items (id int primary key, name text unique, amount bigint check (amount >= 0),"
                 " parent int references items)");
    test_sql(db, "insert into items values (1, 'one', 10), (2, 'two', 20)");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    db_destroy(rival);
    test_db_drop(db, "db");
    return 0;
}

static struct tx *begin_on(struct db *which)
{
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(which, TX_READ_WRITE, &arena, &tx, &now_us));
    return tx;
}

static int64_t pid_of(struct db *which)
{
    return test_sql_int(which, "select pg_backend_pid()");
}

/* ---- cells and parameters ---- */

static void every_type_comes_back_as_it_went(void **state)
{
    (void)state;
    static const char *const texts[] = { "a\"b\\c", NULL, "{,}", "" };
    static const int64_t nums[] = { INT64_MIN, 0, INT64_MAX };
    static const uint8_t bytes[] = { 0, 1, 0xff, '\\' };
    struct id id = id_new();
    struct rows *rows;
    size_t length;

    assert_ok(db_run(db, &arena, &rows,
                     "select $1::text, $2::bigint, $3::boolean, $4::timestamptz, $5::bytea, ($6::text[])[1], "
                     "($6::text[])[2] is null,"
                     " ($6::text[])[3], ($7::bigint[])[1], ($7::bigint[])[3], $8::uuid, $9::text, $10::timestamptz, "
                     "$11::bytea, ($6::text[])[4]",
                     db_text("它's"), db_int(-7), db_bool(true), db_time(INT64_C(1763764200123456)),
                     db_bytes(bytes, sizeof bytes), db_texts(texts, 4), db_ints(nums, 3), db_id(id.text), db_id(""),
                     db_time(0), db_bytes("", 0)));
    assert_string_equal(rows_text(rows, 0, 0), "它's");
    assert_int_equal(rows_int(rows, 0, 1), -7);
    assert_true(rows_bool(rows, 0, 2));
    assert_int_equal(rows_time_us(rows, 0, 3), INT64_C(1763764200123456));
    assert_memory_equal(rows_bytes(rows, 0, 4, &length), bytes, sizeof bytes);
    assert_int_equal(length, sizeof bytes);
    assert_string_equal(rows_text(rows, 0, 5), "a\"b\\c");
    assert_true(rows_bool(rows, 0, 6));
    assert_string_equal(rows_text(rows, 0, 7), "{,}");
    assert_true(rows_int(rows, 0, 8) == INT64_MIN && rows_int(rows, 0, 9) == INT64_MAX);
    assert_string_equal(rows_id(rows, 0, 10), id.text);
    assert_true(rows_null(rows, 0, 11) && rows_null(rows, 0, 12));
    rows_bytes(rows, 0, 13, &length);
    assert_true(!rows_null(rows, 0, 13) && length == 0);
    assert_true(!rows_null(rows, 0, 14) && *rows_text(rows, 0, 14) == 0);
}

static void null_cells_read_as_nothing(void **state)
{
    (void)state;
    size_t length;
    struct rows *rows = test_sql(db, "select null::bigint, null::uuid, null::boolean, null::timestamptz, null::bytea");
    assert_true(rows_null(rows, 0, 0));
    assert_int_equal(rows_int(rows, 0, 0), 0);
    assert_string_equal(rows_id(rows, 0, 1), "");
    assert_false(rows_bool(rows, 0, 2));
    assert_int_equal(rows_time_us(rows, 0, 3), 0);
    assert_non_null(rows_bytes(rows, 0, 4, &length));
    assert_int_equal(length, 0);
}

static void the_session_is_set_up(void **state)
{
    (void)state;
    struct rows *rows =
        test_sql(db, "select current_setting('statement_timeout'), current_setting('lock_timeout'),"
                     " current_setting('idle_in_transaction_session_timeout'), current_setting('TimeZone'),"
                     " current_setting('deadlock_timeout'), current_setting('client_min_messages')");
    static const char *const expected[] = { "5s", "500ms", "2s", "UTC", "100ms", "warning" };
    for (int i = 0; i < 6; i++)
        assert_string_equal(rows_text(rows, 0, i), expected[i]);
}

static void statements_are_prepared_once(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        test_sql(db, "select name from items where id = $1", db_int(1));
    assert_int_equal(
        test_sql_int(db, "select count(*) from pg_prepared_statements where statement like 'select name from items%'"),
        1);
}

static void more_statements_than_are_kept_still_work(void **state)
{
    (void)state;
    struct db *own = test_db_again("db", NULL);
    for (int i = 0; i < DB_STATEMENTS_MAX + 20; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "select %d + $1::int", i);
        assert_int_equal(test_sql_int(own, sql, db_int(1)), i + 1);
    }
    assert_int_equal(test_sql_int(own, "select count(*) from pg_prepared_statements"), DB_STATEMENTS_MAX);
    db_destroy(own);
}

static void a_changed_table_is_read_anew(void **state)
{
    (void)state;
    test_sql(rival, "create table shape (a int)");
    test_sql(rival, "insert into shape values (1)");
    test_sql(db, "select * from shape");
    test_sql(rival, "alter table shape alter a type text");
    assert_fails(db_run(db, &arena, NULL, "select * from shape"), INTERNAL);
    assert_string_equal(rows_text(test_sql(db, "select * from shape"), 0, 0), "1");
    test_sql(rival, "drop table shape");
}

/* ---- transactions ---- */

static void commit_keeps_and_rollback_forgets(void **state)
{
    (void)state;
    struct tx *tx = begin_on(db);
    assert_ok(db_exec(tx, "insert into items values (3, 'three', 3)"));
    assert_int_equal(test_sql_int(rival, "select count(*) from items where id = 3"), 0);
    assert_ok(tx_commit(tx));
    assert_int_equal(test_sql_int(rival, "select count(*) from items where id = 3"), 1);

    tx = begin_on(db);
    int64_t affected;
    assert_ok(db_exec_count(tx, &affected, "delete from items where id >= $1", db_int(2)));
    assert_int_equal(affected, 2);
    tx_rollback(tx);
    assert_int_equal(test_sql_int(rival, "select count(*) from items"), 3);
    test_sql(db, "delete from items where id = 3");
}

static void begin_tells_the_databases_time(void **state)
{
    (void)state;
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us));
    struct rows *rows;
    assert_ok(db_query(tx, &rows, "select now()"));
    assert_int_equal(rows_time_us(rows, 0, 0), now_us);
    tx_rollback(tx);
}

static void a_read_transaction_sees_one_moment_and_changes_nothing(void **state)
{
    (void)state;
    struct tx *tx;
    struct rows *rows;
    int64_t now_us;
    assert_ok(tx_begin(db, TX_READ_ONLY, &arena, &tx, &now_us));
    assert_ok(db_query(tx, &rows, "select amount from items where id = 1"));
    test_sql(rival, "update items set amount = 11 where id = 1");
    assert_ok(db_query(tx, &rows, "select amount from items where id = 1"));
    assert_int_equal(rows_int(rows, 0, 0), 10);
    assert_fails(db_exec(tx, "update items set amount = 12 where id = 1"), INTERNAL);
    tx_rollback(tx);
    test_sql(db, "update items set amount = 10 where id = 1");
}

static void commit_after_a_swallowed_failure_is_no_success(void **state)
{
    (void)state;
    struct tx *tx = begin_on(db);
    assert_ok(db_exec(tx, "update items set amount = 99 where id = 1"));
    assert_fails(db_exec(tx, "insert into items values (1)"), UNIQUE_VIOLATION);
    assert_fails(tx_commit(tx), INTERNAL);
    assert_int_equal(test_sql_int(db, "select amount from items where id = 1"), 10);
}

/* ---- statements that travel together ---- */

static struct tx *begin_asking(struct db *which, enum tx_mode mode, int64_t *now_us)
{
    struct tx *tx;
    assert_ok(tx_begin_ask(which, mode, &arena, &tx, now_us));
    return tx;
}

static void what_is_asked_is_answered_in_order_by_the_next_query(void **state)
{
    (void)state;
    struct rows *first, *second, *third;
    int64_t now_us = 0;
    struct tx *tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, NULL, "insert into items values ($1, 'three', 3)", db_int(3)));
    assert_ok(db_ask(tx, &first, "select count(*) from items"));
    assert_ok(db_ask(tx, &second, "select name from items where id = $1", db_int(3)));
    assert_ok(db_query(tx, &third, "select now()"));
    assert_int_equal(rows_int(first, 0, 0), 3);
    assert_string_equal(rows_text(second, 0, 0), "three");
    assert_int_equal(rows_time_us(third, 0, 0), now_us);
    tx_rollback(tx);
    assert_int_equal(test_sql_int(db, "select count(*) from items"), 2);
}

static void commit_takes_what_was_asked_along(void **state)
{
    (void)state;
    int64_t now_us;
    struct tx *tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, NULL, "insert into items values (3, 'three', 3)"));
    assert_ok(tx_commit(tx));
    assert_int_equal(test_sql_int(rival, "select count(*) from items where id = 3"), 1);
    test_sql(db, "delete from items where id = 3");
}

static void a_failure_among_what_was_asked_is_told_and_nothing_is_kept(void **state)
{
    (void)state;
    struct rows *rows;
    int64_t now_us;
    struct tx *tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, NULL, "update items set amount = 99 where id = 1"));
    assert_ok(db_ask(tx, NULL, "insert into items values (1)"));
    assert_fails(db_query(tx, &rows, "select 'never tried', 1"), UNIQUE_VIOLATION);
    tx_rollback(tx);

    tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, NULL, "update items set amount = 99 where id = 1"));
    assert_ok(db_ask(tx, NULL, "insert into items values (1)"));
    assert_fails(tx_commit(tx), UNIQUE_VIOLATION);
    assert_int_equal(test_sql_int(rival, "select amount from items where id = 1"), 10);
    assert_int_equal(test_sql_int(db, "select count(*) from (select 'never tried', 1) as x"), 1);
}

static void a_rollback_forgets_what_was_asked_and_nobody_read(void **state)
{
    (void)state;
    struct rows *rows = NULL;
    int64_t now_us;
    struct tx *tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_ask(tx, &rows, "insert into items values (3, 'three', 3) returning id"));
    tx_rollback(tx);
    assert_null(rows);
    assert_int_equal(test_sql_int(db, "select count(*) from items"), 2);
}

static void more_than_can_travel_together_goes_in_parts(void **state)
{
    (void)state;
    struct rows *rows[150];
    int64_t now_us;
    struct tx *tx = begin_asking(db, TX_READ_ONLY, &now_us);
    for (int i = 0; i < 150; i++)
        assert_ok(db_ask(tx, &rows[i], "select $1::bigint", db_int(i)));
    assert_ok(db_collect(tx));
    for (int i = 0; i < 150; i++)
        assert_int_equal(rows_int(rows[i], 0, 0), i);
    tx_rollback(tx);
}

/* Of those who share: each asks, and takes his answer when it comes. */
struct sharing {
    struct tx *tx;
    int waits;
};

static struct status answer_at_once(void *context)
{
    struct sharing *sharing = context;

    sharing->waits++;
    return tx_answer(sharing->tx);
}

static void who_shares_a_transaction_waits_his_own_way(void **state)
{
    (void)state;
    struct rows *rows[200], *last;
    int64_t now_us;
    struct sharing sharing = { .tx = begin_asking(db, TX_READ_ONLY, &now_us) };
    const struct tx_turns turns = { answer_at_once, &sharing };
    tx_share(sharing.tx, &turns);
    for (int i = 0; i < 200; i++) /* more than can travel together */
        assert_ok(db_ask(sharing.tx, &rows[i], "select $1::bigint", db_int(i)));
    assert_true(sharing.waits > 0);
    int before = sharing.waits;
    assert_ok(db_query(sharing.tx, &last, "select 7"));
    assert_int_equal(sharing.waits, before + 1);
    assert_int_equal(rows_int(last, 0, 0), 7);
    for (int i = 0; i < 200; i++)
        assert_int_equal(rows_int(rows[i], 0, 0), i);
    assert_fails(db_query(sharing.tx, &last, "select 1 / 0"), INTERNAL);
    tx_rollback(sharing.tx);
    struct tx *next = begin_asking(db, TX_READ_ONLY, &now_us);
    assert_ok(db_query(next, &last, "select 8")); /* nobody shares this one */
    assert_int_equal(rows_int(last, 0, 0), 8);
    tx_rollback(next);
}

static void a_read_that_is_over_leaves_no_transaction_open(void **state)
{
    (void)state;
    struct rows *rows;
    int64_t now_us;
    int64_t pid = pid_of(db);
    struct tx *tx = begin_asking(db, TX_READ_ONLY, &now_us);
    assert_ok(db_query(tx, &rows, "select amount from items where id = 1"));
    tx_rollback(tx);
    for (int i = 0;
         i < 200 &&
         test_sql_int(rival, "select count(*) from pg_stat_activity where pid = $1 and state <> 'idle'", db_int(pid));
         i++)
        clock_sleep_ms(5);
    assert_int_equal(
        test_sql_int(rival, "select count(*) from pg_stat_activity where pid = $1 and state <> 'idle'", db_int(pid)),
        0);
    tx = begin_asking(db, TX_READ_WRITE, &now_us);
    assert_ok(db_exec(tx, "update items set amount = 10 where id = 1"));
    assert_ok(tx_commit(tx));
    assert_int_equal(pid_of(db), pid);
}

static void one_transaction_at_a_time(void **state)
{
    (void)state;
    struct tx *tx = begin_on(db), *second;
    int64_t now_us;
    assert_fails(tx_begin(db, TX_READ_WRITE, &arena, &second, &now_us), INTERNAL);
    assert_fails(db_run(db, &arena, NULL, "select 1"), INTERNAL);
    assert_ok(tx_commit(tx));
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_comes_back_as_it_went),
        cmocka_unit_test(null_cells_read_as_nothing),
        cmocka_unit_test(the_session_is_set_up),
        cmocka_unit_test(statements_are_prepared_once),
        cmocka_unit_test(more_statements_than_are_kept_still_work),
        cmocka_unit_test(a_changed_table_is_read_anew),
        cmocka_unit_test(commit_keeps_and_rollback_forgets),
        cmocka_unit_test(begin_tells_the_databases_time),
        cmocka_unit_test(a_read_transaction_sees_one_moment_and_changes_nothing),
        cmocka_unit_test(commit_after_a_swallowed_failure_is_no_success),
        cmocka_unit_test(what_is_asked_is_answered_in_order_by_the_next_query),
        cmocka_unit_test(commit_takes_what_was_asked_along),
        cmocka_unit_test(a_failure_among_what_was_asked_is_told_and_nothing_is_kept),
        cmocka_unit_test(a_rollback_forgets_what_was_asked_and_nobody_read),
        cmocka_unit_test(more_than_can_travel_together_goes_in_parts),
        cmocka_unit_test(who_shares_a_transaction_waits_his_own_way),
        cmocka_unit_test(a_read_that_is_over_leaves_no_transaction_open),
        cmocka_unit_test(one_transaction_at_a_time),
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
        cmocka_unit_test(a_transaction_left_idle_is_ended_by_the_server),
        cmocka_unit_test(no_server_is_said_at_once_and_soon_tried_again),
        cmocka_unit_test(a_silent_server_is_given_up_after_connect_timeout),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
