#include "groupbuy/payouts.h"
#include "groupbuy/store/payout_store.h"
#include "rpc/timestamp.h"

struct status groupbuy_get_payee(struct call *call, const Gb__GetPayeeRequest *in, Gb__Payee *out)
{
    struct payee payee;
    bool found;

    (void)in;
    TRY(payee_get(call->tx, call->caller->user_id, &payee, &found));
    if (!found)
        return OK;
    out->name_masked = payee.name_masked;
    out->identity_masked = payee.identity_masked;
    out->set_at = timestamp_new(call->arena, payee.set_us);
    return OK;
}
