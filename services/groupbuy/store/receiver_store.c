#include "groupbuy/store/receiver_store.h"

#include "base/id.h"
#include "groupbuy/domain/names.h"

static const char *const states[] = {
    [RECEIVER_NONE] = "",           [RECEIVER_WANTED] = "WANTED",     [RECEIVER_NAMED] = "NAMED",
    [RECEIVER_REFUSED] = "REFUSED", [RECEIVER_UNWANTED] = "UNWANTED", [RECEIVER_REMOVED] = "REMOVED"
};

#define COLUMNS "select id, user_id, merchant, account, name, state, reason, used_at, paid_by from receivers"

static struct receiver read_one(const struct rows *rows, int row)
{
    return (struct receiver){
        .id = rows_id(rows, row, 0),
        .user_id = rows_id(rows, row, 1),
        .merchant = rows_bool(rows, row, 2),
        .account = rows_text(rows, row, 3),
        .name = rows_text(rows, row, 4),
        .state = (enum receiver_state)NUMBER_OF(states, rows_text(rows, row, 5)),
        .reason = rows_text(rows, row, 6),
        .used_us = rows_time_us(rows, row, 7),
        .paid_by = rows_text(rows, row, 8),
    };
}

struct status receiver_get(struct tx *tx, const char *id, struct receiver *ret_receiver)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, COLUMNS " where id = $1", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "receiver %s", id);
    *ret_receiver = read_one(rows, 0);
    return OK;
}

struct status receiver_merchant_of(struct tx *tx, const char *user_id, const char *paid_by,
                                   struct receiver *ret_receiver, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 COLUMNS " where user_id = $1 and paid_by = $2 and merchant and state in ('WANTED', 'NAMED', 'REFUSED')"
                         " for update",
                 db_id(user_id), db_text(paid_by)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_receiver = read_one(rows, 0);
    return OK;
}

struct status receiver_want_merchant(struct tx *tx, struct receiver *receiver, bool *ret_ours)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into receivers as r (id, user_id, merchant, account, name, state, paid_by)"
                 " values ($1, $2, true, $3, $4, 'WANTED', $5) on conflict (paid_by, account) do update set user_id = "
                 "$2, name = $4,"
                 " state = 'WANTED', reason = '', used_at = now() where r.merchant"
                 " and (r.user_id = $2 or r.state in ('UNWANTED', 'REMOVED')) returning id, used_at",
                 db_id(id_make(tx_arena(tx))), db_id(receiver->user_id), db_text(receiver->account),
                 db_text(receiver->name), db_text(receiver->paid_by)));
    *ret_ours = rows_count(rows) > 0;
    if (!*ret_ours)
        return OK;
    receiver->id = rows_id(rows, 0, 0);
    receiver->used_us = rows_time_us(rows, 0, 1);
    receiver->state = RECEIVER_WANTED;
    receiver->reason = "";
    return OK;
}

struct status receiver_use_person(struct tx *tx, const char *user_id, const char *paid_by, const char *openid)
{
    return db_exec(tx,
                   "insert into receivers (id, user_id, merchant, account, state, paid_by)"
                   " values ($1, $2, false, $3, 'NAMED', $4) on conflict (paid_by, account) do update set user_id = $2,"
                   " state = 'NAMED', reason = '', used_at = now()",
                   db_id(id_make(tx_arena(tx))), db_id(user_id), db_text(openid), db_text(paid_by));
}

struct status receiver_move(struct tx *tx, const char *id, enum receiver_state from, enum receiver_state to,
                            const char *reason)
{
    return db_exec(tx, "update receivers set state = $3, reason = $4 where id = $1 and state = $2", db_id(id),
                   db_text(NAME_OF(states, from)), db_text(NAME_OF(states, to)), db_text(reason));
}

struct status receiver_list(struct tx *tx, const char *after, int limit, struct receiver **ret_receivers,
                            size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, COLUMNS " where id < " DB_BEFORE("$1") " order by id desc limit $2", db_id(after),
                 db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_receivers = arena_array(tx_arena(tx), struct receiver, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_receivers)[row] = read_one(rows, row);
    return OK;
}

struct status receivers_let_go(struct tx *tx, int limit)
{
    return db_exec(
        tx,
        "update receivers set state = 'UNWANTED' where id in (select r.id from receivers r"
        " where r.state = 'NAMED' and not r.merchant and r.used_at < now() - $1 * interval '1 day'"
        " and not exists (select from payouts p where p.earner_id = r.user_id and p.way = 'SHARING'"
        "  and p.merchant_id = r.paid_by and p.done_at is null) order by r.used_at limit $2 for update skip locked)",
        db_int(RECEIVER_IDLE_DAYS_MAX), db_int(limit));
}

struct status receivers_add_jobs(struct tx *tx, const char *kind, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), $1, replace(id::text, '-', ''), now(), '' from receivers"
                   " where state in ('WANTED', 'UNWANTED') order by id limit $2 on conflict (kind, key) do nothing",
                   db_text(kind), db_int(limit));
}

/* ---- what comes back ---- */

static const char *const return_states[] = { [SHARE_RETURN_NONE] = "",
                                             [SHARE_RETURN_ASKED] = "ASKED",
                                             [SHARE_RETURN_SENT] = "SENT",
                                             [SHARE_RETURN_DONE] = "DONE",
                                             [SHARE_RETURN_FAILED] = "FAILED" };

const char *share_return_state_name(enum share_return_state state)
{
    return NAME_OF(return_states, state);
}

#define RETURN_COLUMNS                                                                                                 \
    "select b.id, b.payout_id, b.refund_id, b.amount_fen, b.state, b.wechat_number, b.reason, b.asked_at, b.done_at,"  \
    " p.order_id, p.earner_id, p.openid, s.split_number, p.partners_fen, p.gross_fen,"                                 \
    " p.merchant_id from share_returns b"                                                                              \
    " join payouts p on p.id = b.payout_id join sharings s on s.order_id = p.order_id"

static struct share_return read_return(const struct rows *rows, int row)
{
    return (struct share_return){
        .id = rows_id(rows, row, 0),
        .payout_id = rows_id(rows, row, 1),
        .refund_id = rows_id(rows, row, 2),
        .amount = rows_int(rows, row, 3),
        .state = (enum share_return_state)NUMBER_OF(return_states, rows_text(rows, row, 4)),
        .wechat_number = rows_text(rows, row, 5),
        .reason = rows_text(rows, row, 6),
        .asked_us = rows_time_us(rows, row, 7),
        .done_us = rows_time_us(rows, row, 8),
        .order_id = rows_id(rows, row, 9),
        .earner_id = rows_id(rows, row, 10),
        .account = rows_text(rows, row, 11),
        .split_number = rows_id(rows, row, 12),
        .partners = rows_int(rows, row, 13),
        .gross = rows_int(rows, row, 14),
        .paid_by = rows_text(rows, row, 15),
    };
}

struct status share_return_insert(struct tx *tx, struct share_return *back)
{
    back->id = id_make(tx_arena(tx));
    return db_exec(tx, "insert into share_returns (id, payout_id, refund_id, amount_fen) values ($1, $2, $3, $4)",
                   db_id(back->id), db_id(back->payout_id), db_id(back->refund_id), db_int(back->amount));
}

struct status share_return_get(struct tx *tx, const char *id, struct share_return *ret_back)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, RETURN_COLUMNS " where b.id = $1", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "return %s", id);
    *ret_back = read_return(rows, 0);
    return OK;
}

struct status share_return_lock(struct tx *tx, const char *id, struct share_return *ret_back)
{
    TRY(db_exec(tx, "select from share_returns where id = $1 for update", db_id(id)));
    return share_return_get(tx, id, ret_back);
}

struct status share_return_save(struct tx *tx, const struct share_return *back)
{
    return db_exec(tx,
                   "update share_returns set state = $2, wechat_number = nullif($3, ''), reason = $4,"
                   " done_at = case when $2 in ('DONE', 'FAILED') then coalesce(done_at, now()) end where id = $1",
                   db_id(back->id), db_text(share_return_state_name(back->state)), db_text(back->wechat_number),
                   db_text(back->reason));
}

struct status share_return_sum(struct tx *tx, const char *payout_id, fen *ret_fen)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select coalesce(sum(amount_fen), 0)::bigint from share_returns where payout_id = $1",
                 db_id(payout_id)));
    *ret_fen = rows_int(rows, 0, 0);
    return OK;
}

struct status share_return_under_way(struct tx *tx, const char *refund_id, bool *ret_under_way)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select exists (select from share_returns where refund_id = $1 and done_at is null)",
                 db_id(refund_id)));
    *ret_under_way = rows_bool(rows, 0, 0);
    return OK;
}

struct status share_return_list(struct tx *tx, enum share_return_state state, const char *after, int limit,
                                struct share_return **ret_backs, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 RETURN_COLUMNS
                 " where ($1 = '' or b.state = $1) and b.id < " DB_BEFORE("$2") " order by b.id desc limit $3",
                 db_text(share_return_state_name(state)), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_backs = arena_array(tx_arena(tx), struct share_return, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_backs)[row] = read_return(rows, row);
    return OK;
}

struct status share_returns_add_jobs(struct tx *tx, const char *kind, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), $1, replace(id::text, '-', ''), now(), '' from share_returns"
                   " where done_at is null order by asked_at limit $2 on conflict (kind, key) do nothing",
                   db_text(kind), db_int(limit));
}
