/* shared/db: statements, transactions, cells. */
#include "db/db.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "db_stand.h"

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

static void arrays_that_go_in_binary_come_back_as_they_went(void **state)
{
    (void)state;
    struct id id = id_new();
    const char *ids[] = { id.text, NULL, "0123456789abcdefABCDEF9876543210", "" };
    const struct db_blob blobs[] = { { "\0\xff{", 3 }, { "", 0 } };
    struct rows *rows;
    size_t length;

    assert_ok(
        db_run(db, &arena, &rows,
               "select ($1::uuid[])[1], ($1::uuid[])[2], ($1::uuid[])[3], ($1::uuid[])[4], cardinality($1::uuid[]),"
               " ($2::bytea[])[1], ($2::bytea[])[2], cardinality($2::bytea[]), $3::uuid[] = '{}', $4::bytea[] = '{}'",
               db_ids(ids, 4), db_blobs(blobs, 2), db_ids(NULL, 0), db_blobs(NULL, 0)));
    assert_string_equal(rows_id(rows, 0, 0), id.text);
    assert_true(rows_null(rows, 0, 1) && rows_null(rows, 0, 3));
    assert_string_equal(rows_id(rows, 0, 2), "0123456789abcdefabcdef9876543210");
    assert_int_equal(rows_int(rows, 0, 4), 4);
    assert_memory_equal(rows_bytes(rows, 0, 5, &length), "\0\xff{", 3);
    assert_int_equal(length, 3);
    rows_bytes(rows, 0, 6, &length);
    assert_true(!rows_null(rows, 0, 6) && length == 0);
    assert_int_equal(rows_int(rows, 0, 7), 2);
    assert_true(rows_bool(rows, 0, 8) && rows_bool(rows, 0, 9));
}

/* It is refused before it is sent, and the connection is as good as before. */
static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = { "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdefa",
                                         "0123456789abcdef0123456789abcdeg" };
    struct rows *rows;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_fails(db_run(db, &arena, &rows, "select $1::uuid[]", db_ids(&wrong[i], 1)), INTERNAL);
    assert_ok(db_run(db, &arena, &rows, "select 1"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_comes_back_as_it_went),
        cmocka_unit_test(arrays_that_go_in_binary_come_back_as_they_went),
        cmocka_unit_test(what_is_no_id_is_refused),
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
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
