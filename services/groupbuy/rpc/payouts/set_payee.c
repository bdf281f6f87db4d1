#include "groupbuy/domain/name.h"
#include "groupbuy/flow/payouts.h"
#include "rpc/timestamp.h"

static struct status none_under_way(struct call *call)
{
    struct payee before;
    bool found, under_way;
    fen today;

    TRY(payee_lock(call->tx, call->caller->user_id, &before, &found));
    TRY(payout_today(call->tx, call->caller->user_id, NULL, &today, &under_way));
    return under_way ? fail(PAYOUT_UNDER_WAY, "a payout of %s is under way", call->caller->user_id) : OK;
}

struct status groupbuy_set_payee(struct call *call, const Gb__SetPayeeRequest *in, Gb__Payee *out)
{
    struct payee payee = { .user_id = call->caller->user_id };

    if (!identity_valid(in->identity_number))
        return fail_field("identity_number", "is no identity number: its last character does not fit");
    TRY(none_under_way(call));
    payee.name_masked = name_mask(call->arena, in->real_name);
    payee.identity_masked = identity_masked(call->arena, in->identity_number);
    payee_seal(call, &payee, in->real_name, in->identity_number);
    TRY(payee_set(call->tx, &payee));
    out->name_masked = payee.name_masked;
    out->identity_masked = payee.identity_masked;
    out->set_at = timestamp_new(call->arena, call->now_us);
    return OK;
}
