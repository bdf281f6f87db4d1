/* SQLSTATE → status. */
#include <string.h>

#include "db/connection.h"

static bool one_of(const char *state, const char *const *list)
{
    for (; *list; list++)
        if (strncmp(state, *list, strlen(*list)) == 0)
            return true;
    return false;
}

/* A shorter entry stands for its class. */
static const char *const again[] = { "40001", "40P01", "55P03", NULL }; /* serialization, deadlock, lock timeout */
static const char *const unique[] = { "23505", "23P01", NULL };         /* unique, exclusion */
static const char *const check[] = { "23514", "23503", NULL };          /* check, foreign key */
static const char *const gone[] = {
    "08", "53", "57P", "25P03", "58", NULL
}; /* connection, resources, shutdown, idle, system */

struct status result_status(const PGresult *result)
{
    ExecStatusType type = PQresultStatus(result);
    if (type == PGRES_COMMAND_OK || type == PGRES_TUPLES_OK)
        return OK;

    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    if (!constraint)
        constraint = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    if (!constraint)
        constraint = "";
    if (!message)
        message = "the connection was lost";
    if (!state)
        return fail(NOT_AVAILABLE, "database: %s", message);
    if (one_of(state, again))
        return fail(CONFLICT, "database: %s %s", state, message);
    if (one_of(state, unique))
        return fail(UNIQUE_VIOLATION, "%s", constraint);
    if (one_of(state, check))
        return fail(CHECK_VIOLATION, "%s", constraint);
    if (strcmp(state, "57014") == 0)
        return fail(TIMED_OUT, "database: %s", message);
    if (one_of(state, gone))
        return fail(NOT_AVAILABLE, "database: %s %s", state, message);
    return fail(INTERNAL, "database: %s %s", state, message);
}
