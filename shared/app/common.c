#include "app/common.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crash_point.h"

#define NAME_BYTES 96

/* LINLI_<SERVICE>_<WHAT> */
static const char *named(const struct service *service, const char *what)
{
    char *name = malloc(NAME_BYTES);

    if (!name)
        abort();
    snprintf(name, NAME_BYTES, "LINLI_%s_%s", service->name, what);
    for (char *c = name; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return name;
}

static const char *role_of(const struct service *service)
{
    char *role = malloc(NAME_BYTES);

    if (!role)
        abort();
    snprintf(role, NAME_BYTES, "linli_%s", service->name);
    return role;
}

static void add(struct setting_table *table, struct setting row)
{
    if (table->count == SETTINGS_MAX)
        abort();
    table->rows[table->count++] = row;
}

bool clock_settable(const struct common_settings *settings)
{
    return strcmp(settings->clock, "settable") == 0;
}

/* Where the clock can be set, PostgreSQL finds now() and clock_timestamp() in the schema `clock` (linlictl
 * postgres-setup) before its own. */
struct status search_path_of(const struct service *service, const struct common_settings *settings,
                             const char **ret_search_path)
{
    char *path = malloc(NAME_BYTES);

    if (!path)
        abort();
    if (!clock_settable(settings) && strcmp(settings->clock, "database") != 0)
        return fail(SETTING_INVALID, "LINLI_CLOCK is database or settable");
    if (clock_settable(settings) && settings->production)
        return fail(SETTING_INVALID, "LINLI_CLOCK=settable: no production's clock can be set (LINLI_PRODUCTION)");
    snprintf(path, NAME_BYTES, clock_settable(settings) ? "%s,clock,pg_catalog" : "%s", service->name);
    *ret_search_path = path;
    return OK;
}

void common_table(const struct service *service, struct common_settings *s, struct setting_table *ret_table)
{
#define NAMED(what) named(service, what)
    const struct setting rows[] = {
        SETTING_TEXT(s->nats_url, "LINLI_NATS_URL", "nats://127.0.0.1:4222", PLAIN,
                     "the bus; several addresses with commas between"),
        SETTING_TEXT(s->nats_user, NAMED("NATS_USER"), service->name, PLAIN, "user on the bus"),
        SETTING_TEXT(s->nats_password, NAMED("NATS_PASSWORD"), "", SECRET, "its password"),
        SETTING_TEXT(s->database_url, NAMED("DATABASE_URL"), NULL, SECRET,
                     "PostgreSQL, as the role that serves: postgresql://role@host/base"),
        SETTING_TEXT(s->ops_address, NAMED("OPS_ADDRESS"), "127.0.0.1:0", PLAIN,
                     "where /healthz /readyz /metrics answer; port 0 picks one"),
        SETTING_TEXT(s->log_level, "LINLI_LOG_LEVEL", "info", PLAIN, "debug, info, warn or error"),
        SETTING_TEXT(
            s->clock, "LINLI_CLOCK", "database", PLAIN,
            "whose time it is: database, or settable for rehearsals (linlictl clock), which production refuses"),
        SETTING_BOOL(s->production, "LINLI_PRODUCTION", true, "false allows what only rehearsals may do"),
        SETTING_CRASH_POINTS(s->crash_points_dir),
        SETTING_INT(s->workers, NAMED("WORKERS"), 4, 1, 64,
                    "requests of a lane (reads and writes; steps; other services) handled at once, each on a database "
                    "connection of its own"),
        SETTING_INT(s->queue_items, NAMED("QUEUE_ITEMS"), 512, 1, 65536,
                    "requests that may wait; more are refused with OVERLOADED"),
        SETTING_INT(s->event_threads, NAMED("EVENT_THREADS"), 2, 1, 16, "events handled at once"),
        SETTING_INT(s->job_threads, NAMED("JOB_THREADS"), 1, 1, 16, "jobs handled at once"),
        SETTING_INT(s->drain_ms, NAMED("DRAIN_MS"), 10000, 0, 60000,
                    "how long what was taken may take to finish after SIGTERM"),
        OTLP_SETTINGS(s->otlp),
    };

    *ret_table = (struct setting_table){ 0 };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add(ret_table, rows[i]);
    for (size_t i = 0; i < service->settings_count; i++)
        add(ret_table, service->settings[i]);
}

void migrate_table(const struct service *service, struct common_settings *s, struct setting_table *ret_table)
{
    const struct setting rows[] = {
        SETTING_TEXT(s->owner_url, NAMED("OWNER_URL"), NULL, SECRET,
                     "PostgreSQL, as the role that owns the schema; for --migrate only"),
        SETTING_TEXT(s->database_role, NAMED("DATABASE_ROLE"), role_of(service), PLAIN,
                     "the role that serves, which migrations grant to; for --migrate only"),
        SETTING_TEXT(s->log_level, "LINLI_LOG_LEVEL", "info", PLAIN, "debug, info, warn or error"),
        SETTING_TEXT(
            s->clock, "LINLI_CLOCK", "database", PLAIN,
            "whose time it is: database, or settable for rehearsals (linlictl clock), which production refuses"),
        SETTING_BOOL(s->production, "LINLI_PRODUCTION", true, "false allows what only rehearsals may do"),
    };
#undef NAMED

    *ret_table = (struct setting_table){ 0 };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add(ret_table, rows[i]);
}
