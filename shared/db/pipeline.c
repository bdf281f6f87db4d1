/* Statements that travel together: sent one after the other, answered in one exchange. A batch of an order's statements
 * costs one turn of the line and not six, and holds its locks for so much shorter. */
#include <stdlib.h>

#include "base/clock.h"
#include "db/connection.h"
#include "db/pulse.h"

/* ---- asking ---- */

static void note(struct db *db, struct asked asked)
{
    db->asked[db->asked_count++] = asked;
}

static int send_statement(struct db *db, const char *sql, const struct encoded_params *p)
{
    char name[16];
    size_t slot;
    enum statement_state state = statement_find(db, sql, name, &slot);

    if (state == STATEMENT_NEW) {
        if (!PQsendPrepare(db->conn, name, sql, 0, NULL))
            return 0;
        statement_keep(db, sql, slot);
        note(db, (struct asked){ .prepares = true });
    }
    if (state == STATEMENT_FULL)
        return PQsendQueryParams(db->conn, sql, p->count, NULL, p->values, p->lengths, p->formats, 0);
    return PQsendQueryPrepared(db->conn, name, p->count, p->values, p->lengths, p->formats, 0);
}

bool connection_full(const struct db *db)
{
    return db->asked_count + 2 > DB_ASKED_MAX; /* a statement and what prepares it */
}

struct status connection_ask(struct db *db, struct arena *arena, const char *sql, const struct db_param *params,
                             size_t count, struct asked asked)
{
    struct encoded_params p;

    if (count > DB_PARAMS_MAX)
        return fail(INTERNAL, "%zu parameters, at most %d", count, DB_PARAMS_MAX);
    if (connection_full(db))
        TRY(connection_collect(db));
    TRY(params_encode(arena, params, count, &p));
    if (db->asked_count == 0 && !PQenterPipelineMode(db->conn))
        return connection_lost(db);
    db->asked_arena = arena;
    if (!send_statement(db, sql, &p))
        return connection_lost(db);
    note(db, asked);
    return OK;
}

/* ---- taking the answers ---- */

/* The next result and the NULL behind it; nothing when the line broke, and the connection is dropped then. */
static struct status take(struct db *db, int64_t deadline_ms, PGresult **ret_result)
{
    PGresult *result;

    TRY(connection_receive(db, deadline_ms));
    result = PQgetResult(db->conn);
    if (!result || PQstatus(db->conn) == CONNECTION_BAD) {
        PQclear(result);
        return connection_lost(db);
    }
    if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
        struct status status = connection_receive(db, deadline_ms);

        if (!ok(status)) {
            PQclear(result);
            return status;
        }
    }
    PQclear(PQgetResult(db->conn));
    *ret_result = result;
    return OK;
}

static struct status hand_out(struct db *db, const struct asked *asked, PGresult *result)
{
    TRY(connection_judge(db, result, &result));
    if (asked->ret_now_us)
        *asked->ret_now_us = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    if (PQresultMemorySize(result) > DB_RESULT_BYTES_MAX) {
        PQclear(result);
        return fail(INTERNAL, "a result of more than %zu bytes", DB_RESULT_BYTES_MAX);
    }
    if (asked->ret_rows)
        *asked->ret_rows = rows_new(db->asked_arena, result);
    else
        PQclear(result);
    return OK;
}

/* What stands behind a failure was not tried; a statement that was to be prepared there is not known to the server. */
static struct status hand_out_all(struct db *db, int64_t deadline_ms)
{
    struct status verdict = OK;

    for (size_t i = 0; i < db->asked_count; i++) {
        const struct asked asked = db->asked[i];
        PGresult *result;

        TRY(take(db, deadline_ms, &result));
        if (ok(verdict)) {
            verdict = hand_out(db, &asked, result);
            db->plans_stale |= asked.prepares && !ok(verdict);
            continue;
        }
        PQclear(result);
        db->plans_stale |= asked.prepares;
    }
    return verdict;
}

static struct status take_end(struct db *db, int64_t deadline_ms)
{
    PGresult *end;

    TRY(take(db, deadline_ms, &end));
    PQclear(end);
    db->asked_count = 0;
    return PQexitPipelineMode(db->conn) ? OK : connection_lost(db);
}

/* *ret_verdict is what the first failure among them was. Fails when the line is gone. */
static struct status take_all(struct db *db, struct status *ret_verdict)
{
    int64_t deadline_ms = connection_deadline_ms(db);

    *ret_verdict = OK;
    if (!db->owes_rollback && !PQpipelineSync(db->conn))
        return connection_lost(db);
    db->owes_rollback = false;
    TRY(connection_flush(db, deadline_ms));
    *ret_verdict = hand_out_all(db, deadline_ms);
    return db->conn ? take_end(db, deadline_ms) : *ret_verdict;
}

struct status connection_collect(struct db *db)
{
    struct status verdict, line;

    if (db->asked_count == 0)
        return OK;
    connection_asks(db);
    line = take_all(db, &verdict);
    connection_heard(db, ok(line));
    return ok(line) ? verdict : line;
}

void connection_discard(struct db *db)
{
    for (size_t i = 0; i < db->asked_count; i++) {
        db->asked[i].ret_rows = NULL;
        db->asked[i].ret_now_us = NULL;
    }
    connection_collect(db); /* what fails now has failed with the transaction */
}

struct status connection_rollback_unwaited(struct db *db, struct arena *arena)
{
    TRY(connection_ask(db, arena, "rollback", NULL, 0, (struct asked){ .ret_rows = NULL }));
    if (!PQpipelineSync(db->conn))
        return connection_lost(db);
    db->owes_rollback = true;
    return connection_flush(db, connection_deadline_ms(db));
}
