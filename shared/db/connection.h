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

#define DB_ASKED_MAX 128 /* statements under way together */

/* A statement that was sent and not yet answered. */
struct asked {
    struct rows **ret_rows; /* NULL: nobody reads it */
    int64_t *ret_now_us;    /* of a begin: the database's clock; else NULL */
    bool prepares;          /* makes a prepared statement known */
};

struct statement {
    char *sql; /* NULL: a free slot */
    uint64_t hash;
};

struct db {
    struct db_options options; /* texts are ours */
    PGconn *conn;              /* NULL: not connected */
    const char *url_tried;     /* the newest value of the address that was; the options have one that was good */
    struct tx *tx;             /* the open one */
    uint64_t session;
    bool open;           /* and counted among those that are (figures.h) */
    int64_t asked_us;    /* the exchange under way began */
    bool plans_stale;    /* connect anew before the next use */
    int64_t retry_at_ms; /* before that connecting fails at once */
    int retry_ms;
    struct statement statements[2 * DB_STATEMENTS_MAX]; /* open addressing */
    size_t statements_count;
    struct asked asked[DB_ASKED_MAX]; /* in order; the line is in pipeline mode while there are any */
    size_t asked_count;
    struct arena *asked_arena;
    bool owes_rollback; /* an answer to a rollback that nobody waited for */
};

struct tx {
    struct db *db;
    struct arena *arena;
    bool reads;                   /* a read-only one */
    const struct tx_turns *turns; /* NULL: nobody shares it */
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

/* The same sent along with others, one exchange for all: answers are taken by connection_collect() or the next
 * connection_query(), and the first failure among them is theirs. */
struct status connection_ask(struct db *db, struct arena *arena, const char *sql, const struct db_param *params,
                             size_t count, struct asked asked);
struct status connection_collect(struct db *db);
/* Whether connection_ask() has to take the answers of others first. */
bool connection_full(const struct db *db);
/* Takes the answers and forgets them: whoever asked may be gone. */
void connection_discard(struct db *db);
/* Sends a rollback whose answer is taken before the next use. */
struct status connection_rollback_unwaited(struct db *db, struct arena *arena);

/* The name of the prepared statement. NEW: to be prepared under it, and then kept; FULL: the connection keeps too many
 * already. */
enum statement_state { STATEMENT_KNOWN, STATEMENT_NEW, STATEMENT_FULL };
enum statement_state statement_find(const struct db *db, const char *sql, char name[16], size_t *ret_slot);
void statement_keep(struct db *db, const char *sql, size_t slot);
void statements_forget(struct db *db);

/* Parts of an exchange, for exchanges of other shapes; each as connection_answer() fails. */
int64_t connection_deadline_ms(const struct db *db);
struct status connection_flush(struct db *db, int64_t deadline_ms);
struct status connection_receive(struct db *db, int64_t deadline_ms);
struct status connection_lost(struct db *db);
/* To the pulse: something is asked; it is answered, or given up. */
void connection_asks(struct db *db);
void connection_heard(struct db *db, bool answered);
/* Clears the result unless it goes to *ret_result. A plan that no longer fits is noted. */
struct status connection_judge(struct db *db, PGresult *result, PGresult **ret_result);

/* What a result says. A server that is going away counts as NOT_AVAILABLE. */
struct status result_status(const PGresult *result);

struct encoded_params {
    int count;
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX];
    int formats[DB_PARAMS_MAX];
};

/* INTERNAL: one is not what its type says. */
struct status params_encode(struct arena *arena, const struct db_param *params, size_t count,
                            struct encoded_params *ret_encoded);

/* Takes over the result: it is cleared with the arena. */
struct rows *rows_new(struct arena *arena, PGresult *result);
/* What the server said was done: COMMIT. */
const char *rows_tag(const struct rows *rows);

#endif
