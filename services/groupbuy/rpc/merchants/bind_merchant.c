#include "groupbuy/flow/channel.h"
#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/supplier_store.h"

static struct status supplier_exists(struct call *call, const char *supplier_id)
{
    struct supplier supplier;

    return *supplier_id ? supplier_get(call->tx, supplier_id, &supplier) : OK;
}

static struct status bind(struct call *call, struct merchant_binding *binding, const char *why)
{
    struct audit_line line;
    struct merchant merchant;
    const char *before;

    TRY(merchant_lock(call->tx, binding->merchant_id, &merchant));
    if (merchant.closed)
        return fail(MERCHANT_CLOSED, "account %s is closed", merchant.id);
    TRY(channel_ready(call, merchant.id));
    TRY(supplier_exists(call, binding->supplier_id));
    TRY(merchant_bind(call->tx, binding, call->caller->user_id, &before));
    line = merchant_binding_line("bind_merchant", binding, before, binding->merchant_id, why);
    return audit(call, &line);
}

struct status groupbuy_bind_merchant(struct call *call, const Gb__BindMerchantRequest *in, Gb__MerchantBinding *out)
{
    struct merchant_binding binding;
    struct place place;

    TRY(platform_act(call, "operator"));
    TRY(merchant_binding_of(in->merchant_id, in->community_id, in->supplier_id, &binding));
    TRY(place_find(call, in->community_id, "", &place));
    TRY(call_begin(call));
    TRY(bind(call, &binding, in->why));
    merchant_binding_view(call, &binding, out);
    return OK;
}
