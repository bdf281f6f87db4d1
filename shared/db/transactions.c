#include <stdlib.h>
#include <string.h>

#include "base/crash_point.h"
#include "db/connection.h"

#define NOW "select (extract(epoch from now()) * 1000000)::bigint"

/* One exchange: the transaction and its time. */
static const char *const begin[] = {
    [TX_READ_ONLY] = "begin isolation level repeatable read read only; " NOW,
    [TX_READ_WRITE] = "begin; " NOW,
};

static const char *const begin_alone[] = {
    [TX_READ_ONLY] = "begin isolation level repeatable read read only",
    [TX_READ_WRITE] = "begin",
};

static struct status idle(struct db *db)
{
    return db->tx ? fail(INTERNAL, "a transaction is open on this connection already") : connection_ready(db);
}

struct status tx_begin(struct db *db, enum tx_mode mode, struct arena *arena, struct tx **ret_tx, int64_t *ret_now_us)
{
    PGresult *now;
    TRY(idle(db));
    TRY(connection_script(db, begin[mode], &now));
    *ret_now_us = strtoll(PQgetvalue(now, 0, 0), NULL, 10);
    PQclear(now);

    struct tx *tx = arena_new(arena, struct tx);
    *tx = (struct tx){ .db = db, .arena = arena, .reads = mode == TX_READ_ONLY };
    db->tx = tx;
    *ret_tx = tx;
    return OK;
}

struct status tx_begin_ask(struct db *db, enum tx_mode mode, struct arena *arena, struct tx **ret_tx,
                           int64_t *ret_now_us)
{
    TRY(idle(db));
    TRY(connection_ask(db, arena, begin_alone[mode], NULL, 0, (struct asked){ .ret_rows = NULL }));
    TRY(connection_ask(db, arena, NOW, NULL, 0, (struct asked){ .ret_now_us = ret_now_us }));

    struct tx *tx = arena_new(arena, struct tx);
    *tx = (struct tx){ .db = db, .arena = arena, .reads = mode == TX_READ_ONLY };
    db->tx = tx;
    *ret_tx = tx;
    return OK;
}

static struct status still_open(const struct tx *tx)
{
    return tx->db->tx == tx ? OK : fail(NOT_AVAILABLE, "database: the transaction's connection was lost");
}

/* What a failure means when the statement may have taken effect: if the connection went with it, nobody knows. */
static struct status in_doubt(const struct db *db, struct status failure, const char *what)
{
    return db->conn ? failure : fail(OUTCOME_UNKNOWN, "the connection was lost during %s: %s", what, failure.text);
}

/* A transaction in which a statement failed answers COMMIT with ROLLBACK. */
static struct status committed(const char *tag)
{
    return strcmp(tag, "COMMIT") == 0 ? OK : fail(INTERNAL, "commit after a failed statement: rolled back");
}

static struct status commit_alone(struct db *db)
{
    int sent = PQsendQuery(db->conn, "commit");
    PGresult *result;

    CRASH_POINT(db, commit_sent);
    TRY(connection_answer(db, sent, &result));
    TRY(connection_judge(db, result, &result));
    struct status status = committed(PQcmdStatus(result));
    PQclear(result);
    return status;
}

/* With the statements before it. When one of them fails the commit is not tried and the transaction still open. */
static struct status commit_with_others(struct tx *tx)
{
    struct rows *rows;
    struct status status = connection_ask(tx->db, tx->arena, "commit", NULL, 0, (struct asked){ .ret_rows = &rows });

    if (ok(status))
        status = connection_collect(tx->db);
    if (ok(status))
        return committed(rows_tag(rows));
    if (tx->db->conn && !ok(connection_script(tx->db, "rollback", NULL)))
        connection_drop(tx->db);
    return status;
}

struct status tx_commit(struct tx *tx)
{
    struct db *db = tx->db;

    TRY(still_open(tx));
    struct status status = db->asked_count ? commit_with_others(tx) : commit_alone(db);
    db->tx = NULL;
    return ok(status) ? OK : in_doubt(db, status, "commit");
}

static struct status roll_back(struct tx *tx)
{
    struct db *db = tx->db;

    connection_discard(db);
    if (!db->conn)
        return OK;
    if (tx->reads && PQtransactionStatus(db->conn) == PQTRANS_INTRANS)
        return connection_rollback_unwaited(db, tx->arena);
    return connection_script(db, "rollback", NULL);
}

void tx_rollback(struct tx *tx)
{
    if (!tx || tx->db->tx != tx)
        return;
    struct db *db = tx->db;
    struct status status = roll_back(tx);
    db->tx = NULL;
    if (!ok(status))
        connection_drop(db);
}

struct arena *tx_arena(struct tx *tx)
{
    return tx->arena;
}

/* ---- statements ---- */

void tx_share(struct tx *tx, const struct tx_turns *turns)
{
    tx->turns = turns;
}

struct status tx_answer(struct tx *tx)
{
    TRY(still_open(tx));
    return connection_collect(tx->db);
}

struct status db_collect(struct tx *tx)
{
    return tx->turns ? tx->turns->wait(tx->turns->context) : tx_answer(tx);
}

/* Answers that others wait for are not taken on the way. */
struct status db_ask_params(struct tx *tx, struct rows **ret_rows, const char *sql, const struct db_param *params,
                            size_t count)
{
    TRY(still_open(tx));
    if (tx->turns && connection_full(tx->db))
        TRY(db_collect(tx));
    return connection_ask(tx->db, tx->arena, sql, params, count, (struct asked){ .ret_rows = ret_rows });
}

struct status db_query_params(struct tx *tx, struct rows **ret_rows, const char *sql, const struct db_param *params,
                              size_t count)
{
    TRY(still_open(tx));
    if (!tx->turns)
        return connection_query(tx->db, tx->arena, sql, params, count, ret_rows);
    TRY(db_ask_params(tx, ret_rows, sql, params, count));
    return db_collect(tx);
}

struct status db_exec_params(struct tx *tx, int64_t *ret_affected, const char *sql, const struct db_param *params,
                             size_t count)
{
    struct rows *rows;
    TRY(db_query_params(tx, &rows, sql, params, count));
    if (ret_affected)
        *ret_affected = rows_affected(rows);
    return OK;
}

struct status db_run_params(struct db *db, struct arena *arena, struct rows **ret_rows, const char *sql,
                            const struct db_param *params, size_t count)
{
    struct rows *rows;
    TRY(idle(db));
    struct status status = connection_query(db, arena, sql, params, count, &rows);
    if (!ok(status))
        return in_doubt(db, status, "a statement");
    if (ret_rows)
        *ret_rows = rows;
    return OK;
}

struct status db_ping(struct db *db)
{
    TRY(idle(db));
    return connection_script(db, "select 1", NULL);
}
