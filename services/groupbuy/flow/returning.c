#include "groupbuy/flow/returning.h"

#include "db/jobs.h"
#include "groupbuy/domain/ledger.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/payout_store.h"
#include "groupbuy/store/sharing_store.h"

#define REFUND_WAITS_US INT64_C(600000000)

/* ---- asked for ---- */

static struct status begin_one(struct call *call, const struct payout *payout, fen earned, const char *refund_id)
{
    struct share_return back = { .payout_id = payout->id, .refund_id = refund_id };
    fen before;

    TRY(share_return_sum(call->tx, payout->id, &before));
    back.amount = payout->gross - earned - before;
    if (back.amount <= 0)
        return OK;
    TRY(share_return_insert(call->tx, &back));
    return job_add(call->tx, JOB_DRIVE_SHARE_RETURN, back.id, 0, NULL, 0);
}

struct status returns_begin(struct call *call, const char *order_id, const char *refund_id)
{
    struct sharing_earner *earners;
    struct payout *payouts;
    size_t earners_count, count;

    TRY(payout_list_of_order(call->tx, order_id, &payouts, &count));
    if (count == 0)
        return OK;
    TRY(sharing_earners(call->tx, order_id, &earners, &earners_count));
    for (size_t i = 0; i < count; i++)
        if (payouts[i].to_merchant && payouts[i].state == PAYOUT_PAID)
            TRY(begin_one(call, &payouts[i], sharing_earned(earners, earners_count, payouts[i].earner_id), refund_id));
    return OK;
}

/* ---- here ---- */

/* By the accounts that it was given out of. */
static struct status take_in(struct call *call, const struct share_return *back)
{
    struct earner_move move = { .earner_id = back->earner_id,
                                .kind = MOVE_RETURNED,
                                .partner = true,
                                .payout_id = back->payout_id,
                                .return_id = back->id };
    struct ledger_posting posting;

    if (!money_part(back->amount, back->partners, back->gross, &move.amount))
        return fail(INTERNAL, "return %s is of %ld fen", back->id, (long)back->amount);
    posting = ledger_share_returned(back->amount - move.amount, move.amount);
    TRY(earner_move_insert(call->tx, &move));
    move.partner = false;
    move.amount = back->amount - move.amount;
    TRY(earner_move_insert(call->tx, &move));
    return ledger_post(call->tx, &posting, back->id, NULL, NULL);
}

/* The refund that waited goes on. */
static struct status let_refund_go(struct call *call, const struct share_return *back)
{
    return *back->refund_id ? job_move(call->tx, JOB_DRIVE_REFUND, back->refund_id, 0) : OK;
}

struct status return_apply(struct call *call, struct share_return *back, const struct return_fact *fact)
{
    if (back->done_us)
        return OK; /* known */
    if (fact->amount && fact->amount != back->amount)
        return fail(INTERNAL, "return %s is of %ld fen at WeChat", back->id, (long)fact->amount);
    back->state = fact->state;
    back->reason = fact->state == SHARE_RETURN_FAILED ? fact->reason : "";
    if (*fact->wechat_number)
        back->wechat_number = fact->wechat_number;
    TRY(share_return_save(call->tx, back));
    if (fact->state == SHARE_RETURN_DONE)
        TRY(take_in(call, back));
    return fact->state == SHARE_RETURN_SENT ? OK : let_refund_go(call, back);
}

struct status returns_first(struct call *call, const char *refund_id, int64_t since_us)
{
    bool under_way;

    TRY(share_return_under_way(call->tx, refund_id, &under_way));
    if (under_way && call->now_us < since_us + REFUND_WAITS_US)
        return fail(PAYMENT_UNAVAILABLE, "refund %s waits for what a merchant gives back", refund_id);
    return OK;
}
