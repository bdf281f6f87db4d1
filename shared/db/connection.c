#include "db/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/settings.h"
#include "db/figures.h"
#include "db/pulse.h"

static int or_default(int value, int fallback)
{
    return value > 0 ? value : fallback;
}

static char *copy(const char *text)
{
    char *copied = strdup(text ? text : "");
    if (!copied)
        abort();
    return copied;
}

static const char *newest_url(const struct db *db)
{
    return db->options.url_now ? secret_now(db->options.url_now) : db->options.url;
}

struct db *db_create(const struct db_options *options)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->options = (struct db_options){
        .url = copy(options->url),
        .url_now = options->url_now,
        .schema = copy(options->schema),
        .name = copy(options->name),
        .connect_timeout_ms = or_default(options->connect_timeout_ms, DB_CONNECT_MS),
        .statement_timeout_ms = or_default(options->statement_timeout_ms, DB_STATEMENT_MS),
        .lock_timeout_ms = or_default(options->lock_timeout_ms, DB_LOCK_MS),
        .pulse = options->pulse,
    };
    db->url_tried = newest_url(db);
    return db;
}

void db_destroy(struct db *db)
{
    if (!db)
        return;
    connection_drop(db);
    free((char *)db->options.url);
    free((char *)db->options.schema);
    free((char *)db->options.name);
    free(db);
}

void connection_drop(struct db *db)
{
    PQfinish(db->conn);
    db->conn = NULL;
    if (db->open)
        atomic_fetch_sub(&db_figures.open, 1);
    db->open = false;
    db->tx = NULL;
    db->asked_count = 0;
    db->owes_rollback = false;
    statements_forget(db);
}

uint64_t db_session(const struct db *db)
{
    return db->session;
}

/* ---- waiting ---- */

/* False when the deadline has passed. */
static bool wait_for(PGconn *conn, short events, int64_t deadline_ms)
{
    for (;;) {
        int64_t left_ms = deadline_ms - clock_mono_ms();
        if (left_ms <= 0)
            return false;
        struct pollfd fd = { .fd = PQsocket(conn), .events = events };
        int ready = poll(&fd, 1, (int)left_ms);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return true; /* libpq will find out what is wrong with the socket */
    }
}

/* libpq ends its messages with a newline, some have two lines. */
static const char *first_line(const char *message, char line[200])
{
    snprintf(line, 200, "%.*s", (int)strcspn(message, "\n"), message);
    return line;
}

struct status connection_lost(struct db *db)
{
    char line[200];
    struct status status = fail(NOT_AVAILABLE, "database: %s", first_line(PQerrorMessage(db->conn), line));
    connection_drop(db);
    return status;
}

static struct status silent(struct db *db, const char *doing)
{
    connection_drop(db);
    return fail(TIMED_OUT, "database: no answer while %s", doing);
}

/* Everything out, while what comes in is taken too: otherwise both sides may wait with full buffers. */
struct status connection_flush(struct db *db, int64_t deadline_ms)
{
    int state;
    while ((state = PQflush(db->conn)) == 1) {
        if (!wait_for(db->conn, POLLIN | POLLOUT, deadline_ms))
            return silent(db, "sending");
        if (!PQconsumeInput(db->conn))
            return connection_lost(db);
    }
    return state == 0 ? OK : connection_lost(db);
}

struct status connection_receive(struct db *db, int64_t deadline_ms)
{
    while (PQisBusy(db->conn)) {
        if (!wait_for(db->conn, POLLIN, deadline_ms))
            return silent(db, "waiting for a statement");
        if (!PQconsumeInput(db->conn))
            return connection_lost(db);
    }
    return OK;
}

static bool result_failed(const PGresult *result)
{
    ExecStatusType type = PQresultStatus(result);
    return type != PGRES_COMMAND_OK && type != PGRES_TUPLES_OK;
}

int64_t connection_deadline_ms(const struct db *db)
{
    return clock_mono_ms() + db->options.statement_timeout_ms + DB_ANSWER_SLACK_MS;
}

void connection_asks(struct db *db)
{
    db->asked_us = clock_mono_us();
    pulse_asked(db->options.pulse, db->asked_us / US_PER_MS);
}

void connection_heard(struct db *db, bool answered)
{
    int64_t now_us = clock_mono_us();

    histogram_observe(&db_figures.exchanges, now_us - db->asked_us);
    if (answered)
        pulse_answered(db->options.pulse, now_us / US_PER_MS);
    else
        pulse_given_up(db->options.pulse);
}

/* Until the server has said all it has to say; *ret_result as connection_answer() has it. */
static struct status take_results(struct db *db, PGresult **ret_result)
{
    int64_t deadline_ms = connection_deadline_ms(db);
    PGresult *kept = NULL, *next = NULL;
    struct status status = connection_flush(db, deadline_ms);
    while (ok(status) && ok(status = connection_receive(db, deadline_ms)) && (next = PQgetResult(db->conn))) {
        if (kept && result_failed(kept)) {
            PQclear(next);
            continue;
        }
        PQclear(kept);
        kept = next;
    }
    if (ok(status) && !kept)
        status = connection_lost(db);
    if (!ok(status)) {
        PQclear(kept);
        return status;
    }
    if (PQstatus(db->conn) == CONNECTION_BAD)
        connection_drop(db);
    *ret_result = kept;
    return OK;
}

struct status connection_answer(struct db *db, int sent, PGresult **ret_result)
{
    struct status status;

    if (!sent)
        return connection_lost(db);
    connection_asks(db);
    status = take_results(db, ret_result);
    connection_heard(db, ok(status));
    return status;
}

/* ---- connecting ---- */

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* Statements go by key, and their plans are kept with the connection: one made while a table was small must not read
 * all of it once it has grown. So a whole table is read only where there is no index; and such a plan, dear on paper,
 * is not worth compiling. Planned once, too: planning a read by key anew took a quarter of it. */
#define PLANS "-c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan "

static PGconn *start(const struct db_options *options, const char *url)
{
    char session[512];
    snprintf(session, sizeof session,
             "-c search_path=%s -c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d "
             "-c client_min_messages=warning -c DateStyle=ISO -c TimeZone=UTC " PLANS
             "-c default_transaction_isolation=read\\ committed",
             options->schema, options->statement_timeout_ms, options->lock_timeout_ms, DB_IDLE_IN_TX_MS);
    const char *names[] = {
        "dbname",          "application_name",    "options",          "client_encoding",  "keepalives",
        "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", NULL
    };
    const char *values[] = { url, options->name, session, "UTF8", "1", "5", "2", "3", "5000", NULL };
    return PQconnectStartParams(names, values, 1);
}

static bool shake_hands(PGconn *conn, int64_t deadline_ms)
{
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
        if (state == PGRES_POLLING_FAILED || PQstatus(conn) == CONNECTION_BAD)
            return false;
        if (!wait_for(conn, state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline_ms))
            return false;
        state = PQconnectPoll(conn);
    }
    return PQsetnonblocking(conn, 1) == 0;
}

static bool establish(struct db *db)
{
    bool there;

    connection_asks(db);
    there = shake_hands(db->conn, db->asked_us / US_PER_MS + db->options.connect_timeout_ms);
    connection_heard(db, there);
    metric_count(there ? &db_figures.made : &db_figures.failed, 1);
    db->open = there;
    if (there)
        atomic_fetch_add(&db_figures.open, 1);
    return there;
}

static struct status try_later(struct db *db)
{
    char line[200];
    const char *message = PQerrorMessage(db->conn);
    struct status status =
        fail(NOT_AVAILABLE, "database: %s", *message ? first_line(message, line) : "connecting took too long");
    connection_drop(db);
    db->retry_ms = db->retry_ms ? 2 * db->retry_ms : DB_RETRY_MS_MIN;
    if (db->retry_ms > DB_RETRY_MS_MAX)
        db->retry_ms = DB_RETRY_MS_MAX;
    db->retry_at_ms = clock_mono_ms() + db->retry_ms;
    return status;
}

/* Deadlocks are found after 100 ms instead of a second, where the role may say so. */
static struct status tune(struct db *db)
{
    return connection_script(db,
                             "select set_config('deadlock_timeout', '100ms', false)"
                             " where has_parameter_privilege('deadlock_timeout', 'SET')",
                             NULL);
}

static bool reach(struct db *db, const char *url)
{
    PQfinish(db->conn);
    db->conn = start(&db->options, url);
    if (!db->conn)
        abort();
    PQsetNoticeReceiver(db->conn, ignore_notice, NULL);
    return establish(db);
}

/* A new password is in our file before it is in the server, or after: until it was good once, so is the old one. */
static bool reach_newest(struct db *db)
{
    const char *newest = newest_url(db);
    bool same = strcmp(newest, db->options.url) == 0;

    db->url_tried = newest;
    if (!reach(db, newest))
        return !same && reach(db, db->options.url);
    if (!same) {
        free((char *)db->options.url);
        db->options.url = copy(newest);
    }
    return true;
}

static struct status open_connection(struct db *db)
{
    if (clock_mono_ms() < db->retry_at_ms)
        return fail(NOT_AVAILABLE, "database: not connected, next attempt shortly");
    if (!reach_newest(db))
        return try_later(db);
    db->retry_ms = 0;
    db->plans_stale = false;
    db->session++;
    return tune(db);
}

/* A server that has something to say while we are idle says good-bye (or that a setting changed: then a new connection
 * does no harm). Better seen before a statement than after it. */
static bool quiet(PGconn *conn)
{
    struct pollfd fd = { .fd = PQsocket(conn), .events = POLLIN };
    return poll(&fd, 1, 0) <= 0;
}

/* A transaction that nobody has: it began, and failed before its beginner had it. */
static bool in_transaction(const PGconn *conn)
{
    PGTransactionStatusType now = PQtransactionStatus(conn);
    return now == PQTRANS_INTRANS || now == PQTRANS_INERROR;
}

static bool usable(struct db *db)
{
    return !db->plans_stale && newest_url(db) == db->url_tried && !in_transaction(db->conn) && quiet(db->conn);
}

struct status connection_ready(struct db *db)
{
    if (db->conn && db->owes_rollback)
        connection_collect(db); /* if it fails, the connection is gone and made anew */
    if (db->conn && !db->tx && !usable(db))
        connection_drop(db);
    return db->conn ? OK : open_connection(db);
}

/* ---- exchanges ---- */

/* A plan that no longer fits (a migration went by) is cured by a new connection, once the transaction is over. */
static bool plan_is_stale(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0);
}

struct status connection_judge(struct db *db, PGresult *result, PGresult **ret_result)
{
    struct status status = result_status(result);
    if (!ok(status) && plan_is_stale(result))
        db->plans_stale = true;
    if (ok(status) && ret_result)
        *ret_result = result;
    else
        PQclear(result);
    return status;
}

struct status connection_script(struct db *db, const char *sql, PGresult **ret_result)
{
    PGresult *result;
    TRY(connection_answer(db, PQsendQuery(db->conn, sql), &result));
    return connection_judge(db, result, ret_result);
}

static struct status prepare(struct db *db, const char *sql, const char *name, size_t slot)
{
    PGresult *result;

    TRY(connection_answer(db, PQsendPrepare(db->conn, name, sql, 0, NULL), &result));
    struct status status = result_status(result);
    PQclear(result);
    if (ok(status))
        statement_keep(db, sql, slot);
    return status;
}

static struct status query_with_others(struct db *db, struct arena *arena, const char *sql,
                                       const struct db_param *params, size_t count, struct rows **ret_rows)
{
    TRY(connection_ask(db, arena, sql, params, count, (struct asked){ .ret_rows = ret_rows }));
    return connection_collect(db);
}

struct status connection_query(struct db *db, struct arena *arena, const char *sql, const struct db_param *params,
                               size_t count, struct rows **ret_rows)
{
    struct encoded_params p;
    char name[16];
    size_t slot;
    PGresult *result;

    if (db->asked_count)
        return query_with_others(db, arena, sql, params, count, ret_rows);
    if (count > DB_PARAMS_MAX)
        return fail(INTERNAL, "%zu parameters, at most %d", count, DB_PARAMS_MAX);
    TRY(params_encode(arena, params, count, &p));
    enum statement_state state = statement_find(db, sql, name, &slot);
    if (state == STATEMENT_NEW)
        TRY(prepare(db, sql, name, slot));
    int sent = state == STATEMENT_FULL
                   ? PQsendQueryParams(db->conn, sql, p.count, NULL, p.values, p.lengths, p.formats, 0)
                   : PQsendQueryPrepared(db->conn, name, p.count, p.values, p.lengths, p.formats, 0);
    TRY(connection_answer(db, sent, &result));
    TRY(connection_judge(db, result, &result));
    if (PQresultMemorySize(result) > DB_RESULT_BYTES_MAX) {
        PQclear(result);
        return fail(INTERNAL, "a result of more than %zu bytes", DB_RESULT_BYTES_MAX);
    }
    *ret_rows = rows_new(arena, result);
    return OK;
}
