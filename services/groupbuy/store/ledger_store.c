#include "groupbuy/store/ledger_store.h"

#include "base/id.h"

struct status ledger_post(struct tx *tx, const struct ledger_posting *posting, const char *order_id,
                          const char *refund_id)
{
    const char *accounts[LEDGER_ENTRIES_MAX];
    int64_t amounts[LEDGER_ENTRIES_MAX];

    if (posting->count == 0)
        return OK;
    for (size_t i = 0; i < posting->count; i++) {
        accounts[i] = posting->entries[i].account;
        amounts[i] = posting->entries[i].amount;
    }
    return db_exec(
        tx,
        "with posting as (insert into ledger_postings (id, kind, order_id, refund_id) values ($1, $2, $3, $4)"
        " returning id)"
        " insert into ledger_entries (posting_id, account, amount_fen)"
        " select posting.id, e.account, e.amount from posting, unnest($5::text[], $6::bigint[])"
        " as e (account, amount)",
        db_text(id_make(tx_arena(tx))), db_text(posting->kind), db_id(order_id), db_id(refund_id),
        db_texts(accounts, posting->count), db_ints(amounts, posting->count));
}
