/* linlictl postgres-setup: the database `linli`; for each service a schema, the role that owns it (migrations) and the
 * role that the service runs as, which can connect, see its schema and nothing else until a migration grants it more;
 * `linli_auditor`, which reads everything and writes nothing; and `linli_backup`, which copies the whole cluster
 * (deploy/backup) and reads no table. May be run again at any time. */
#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"
#include "linlictl/linlictl.h"
#include "linlictl/place.h"
#include "linlictl/secrets.h"
#include "linlictl/service_list.h"

static struct {
    const char *admin_url;
    const char *secrets;
    const char *clock;
} settings;

static const struct setting table[] = {
    SETTING_TEXT(settings.admin_url, "LINLI_POSTGRES_ADMIN_URL", NULL, SECRET,
                 "a superuser's connection, to any database"),
    SETTING_TEXT(settings.secrets, "LINLI_SECRETS_DIR", "", PLAIN,
                 "folder of the passwords postgres.<role>; empty: of the local house"),
    SETTING_TEXT(settings.clock, "LINLI_CLOCK", "database", PLAIN,
                 "settable: makes the clock of a rehearsal, see linlictl clock"),
};

const struct setting_table postgres_setup_settings = SETTING_TABLE(table);

struct setup {
    struct arena *arena;
    const char *secrets;
    PGconn *connection;
};

/* One statement; names and texts in it are quoted by whoever made it. */
static struct status run(struct setup *setup, const char *format, ...) __attribute__((format(printf, 2, 3)));

static struct status run(struct setup *setup, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *sql = arena_vprintf(setup->arena, format, args);

    va_end(args);
    PGresult *result = PQexec(setup->connection, sql);
    ExecStatusType outcome = PQresultStatus(result);

    PQclear(result);
    if (outcome != PGRES_COMMAND_OK && outcome != PGRES_TUPLES_OK)
        return fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(setup->connection));
    return OK;
}

static bool exists(struct setup *setup, const char *sql, const char *name)
{
    PGresult *result = PQexecParams(setup->connection, sql, 1, NULL, &name, NULL, NULL, 0);
    bool found = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;

    PQclear(result);
    return found;
}

static const char *quoted(struct setup *setup, const char *name)
{
    char *identifier = PQescapeIdentifier(setup->connection, name, strlen(name));
    const char *copy = arena_strdup(setup->arena, identifier ? identifier : "");

    PQfreemem(identifier);
    return copy;
}

/* The password reaches the server as its SCRAM verifier only, so it is in no log. */
static struct status set_password(struct setup *setup, const char *role, const char *secret_name)
{
    const char *secret;

    TRY(secret_get(setup->arena, setup->secrets, secret_name, &secret));
    char *verifier = PQencryptPasswordConn(setup->connection, secret, role, "scram-sha-256");

    if (!verifier)
        return fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(setup->connection));
    struct status status = run(setup, "alter role %s password '%s'", quoted(setup, role), verifier);

    PQfreemem(verifier);
    return status;
}

static struct status make_role(struct setup *setup, const char *role, const char *secret_name)
{
    if (!exists(setup, "select 1 from pg_roles where rolname = $1", role))
        TRY(run(setup, "create role %s", quoted(setup, role)));
    TRY(run(setup, "alter role %s login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls",
            quoted(setup, role)));
    return set_password(setup, role, secret_name);
}

static struct status make_service(struct setup *setup, const char *name)
{
    struct arena *arena = setup->arena;
    const char *role = arena_printf(arena, "linli_%s", name), *owner = arena_printf(arena, "linli_%s_owner", name);

    TRY(make_role(setup, role, arena_printf(arena, "postgres.%s", name)));
    TRY(make_role(setup, owner, arena_printf(arena, "postgres.%s_owner", name)));
    role = quoted(setup, role);
    owner = quoted(setup, owner);
    TRY(run(setup, "create schema if not exists %s authorization %s", quoted(setup, name), owner));
    TRY(run(setup, "revoke all on schema %s from public", quoted(setup, name)));
    TRY(run(setup, "grant usage on schema %s to %s", quoted(setup, name), role));
    TRY(run(setup, "grant connect on database linli to %s, %s", role, owner));
    TRY(run(setup, "alter role %s in database linli set search_path = %s", role, quoted(setup, name)));
    TRY(run(setup, "alter role %s in database linli set search_path = %s", owner, quoted(setup, name)));
    return run(setup, "alter role %s set idle_in_transaction_session_timeout = '2s'", role);
}

static struct status make_auditor(struct setup *setup)
{
    TRY(make_role(setup, "linli_auditor", "postgres.auditor"));
    TRY(run(setup, "alter role linli_auditor inherit"));
    TRY(run(setup, "grant pg_read_all_data to linli_auditor"));
    TRY(run(setup, "grant connect on database linli to linli_auditor"));
    return run(setup, "alter role linli_auditor set default_transaction_read_only = on");
}

static struct status make_backup(struct setup *setup)
{
    TRY(make_role(setup, "linli_backup", "postgres.backup"));
    TRY(run(setup, "alter role linli_backup replication"));
    return run(setup, "grant connect on database linli to linli_backup");
}

static struct status make_database(struct setup *setup)
{
    if (!exists(setup, "select 1 from pg_database where datname = $1", "linli"))
        TRY(run(setup, "create database linli"));
    return OK;
}

/* The time of a rehearsal: PostgreSQL's, moved forward by linlictl clock. Services with LINLI_CLOCK=settable find these
 * two functions before PostgreSQL's own, so their statements are the very ones of production; and so does the auditor,
 * who asks what should have happened by now. They may ask, never set. A transaction has the time of its beginning, as
 * PostgreSQL gives it, whatever is moved meanwhile. What is there already is left alone: a lock on it would be waited
 * for by everybody who wants to know what time it is. */
static struct status make_clock(struct setup *setup)
{
    static const char *const statements[] = {
        "create schema if not exists clock",
        "revoke all on schema clock from public",
        "grant usage on schema clock to public",
        "create table if not exists clock.moved (since timestamptz unique not null default '-infinity',"
        " by_time interval not null default '0' check (by_time >= interval '0'))",
        "insert into clock.moved default values on conflict do nothing",
        "create or replace function clock.now() returns timestamptz language sql stable security definer"
        " as 'select pg_catalog.now() + by_time from clock.moved where since <= pg_catalog.now()"
        " order by since desc limit 1'",
        "create or replace function clock.clock_timestamp() returns timestamptz language sql volatile security definer"
        " as 'select pg_catalog.clock_timestamp() + by_time from clock.moved"
        " where since <= pg_catalog.clock_timestamp() order by since desc limit 1'",
        "grant execute on all functions in schema clock to public",
    };

    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
        TRY(run(setup, "%s", statements[i]));
    return run(setup, "alter role linli_auditor in database linli set search_path = clock, pg_catalog");
}

static struct status make_everything(struct setup *setup, const struct service_list *services)
{
    TRY(run(setup, "revoke all on database linli from public"));
    TRY(run(setup, "revoke all on schema public from public"));
    for (size_t i = 0; i < services->count; i++)
        TRY(make_service(setup, services->entries[i].name));
    TRY(make_auditor(setup));
    TRY(make_backup(setup));
    return strcmp(settings.clock, "settable") == 0 ? make_clock(setup) : OK;
}

static struct status connect_to(struct setup *setup, const char *database)
{
    const char *const names[] = { "dbname", "dbname", NULL };
    /* The first is the whole address, the second overrides the database in it. */
    const char *const values[] = { settings.admin_url, database, NULL };

    PQfinish(setup->connection);
    setup->connection = PQconnectdbParams(names, values, 1);
    if (PQstatus(setup->connection) != CONNECTION_OK)
        return fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(setup->connection));
    return run(setup, "set client_min_messages = warning");
}

static struct status set_up(struct setup *setup)
{
    struct service_list services;
    struct place place;

    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    TRY(place_find(setup->arena, &place));
    TRY(service_list_load(setup->arena, place.services, &services));
    setup->secrets = *settings.secrets ? settings.secrets : place.secrets;
    TRY(connect_to(setup, NULL));
    TRY(make_database(setup));
    TRY(connect_to(setup, "linli"));
    return make_everything(setup, &services);
}

struct status command_postgres_setup(struct arena *arena, int argc, char **argv)
{
    struct setup setup = { .arena = arena };

    TRY(no_words(argc, argv));
    struct status status = set_up(&setup);

    PQfinish(setup.connection);
    return status;
}
