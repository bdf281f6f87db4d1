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

#define MOVE                                                                                                           \
    "update clock.moved set by_time = by_time + $1::interval"                                                          \
    " where $1::interval >= interval '0' and $1::interval <= interval '366 days'"                                      \
    " returning to_char((pg_catalog.clock_timestamp() + by_time) at time zone 'UTC', "                                 \
    "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

/* Prints the time it is then. */
static struct status move_clock(PGconn *connection, const char *interval)
{
    struct status status = OK;
    PGresult *result = PQexecParams(connection, MOVE, 1, NULL, &interval, NULL, NULL, 0);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        status = fail(SYSTEM_FAILED, "PostgreSQL: %s", PQresultErrorMessage(result));
    else if (PQntuples(result) != 1)
        status = fail(MISUSE, "the clock goes forward only, by a year at most");
    else
        printf("%s\n", PQgetvalue(result, 0, 0));
    PQclear(result);
    return status;
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
    const char *url, *forward = argc == 3 && strcmp(argv[1], "forward") == 0 ? argv[2] : argc == 1 ? "0" : NULL;

    if (!forward)
        return fail(MISUSE, "clock, or clock forward TIME");
    TRY(find_url(arena, &url));
    const char *const names[] = { "dbname", "dbname", NULL }, *const values[] = { url, "linli", NULL };
    PGconn *connection = PQconnectdbParams(names, values, 1);
    struct status status = PQstatus(connection) == CONNECTION_OK
                               ? move_clock(connection, forward)
                               : fail(SYSTEM_FAILED, "PostgreSQL: %s", PQerrorMessage(connection));

    PQfinish(connection);
    return status;
}
