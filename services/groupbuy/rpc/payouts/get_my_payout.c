#include "groupbuy/flow/payouts.h"

static Gb__TransferConfirm *confirm_view(struct call *call, const struct payout *payout)
{
    struct transfer_confirm confirm = channel_transfer_confirm(call, payout);
    Gb__TransferConfirm *out = MESSAGE(call, Gb__TransferConfirm, gb__transfer_confirm);

    out->mch_id = confirm.merchant_id;
    out->app_id = confirm.app_id;
    out->package_value = confirm.package_info;
    return out;
}

struct status groupbuy_get_my_payout(struct call *call, const Gb__GetMyPayoutRequest *in, Gb__Payout *out)
{
    struct payout payout;

    TRY(payout_get(call->tx, in->payout_id, call->caller->user_id, &payout));
    payout_view(call, &payout, out);
    if (*payout.package_info)
        out->confirm = confirm_view(call, &payout);
    return OK;
}
