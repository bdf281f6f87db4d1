/* PostgreSQL: one connection, statements with parameters, transactions.
 *
 * A `struct db` belongs to one thread at a time and reconnects by itself. Every wait has a limit: connect, statement
 * (the server's statement_timeout and a client poll a little longer), lock. A connection whose outcome is unknown is
 * dropped; after a failed attempt to connect the next ones fail at once for up to a second. When the address changes
 * the next use connects by the new one; as long as that was never good the one before is tried after it. Statements are
 * prepared once per connection, keyed by their text, so the text must not be built from values.
 *
 * Results live in the arena. Failures: NOT_AVAILABLE (no connection), TIMED_OUT, CONFLICT (deadlock, serialization,
 * lock timeout: run the transaction again), UNIQUE_VIOLATION (also exclusion) and CHECK_VIOLATION (also foreign key;
 * text: the constraint's name), OUTCOME_UNKNOWN (the connection died during COMMIT or db_run: look it up by key),
 * INTERNAL (anything else, with SQLSTATE). After a failed statement a transaction can only be rolled back.
 *
 *     struct rows *rows;
 *     TRY(db_query(call->tx, &rows, "select name from circles where id = $1", db_id(in->circle_id)));
 *     if (rows_count(rows) == 0)
 *         return fail(NOT_HERE, "circle %s", in->circle_id);
 */
#ifndef LINLI_DB_DB_H
#define LINLI_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define DB_PARAMS_MAX     64
#define DB_STATEMENTS_MAX 512 /* prepared statements a connection keeps */

/* Where a page begins: below (above) the id in parameter `p`, or at the end (the start) when that is NULL. Not «p is
 * null or id < p»: the plan that PostgreSQL keeps for a prepared statement then reads and drops all that stands before
 * the page. */
#define DB_BEFORE(p) "coalesce(" p "::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')"
#define DB_AFTER(p)  "coalesce(" p "::uuid, '00000000-0000-0000-0000-000000000000')"

#define UNIQUE_VIOLATION CODE_ALREADY_EXISTS, "UNIQUE_VIOLATION"
#define CHECK_VIOLATION  CODE_FAILED_PRECONDITION, "CHECK_VIOLATION"
#define OUTCOME_UNKNOWN  CODE_UNAVAILABLE, "OUTCOME_UNKNOWN"

struct db;    /* a connection */
struct tx;    /* an open transaction on it */
struct pulse; /* whether the server speaks: pulse.h */
struct rows;  /* a result; lives in the arena it was asked with */

struct db_options {
    const char *url;          /* postgresql://role@host:port/base */
    const char *const *url_now; /* where its newest value stands (secret_now()); NULL: url stays */
    const char *schema;       /* search_path */
    const char *name;         /* application_name */
    int connect_timeout_ms;   /* 0: 2,000 */
    int statement_timeout_ms; /* 0: 5,000 */
    int lock_timeout_ms;      /* 0: 500 */
    struct pulse *pulse;      /* of all connections of the process; NULL: nobody listens */
};

/* Never fails: connects at first use and whenever the connection was lost. */
struct db *db_create(const struct db_options *options);
void db_destroy(struct db *db);
struct status db_ping(struct db *db);
/* Changes whenever the connection was made anew: what the session held (advisory locks) is gone then. 0: never
 * connected. */
uint64_t db_session(const struct db *db);

enum tx_mode { TX_READ_ONLY, TX_READ_WRITE };

/* Opens a transaction (READ COMMITTED; a read-only one is REPEATABLE READ) whose results live in `arena`.
 * *ret_now_us is the database's clock at its start. */
struct status tx_begin(struct db *db, enum tx_mode mode, struct arena *arena, struct tx **ret_tx, int64_t *ret_now_us);
/* The same without waiting for it: it travels with the first statement, and *ret_now_us, which must live until the
 * transaction ends, is set with that one's answer. */
struct status tx_begin_ask(struct db *db, enum tx_mode mode, struct arena *arena, struct tx **ret_tx,
                           int64_t *ret_now_us);
/* The transaction is over in any case; `tx` must not be used after it. */
struct status tx_commit(struct tx *tx);
/* NULL is allowed. */
void tx_rollback(struct tx *tx);
/* The arena its results live in. */
struct arena *tx_arena(struct tx *tx);

/* Several take turns on a read-only transaction, so that what they ask travels together: from now on whoever needs an
 * answer calls `wait` instead of taking it himself. That comes back when tx_answer() has been called, with what that
 * gave; one failure is everybody's. */
struct tx_turns {
    struct status (*wait)(void *context);
    void *context;
};
void tx_share(struct tx *tx, const struct tx_turns *turns);
struct status tx_answer(struct tx *tx);

struct db_blob {
    const void *data;
    size_t bytes;
};

struct db_param {
    enum {
        DB_NULL,
        DB_TEXT,
        DB_INT,
        DB_BOOL,
        DB_TIME,
        DB_BYTES,
        DB_TEXT_ARRAY,
        DB_INT_ARRAY,
        DB_ID_ARRAY,
        DB_BYTES_ARRAY
    } type;
    union {
        const char *text;
        int64_t num;
        struct db_blob blob;
        struct {
            const char *const *texts;
            const int64_t *nums;
            const struct db_blob *blobs;
            size_t count;
        } array;
    };
};

static inline struct db_param db_null(void)
{
    return (struct db_param){ .type = DB_NULL };
}

/* NULL gives SQL NULL. Also for uuid columns: 32 hexadecimal digits. */
static inline struct db_param db_text(const char *text)
{
    return text ? (struct db_param){ .type = DB_TEXT, .text = text } : db_null();
}

/* An id; NULL and "" give SQL NULL. */
static inline struct db_param db_id(const char *id)
{
    return id && *id ? db_text(id) : db_null();
}

static inline struct db_param db_int(int64_t value)
{
    return (struct db_param){ .type = DB_INT, .num = value };
}

static inline struct db_param db_bool(bool value)
{
    return (struct db_param){ .type = DB_BOOL, .num = value };
}

/* Microseconds since 1970, for timestamptz; 0 gives SQL NULL. */
static inline struct db_param db_time(int64_t unix_us)
{
    return (struct db_param){ .type = unix_us ? DB_TIME : DB_NULL, .num = unix_us };
}

/* bytea */
static inline struct db_param db_bytes(const void *data, size_t bytes)
{
    return (struct db_param){ .type = DB_BYTES, .blob = { data, bytes } };
}

/* text[] or uuid[] (cast in the statement: $1::uuid[]); NULL items give SQL NULL items. */
static inline struct db_param db_texts(const char *const *texts, size_t count)
{
    return (struct db_param){ .type = DB_TEXT_ARRAY, .array = { .texts = texts, .count = count } };
}

/* uuid[]; NULL and "" give SQL NULL items, INTERNAL what is no id of 32 hexadecimal digits. For what comes in batches:
 * it travels in binary, while ids in texts are read digit by digit. */
static inline struct db_param db_ids(const char *const *ids, size_t count)
{
    return (struct db_param){ .type = DB_ID_ARRAY, .array = { .texts = ids, .count = count } };
}

/* bytea[], in binary. */
static inline struct db_param db_blobs(const struct db_blob *blobs, size_t count)
{
    return (struct db_param){ .type = DB_BYTES_ARRAY, .array = { .blobs = blobs, .count = count } };
}

/* bigint[] */
static inline struct db_param db_ints(const int64_t *nums, size_t count)
{
    return (struct db_param){ .type = DB_INT_ARRAY, .array = { .nums = nums, .count = count } };
}

#define DB_PARAMS_(...)                                                                                                \
    (const struct db_param[]){ { .type = DB_NULL } __VA_OPT__(, ) __VA_ARGS__ } + 1,                                   \
        sizeof((const struct db_param[]){ { .type = DB_NULL } __VA_OPT__(, ) __VA_ARGS__ }) /                          \
                sizeof(struct db_param) -                                                                              \
            1

struct status db_query_params(struct tx *tx, struct rows **ret_rows, const char *sql, const struct db_param *params,
                              size_t count);
struct status db_exec_params(struct tx *tx, int64_t *ret_affected, const char *sql, const struct db_param *params,
                             size_t count);

/* Rows of a statement. */
#define db_query(tx, ret_rows, sql, ...) db_query_params(tx, ret_rows, sql, DB_PARAMS_(__VA_ARGS__))
/* A statement whose number of affected rows does not matter, or goes to *ret_affected. */
#define db_exec(tx, sql, ...)                     db_exec_params(tx, NULL, sql, DB_PARAMS_(__VA_ARGS__))
#define db_exec_count(tx, ret_affected, sql, ...) db_exec_params(tx, ret_affected, sql, DB_PARAMS_(__VA_ARGS__))

/* Statements that need not see each other's answers travel together, in order: what is asked is answered by the next
 * db_query, db_exec, db_collect or tx_commit of the transaction, which fails with the first failure among them.
 * *ret_rows is set then; it may be NULL. */
struct status db_ask_params(struct tx *tx, struct rows **ret_rows, const char *sql, const struct db_param *params,
                            size_t count);
#define db_ask(tx, ret_rows, sql, ...) db_ask_params(tx, ret_rows, sql, DB_PARAMS_(__VA_ARGS__))
struct status db_collect(struct tx *tx);

/* One statement outside a transaction (autocommit). */
struct status db_run_params(struct db *db, struct arena *arena, struct rows **ret_rows, const char *sql,
                            const struct db_param *params, size_t count);
#define db_run(db, arena, ret_rows, sql, ...) db_run_params(db, arena, ret_rows, sql, DB_PARAMS_(__VA_ARGS__))

/* Cells by row and column, both from 0. A wrong column or a text that is no number aborts: it is a mistake of ours. */
int rows_count(const struct rows *rows);
int64_t rows_affected(const struct rows *rows); /* of insert, update, delete; rows selected otherwise */
bool rows_null(const struct rows *rows, int row, int column);
const char *rows_text(const struct rows *rows, int row, int column); /* "" for NULL */
const char *rows_id(const struct rows *rows, int row, int column);   /* uuid without dashes; "" for NULL */
const char **rows_ids(const struct rows *rows, int column);          /* of each row; rows_count() of them */
int64_t rows_int(const struct rows *rows, int row, int column);      /* 0 for NULL */
bool rows_bool(const struct rows *rows, int row, int column);        /* false for NULL */
int64_t rows_time_us(const struct rows *rows, int row, int column);  /* 0 for NULL */
const uint8_t *rows_bytes(const struct rows *rows, int row, int column, size_t *ret_bytes);

#endif
