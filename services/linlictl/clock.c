/* linlictl clock: the time of a rehearsal, which can be set forward and never back. There is none where LINLI_CLOCK was
 * not `settable` when the database was set up, and no production has one. */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "base/settings.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/place.h"

static const char *admin_url;

static const struct setting table[] = {
    SETTING_TEXT(admin_url, "LINLI_POSTGRES_ADMIN_URL", "", SECRET,
                 "a superuser's connection; empty: to the house in this checkout"),
};

const struct setting_table clock_settings = SETTING_TABLE(table);

/* A transaction that began before a move has the time of before: so a move holds from a moment that is still to come
 * when it is committed. */
#define MOVE                                                                                                           \
    "insert into clock.moved (since, by_time) select pg_catalog.clock_timestamp() + interval '100 ms', by_time + $1"   \
    " from clock.moved where $1::interval >= interval '0' and $1::interval <= interval '366 days'"                     \
    " order by since desc limit 1"
#define TIME                                                                                                           \
    "select to_char((pg_catalog.clock_timestamp() + by_time) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"    \
    " from clock.moved order by since desc limit 1"

/* `interval` is $1, or NULL where there is none. The result is cleared by the caller; without ret_result nobody wants
 * it. */
static struct status ask(PGconn *connection, const char *sql, const char *interval, PGresult **ret_result)
{
    PGresult *result = PQexecParams(connection, sql, interval ? 1 : 0, NULL, &interval, NULL, NULL, 0);
    ExecStatusType outcome = PQresultStatus(result);

    if (outcome != PGRES_COMMAND_OK && outcome != PGRES_TUPLES_OK) {
        PQclear(result);
        return fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(connection));
    }
    if (ret_result)
        *ret_result = result;
    else
        PQclear(result);
    return OK;
}

static struct status add_move(PGconn *connection, const char *interval)
{
    PGresult *result;

    TRY(ask(connection, MOVE, interval, &result));
    bool moved = strcmp(PQcmdTuples(result), "1") == 0;
    PQclear(result);
    return moved ? OK : fail(MISUSE, "the clock goes forward only, by a year at most");
}

/* Until it holds. One after another: each adds to the one before. */
static struct status move_clock(PGconn *connection, const char *interval)
{
    TRY(ask(connection, "begin", NULL, NULL));
    TRY(ask(connection, "lock table clock.moved in exclusive mode", NULL, NULL));
    TRY(add_move(connection, interval));
    TRY(ask(connection, "commit", NULL, NULL));
    return ask(connection, "select pg_sleep_until(max(since)) from clock.moved", NULL, NULL);
}

static struct status print_time(PGconn *connection)
{
    PGresult *result;

    TRY(ask(connection, TIME, NULL, &result));
    printf("%s\n", PQgetvalue(result, 0, 0));
    PQclear(result);
    return OK;
}

static struct status find_url(struct arena *arena, const char **ret_url)
{
    struct place place;
    char *text;

    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    *ret_url = admin_url;
    if (*admin_url)
        return OK;
    TRY(place_find(arena, &place));
    TRY(file_read(arena, arena_printf(arena, "%s/postgres.admin-url", place.secrets), &text));
    text[strcspn(text, "\r\n")] = '\0';
    *ret_url = text;
    return OK;
}

struct status command_clock(struct arena *arena, int argc, char **argv)
{
    const char *url, *forward = argc == 3 && strcmp(argv[1], "forward") == 0 ? argv[2] : NULL;

    if (!forward && argc != 1)
        return fail(MISUSE, "clock, or clock forward TIME");
    TRY(find_url(arena, &url));
    const char *const names[] = { "dbname", "dbname", NULL }, *const values[] = { url, "linli", NULL };
    PGconn *connection = PQconnectdbParams(names, values, 1);
    struct status status =
        PQstatus(connection) == CONNECTION_OK ? OK : fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(connection));

    if (ok(status) && forward)
        status = move_clock(connection, forward);
    if (ok(status))
        status = print_time(connection);
    PQfinish(connection);
    return status;
}
