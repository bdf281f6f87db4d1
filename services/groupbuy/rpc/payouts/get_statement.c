#include "groupbuy/payouts.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/payout_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view_line(struct call *call, const struct earner_move *move, Gb__StatementLine *out)
{
    out->line_id = move->id;
    out->kind = (Gb__StatementLineKind)move->kind;
    out->at = timestamp_new(call->arena, move->at_us);
    out->amount_fen = move->amount;
    out->share_id = move->share_id;
    out->order_id = move->order_id;
    out->product_title = move->title;
    out->role = (Gb__ShareRole)move->role;
    out->base_fen = move->base;
    out->basis_points = move->basis_points;
    out->payout_id = move->payout_id;
}

static struct status view_month(struct call *call, Gb__Statement *out)
{
    struct earner_month month;

    TRY(earner_month_of(call->tx, call->caller->user_id, out->merchant_id, out->month, &month));
    out->opening_fen = month.opening;
    out->gross_fen = month.vested;
    out->reversed_fen = month.reversed;
    out->paid_out_fen = month.paid_out;
    out->paid_back_fen = month.paid_back;
    out->returned_fen = month.returned;
    out->closing_fen =
        month.opening + month.vested - month.reversed - month.paid_out + month.paid_back + month.returned;
    return OK;
}

/* What of it all would be withheld now, with the income of this month that was paid before. */
static struct status view_tax(struct call *call, const char *now_month, Gb__Statement *out)
{
    struct payout_income shown, now;
    struct tax_rule rule;

    TRY(payout_income_of(call->tx, call->caller->user_id, out->merchant_id, out->month, &shown));
    TRY(payout_income_of(call->tx, call->caller->user_id, NULL, now_month, &now));
    TRY(tax_rule_now(call->tx, &rule));
    out->withheld_fen = shown.withheld;
    out->net_fen = shown.gross - shown.withheld;
    out->tax_version = rule.version;
    if (out->balance_fen <= 0)
        return OK;
    TRY(tax_withhold(&rule, now.gross, now.withheld, out->balance_fen, &out->would_withhold_fen));
    out->would_net_fen = out->balance_fen - out->would_withhold_fen;
    return OK;
}

static struct status view_lines(struct call *call, const Gb__GetStatementRequest *in, Gb__Statement *out)
{
    struct earner_move *moves;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID,
                  arena_printf(call->arena, "%s %s %s", call->caller->user_id, in->month, in->merchant_id), &page));
    TRY(earner_move_list(call->tx, call->caller->user_id, out->merchant_id, out->month, page.after, page.rows_max,
                         &moves, &page.count));
    out->next_page_token = page_next(call, &page, moves[page.count - 1].id);
    out->n_lines = page.count;
    out->lines = MESSAGES(call, Gb__StatementLine, gb__statement_line, page.count);
    for (size_t i = 0; i < page.count; i++)
        view_line(call, &moves[i], out->lines[i]);
    return OK;
}

static struct status view_accounts(struct call *call, Gb__Statement *out)
{
    struct earner_account *accounts;
    size_t count;

    TRY(earner_accounts_of(call->tx, call->caller->user_id, &accounts, &count));
    out->n_accounts = count;
    out->accounts = MESSAGES(call, Gb__EarnerAccount, gb__earner_account, count);
    for (size_t i = 0; i < count; i++) {
        out->accounts[i]->merchant_id = accounts[i].merchant_id;
        out->accounts[i]->balance_fen = accounts[i].balance;
    }
    return OK;
}

struct status groupbuy_get_statement(struct call *call, const Gb__GetStatementRequest *in, Gb__Statement *out)
{
    struct earner_balance balance;
    const char *now_month;

    TRY(earner_month_now(call->tx, &now_month));
    TRY(earner_balance_of(call->tx, call->caller->user_id, in->merchant_id, &balance));
    out->merchant_id = in->merchant_id;
    out->month = *in->month ? in->month : now_month;
    out->balance_fen = balance.leaders + balance.partners;
    TRY(view_accounts(call, out));
    TRY(view_month(call, out));
    TRY(view_tax(call, now_month, out));
    return view_lines(call, in, out);
}
