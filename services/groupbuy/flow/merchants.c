#include "groupbuy/flow/merchants.h"

#include "groupbuy/flow/asking.h"
#include "rpc/timestamp.h"

void merchant_view(struct call *call, const struct merchant *merchant, Gb__Merchant *out)
{
    out->merchant_id = merchant->id;
    out->name = merchant->name;
    out->state = merchant->closed ? GB__MERCHANT_STATE__MERCHANT_IS_CLOSED : GB__MERCHANT_STATE__MERCHANT_ACTIVE;
    out->ready = pay_of(call, merchant->id) != NULL;
    out->bindings = (int32_t)merchant->bindings;
    out->created_at = timestamp_new(call->arena, merchant->created_us);
    out->closed_at = timestamp_new(call->arena, merchant->closed_us);
}

void merchant_binding_view(struct call *call, const struct merchant_binding *binding, Gb__MerchantBinding *out)
{
    out->merchant_id = binding->merchant_id;
    out->community_id = binding->community_id;
    out->supplier_id = binding->supplier_id;
    out->bound_at = timestamp_new(call->arena, binding->bound_us);
}

struct status merchant_binding_of(const char *merchant_id, const char *community_id, const char *supplier_id,
                                  struct merchant_binding *ret_binding)
{
    if (!*community_id == !*supplier_id)
        return fail_field("communityId", "either a community or a supplier must be given");
    *ret_binding = (struct merchant_binding){ .merchant_id = merchant_id,
                                              .community_id = community_id,
                                              .supplier_id = supplier_id };
    return OK;
}

struct audit_line merchant_binding_line(const char *action, const struct merchant_binding *binding, const char *before,
                                        const char *after, const char *why)
{
    bool community = *binding->community_id != 0;

    return (struct audit_line){ .action = action,
                                .object_type = community ? "community" : "supplier",
                                .object_id = community ? binding->community_id : binding->supplier_id,
                                .before = before,
                                .after = after,
                                .reason = why };
}
