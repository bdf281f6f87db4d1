#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_unbind_merchant(struct call *call, const Gb__UnbindMerchantRequest *in, Gb__Merchant *out)
{
    struct merchant_binding binding;
    struct audit_line line;
    struct merchant merchant;
    bool found;

    TRY(platform_act(call, "operator"));
    TRY(merchant_binding_of(in->merchant_id, in->community_id, in->supplier_id, &binding));
    TRY(merchant_lock(call->tx, in->merchant_id, &merchant));
    TRY(merchant_unbind(call->tx, &binding, &found));
    if (!found)
        return fail(NOT_HERE, "nothing like that is bound to account %s", merchant.id);
    line = merchant_binding_line("unbind_merchant", &binding, merchant.id, NULL, in->why);
    TRY(audit(call, &line));
    TRY(merchant_get(call->tx, merchant.id, &merchant));
    merchant_view(call, &merchant, out);
    return OK;
}
