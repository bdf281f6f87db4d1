#include "groupbuy/catalogue.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_managed_products(struct call *call, const Gb__ListManagedProductsRequest *in,
                                             Gb__ListProductsResponse *out)
{
    struct page page;
    struct product *products;

    TRY(platform_act(call, "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, product_status_name((enum product_status)in->status), &page));
    TRY(product_list_all(call->tx, (enum product_status)in->status, page.after, page.rows_max, &products, &page.count));

    out->next_page_token = page_next(call, &page, products[page.count - 1].id);
    out->n_products = page.count;
    out->products = MESSAGES(call, Gb__Product, gb__product, page.count);
    for (size_t i = 0; i < page.count; i++)
        product_view(call, &products[i], out->products[i]);
    return OK;
}
