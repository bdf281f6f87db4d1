#include "groupbuy/store/approval_store.h"

/* Whose time is over says so before anybody has written it down. */
#define APPROVAL_COLUMNS                                                                                               \
    " id, kind, subject, subject_version, amount_fen, asked_by, why, asked_at, expires_at,"                            \
    " case when state in ('PENDING', 'APPROVED') and expires_at <= now() then 'EXPIRED' else state end,"               \
    " decided_by, decided_at, note, used_by, used_at "

static struct approval approval_read(const struct rows *rows, int row)
{
    return (struct approval){
        .id = rows_id(rows, row, 0),
        .kind = approval_kind_of(rows_text(rows, row, 1)),
        .subject = rows_id(rows, row, 2),
        .subject_version = rows_int(rows, row, 3),
        .amount = rows_int(rows, row, 4),
        .asked_by = rows_id(rows, row, 5),
        .why = rows_text(rows, row, 6),
        .asked_us = rows_time_us(rows, row, 7),
        .expires_us = rows_time_us(rows, row, 8),
        .state = approval_state_of(rows_text(rows, row, 9)),
        .decided_by = rows_id(rows, row, 10),
        .decided_us = rows_time_us(rows, row, 11),
        .note = rows_text(rows, row, 12),
        .used_by = rows_id(rows, row, 13),
        .used_us = rows_time_us(rows, row, 14),
    };
}

struct status approval_insert(struct tx *tx, const struct approval *approval)
{
    return db_exec(tx,
                   "insert into approvals (id, kind, subject, subject_version, amount_fen, asked_by, why, expires_at)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                   db_id(approval->id), db_text(approval_kind_name(approval->kind)), db_id(approval->subject),
                   db_int(approval->subject_version), db_int(approval->amount), db_id(approval->asked_by),
                   db_text(approval->why), db_time(approval->expires_us));
}

struct status approval_expire(struct tx *tx, enum approval_kind kind, const char *subject)
{
    return db_exec(tx,
                   "update approvals set state = 'EXPIRED' where kind = $1 and subject = $2"
                   " and state in ('PENDING', 'APPROVED') and expires_at <= now()",
                   db_text(approval_kind_name(kind)), db_id(subject));
}

struct status approval_lock(struct tx *tx, const char *id, struct approval *ret_approval)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" APPROVAL_COLUMNS "from approvals where id = $1 for update", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "approval %s", id);
    *ret_approval = approval_read(rows, 0);
    return OK;
}

struct status approval_lock_waiting(struct tx *tx, enum approval_kind kind, const char *subject,
                                    struct approval *ret_approval, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" APPROVAL_COLUMNS "from approvals where kind = $1 and subject = $2"
                 " and state in ('PENDING', 'APPROVED') and expires_at > now() for update",
                 db_text(approval_kind_name(kind)), db_id(subject)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_approval = approval_read(rows, 0);
    return OK;
}

struct status approval_decide(struct tx *tx, const char *id, bool approve, const char *by, const char *note)
{
    return db_exec(tx,
                   "update approvals set state = $2, decided_by = $3, decided_at = now(), note = $4"
                   " where id = $1 and state = 'PENDING'",
                   db_id(id), db_text(approval_state_name(approve ? APPROVAL_APPROVED : APPROVAL_REJECTED)), db_id(by),
                   db_text(note));
}

struct status approval_use(struct tx *tx, const char *id, const char *by)
{
    return db_exec(tx,
                   "update approvals set state = 'USED', used_by = $2, used_at = now() where id = $1"
                   " and state = 'APPROVED'",
                   db_id(id), db_id(by));
}

/* Each way to ask has its index. Of one subject there are few. */
static struct status find(struct tx *tx, enum approval_state state, const char *subject, const char *after, int limit,
                          struct rows **ret_rows)
{
    const struct db_param name = db_text(approval_state_name(state));

#define NEWEST " and id < " DB_BEFORE("$1") " order by id desc limit $2"
    if (*subject)
        return db_query(tx, ret_rows,
                        "select" APPROVAL_COLUMNS
                        "from approvals where subject = $3 and ($4 = '' or state = $4)" NEWEST,
                        db_id(after), db_int(limit), db_id(subject), name);
    if (state)
        return db_query(tx, ret_rows,
                        "select" APPROVAL_COLUMNS "from approvals where state = $3"
                        " and (state not in ('PENDING', 'APPROVED') or expires_at > now())" NEWEST,
                        db_id(after), db_int(limit), name);
    return db_query(tx, ret_rows, "select" APPROVAL_COLUMNS "from approvals where true" NEWEST, db_id(after),
                    db_int(limit));
#undef NEWEST
}

struct status approval_list(struct tx *tx, enum approval_state state, const char *subject, const char *after, int limit,
                            struct approval **ret_approvals, size_t *ret_count)
{
    struct rows *rows;

    TRY(find(tx, state, subject, after, limit, &rows));
    *ret_count = (size_t)rows_count(rows);
    *ret_approvals = arena_array(tx_arena(tx), struct approval, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_approvals)[row] = approval_read(rows, row);
    return OK;
}
