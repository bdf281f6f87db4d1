#include "db/migrate.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "db/connection.h"

#define SQL_BYTES_MAX ((size_t)4 << 20)

/* The role goes into SQL text, so it must be a plain name. */
static bool plain_name(const char *name)
{
    size_t chars = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return chars > 0 && chars < 64 && !name[chars] && !isdigit((unsigned char)name[0]);
}

static const char *with_role(struct arena *arena, const char *sql, const char *role)
{
    struct buf text;
    const char *mark;
    buf_init(&text, arena, strlen(sql) + 256);
    while ((mark = strstr(sql, "${role}"))) {
        buf_add(&text, sql, (size_t)(mark - sql));
        buf_add_str(&text, role);
        sql = mark + strlen("${role}");
    }
    buf_add_str(&text, sql);
    return text.data;
}

/* Tries for the schema's lock until the other one has finished; the lock ends with the transaction. */
static struct status begin_locked(struct db *db, struct arena *arena, struct tx **ret_tx)
{
    int64_t give_up_ms = clock_mono_ms() + MIGRATION_WAIT_MS_MAX;
    struct rows *rows;
    int64_t now_us;

    for (;;) {
        TRY(tx_begin(db, TX_READ_WRITE, arena, ret_tx, &now_us));
        struct status status =
            db_query(*ret_tx, &rows,
                     "select pg_try_advisory_xact_lock(hashtextextended('linli migrate ' || current_schema(), 0))");
        if (ok(status) && rows_bool(rows, 0, 0))
            return OK;
        tx_rollback(*ret_tx);
        TRY(status);
        if (clock_mono_ms() > give_up_ms)
            return fail(NOT_AVAILABLE, "another process has been migrating this schema for too long");
        clock_sleep_ms(100);
    }
}

static struct status make_table(struct tx *tx)
{
    return db_exec(tx, "create table if not exists migrations ("
                       " series text not null, version integer not null, name text not null, sha256 bytea not null,"
                       " applied_at timestamptz not null default now(), primary key (series, version))");
}

static int64_t *versions_of(struct arena *arena, const struct migration *list, size_t count)
{
    int64_t *versions = arena_array(arena, int64_t, count);

    for (size_t i = 0; i < count; i++)
        versions[i] = list[i].version;
    return versions;
}

static struct status refuse_unknown(struct tx *tx, const char *series, const struct migration *list, size_t count)
{
    const int64_t *known = versions_of(tx->arena, list, count);
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select max(version) from migrations where series = $1 and not version = any ($2::bigint[])",
                 db_text(series), db_ints(known, count)));
    if (!rows_null(rows, 0, 0))
        return fail(MIGRATION_UNKNOWN, "%s has version %d, which this program does not know", series,
                    (int)rows_int(rows, 0, 0));
    return OK;
}

static struct status apply(struct tx *tx, const char *series, const char *role, const struct migration *migration,
                           bool *ret_new)
{
    uint8_t sum[SHA256_BYTES];
    struct rows *rows;

    sha256(migration->sql, strlen(migration->sql), sum);
    TRY(db_query(tx, &rows, "select sha256 = $3 from migrations where series = $1 and version = $2", db_text(series),
                 db_int(migration->version), db_bytes(sum, sizeof sum)));
    *ret_new = rows_count(rows) == 0;
    if (!*ret_new)
        return rows_bool(rows, 0, 0)
                   ? OK
                   : fail(MIGRATION_CHANGED, "%s: %s was applied and has changed since", series, migration->name);

    struct status status = connection_script(tx->db, with_role(tx->arena, migration->sql, role), NULL);
    if (!ok(status))
        return fail(status.code, status.reason, "%s: %s: %s", series, migration->name, status.text);
    return db_exec(tx, "insert into migrations (series, version, name, sha256) values ($1, $2, $3, $4)",
                   db_text(series), db_int(migration->version), db_text(migration->name), db_bytes(sum, sizeof sum));
}

static struct status apply_one(struct db *db, struct arena *arena, const char *series, const char *role,
                               const struct migration *list, size_t count, size_t which, bool *ret_new)
{
    struct tx *tx;
    TRY(begin_locked(db, arena, &tx));
    struct status status = make_table(tx);
    if (ok(status))
        status = refuse_unknown(tx, series, list, count);
    if (ok(status))
        status = apply(tx, series, role, &list[which], ret_new);
    if (ok(status))
        return tx_commit(tx);
    tx_rollback(tx);
    return status;
}

struct status migrate(struct db *db, const char *series, const char *role, const struct migration *list, size_t count,
                      int *ret_applied)
{
    struct arena arena;
    struct status status = OK;
    int applied = 0;

    if (!plain_name(role))
        return fail(INTERNAL, "role \"%s\" is not a plain name", role);
    for (size_t i = 1; i < count; i++)
        if (list[i].version <= list[i - 1].version)
            return fail(INTERNAL, "%s: %s does not ascend", series, list[i].name);
    arena_init(&arena, SQL_BYTES_MAX);
    for (size_t i = 0; i < count && ok(status); i++) {
        bool new = false;
        status = apply_one(db, &arena, series, role, list, count, i, &new);
        applied += ok(status) && new;
        arena_reset(&arena);
    }
    arena_finish(&arena);
    if (ok(status) && ret_applied)
        *ret_applied = applied;
    return status;
}

struct status migrations_applied(struct tx *tx, const char *series, const struct migration *list, size_t count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from migrations where series = $1 and version = any ($2::bigint[])",
                 db_text(series), db_ints(versions_of(tx_arena(tx), list, count), count)));
    if ((size_t)rows_int(rows, 0, 0) < count)
        return fail(NOT_AVAILABLE, "%s: %zu of %zu migrations are not applied yet", series,
                    count - (size_t)rows_int(rows, 0, 0), count);
    return OK;
}
