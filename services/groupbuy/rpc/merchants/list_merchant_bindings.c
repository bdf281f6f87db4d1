#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

static const char *bound(const struct merchant_binding *binding)
{
    return *binding->community_id ? binding->community_id : binding->supplier_id;
}

struct status groupbuy_list_merchant_bindings(struct call *call, const Gb__ListMerchantBindingsRequest *in,
                                              Gb__ListMerchantBindingsResponse *out)
{
    struct merchant_binding *bindings;
    struct merchant merchant;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(merchant_get(call->tx, in->merchant_id, &merchant));
    TRY(page_open(call, in, PAGE_BY_ID, merchant.id, &page));
    TRY(merchant_bindings(call->tx, merchant.id, page.after, page.rows_max, &bindings, &page.count));

    out->next_page_token = page_next(call, &page, bound(&bindings[page.count - 1]));
    out->n_bindings = page.count;
    out->bindings = MESSAGES(call, Gb__MerchantBinding, gb__merchant_binding, page.count);
    for (size_t i = 0; i < page.count; i++)
        merchant_binding_view(call, &bindings[i], out->bindings[i]);
    return OK;
}
