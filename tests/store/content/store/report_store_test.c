#include "content/store/report_store.h"

#include "base/id.h"
#include "content/service.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db;
static struct arena arena;
static struct tx *tx;
static int64_t now_us;

static int setup(void **state)
{
    int applied;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db("content_reports");
    if (!ok(migrate(db, "content", "current_user", content_migrations, content_migrations_count, &applied)))
        return -1;
    return ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us)) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    tx_rollback(tx);
    test_db_drop(db, "content_reports");
    arena_finish(&arena);
    return 0;
}

static const char *reported_in(const char *community_id)
{
    struct report report = { .id = id_make(&arena), .target = REPORT_POST, .target_id = id_make(&arena),
                             .community_id = community_id, .reporter_id = id_make(&arena), .body = "广告",
                             .created_us = now_us };
    bool is_new;

    assert_ok(report_insert(tx, &report, &report, &is_new));
    assert_true(is_new);
    return report.id;
}

static size_t listed(const char *const *communities, size_t count, struct report **ret_reports)
{
    size_t found;

    assert_ok(report_list_open(tx, &arena, communities, count, "", 10, ret_reports, &found));
    return found;
}

static void the_queue_of_a_community_holds_its_own(void **state)
{
    const char *here = id_make(&arena), *there = id_make(&arena), *both[] = { here, there };
    const char *first = reported_in(here), *second = reported_in(there);
    struct report *reports;

    (void)state;
    assert_int_equal(listed(NULL, 0, &reports), 2);
    assert_int_equal(listed(both, 2, &reports), 2);
    assert_int_equal(listed(both, 0, &reports), 0);
    assert_int_equal(listed(&here, 1, &reports), 1);
    assert_string_equal(reports[0].id, first);
    assert_string_equal(reports[0].community_id, here);
    assert_int_equal(listed(&there, 1, &reports), 1);
    assert_string_equal(reports[0].id, second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_queue_of_a_community_holds_its_own, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
