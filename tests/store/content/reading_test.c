/* Who may read a paid article: as the newest event of the order says, in whatever order and however often they come. */
#include <stdlib.h>
#include <string.h>

#include "content/service.h"
#include "content/store/article_store.h"
#include "db/migrate.h"
#include "support/check.h"
#include "support/pg.h"

#define NAME "content_reading"

static struct db *db;
static struct arena arena;
static const char *ann, *bob, *product;

static int up(void **state)
{
    char *user;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db(NAME);
    user = strdup(rows_text(test_sql(db, "select current_user"), 0, 0));
    assert_ok(migrate(db, "content", user, content_migrations, content_migrations_count, NULL));
    free(user);
    ann = id_make(&arena);
    bob = id_make(&arena);
    product = id_make(&arena);
    return 0;
}

static int down(void **state)
{
    (void)state;
    test_db_drop(db, NAME);
    arena_finish(&arena);
    return 0;
}

static struct tx *begin(void)
{
    int64_t now_us;
    struct tx *tx;

    assert_ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us));
    return tx;
}

static void hear(const char *order, bool active, int64_t version)
{
    struct tx *tx = begin();

    assert_ok(entitlement_save(tx, &(struct entitlement){ order, ann, product, active, version }));
    assert_ok(tx_commit(tx));
}

static struct article seen_by(const char *article_id, const char *reader)
{
    struct article article;
    struct tx *tx = begin();

    assert_ok(article_get(tx, article_id, reader, &article));
    assert_ok(tx_commit(tx));
    return article;
}

static const char *lesson(int position)
{
    struct article article = { .id = id_make(&arena),
                               .product_id = product,
                               .position = position,
                               .title = "第一课",
                               .preview = "先看一段",
                               .body = "全文" };
    struct tx *tx = begin();

    assert_ok(article_put(tx, &article, bob));
    assert_ok(tx_commit(tx));
    return article.id;
}

static void the_newest_event_says_who_may_read(void **state)
{
    const char *article = lesson(1), *order = id_make(&arena), *late = id_make(&arena);

    (void)state;
    assert_string_equal(seen_by(article, ann).body, "");
    assert_string_equal(seen_by(article, "").body, "");
    hear(order, true, 3);
    hear(order, true, 3); /* again */
    assert_string_equal(seen_by(article, ann).body, "全文");
    assert_string_equal(seen_by(article, bob).body, "");
    assert_string_equal(seen_by(article, bob).preview, "先看一段");
    hear(order, false, 5);
    hear(order, true, 3); /* once more, late */
    assert_false(seen_by(article, ann).entitled);
    hear(late, false, 6); /* the refund overtakes the grant */
    hear(late, true, 4);
    assert_string_equal(seen_by(article, ann).body, "");
    assert_int_equal(test_sql_int(db, "select count(*) from entitlements"), 2);
}

static void a_place_keeps_its_article_and_who_has_read_it(void **state)
{
    const char *article = lesson(2), *order = id_make(&arena);
    struct article *list;
    size_t count;
    struct tx *tx;

    (void)state;
    hear(order, true, 1);
    assert_string_equal(lesson(2), article);
    tx = begin();
    assert_ok(article_mark_read(tx, article, ann));
    assert_ok(article_mark_read(tx, article, ann));
    assert_ok(article_list(tx, product, ann, 10, &list, &count));
    assert_ok(tx_commit(tx));
    assert_int_equal(count, 2);
    assert_false(list[0].read);
    assert_true(list[1].read && list[1].entitled);
    assert_string_equal(list[1].body, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_event_says_who_may_read),
        cmocka_unit_test(a_place_keeps_its_article_and_who_has_read_it),
    };

    return cmocka_run_group_tests(tests, up, down);
}
