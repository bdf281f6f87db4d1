/* Handlers and jobs of content as the pipeline calls them, on a database of the program's own and without a bus. What they
 * need of the house, `house`, the program puts in. */
#ifndef LINLI_TESTS_STORE_CONTENT_DESK_H
#define LINLI_TESTS_STORE_CONTENT_DESK_H

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "content/service.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db;
static struct content house;
static struct arena arena;
static struct runtime *runtime;
static struct call call;

static struct {
    const char *name;
    struct db_options options;
    struct bus *bus;
    struct rpc_client *client;
    Api__Caller caller;
} desk;

static inline void desk_up(const char *name)
{
    struct server_options all = { .name = "content", .service = &house };
    char *user;

    desk.name = name;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db(name);
    desk.options = test_db_options(name);
    user = strdup(rows_text(test_sql(db, "select current_user"), 0, 0));
    assert_ok(migrate(db, "content", user, content_migrations, content_migrations_count, NULL));
    free(user);
    assert_ok(bus_connect(&(struct bus_options){ .url = "nats://127.0.0.1:1", .name = "content" }, &desk.bus));
    assert_ok(rpc_client_create(desk.bus, &desk.client));
    rpc_now_learn(desk.client, clock_unix_ms());
    all.bus = desk.bus;
    all.client = desk.client;
    all.db = desk.options;
    runtime = runtime_create(&all);
}

static inline void desk_down(void)
{
    call_finish(&call);
    runtime_destroy(runtime);
    rpc_client_destroy(desk.client);
    bus_destroy(desk.bus);
    test_db_drop(db, desk.name);
    arena_finish(&arena);
}

static inline struct call *as(const char *user)
{
    call_init(&call, runtime, &arena, clock_unix_ms() + 60000);
    api__caller__init(&desk.caller);
    desk.caller.user_id = user;
    call.caller = &desk.caller;
    return &call;
}

/* Opens what the pipeline would have opened. */
static inline struct call *within(const char *user)
{
    assert_ok(call_begin(as(user)));
    return &call;
}

#endif
