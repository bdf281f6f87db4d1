#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_products(struct call *call, const Gb__ListProductsRequest *in,
                                     Gb__ListProductsResponse *out)
{
    const char *list = *in->words ? arena_printf(call->arena, "%s\n%s", in->category, in->words) : in->category;
    struct product *products;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, list, &page));
    if (*in->words)
        TRY(product_search(call->tx, in->words, in->category, page.after, page.rows_max, &products, &page.count));
    else
        TRY(product_list(call->tx, in->category, page.after, page.rows_max, &products, &page.count));

    out->next_page_token = page_next(call, &page, products[page.count - 1].id);
    out->n_products = page.count;
    out->products = MESSAGES(call, Gb__Product, gb__product, page.count);
    for (size_t i = 0; i < page.count; i++)
        product_view(call, &products[i], out->products[i]);
    return OK;
}
