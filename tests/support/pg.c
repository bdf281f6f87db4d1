#include "support/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"

#define SCHEMA_CHARS 63

static const char *url(void)
{
    const char *given = getenv("LINLI_TEST_DATABASE_URL");
    return given && *given ? given : "postgresql:///postgres?host=" LINLI_TEST_POSTGRES_DIR "&user=linli";
}

static char *schema_of(const char *name)
{
    char *schema = malloc(SCHEMA_CHARS + 1);
    assert_non_null(schema);
    snprintf(schema, SCHEMA_CHARS + 1, "test_%s_%d", name, (int)getpid());
    return schema;
}

/* The same text for the same name, kept for the process. */
static const char *schema_kept(const char *name)
{
    static struct kept {
        struct kept *next;
        char *schema;
    } *all;
    char *schema = schema_of(name);

    for (struct kept *one = all; one; one = one->next) {
        if (strcmp(one->schema, schema) == 0) {
            free(schema);
            return one->schema;
        }
    }
    struct kept *one = malloc(sizeof *one);
    assert_non_null(one);
    *one = (struct kept){ all, schema };
    all = one;
    return schema;
}

struct db_options test_db_options(const char *name)
{
    return (struct db_options){ .url = url(), .schema = schema_kept(name), .name = name };
}

struct db *test_db_again(const char *name, const struct db_options *changes)
{
    struct db_options options = changes ? *changes : (struct db_options){ 0 };
    char *schema = schema_of(name);
    options.url = url();
    options.schema = schema;
    options.name = name;
    struct db *db = db_create(&options);
    free(schema);
    return db;
}

struct db *test_db(const char *name)
{
    struct db *db = test_db_again(name, NULL);
    char *schema = schema_of(name);
    const char *user = NULL;

    assert_ok(db_ping(db));
    test_sql(db, "select set_config('linli.schema', $1, false)", db_text(schema));
    test_sql(db, "do $$ begin execute format('drop schema if exists %I cascade', current_setting('linli.schema'));"
                 " execute format('create schema %I', current_setting('linli.schema')); end $$");
    user = rows_text(test_sql(db, "select current_user"), 0, 0);
    assert_ok(migrate(db, "platform", user, platform_migrations, platform_migrations_count, NULL));
    free(schema);
    return db;
}

void test_db_drop(struct db *db, const char *name)
{
    if (!db)
        return; /* the set-up failed and has said so */
    char *schema = schema_of(name);
    test_sql(db, "select set_config('linli.schema', $1, false)", db_text(schema));
    test_sql(db,
             "do $$ begin execute format('drop schema if exists %I cascade', current_setting('linli.schema')); end $$");
    db_destroy(db);
    free(schema);
}

struct rows *test_sql_params(struct db *db, const char *sql, const struct db_param *params, size_t count)
{
    static __thread struct arena arena;
    struct rows *rows;
    if (!arena.bytes_max)
        arena_init(&arena, ARENA_BYTES_MAX);
    arena_reset(&arena);
    assert_ok(db_run_params(db, &arena, &rows, sql, params, count));
    return rows;
}
