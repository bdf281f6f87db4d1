#include "groupbuy/flow/months.h"

#include "rpc/timestamp.h"

void month_view(struct call *call, const struct ledger_month *month, Gb__LedgerMonth *out)
{
    out->month = month->month;
    out->first_day = month->first_day;
    out->last_day = month->last_day;
    out->postings = month->postings;
    out->sha256 = month->sha256;
    out->closed_by = month->closed_by;
    out->why = month->why;
    out->closed_at = timestamp_new(call->arena, month->closed_us);
}

struct status month_show(struct call *call, const struct ledger_month *month, Gb__LedgerMonth *out)
{
    struct month_account *accounts;
    size_t count;

    TRY(month_accounts(call->tx, month->month, &accounts, &count));
    month_view(call, month, out);
    out->n_accounts = count;
    out->accounts = MESSAGES(call, Gb__MonthAccount, gb__month_account, count);
    for (size_t i = 0; i < count; i++) {
        out->accounts[i]->merchant_id = accounts[i].merchant_id;
        out->accounts[i]->account = accounts[i].account;
        out->accounts[i]->debit_fen = accounts[i].debit;
        out->accounts[i]->credit_fen = accounts[i].credit;
        out->accounts[i]->balance_fen = accounts[i].balance;
    }
    return OK;
}
