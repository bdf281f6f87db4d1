/* shared/db/migrate.c */
#include "db/migrate.h"

#include <pthread.h>
#include <string.h>

#include "support/check.h"
#include "support/pg.h"

static struct db *db;

static int setup(void **state)
{
    (void)state;
    db = test_db("migrate");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_db_drop(db, "migrate");
    return 0;
}

static const struct migration first[] = {
    { 1, "001_a", "create table a (id int); insert into a values (1);" },
    { 2, "002_b", "create table b (id int); grant select on b to ${role}; comment on table b is 'for ${role}'" },
};

static struct status run(const char *series, const struct migration *list, size_t count, int *ret_applied)
{
    return migrate(db, series, "linli", list, count, ret_applied);
}

static void each_file_is_applied_once(void **state)
{
    (void)state;
    int applied = -1;
    assert_ok(run("once", first, 2, &applied));
    assert_int_equal(applied, 2);
    assert_ok(run("once", first, 2, &applied));
    assert_int_equal(applied, 0);
    assert_int_equal(test_sql_int(db, "select count(*) from a"), 1);
    assert_string_equal(rows_text(test_sql(db, "select obj_description('b'::regclass)"), 0, 0), "for linli");
}

static void a_file_that_changed_is_refused(void **state)
{
    (void)state;
    static const struct migration changed[] = { { 1, "001_a", "create table a (id bigint)" } };
    assert_fails(run("once", changed, 1, NULL), MIGRATION_UNKNOWN);
    static const struct migration both[] = { { 1, "001_a", "create table a (id bigint)" }, { 2, "002_b", "" } };
    assert_fails(run("once", both, 2, NULL), MIGRATION_CHANGED);
}

static void a_file_that_fails_leaves_nothing_and_those_before_it_stay(void **state)
{
    (void)state;
    static const struct migration list[] = {
        { 1, "001_good", "create table good (id int)" },
        { 2, "002_bad", "create table half (id int); select nonsense;" },
    };
    struct status status = run("partly", list, 2, NULL);
    assert_fails(status, INTERNAL);
    assert_non_null(strstr(status.text, "002_bad"));
    assert_int_equal(test_sql_int(db, "select count(*) from migrations where series = 'partly'"), 1);
    assert_int_equal(
        test_sql_int(
            db, "select count(*) from pg_tables where schemaname = current_schema() and tablename in ('good', 'half')"),
        1);
}

static void a_gap_that_is_filled_later_is_applied_then(void **state)
{
    static const struct migration two[] = { { 1, "001_one", "create table g1 (id int)" },
                                            { 20, "020_twenty", "create table g20 (id int)" } };
    static const struct migration three[] = { { 1, "001_one", "create table g1 (id int)" },
                                              { 10, "010_ten", "create table g10 (id int)" },
                                              { 20, "020_twenty", "create table g20 (id int)" } };
    int applied;

    (void)state;
    assert_ok(run("gaps", two, 2, &applied));
    assert_int_equal(applied, 2);
    assert_ok(run("gaps", three, 3, &applied));
    assert_int_equal(applied, 1);
    assert_fails(run("gaps", two, 2, NULL), MIGRATION_UNKNOWN);
}

static void a_list_that_does_not_ascend_is_refused(void **state)
{
    static const struct migration twice[] = { { 3, "003_a", "" }, { 3, "003_b", "" } };

    (void)state;
    assert_fails(run("twice", twice, 2, NULL), INTERNAL);
}

static void a_role_that_is_no_plain_name_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = { "", "a b", "1a", "x; drop table a", "Ä", "\"q\"" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_fails(migrate(db, "role", names[i], first, 2, NULL), INTERNAL);
}

static void *migrate_too(void *applied)
{
    struct db *own = test_db_again("migrate", NULL);
    static const struct migration list[] = {
        { 1, "001_slow", "select pg_sleep(0.2); create table slow (id int)" },
        { 2, "002_more", "create table more (id int)" },
    };
    assert_ok(migrate(own, "together", "linli", list, 2, applied));
    db_destroy(own);
    return NULL;
}

static void replicas_that_start_together_apply_each_file_once(void **state)
{
    (void)state;
    pthread_t threads[4];
    int applied[4] = { 0 }, total = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_too, &applied[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        total += applied[i];
    }
    assert_int_equal(total, 2);
}

static struct status applied(const char *series, const struct migration *list, size_t count)
{
    struct arena arena;
    struct status status;
    struct tx *tx;
    int64_t now_us;

    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(tx_begin(db, TX_READ_ONLY, &arena, &tx, &now_us));
    status = migrations_applied(tx, series, list, count);
    tx_rollback(tx);
    arena_finish(&arena);
    return status;
}

static void a_schema_is_new_enough_when_it_has_every_file(void **state)
{
    static const struct migration list[] = { { 1, "001_w", "create table w1 (id int)" },
                                             { 2, "002_w", "create table w2 (id int)" } };

    (void)state;
    assert_ok(run("newer", list, 1, NULL));
    assert_fails(applied("newer", list, 2), NOT_AVAILABLE);
    assert_ok(applied("newer", list, 1));
    assert_ok(run("newer", list, 2, NULL));
    assert_ok(applied("newer", list, 2));
    /* A program of before serves a schema that is ahead of it. */
    assert_ok(applied("newer", list, 1));
    assert_fails(applied("unheard", list, 1), NOT_AVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_applied_once),
        cmocka_unit_test(a_file_that_changed_is_refused),
        cmocka_unit_test(a_file_that_fails_leaves_nothing_and_those_before_it_stay),
        cmocka_unit_test(a_gap_that_is_filled_later_is_applied_then),
        cmocka_unit_test(a_list_that_does_not_ascend_is_refused),
        cmocka_unit_test(a_role_that_is_no_plain_name_is_refused),
        cmocka_unit_test(replicas_that_start_together_apply_each_file_once),
        cmocka_unit_test(a_schema_is_new_enough_when_it_has_every_file),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
