/* Inside shared/db: the connection itself. One exchange at a time: something is sent with libpq, connection_answer()
 * waits for what comes of it. Whenever the server is silent beyond its limit, or the line breaks, the connection is
 * dropped: db->conn is NULL afterwards, the open transaction is gone, and the next use connects anew. */
#ifndef LINLI_DB_CONNECTION_H
#define LINLI_DB_CONNECTION_H

#include <libpq-fe.h>

#include "db/db.h"

#define DB_CONNECT_MS       2000
#define DB_STATEMENT_MS     5000
#define DB_LOCK_MS          500
#define DB_IDLE_IN_TX_MS    2000
#define DB_ANSWER_SLACK_MS  1000 /* the client waits longer than statement_timeout: the server should speak first */
#define DB_RETRY_MS_MIN     50   /* between attempts to connect; doubles up to … */
#define DB_RETRY_MS_MAX     1000
#define DB_RESULT_BYTES_MAX ((size_t)64 << 20)

struct statement {
    char *sql; /* NULL: a free slot */
    uint64_t hash;
};

struct db {
    struct db_options options; /* texts are ours */
    PGconn *conn;              /* NULL: not connected */
    struct tx *tx;             /* the open one */
    uint64_t session;
    bool plans_stale;    /* connect anew before the next use */
    int64_t retry_at_ms; /* before that connecting fails at once */
    int retry_ms;
    struct statement statements[2 * DB_STATEMENTS_MAX]; /* open addressing */
    size_t statements_count;
};

struct tx {
    struct db *db;
    struct arena *arena;
};

/* Makes sure that there is a live connection. NOT_AVAILABLE. */
struct status connection_ready(struct db *db);
void connection_drop(struct db *db);
/* Sends what libpq has queued and waits. `sent` is what the PQsend… function gave. On success *ret_result is the first
 * failure among the results, else the last one, to be cleared by the caller. NOT_AVAILABLE, TIMED_OUT: dropped. */
struct status connection_answer(struct db *db, int sent, PGresult **ret_result);
/* Statements without parameters, several at once; *ret_result (maybe NULL) as above. Fails as result_status() says. */
struct status connection_script(struct db *db, const char *sql, PGresult **ret_result);
/* One statement with parameters, prepared at its first use. */
struct status connection_query(struct db *db, struct arena *arena, const char *sql, const struct db_param *params,
                               size_t count, struct rows **ret_rows);

/* The name of the prepared statement; NULL when the connection keeps too many already. */
struct status statement_name(struct db *db, const char *sql, char name[16], bool *ret_prepared);
void statements_forget(struct db *db);

/* What a result says. A server that is going away counts as NOT_AVAILABLE. */
struct status result_status(const PGresult *result);

struct encoded_params {
    int count;
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX];
    int formats[DB_PARAMS_MAX];
};

void params_encode(struct arena *arena, const struct db_param *params, size_t count,
                   struct encoded_params *ret_encoded);

/* Takes over the result: it is cleared with the arena. */
struct rows *rows_new(struct arena *arena, PGresult *result);

#endif
