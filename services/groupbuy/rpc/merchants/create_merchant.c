#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/asking.h"
#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_create_merchant(struct call *call, const Gb__CreateMerchantRequest *in, Gb__Merchant *out)
{
    struct merchant merchant;
    bool is_new;

    TRY(platform_act(call, "operator"));
    if (strcmp(in->merchant_id, wxpay_merchant_id(pay_of(call, ""))) == 0)
        return fail_field("merchantId", "is the installation's own account, which takes what nobody else does");
    TRY(merchant_insert(call->tx, in->merchant_id, in->name, call->caller->user_id, &is_new));
    if (!is_new)
        return fail(MERCHANT_KNOWN, "merchant account %s is known", in->merchant_id);
    TRY(audit(call, &(struct audit_line){ .action = "create_merchant",
                                          .object_type = "merchant",
                                          .object_id = in->merchant_id,
                                          .after = in->name }));
    TRY(merchant_get(call->tx, in->merchant_id, &merchant));
    merchant_view(call, &merchant, out);
    return OK;
}
