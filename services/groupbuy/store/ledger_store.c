#include "groupbuy/store/ledger_store.h"

#include "base/id.h"

struct status ledger_post(struct tx *tx, const struct ledger_posting *posting, const char *key, const char *order_id,
                          const char *refund_id)
{
    const char *accounts[LEDGER_ENTRIES_MAX];
    int64_t amounts[LEDGER_ENTRIES_MAX];

    if (posting->count > LEDGER_ENTRIES_MAX)
        return fail(INTERNAL, "posting %s %s has more than %d entries", posting->kind, key, LEDGER_ENTRIES_MAX);
    if (posting->count == 0)
        return OK;
    for (size_t i = 0; i < posting->count; i++) {
        accounts[i] = posting->entries[i].account;
        amounts[i] = posting->entries[i].amount;
    }
    return db_exec(tx,
                   "with posting as (insert into ledger_postings (id, kind, key, order_id, refund_id, merchant_id)"
                   " values ($1, $2, $3, $4, $5, coalesce($8, '')) returning id)"
                   " insert into ledger_entries (posting_id, account, amount_fen)"
                   " select posting.id, e.account, e.amount from posting, unnest($6::text[], $7::bigint[])"
                   " as e (account, amount) where e.amount <> 0",
                   db_text(id_make(tx_arena(tx))), db_text(posting->kind), db_text(key), db_id(order_id),
                   db_id(refund_id), db_texts(accounts, posting->count), db_ints(amounts, posting->count),
                   db_text(posting->merchant_id));
}

/* Days without postings are closed, too: a gap would be where a day was taken out. */
struct status ledger_close_day(struct tx *tx, int64_t grace_s, bool *ret_closed)
{
    int64_t closed;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('ledger days', 0))"));
    TRY(db_exec_count(
        tx, &closed,
        "with last as (select day, sha256 from ledger_days order by day desc limit 1),"
        " next as (select coalesce((select day + 1 from last), (select min(day) from ledger_postings)) as day,"
        "  coalesce((select sha256 from last), ''::bytea) as previous)"
        " insert into ledger_days (day, postings, debit_fen, previous_sha256, sha256)"
        " select next.day, (select count(*) from ledger_postings p where p.day = next.day),"
        "  (select coalesce(sum(e.amount_fen), 0) from ledger_postings p join ledger_entries e on e.posting_id = p.id"
        "   where p.day = next.day and e.amount_fen > 0), next.previous, ledger_day_sha256(next.day, next.previous)"
        " from next where next.day < ((now() - $1 * interval '1 s') at time zone 'Asia/Shanghai')::date",
        db_int(grace_s)));
    *ret_closed = closed == 1;
    return OK;
}
